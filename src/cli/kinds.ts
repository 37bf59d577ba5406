import { resolve } from "node:path";

/** How the text of an option or argument becomes its value. */
export interface Kind<T> {
  /** What is legal, to follow "takes": "a whole number from 1". */
  takes: string;
  /** Undefined where the text is not legal. */
  read(text: string): T | undefined;
}

/** Whole numbers from `min` to `max`. */
export const integer = ({ min, max }: { min: number; max?: number }): Kind<number> => ({
  takes: `a whole number ${range(min, max)}`,
  read: (text) => within(/^-?\d+$/.test(text) ? Number(text) : Number.NaN, min, max ?? Number.MAX_SAFE_INTEGER),
});

/** Numbers from `min` to `max`, e.g. 0.7 or 2e-4. */
export const decimal = ({ min, max }: { min: number; max?: number }): Kind<number> => ({
  takes: `a number ${range(min, max)}`,
  read: (text) =>
    within(/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN, min, max ?? Number.MAX_VALUE),
});

/** Any text but the empty one. */
export const text: Kind<string> = { takes: "some text", read: (given) => (given === "" ? undefined : given) };

/** A path, made absolute: what lies below may work in another folder. */
export const path: Kind<string> = { takes: "a path", read: (given) => (given === "" ? undefined : resolve(given)) };

/** One of the words given. */
export const oneOf = <T extends string>(words: readonly T[]): Kind<T> => ({
  takes: words.length === 1 ? `only ${words[0]}` : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
  read: (given) => words.find((word) => word === given),
});

/** Values with commas between them, at least one and none twice. */
export const listOf = <T>(kind: Kind<T>): Kind<T[]> => ({
  takes: `${kind.takes} (several with commas between them, none twice)`,
  read: (given) => {
    const values = given.split(",").map((part) => kind.read(part.trim()));
    const legal = values.every((value) => value !== undefined) && new Set(values).size === values.length;
    return legal ? (values as T[]) : undefined;
  },
});

const range = (min: number, max: number | undefined): string =>
  max === undefined ? `from ${min}` : `from ${min} to ${max}`;

const within = (value: number, min: number, max: number): number | undefined =>
  value >= min && value <= max ? value : undefined;
