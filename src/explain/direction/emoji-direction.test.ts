import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { captureTask } from "../../model/capture/capture-task.ts";
import { cosine, norm } from "../../model/directions/vectors.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { byteTokens } from "../../model/testing/byte-tokens.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { type TinyTensor, tinyLlama, writeTinyGguf } from "../../model/testing/tiny-llama.ts";
import type { ReadText } from "../texts.ts";
import { emojiDirection } from "./emoji-direction.ts";
import { meanDifference } from "./mean-difference.ts";

const folder = temporaryFolder();
const path = join(folder, "planted.gguf");
const width = tinyLlama.dModel;
const planted = Float32Array.from(normals(width, randomStream(0, "planted")), (draw) => 4 * draw);

/** "!" is "." and the planted direction more; the blocks add their random share to both. */
function plant(tensors: TinyTensor[]): TinyTensor[] {
  const { values } = tensors.find(({ name }) => name === "model.embed_tokens.weight")!;
  const [shout, stop] = ["!", "."].map((sign) => width * sign.charCodeAt(0));
  for (let i = 0; i < width; i++) values[shout! + i] = values[stop! + i]! + planted[i]!;
  return tensors;
}

writeTinyGguf(
  path,
  { vocab: 257, tiedHead: true },
  byteTokens("{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}:{% endif %}"),
  plant,
);
const source = await openModel(path);
const { tokenizer } = await readText(source);
const spec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" } as const;
const model = { name: "planted", sha256: "0".repeat(64) };

const letters = randomStream(1, "letters");
const word = () => String.fromCharCode(...Array.from({ length: 5 }, () => 97 + Math.floor(26 * letters.uniform())));
const texts = Array.from({ length: 24 }, (_, i): ReadText => {
  const text = `${word()}! 😀 ${word()}. ${word()}.`;
  return {
    id: `t${i}`,
    writer: "persona",
    asked: { question: "q" },
    ids: [...Buffer.from(text)],
    text,
    complete: true,
  };
});
const options = (keep: Keep = inMemory) => ({ keep, seed: 0 });

async function withReader<T>(work: (reader: Parameters<typeof emojiDirection>[0]["reader"]) => Promise<T>): Promise<T> {
  await using engine = inlineEngine({ threads: 1 });
  const local = { engine, spec, tokenizer };
  return await work({ id: "base", respondent: { ...engineRespondent("planted", local), local } });
}

describe("the emoji direction", () => {
  it("finds a planted direction in every layer, and says how long it is and that its halves agree", async () => {
    const { directions, findings } = await withReader((reader) => emojiDirection({ reader, model, texts }, options()));
    expect(cosine(directions.vectors.get(0)!, planted)).toBeGreaterThan(0.95);
    expect(findings.counts).toEqual({ positive: { texts: 24, places: 24 }, negative: { texts: 24, places: 48 } });
    expect(findings.layers).toHaveLength(2);
    for (const { layer, norm: length, medianNorm, share, splitHalf } of findings.layers) {
      expect(length).toBe(norm(directions.vectors.get(layer)!));
      expect(directions.about.medianNorms[`layers.${layer}.resid_post`]).toBe(medianNorm);
      expect(share).toBe(length / medianNorm);
      expect(splitHalf!.value).toBeGreaterThan(0.9);
    }
    expect(findings.warnings).toEqual([]);
  });

  it("is refused with too few emoji, by number", async () => {
    const few = [
      ...texts.slice(0, 5),
      { ...texts[0]!, id: "none", text: "I 😀 it.", ids: [...Buffer.from("I 😀 it.")] },
    ];
    await expect(
      withReader(async (reader) => emojiDirection({ reader, model, texts: few }, options())),
    ).rejects.toThrow("Of 6 texts, 5 sentence ends are followed by an emoji (and 1 emoji stand elsewhere)");
  });
});

describe("a difference of means", () => {
  it("of two groups of texts, response mean: as from a capture; goes on to the same bits from what is kept", async () => {
    const place = [{ part: "response", reduce: "mean" }] as const;
    const sided = texts.map(({ id, ids }, i) => ({
      id,
      messages: "q:",
      response: ids,
      positive: i % 2 === 0 ? place : [],
      negative: i % 2 === 0 ? [] : place,
    }));
    const about = { meaning: "even", pooling: "mean", positions: "response", recipe: { name: "mean-difference" } };
    const request = (reader: { respondent: { local: Parameters<typeof meanDifference>[0]["reader"] } }) => ({
      reader: reader.respondent.local,
      model,
      texts: sided,
      about,
      minPlaces: 12,
    });
    const spanned = ({ id, messages, response }: (typeof sided)[number]) => ({ id, messages, response, spans: place });
    const kept = new Map<string, unknown>();
    let writes = 0;
    const keep: Keep = {
      items: (group, keys) => ({
        get missing() {
          return keys.filter((key) => !kept.has(`${group}/${key}`));
        },
        put: (key, value) => {
          writes++;
          kept.set(`${group}/${key}`, JSON.parse(JSON.stringify(value)));
        },
        values: () => keys.map((key) => kept.get(`${group}/${key}`) as never),
      }),
    };
    const whole = await withReader((reader) => meanDifference(request(reader), options(keep)));
    expect(writes).toBe(8);
    for (const key of ["places/part3", "places/part7"]) kept.delete(key);
    const resumed = await withReader((reader) => meanDifference(request(reader), options(keep)));
    expect(writes).toBe(10);
    expect(resumed).toEqual(whole);
    const means = await withReader(async ({ respondent: { local } }) => {
      const all = new Map<string, Float32Array>();
      const request = { model: local.spec, taps: ["layers.1.resid_post"], texts: sided.map(spanned) };
      await local.engine.run(captureTask, request, {
        onEvent: ({ id, taps }) => void all.set(id, taps["layers.1.resid_post"]![0]!),
      });
      return sided.map(({ id }) => all.get(id)!);
    });
    const expected = Float64Array.from({ length: width }, (_, k) =>
      means.reduce((sum, mean, i) => sum + ((i % 2 === 0 ? 1 : -1) * mean[k]!) / 12, 0),
    );
    expect(relativeDifference(whole.directions.vectors.get(1)!, Float32Array.from(expected))).toBeLessThan(1e-5);
  });
});
