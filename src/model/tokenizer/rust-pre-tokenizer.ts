import { badInput } from "../../base/errors.ts";

/** A part of `tokenizer.json` as JSON gives it. */
export interface JsonPart {
  type: string;
  [key: string]: unknown;
}

/** GPT-2's splitting into words, which a ByteLevel pre-tokenizer does on its own where it says `use_regex`. */
export const gpt2Words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const punctuation = "[\\p{P}!-/:-@\\[-`{-~]";

/**
 * A pre-tokenizer that cuts a text around every match of the pattern. Case is ignored as the Rust library ignores it: the
 * long s (U+017F) too is an s, which the JavaScript one, folding ASCII alone, overlooks in the English contractions.
 */
export const splitAround = (regex: string): JsonPart => ({
  type: "Split",
  pattern: { Regex: regex.replaceAll("(?i:'s|", "(?i:'s|'\u017f|") },
  behavior: "Isolated",
  invert: false,
});

/** A space in front of a text that begins with none. */
const prefixSpace: JsonPart = { type: "Replace", pattern: { Regex: "\\A[^ ]" }, content: " $&" };

/** One that keeps the matches and drops what lies between. */
const keepMatches = (regex: string): JsonPart => ({
  type: "Split",
  pattern: { Regex: regex },
  behavior: "Removed",
  invert: true,
});

/**
 * The same pre-tokenizer written such that `@huggingface/tokenizers` splits as the Rust library does. There the built-in
 * kinds use JavaScript's own `\s`, `\d` and `\w` and a Split knows two behaviours; a Split by regex has its classes
 * rewritten to Unicode's. Throws "bad-input" by name for what cannot be written so.
 */
export function asRustSplits(part: JsonPart | null | undefined): JsonPart | null {
  if (part == null) return null;
  switch (part.type) {
    case "Sequence":
      return { type: "Sequence", pretokenizers: ((part.pretokenizers ?? []) as JsonPart[]).map(asRustSplits) };
    case "ByteLevel":
      return {
        type: "Sequence",
        pretokenizers: [
          ...(part.add_prefix_space === true ? [prefixSpace] : []),
          ...(part.use_regex === false ? [] : [splitAround(gpt2Words)]),
          { ...part, add_prefix_space: false, use_regex: false },
        ],
      };
    case "Digits":
      return splitAround(part.individual_digits ? "\\p{N}" : "\\p{N}+");
    case "Punctuation":
      return behaving((part.behavior as string | undefined) ?? "Isolated", punctuation);
    case "Whitespace":
      return keepMatches("\\w+|[^\\w\\s]+");
    case "WhitespaceSplit":
      return keepMatches("\\S+");
    case "Split":
      return rewriteSplit(part);
    case "Metaspace":
      return rewriteMetaspace(part);
    default:
      throw badInput(
        `tokenizer.json asks for the pre-tokenizer ${part.type}; supported are ByteLevel, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace, WhitespaceSplit.`,
      );
  }
}

function rewriteSplit(part: JsonPart): JsonPart {
  const pattern = part.pattern as { String?: string; Regex?: string };
  const regex = pattern.Regex ?? (pattern.String ?? "").replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const behavior = part.behavior as string;
  if (!part.invert) return behaving(behavior, regex);
  if (behavior === "Removed") return keepMatches(regex);
  // Cutting around the gaps cuts at the same places as cutting around the matches.
  if (behavior === "Isolated") return splitAround(regex);
  throw badInput(
    `tokenizer.json asks for an inverted Split with behavior ${behavior}; supported are Isolated, Removed.`,
  );
}

/** Each behaviour as a Split around a longer match. */
function behaving(behavior: string, regex: string): JsonPart {
  const gap = `(?:(?!${regex})[\\s\\S])*`;
  switch (behavior) {
    case "Isolated":
      return splitAround(regex);
    case "Removed":
      return { ...splitAround(regex), behavior: "Removed" };
    case "Contiguous":
      return splitAround(`(?:${regex})+`);
    case "MergedWithPrevious":
      return splitAround(`${gap}(?:${regex})`);
    case "MergedWithNext":
      return splitAround(`(?:${regex})${gap}`);
    default:
      throw badInput(
        `tokenizer.json asks for the behavior ${behavior}; legal are Isolated, Removed, Contiguous, MergedWithPrevious, MergedWithNext.`,
      );
  }
}

function rewriteMetaspace(part: JsonPart): JsonPart {
  const scheme = part.prepend_scheme ?? (part.add_prefix_space === false ? "never" : "always");
  const marked = { ...part, prepend_scheme: scheme };
  const mark = (part.replacement as string | undefined) ?? "▁";
  return part.split === false
    ? marked
    : { type: "Sequence", pretokenizers: [marked, behaving("MergedWithNext", mark)] };
}
