import { badInput } from "../../base/errors.ts";
import type { GgufMetadata } from "../gguf/types.ts";

/** GGUF's token types (0 is undefined and counts as normal). */
export const tokenTypes = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

/** A GGUF's own vocabulary, its arrays checked against each other. */
export interface GgufVocabulary {
  tokens: readonly string[];
  /** One of {@link tokenTypes} for each token. */
  types: Uint8Array;
  /** The metadata's value under `tokenizer.ggml.` + key, undefined where absent. */
  id(key: string): number | undefined;
  flag(key: string): boolean | undefined;
  text(key: string): string | undefined;
  numbers(key: string): ArrayLike<number> | undefined;
  strings(key: string): readonly string[] | undefined;
}

/** Ids that a GGUF lists as ends besides the end of text. */
export const endKeys = ["eot_token_id", "eos_token_id", "eom_token_id"] as const;

/** Reads the keys `tokenizer.ggml.*`. Throws "bad-input" naming the key that is missing or of the wrong kind. */
export function readGgufVocabulary(metadata: GgufMetadata): GgufVocabulary {
  const key = (name: string) => `tokenizer.ggml.${name}`;
  const read = <T>(name: string, is: (value: unknown) => value is T, kind: string): T | undefined => {
    const value: unknown = metadata.get(key(name));
    if (value === undefined) return undefined;
    if (!is(value)) throw badInput(`${key(name)} of the GGUF is not ${kind}: the file is damaged.`);
    return value;
  };
  const strings = (name: string) => read(name, isStrings, "a list of texts");
  const tokens = strings("tokens") ?? [];
  if (tokens.length === 0) {
    throw badInput(
      "The GGUF holds no vocabulary (tokenizer.ggml.tokens is missing or empty): use a complete model file.",
    );
  }
  const numbers = (name: string) => {
    const values = read(name, isNumbers, "a list of numbers");
    if (values !== undefined && values.length !== tokens.length) {
      throw badInput(`${key(name)} of the GGUF has ${values.length} entries for ${tokens.length} tokens.`);
    }
    return values;
  };
  const listed = numbers("token_type");
  const types = listed === undefined ? new Uint8Array(tokens.length) : Uint8Array.from(listed);
  return {
    tokens,
    types: types.map((type) => type || tokenTypes.normal),
    strings,
    numbers,
    text: (name) => read(name, (value) => typeof value === "string", "a text"),
    flag: (name) => read(name, (value) => typeof value === "boolean", "true or false"),
    id(name) {
      const value = read(name, (one) => typeof one === "number" || typeof one === "bigint", "a number");
      if (value === undefined) return undefined;
      const id = Number(value);
      if (!(id >= 0 && id < tokens.length)) {
        throw badInput(`${key(name)} of the GGUF is ${value}, which is no id of its ${tokens.length} tokens.`);
      }
      return id;
    },
  };
}

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  Array.isArray(value)
    ? value.every((one) => typeof one === "number")
    : ArrayBuffer.isView(value) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array);
