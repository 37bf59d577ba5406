import { join } from "node:path";
import { normals, randomStream } from "../../../base/random.ts";
import type { Engine } from "../../../graph/engine/engine.ts";
import { readText } from "../../../model/engine/load.ts";
import { openModel } from "../../../model/source.ts";
import { byteTokens } from "../../../model/testing/byte-tokens.ts";
import { type TinyTensor, tinyLlama, writeTinyGguf } from "../../../model/testing/tiny-llama.ts";
import { engineRespondent } from "../../engine-respondent.ts";
import type { LocalModel, Respondent } from "../../respondent.ts";
import { axesOf } from "../axes.ts";

const width = tinyLlama.dModel;
const planted = Float32Array.from(normals(width, randomStream(0, "planted")), (draw) => 4 * draw);

/** "!" is "." and the planted direction more; the blocks add their random share to both. */
function plant(tensors: TinyTensor[]): TinyTensor[] {
  const { values } = tensors.find(({ name }) => name === "model.embed_tokens.weight")!;
  const [shout, stop] = ["!", "."].map((sign) => width * sign.charCodeAt(0));
  for (let i = 0; i < width; i++) values[shout! + i] = values[stop! + i]! + planted[i]!;
  return tensors;
}

/** A tiny model of bytes in which a known direction stands for "!", written into a folder. */
export async function plantedModel(folder: string, engine: Engine): Promise<Respondent & { local: LocalModel }> {
  const path = join(folder, "planted.gguf");
  writeTinyGguf(
    path,
    { vocab: 257, context: 512 },
    byteTokens(
      "{% for m in messages %}{{ m.content }}{% if m.role == 'assistant' %}<end>{% else %}:{% endif %}{% endfor %}",
    ),
    plant,
  );
  const { tokenizer } = await readText(await openModel(path));
  const spec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" } as const;
  const local = { engine, spec, tokenizer };
  return { ...engineRespondent("planted", local), local };
}

/** The planted direction at both layers, and another that stands for nothing. */
export function plantedAxes() {
  const nothing = Float32Array.from(normals(width, randomStream(1, "nothing")));
  const directions = (vector: Float32Array) => ({
    about: {
      model: { name: "planted", sha256: "0".repeat(64) },
      meaning: "shouting",
      pooling: "",
      positions: "",
      recipe: { name: "planted" },
      medianNorms: { "layers.0.resid_post": 2 },
    },
    vectors: new Map([0, 1].map((layer) => [layer, vector])),
  });
  return axesOf([
    { name: "shout", directions: directions(planted) },
    { name: "nothing", directions: directions(nothing) },
  ]).map((axis) => ({ ...axis, meaning: axis.vector }));
}
