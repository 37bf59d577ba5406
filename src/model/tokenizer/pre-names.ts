import { badInput } from "../../base/errors.ts";
import { casedLetters } from "./cased-letters.ts";
import { gpt2Words } from "./rust-pre-tokenizer.ts";

/** How a text is cut before byte-level merging. */
export interface PreTokenization {
  /** Applied in order, each cutting what the ones before left in one piece around its matches. */
  patterns: readonly string[];
  /** A whole piece that is a token is taken without merging. */
  ignoreMerges?: boolean;
  /** The begin token is wanted where the file does not say. */
  wantsBos?: boolean;
}

const contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const words = (digits: string) =>
  `${contraction}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
const upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
const casedWords = (suffix: string, digits: string) =>
  `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+${suffix}|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*${suffix}` +
  `|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
const han = "[\\u4e00-\\u9fa5\\u0800-\\u4e00\\uac00-\\ud7ff]+";
const punctuationRun = "[\\p{P}\\$\\+<=>\\^~\\|]+";

const gpt2: PreTokenization = { patterns: [gpt2Words] };
const digitByDigit: PreTokenization = { patterns: ["\\p{N}", gpt2Words] };
const llama3: PreTokenization = { patterns: [words("\\p{N}{1,3}")], ignoreMerges: true, wantsBos: true };
const llama3Merging: PreTokenization = { patterns: [words("\\p{N}{1,3}")] };
const qwen2: PreTokenization = { patterns: [words("\\p{N}")] };
const gpt4o: PreTokenization = { patterns: [casedWords(`${contraction}?`, "\\p{N}{1,3}")] };

/**
 * What each `tokenizer.ggml.pre` stands for, as llama.cpp's llama-vocab.cpp has it (the regexes are those of the models'
 * own tokenizer.json). `default` is what llama.cpp takes where a file names none.
 */
const byName: ReadonlyMap<string, PreTokenization> = new Map([
  ["default", { patterns: [punctuationRun, gpt2Words, "\\p{N}+", "[0-9][0-9][0-9]"] }],
  ...all(["gpt-2", "phi-2", "mpt", "olmo", "jais", "trillion", "exaone4", "gigachat", "a.x-4.0", "mellum"], gpt2),
  ...all(["granite-docling"], gpt2),
  ...all(["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"], digitByDigit),
  ...all(["llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"], llama3),
  ...all(["dbrx", "smaug-bpe", "glm4", "chatglm-bpe"], llama3Merging),
  ...all(["qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan", "kormo", "grok-2", "solar-open"], qwen2),
  ...all(["gpt-4o", "llama4"], gpt4o),
  ["tekken", { patterns: [casedWords("", "\\p{N}")], ignoreMerges: true, wantsBos: true }],
  ["falcon", { patterns: ["[\\p{P}\\$\\+<=>\\^~\\|`]+", gpt2Words, "[0-9][0-9][0-9]"] }],
  [
    "deepseek-llm",
    {
      patterns: [
        "[\\r\\n]",
        `\\s?[${casedLetters}]+`,
        "\\s?[!-/:-~\\uff01-\\uff0f\\uff1a-\\uff5e\\u2018-\\u201f\\u3000-\\u3002]+",
        "\\s+$",
        han,
        "\\p{N}+",
      ],
    },
  ],
  ["deepseek-coder", { patterns: ["[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", han, "\\p{N}"] }],
  [
    "deepseek-v3",
    {
      patterns: [
        "\\p{N}{1,3}",
        "[\\u4e00-\\u9fa5\\u3040-\\u309f\\u30a0-\\u30ff]+",
        "[!-/:-@\\[-`{-~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      ],
    },
  ],
]);

function all(names: readonly string[], what: PreTokenization): [string, PreTokenization][] {
  return names.map((name) => [name, what]);
}

/** Every legal `tokenizer.ggml.pre`. */
export const preNames: readonly string[] = [...byName.keys()];

/** Looks up `tokenizer.ggml.pre`. Throws "bad-input" listing the legal names: a wrong guess would change every id. */
export function preTokenization(name: string): PreTokenization {
  const found = byName.get(name);
  if (found !== undefined) return found;
  throw badInput(
    `The GGUF names the pre-tokenizer ${JSON.stringify(name)} (tokenizer.ggml.pre), which is not known here; known are ${preNames.join(", ")}: use the model's folder with tokenizer.json instead.`,
  );
}
