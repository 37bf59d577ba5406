import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { readText } from "../../model/engine/load.ts";
import { writePrefix } from "../../model/prefix/file.ts";
import { prefixWidth } from "../../model/prefix/types.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import type { TextReader } from "../classifier/reader.ts";
import { inMemory } from "../keep.ts";
import { dosesOfTraits } from "./doses.ts";
import { readDoseFindings } from "./findings.ts";
import { measureDose } from "./measure.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const source = await openModel(path);
const { tokenizer } = await readText(source);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };

/** A prefix of one trait; without W every score is the same. */
async function armOf(name: string, size: number) {
  const width = prefixWidth(source.config);
  const draws = (part: string) => Float32Array.from(normals(width, randomStream(1, part)), (draw) => 3 * draw);
  const file = join(folder, `${name}.safetensors`);
  const prefix = {
    traits: [{ name: "openness", mean: 0, deviation: 1 }],
    weight: draws("w").map((w) => size * w),
    bias: draws("b"),
  };
  await writePrefix(file, prefix, { model: { name: "tiny", sha256: "0" }, scores: "none" });
  return { name, local: { engine, spec: { ...spec, prefix: { path: file, z: {} } }, tokenizer } };
}

/** Leans by the share of letters. */
const reader: TextReader = {
  name: "taps",
  sha256: "e".repeat(64),
  poleScale: { label: "letters", range: [-1, 1] },
  async read(_engine, texts, _options, onReading) {
    for (const { id, text } of texts) {
      const lean = (text.match(/[a-z]/gi)?.length ?? 0) / text.length;
      onReading(id, { traits: [1, 0, 0, 0, 0], poles: [lean, 0, 0, 0, 0], cutTokens: 0 });
    }
  },
};
const request = {
  doses: dosesOfTraits(["openness"], [-2, 0, 2]),
  questions: chooseQuestions(3, 0),
  register: "opinion" as const,
  sampling: { temperature: 1, topP: 1, topK: 0, minP: 0, repetitionPenalty: 1 },
  maxNewTokens: 8,
  reader,
  fluency: { name: "fluency", sha256: "f", score: async (answers: readonly unknown[]) => answers.map(() => 50) },
};

it("draws the same numbers at every dose: where W is 0 nothing changes, and else the answers do", async () => {
  const [persona, control] = [await armOf("persona", 1), await armOf("control", 0)];
  const found = await measureDose({ ...request, persona, control }, { keep: inMemory, seed: 0 });
  expect(readDoseFindings(JSON.parse(JSON.stringify(found)), "here")).toEqual(found);
  const [own, still] = [found.persona.curves[0]!, found.control!.curves[0]!];
  expect(still.slopes.scores.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0]);
  expect(still.points[0]!.scores).toEqual(still.points[2]!.scores);
  expect(own.points[0]!.scores).not.toEqual(own.points[2]!.scores);
  // At 0 both are the same prefix, b.
  expect(own.points[1]!.scores).toEqual(still.points[1]!.scores);
  expect(found.answers).toBe(9);
  const [{ texts }] = found.examples as [(typeof found.examples)[number]];
  expect(texts.map(({ at }) => at)).toEqual([-2, 0, 2]);
  expect(new Set(texts.map(({ text }) => text)).size).toBe(3);
});
