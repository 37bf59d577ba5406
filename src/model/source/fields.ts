import { badInput } from "../../base/errors.ts";

/** The values of a configuration, whatever file they come from, read with a check on each. */
export interface Fields {
  /** The raw value; undefined where it is absent or null. */
  raw(key: string): unknown;
  /** A whole number in [1, max]; throws "bad-input" naming file and key where it is absent (without a default) or illegal. */
  count(key: string, max: number, byDefault?: number): number;
  /** A positive finite number. */
  positive(key: string, byDefault?: number): number;
}

/** @param where the file, for messages, e.g. `/models/x/config.json` */
export function fieldsOf(where: string, get: (key: string) => unknown): Fields {
  const raw = (key: string): unknown => get(key) ?? undefined;
  const checked = (
    key: string,
    byDefault: number | undefined,
    legal: (value: number) => boolean,
    words: string,
  ): number => {
    const value = raw(key) ?? byDefault;
    if (typeof value === "number" && legal(value)) return value;
    const found = value === undefined ? "lacks" : `has ${JSON.stringify(String(value)).slice(0, 60)} for`;
    throw badInput(`${where} ${found} "${key}"; ${words} is legal.`);
  };
  return {
    raw,
    count: (key, max, byDefault) =>
      checked(
        key,
        byDefault,
        (value) => Number.isInteger(value) && value >= 1 && value <= max,
        `a whole number from 1 to ${max}`,
      ),
    positive: (key, byDefault) =>
      checked(key, byDefault, (value) => Number.isFinite(value) && value > 0, "a positive number"),
  };
}

/** Sizes beyond these are a damaged file, not a model. */
export const limits = {
  layers: 1024,
  width: 1 << 20,
  heads: 4096,
  headDim: 4096,
  vocab: 1 << 24,
  context: 1 << 28,
} as const;
