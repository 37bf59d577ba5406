import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import type { LoraAdapter } from "../adapter/types.ts";
import { generateAll, tinyGenerator } from "../generate/testing/tiny-generator.ts";
import { partingsOf } from "./partings.ts";
import { planOf } from "./plan.ts";
import { SharedRows } from "./shared-rows.ts";
import { editedModel } from "./testing/edited.ts";
import type { Edit, Variant } from "./types.ts";

const folder = mkdtempSync(join(tmpdir(), "shared-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

const layers = 3;
const width = 32;
const vector = Float32Array.from({ length: width }, (_, i) => Math.cos(i));
const direction = Float32Array.from({ length: width }, (_, i) => +(i === 3));
const taps = Array.from({ length: layers }, (_, n) => [
  `layers.${n}.resid_pre`,
  `layers.${n}.attn_out`,
  `layers.${n}.resid_mid`,
  `layers.${n}.mlp_out`,
  `layers.${n}.resid_post`,
]).flat();
const edits: Edit[] = [
  ...[...taps, "final_norm"].map((tap): Edit => ({ kind: "add", tap, vector })),
  ...taps.map((tap): Edit => ({ kind: "hold", tap, direction, low: 0, high: 0 })),
  ...Array.from(
    { length: layers },
    (_, n): Edit => ({ kind: "scale", tap: `layers.${n}.mlp.act`, units: [0, 5], factor: 0 }),
  ),
];
const adapter: LoraAdapter = {
  rank: 1,
  alpha: 1,
  rsLora: false,
  dropout: 0,
  targets: ["q_proj"],
  pairs: new Map([["1.q_proj", { a: vector, b: Float32Array.from({ length: 64 }, (_, i) => Math.sin(i)) }]]),
};
const variant = fc.record({
  edits: fc.subarray(edits, { maxLength: 2 }),
  where: fc.constantFrom("all", "prompt", "response"),
  adapters: fc.constantFrom([0], [1]),
});
const texts = [
  [5, 6, 7, 8],
  [5, 6, 7, 9],
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
];
const row = fc.record({ text: fc.nat(texts.length - 1), variant: fc.nat(3) });

test("what is computed once gives each sequence the bits of its own run, behind a cache too", async () => {
  const { config, weights, session } = await tinyGenerator(folder, { size: { layers, dModel: width } });
  await session.dispose();
  await fc.assert(
    fc.asyncProperty(
      fc.array(variant, { minLength: 4, maxLength: 4 }),
      fc.array(row, { minLength: 1, maxLength: 6 }),
      async (some, rows) => {
        const variants: Variant[] = some.map((one, i) => ({ id: String(i), ...one }));
        const model = { config, weights };
        const results = [];
        for (const partings of [undefined, []]) {
          const edited = await editedModel(model, variants, [adapter], undefined, partings);
          await using _ = edited.session;
          const scored = await edited.scorer.logProbs(
            rows.map((one) => ({ ids: texts[one.text]!, places: [1, 2, 3], prompt: 2, variant: one.variant })),
          );
          const requests = rows.map((one, i) => ({
            id: String(i),
            prompt: texts[one.text]!,
            maxNewTokens: 4,
            stream: "same",
            variant: one.variant,
          }));
          results.push({ scored, written: await generateAll(edited.generator, requests, { batch: 4 }) });
        }
        expect(results[0]).toEqual(results[1]);
      },
    ),
    { numRuns: 25 },
  );
});

test("a prompt that variants share runs once up to the first layer that they edit, and apart behind it", async () => {
  const { config, weights, session: own } = await tinyGenerator(folder, { size: { layers, dModel: width } });
  await own.dispose();
  const variants = [0, 2].flatMap((layer) =>
    [1, 2, 3].map(
      (factor): Variant => ({
        id: `${layer}@${factor}`,
        edits: [{ kind: "add", tap: `layers.${layer}.resid_post`, vector: vector.map((x) => x * factor) }],
      }),
    ),
  );
  const { session, generator } = await editedModel({ config, weights }, variants);
  await using _ = session;
  const run = vi.spyOn(session, "run");
  const requests = variants.map(({ id }, i) => ({
    id,
    prompt: texts[0]!,
    maxNewTokens: 2,
    stream: "same",
    variant: i,
  }));
  await generateAll(generator, requests, { batch: 8 });
  const rows = run.mock.calls.map(([feeds]) => ["ids", "regroup.0", "regroup.1"].map((name) => feeds[name]!.shape[0]));
  // The unedited one; three and the three that are edited later as one; all. A step has nothing in common.
  expect(rows).toEqual([
    [1, 4, 6],
    [6, 6, 6],
  ]);
});

test("partings stand at the last point before an edit, few of them, and none where values are taken from a twin", () => {
  const at = (...tapsEdited: string[]) =>
    partingsOf(
      planOf([{ id: "a", edits: tapsEdited.map((tap) => ({ kind: "scale", tap, units: [0], factor: 0 })) }], []),
      30,
    );
  expect(at("layers.4.mlp.act", "layers.4.attn_out", "final_norm", "layers.2.resid_post")).toEqual([
    { at: "layers.2.resid_post", layer: 3, taps: ["layers.2.resid_post"] },
    { at: "layers.4.resid_pre", layer: 4, taps: ["layers.4.attn_out"] },
    { at: "layers.4.resid_mid", layer: 5, taps: ["layers.4.mlp.act"] },
    { at: "layers.29.resid_post", layer: 30, taps: ["final_norm"] },
  ]);
  const many = at(...Array.from({ length: 30 }, (_, layer) => `layers.${layer}.mlp_out`));
  expect(many).toHaveLength(8);
  expect(many.flatMap(({ taps: own }) => own)).toHaveLength(30);
  expect(many[1]!.at).toBe("layers.4.resid_mid");
  const taking = planOf(
    [{ id: "a", edits: [{ kind: "take", tap: "layers.1.resid_post", units: "all" }], twin: "a" }],
    [],
  );
  expect(partingsOf(taking, 30)).toEqual([]);
});

test("rows of a layer are those of the group that computes it", () => {
  const partings = [{ at: "layers.1.resid_mid", layer: 2, taps: [] }];
  const shared = SharedRows.by(3, partings, (sequence, parting) =>
    parting < 0 ? String(sequence === 2) : String(sequence),
  );
  expect(shared.groups).toEqual([
    [0, 2],
    [0, 1, 2],
  ]);
  expect(shared.from(0)).toEqual([0, 0, 1]);
  const of = (layer: number) => [0, 1, 2].map((sequence) => shared.ofLayer(layer).rowOf(sequence));
  // Keys of layer 1 are computed before its middle.
  expect([of(0), of(1), of(2)]).toEqual([
    [0, 0, 1],
    [0, 0, 1],
    [0, 1, 2],
  ]);
  expect([0, 1, 2].map((sequence) => shared.last(sequence))).toEqual([0, 1, 2]);
});
