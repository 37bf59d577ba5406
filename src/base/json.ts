/**
 * JSON text that depends on the value alone: keys sorted by code unit, numbers in their shortest form that reads back
 * to the same bits (-0 included), properties that are undefined left out. Equal values give equal bytes, whatever order
 * their objects were built in, so texts can be compared and hashed. `indent` spaces make it readable; 0 is one line.
 * Throws TypeError, naming the place, on what JSON cannot hold (NaN, infinities, typed arrays, dates, functions, ...).
 */
export function canonicalJson(value: unknown, indent = 0): string {
  return write(value, indent, "\n", "$");
}

/** The value as it reads back from its JSON text: what a resumed run sees, so the first run should see it too. */
export const throughJson = <T>(value: T): T => JSON.parse(canonicalJson(value)) as T;

function write(value: unknown, indent: number, newline: string, path: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`not JSON: ${path} is ${value}`);
    return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  }
  const inner = indent > 0 ? newline + " ".repeat(indent) : "";
  if (Array.isArray(value)) {
    const items = value.map((item, i) => inner + write(item, indent, inner, `${path}[${i}]`));
    return items.length === 0 ? "[]" : `[${items.join(",")}${indent > 0 ? newline : ""}]`;
  }
  if (!isPlainObject(value)) throw new TypeError(`not JSON: ${path} is ${describe(value)}`);
  const colon = indent > 0 ? ": " : ":";
  const entries = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${inner}${JSON.stringify(key)}${colon}${write(value[key], indent, inner, `${path}.${key}`)}`);
  return entries.length === 0 ? "{}" : `{${entries.join(",")}${indent > 0 ? newline : ""}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const describe = (value: unknown): string =>
  typeof value === "object" && value !== null ? `a ${value.constructor.name}` : `of type ${typeof value}`;
