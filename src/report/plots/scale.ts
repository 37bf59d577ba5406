/** An axis: where a value lies on it, and the values to mark. */
export interface Scale {
  /** 0 at the axis's low end, 1 at its high end; values beyond an end lie on it. */
  at(value: number): number;
  /** Whether a value lies below the low end (a zero on a log axis does). */
  below(value: number): boolean;
  ticks: readonly number[];
}

/** A linear axis from `low` to at least `high`, stretched to end on a tick; about `count` ticks at steps of 1, 2 or 5. */
export function linearScale(low: number, high: number, count = 5): Scale {
  const span = high > low ? high - low : 1;
  const step = niceStep(span / count);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil((low + span) / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  return { at: (value) => clamp((value - start) / (end - start)), below: (value) => value < start, ticks };
}

/** A logarithmic axis over whole decades that hold `low` to `high` (both above 0); at most about `count` ticks, at powers of ten. */
export function logScale(low: number, high: number, count = 6): Scale {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.ceil((last - first) / count);
  const ticks = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) =>
    Number(`1e${first + i * every}`),
  );
  return {
    at: (value) => (value > 0 ? clamp((Math.log10(value) - first) / (last - first)) : 0),
    below: (value) => !(value >= 10 ** first * (1 - 1e-9)),
    ticks,
  };
}

/** A logarithmic axis that holds `low` to `high` (both above 0) within a few decades: its ends and ticks are 1, 2 and 5 times powers of ten. */
export function fineLogScale(low: number, high: number): Scale {
  const decades = Array.from({ length: 41 }, (_, i) => i - 20);
  const all = decades.flatMap((exponent) => [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)));
  const first = all.findLastIndex((value) => value <= low * (1 + 1e-9));
  const last = Math.max(
    first + 1,
    all.findIndex((value) => value >= high * (1 - 1e-9)),
  );
  const ticks = all.slice(first, last + 1);
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  return {
    at: (value) => (value > 0 ? clamp(Math.log(value / start) / Math.log(end / start)) : 0),
    below: (value) => !(value >= start * (1 - 1e-9)),
    ticks,
  };
}

/** The power of ten times 1, 2 or 5 that is nearest above `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** A share of an axis as an SVG length, "27.5%": plots stretch with the page while their text keeps its size. */
export const along = (share: number): string => `${Number((100 * share).toFixed(3))}%`;

/** Ten to a whole power as "10⁻³", or 1 and 10 as they are. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent === 0 || exponent === 1) return String(10 ** exponent);
  const raised = [...String(exponent)].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? "⁻").join("");
  return `10${raised}`;
}
