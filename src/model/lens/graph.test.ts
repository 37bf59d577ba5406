import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import { i64, Session } from "../../graph/session.ts";
import { adapterAdjust } from "../adapter/adjust.ts";
import { readAdapter } from "../adapter/peft.ts";
import type { DecoderOptions } from "../decoder/builder.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";
import { distributionGraph } from "../score/distribution-graph.ts";
import { type GoldenLlama, goldenFolder, goldenLlama, goldenLlamas } from "../testing/golden-llama.ts";
import { lensGraph } from "./graph.ts";
import { lensStreams } from "./streams.ts";

type Lens = Record<string, { logProbs: number[][]; ranks: number[][] }>;
interface Golden {
  sets: number[][];
  /** By variant, a sequence at a time. */
  models: Record<string, Lens[]>;
}
const golden = JSON.parse(readFileSync(join(goldenFolder("."), "explain_layers.json"), "utf8")) as Golden;

/** Every place of each sequence under the lens at every stream, a sequence at a time. */
async function lensOf(
  { config, weights, case: { sequences } }: GoldenLlama,
  sets: readonly (readonly number[])[],
  adjust?: DecoderOptions["adjust"],
): Promise<Lens[]> {
  const streams = lensStreams(["layers.*.resid_*"], config.layers);
  const marks = sets.map(() => ({ ranked: true }));
  const graph = lensGraph(config, weights, { streams, sets: marks, accuracy: "f32", adjust });
  await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  const found: Lens[] = [];
  for (const ids of sequences) {
    const rows = i64([...ids.keys()], [ids.length]);
    const chosen = Object.fromEntries(sets.map((set, i) => [`set.${i}`, i64(set, [set.length])]));
    const out = await session.run({ ...flatFeeds(config, [ids]), rows, ...chosen });
    const at = (name: string, stream: number) =>
      ids.map((_, row) => {
        const from = (row * streams.length + stream) * sets.length;
        return Array.from((out[name]!.data as Float32Array).subarray(from, from + sets.length));
      });
    found.push(
      Object.fromEntries(streams.map((stream, i) => [stream, { logProbs: at("logProbs", i), ranks: at("ranks", i) }])),
    );
  }
  return found;
}

function same(found: readonly Lens[], expected: readonly Lens[]) {
  expect(found.map((lens) => Object.keys(lens).sort())).toEqual(expected.map((lens) => Object.keys(lens).sort()));
  for (const [text, lens] of expected.entries())
    for (const [stream, { logProbs, ranks }] of Object.entries(lens)) {
      expect(found[text]![stream]!.ranks, stream).toEqual(ranks);
      for (const [row, sets] of logProbs.entries())
        for (const [i, value] of sets.entries())
          expect(Math.abs(found[text]![stream]!.logProbs[row]![i]! - value), stream).toBeLessThan(1e-5);
    }
}

describe.each(goldenLlamas)("%s", (variant) => {
  test("log-probabilities and ranks of sets at every stream and place, as PyTorch has them with hooks", async () => {
    same(await lensOf(await goldenLlama(variant), golden.sets), golden.models[variant]!);
  });

  test("the last block's stream gives the model's own output to the bit: the final norm is applied once", async () => {
    const model = await goldenLlama(variant);
    const { config, weights, case: golden } = model;
    const every = Array.from({ length: config.vocab }, (_, id) => [id]);
    const lens = await lensOf(model, every);
    const graph = distributionGraph(config, weights, { accuracy: "f32", adapter: undefined, pairs: false });
    await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
    for (const [text, ids] of golden.sequences.entries()) {
      const places = ids.flatMap((_, row) => every.map(([id]) => ({ row, id: id! })));
      const column = (of: (place: (typeof places)[number]) => number) => i64(places.map(of), [places.length]);
      const asked = { rows: column(({ row }) => row), targets: column(({ id }) => id) };
      const { logProbs } = await session.run({ ...flatFeeds(config, [ids]), ...asked });
      const last = lens[text]![`layers.${config.layers - 1}.resid_post`]!;
      expect(last.logProbs.flat()).toEqual(Array.from(logProbs!.data as Float32Array));
    }
  });
});

test("with an adapter that PEFT made, as PyTorch has it", async () => {
  const model = await goldenLlama("llama3-biases");
  const adapter = await readAdapter(join(goldenFolder("peft"), "made"), model.config);
  same(await lensOf(model, golden.sets, adapterAdjust(adapter)), golden.models.adapted!);
});

test("the embeddings' stream depends on the token alone, and on no adapter", async () => {
  const [plain, adapted] = [golden.models["llama3-biases"]!, golden.models.adapted!];
  const model = await goldenLlama("llama3-biases");
  const adapter = await readAdapter(join(goldenFolder("peft"), "made"), model.config);
  const found = await lensOf(model, golden.sets, adapterAdjust(adapter));
  const own = await lensOf(model, golden.sets);
  for (const [text, lens] of own.entries())
    expect(found[text]!["layers.0.resid_pre"]).toEqual(lens["layers.0.resid_pre"]);
  expect(adapted[0]!["layers.0.resid_mid"]).not.toEqual(plain[0]!["layers.0.resid_mid"]);
});

describe("lensStreams", () => {
  test("are the residual stream's taps in the order of computing", () => {
    expect(lensStreams(["layers.*.resid_post", "layers.0.resid_pre"], 2)).toEqual([
      "layers.0.resid_pre",
      "layers.0.resid_post",
      "layers.1.resid_post",
    ]);
  });

  test.each([
    [["layers.*.mlp_out"], 'a logit lens reads the residual stream, and "layers.0.mlp_out" is not it'],
    [["final_norm"], "the residual stream"],
    [["layers.2.resid_post"], "its layers are 0 to 1"],
    [["layers.1.resid"], "nearest are layers.1.resid_pre"],
  ])("refuses %j", (taps, message) => {
    expect(() => lensStreams(taps, 2)).toThrow(message);
  });
});
