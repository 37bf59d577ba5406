/** What Python's str.strip() takes off: U+001C to 1F and U+0085 too, and not U+FEFF, unlike JavaScript's trim. */
const pythonSpace = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const leadingSpace = new RegExp(`^[${pythonSpace}]+`, "u");
const trailingSpace = new RegExp(`[${pythonSpace}]+$`, "u");

/** Python's `str.lstrip(characters)`: white space where no characters are given. */
export function stripStart(text: string, characters?: string): string {
  if (characters === undefined) return text.replace(leadingSpace, "");
  const set = new Set(characters);
  const all = [...text];
  const first = all.findIndex((character) => !set.has(character));
  return first < 0 ? "" : all.slice(first).join("");
}

/** Python's `str.rstrip(characters)`. */
export function stripEnd(text: string, characters?: string): string {
  if (characters !== undefined) {
    const set = new Set(characters);
    const all = [...text];
    return all.slice(0, all.findLastIndex((character) => !set.has(character)) + 1).join("");
  }
  // From the end by hand: the regex alone would try every run of spaces inside the text.
  let end = text.length;
  while (end > 0 && trailingSpace.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** Python's `str.strip(characters)`. */
export const strip = (text: string, characters?: string) => stripEnd(stripStart(text, characters), characters);

/** Python's `==` on values as `@huggingface/jinja` hands them to functions: lists and dicts by content, True equal to 1. */
export function equal(left: unknown, right: unknown): boolean {
  if (typeof left === "boolean" && typeof right === "number") return Number(left) === right;
  if (typeof left === "number" && typeof right === "boolean") return left === Number(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => equal(unwrap(item), unwrap(right[i])));
  }
  if (left instanceof Map && right instanceof Map) {
    return left.size === right.size && [...left].every(([key, item]) => equal(unwrap(item), unwrap(right.get(key))));
  }
  return left === right;
}

/** Items of a list are the interpreter's own values, which wrap the plain ones. */
const unwrap = (item: unknown) =>
  typeof item === "object" && item !== null && "value" in item ? (item as { value: unknown }).value : item;

const inEnglish = (date: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(date);
const padded = (number: number, width = 2) => String(number).padStart(width, "0");

const directives: Record<string, (date: Date) => string> = {
  "%": () => "%",
  A: (date) => inEnglish(date, { weekday: "long" }),
  a: (date) => inEnglish(date, { weekday: "short" }),
  B: (date) => inEnglish(date, { month: "long" }),
  b: (date) => inEnglish(date, { month: "short" }),
  d: (date) => padded(date.getUTCDate()),
  H: (date) => padded(date.getUTCHours()),
  M: (date) => padded(date.getUTCMinutes()),
  m: (date) => padded(date.getUTCMonth() + 1),
  S: (date) => padded(date.getUTCSeconds()),
  Y: (date) => padded(date.getUTCFullYear(), 4),
  y: (date) => padded(date.getUTCFullYear() % 100),
};

/** Python's `strftime` in English and UTC. Throws an Error for a directive that is not known here. */
export function strftime(date: Date, format: string): string {
  return format.replace(/%(.)/gsu, (directive, letter: string) => {
    const write = Object.hasOwn(directives, letter) ? directives[letter] : undefined;
    if (write === undefined) throw new Error(`strftime_now is asked for ${directive}, which is not supported`);
    return write(date);
  });
}
