/**
 * A node of a grammar without recursion. Sampling walks it and draws at each choice; the inside algorithm walks it along a text and sums
 * over all draws that could have made it.
 */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  /** Options with their probabilities, which add up to 1. */
  | { readonly kind: "choice"; readonly options: readonly Option[] }
  /** What the slot holds depends on the topic and the voice. */
  | { readonly kind: "slot"; readonly name: string }
  /** "a", or "an" where a vowel sound follows behind the blank. */
  | { readonly kind: "article" };

/** A branch of a choice. */
export interface Option {
  readonly probability: number;
  readonly node: Node;
}

/** Gives a slot's content. Throws RangeError for a name that is not known: an error of the grammar. */
export type Scope = (slot: string) => Node;

/** A choice by weights: any positive numbers. */
export function weighted(...options: readonly (readonly [weight: number, node: Node])[]): Node {
  if (options.length === 1) return options[0]![1];
  const total = options.reduce((sum, [weight]) => sum + weight, 0);
  return { kind: "choice", options: options.map(([weight, node]) => ({ probability: weight / total, node })) };
}

/** All parts in turn. */
export const sequence = (...parts: readonly Node[]): Node =>
  parts.length === 1 ? parts[0]! : { kind: "sequence", parts };

/**
 * Reads a template: text, `(this|that|)` for a choice, `{name}` for a slot, `{a}` for an article. Braces and brackets stand for nothing else.
 * Throws RangeError where one is not closed.
 */
export function template(source: string): Node {
  let at = 0;
  const alternatives = (close: string): Node => {
    const options: Node[] = [];
    let parts: Node[] = [];
    let text = "";
    const flush = () => {
      if (text !== "") parts.push({ kind: "text", text });
      text = "";
    };
    for (;;) {
      const char = source[at];
      if (char === undefined && close !== "") throw new RangeError(`"${source}" lacks a closing bracket`);
      at++;
      if (char === "(" || char === "{" || char === "|" || char === undefined || char === close) flush();
      if (char === "(") parts.push(alternatives(")"));
      else if (char === "{") parts.push(slot());
      else if (char === "|") {
        options.push(sequence(...parts));
        parts = [];
      } else if (char === undefined || char === close) {
        options.push(sequence(...parts));
        return weighted(...options.map((option) => [1, option] as const));
      } else text += char;
    }
  };
  const slot = (): Node => {
    const end = source.indexOf("}", at);
    if (end < 0) throw new RangeError(`"${source}" lacks a closing brace`);
    const name = source.slice(at, end);
    at = end + 1;
    return name === "a" ? { kind: "article" } : { kind: "slot", name };
  };
  return alternatives("");
}

/** A choice among templates, each as probable as often it is listed. */
export function oneOf(sources: readonly string[]): Node {
  const counts = new Map<string, number>();
  for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  return weighted(...[...counts].map(([source, count]) => [count, template(source)] as const));
}

/** The article before a word: by its first letter, but for words that sound otherwise. */
export function articleBefore(rest: string): "a" | "an" {
  if (/^(?:hour|honest|honour|heir)/i.test(rest)) return "an";
  return /^(?!uni|use|usu|one\b|eu)[aeiou]/i.test(rest) ? "an" : "a";
}
