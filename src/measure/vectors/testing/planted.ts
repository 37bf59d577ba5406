import { join } from "node:path";
import { normals, randomStream } from "../../../base/random.ts";
import type { Engine } from "../../../graph/engine/engine.ts";
import { readText } from "../../../model/engine/load.ts";
import { openModel } from "../../../model/source.ts";
import { byteTokens } from "../../../model/testing/byte-tokens.ts";
import { type TinyTensor, tinyLlama, writeTinyGguf } from "../../../model/testing/tiny-llama.ts";
import type { LocalModel } from "../../respondent.ts";
import type { AnswerPair, Side } from "../types.ts";

const width = tinyLlama.dModel;
/** What "!" has more than "." in the residual stream. */
export const planted = Float32Array.from(normals(width, randomStream(0, "planted")), (draw) => 4 * draw);

function plant(tensors: TinyTensor[]): TinyTensor[] {
  const { values } = tensors.find(({ name }) => name === "model.embed_tokens.weight")!;
  const [shout, stop] = ["!", "."].map((sign) => width * sign.charCodeAt(0));
  for (let i = 0; i < width; i++) values[shout! + i] = values[stop! + i]! + planted[i]!;
  return tensors;
}

/** A tiny model with a token for each byte, in which "!" is "." and the planted direction more, on an engine. */
export async function plantedModel(engine: Engine, folder: string): Promise<LocalModel> {
  const path = join(folder, "planted.gguf");
  writeTinyGguf(
    path,
    { vocab: 257, tiedHead: true, context: 256 },
    byteTokens("{% for m in messages %}{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}>{% endif %}"),
    plant,
  );
  const { tokenizer } = await readText(await openModel(path));
  return { engine, spec: { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" }, tokenizer };
}

export const plantedSize = { layers: tinyLlama.layers, dModel: width };

/** Pairs of answers to as many questions, two draws each: the positive ones shout where the others stop (or all stop, with `alike`). */
export function plantedPairs(questions: number, { alike = false }: { alike?: boolean } = {}): AnswerPair[] {
  const letters = randomStream(1, "letters");
  const word = () => String.fromCharCode(...Array.from({ length: 4 }, () => letters.integer(97, 122)));
  const answer = (id: string, question: string, side: Side) => {
    const sign = side === "positive" && !alike ? "!" : ".";
    const text = `${word()}${sign} ${word()}${sign} ${word()}${sign}`;
    const messages = [{ role: "user" as const, content: question }];
    return { id: `${id}/${side}`, side, question, messages, text, ids: [...Buffer.from(text)] };
  };
  return Array.from({ length: 2 * questions }, (_, i): AnswerPair => {
    const [id, question] = [`p${i}`, `question ${Math.floor(i / 2)}?`];
    return {
      id,
      question,
      rollout: i % 2,
      positive: answer(id, question, "positive"),
      negative: answer(id, question, "negative"),
    };
  });
}
