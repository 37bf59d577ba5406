import { type TinyTensor, writeTinyGguf } from "../../testing/tiny-llama.ts";
import { byteCharacters } from "../../tokenizer/byte-level.ts";
import { tokenTypes } from "../../tokenizer/gguf-vocabulary.ts";

const endOfTurn = 256;
const size = { layers: 1, dModel: 320, vocab: 320, dMlp: 32, context: 4096 };

/**
 * Writes a model that always takes the same token after a token: each script begins with a single byte, the prompt, and goes on with
 * pieces of any bytes, a token each; null ends it. A piece may stand in one script only, and once.
 */
export function writeScriptedModel(path: string, scripts: readonly (readonly (Uint8Array | string | null)[])[]): void {
  const pieces = [...byteCharacters, "<|im_end|>"];
  const successor = new Map<number, number>();
  const idOf = (piece: Uint8Array | string | null): number => {
    if (piece === null) return endOfTurn;
    const bytes = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
    const text = Array.from(bytes, (byte) => byteCharacters[byte]!).join("");
    const known = pieces.indexOf(text);
    return known >= 0 ? known : pieces.push(text) - 1;
  };
  for (const script of scripts)
    for (const [i, id] of script.map(idOf).entries()) {
      if (i === 0) continue;
      const before = idOf(script[i - 1]!);
      if (successor.has(before)) throw new Error(`a second token after ${pieces[before]}`);
      successor.set(before, id);
    }
  writeTinyGguf(
    path,
    size,
    {
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "gpt-2",
      "tokenizer.ggml.tokens": Array.from({ length: size.vocab }, (_, id) => pieces[id] ?? `<unused${id}>`),
      "tokenizer.ggml.token_type": Int32Array.from({ length: size.vocab }, (_, id) =>
        id === endOfTurn ? tokenTypes.control : id < pieces.length ? tokenTypes.normal : tokenTypes.unused,
      ),
      "tokenizer.ggml.merges": [],
      "tokenizer.ggml.eos_token_id": endOfTurn,
    },
    (tensors) => followed(tensors, successor),
  );
}

/** The residual stream says which token was last, and nothing else; row t of the head looks for the token before t. */
function followed(tensors: TinyTensor[], successor: ReadonlyMap<number, number>): TinyTensor[] {
  for (const { name, values } of tensors) {
    if (/o_proj|down_proj|embed|lm_head/.test(name)) values.fill(0);
    if (name.endsWith("norm.weight")) values.fill(1);
    if (name.includes("embed")) for (let id = 0; id < size.vocab; id++) values[id * size.dModel + id] = 1;
    if (name.includes("lm_head")) for (const [before, after] of successor) values[after * size.dModel + before] = 1;
  }
  return tensors;
}
