import type { Estimated } from "../../explain/findings.ts";
import type { Contrast } from "./findings.ts";

/** A share of 1 as per cent, one decimal: "27.5 %". */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A probability or mass, two digits: "0.0023", "1.4e-7", "0". */
export function small(value: number): string {
  if (value === 0) return "0";
  return Math.abs(value) >= 0.001 ? value.toPrecision(2) : value.toExponential(1);
}

/** A difference of shares in points: "+27.5", "−2.0", "0.0". */
export function points(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(1);
  return text === "0.0" ? text : `${difference < 0 ? "−" : "+"}${text}`;
}

/** How many times: "×3.2", "×0.050", "×120". */
export function times(ratio: number): string {
  if (ratio >= 99.5) return `×${ratio >= 1e6 ? ratio.toExponential(1) : Math.round(ratio)}`;
  return ratio >= 9.95 ? `×${ratio.toFixed(0)}` : `×${ratio.toPrecision(2)}`;
}

/** A p-value: "0.032", "0.0004", "< 0.0001". */
export function pValue(p: number): string {
  if (p < 0.0001) return "< 0.0001";
  if (p >= 0.9995) return "1";
  return p < 0.001 ? p.toFixed(4) : p.toFixed(3);
}

/** A p-value with its sign: "= 0.032", "< 0.0001". */
export function pSigned(p: number): string {
  const text = pValue(p);
  return text.startsWith("<") ? text : `= ${text}`;
}

/** A contrast's size in its own unit: "+27.5 points" or "×3.2". */
export const size = ({ scale }: Pick<Contrast, "scale">, value: number): string =>
  scale === "ratio" ? times(value) : `${points(value)} points`;

/** An interval: "+14.0 to +42.8", "1.2 to 8.8 %" (a unit is said once); an end without a bound is named. */
export function interval({ low, high }: Estimated, format: (value: number) => string): string {
  const first = low === null ? "no bound" : format(low);
  return `${high === null ? first : first.replace(/ %$/, "")} to ${high === null ? "no bound" : format(high)}`;
}
