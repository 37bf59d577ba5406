/** A duration for people: "0:09", "12:30", "1:02:03". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** An amount per second, three digits: "0.123", "12.3", "1230". */
export const rate = (perSecond: number): string =>
  perSecond >= 99.95 ? String(Math.round(perSecond)) : String(Number(perSecond.toPrecision(3)));

/** Bytes in the unit that fits, three digits: "512 B", "1.5 kB", "24.2 GB" (1 kB = 1000 B). */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value >= 99.95 || step === 0 ? Math.round(value) : Number(value.toPrecision(3))} ${units[step]}`;
}

/** A number with its interval: "0.10 [0.06, 0.15]". */
export function withInterval({ value, low, high }: { value: number; low: number; high: number }, digits = 2): string {
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
}

/** A local time to the minute, "2026-11-21 14:05", from ISO 8601. */
export function minute(time: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
