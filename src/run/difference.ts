import { canonicalJson } from "../base/json.ts";

/** A place where two JSON values differ, e.g. `config.questions`; a value is its JSON text, undefined where there is none. */
export interface Difference {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** The places where `after` differs from `before`, in the order of their sorted keys; nothing where both are the same JSON. */
export function differences(before: unknown, after: unknown, path = ""): Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], path === "" ? key : `${path}.${key}`));
  }
  const [a, b] = [text(before), text(after)];
  return a === b ? [] : [{ path, before: a, after: b }];
}

const text = (value: unknown): string | undefined => (value === undefined ? undefined : canonicalJson(value));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
