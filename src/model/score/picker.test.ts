import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import { Session } from "../../graph/session.ts";
import { generatorGraph } from "../generate/graph.ts";
import { openModel } from "../source.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { prepareWeights } from "../weights/prepare.ts";
import { pickedGraph } from "./picked-graph.ts";
import { pickAt } from "./picker.ts";
import { Scorer } from "./scorer.ts";
import type { Continuation } from "./scoring-batch.ts";

const folder = temporaryFolder();

describe.each(["f32", "int8"] as const)("4-bit weights, %s", async (accuracy) => {
  const path = join(folder, `${accuracy}.gguf`);
  writeTinyChat(path, { encoding: "q4_1" });
  const source = await openModel(path);
  const { config } = source;
  const weights = await prepareWeights(source, { precision: "native", exact: accuracy === "f32", cacheDir: folder });
  const open = (graph: Parameters<typeof encodeModel>[0]) =>
    Session.create(encodeModel(graph), { threads: 2, prepack: true });
  const session = await open(pickedGraph(config, weights, { accuracy }));
  const whole = await open(generatorGraph(config, weights, { accuracy }));
  afterAll(() => Promise.all([session.dispose(), whole.dispose()]));

  const engine = { session, accuracy };
  const texts = [40, 7, 23].map((length, t) => {
    const ids = Array.from({ length }, (_, i) => (7 * i + 31 * t + 97) % 256);
    return { ids, places: ids.map((_, i) => i + 1).slice(t) };
  });
  const columns = Int32Array.of(3, 250, 17, 101, 3);
  const branches: Continuation[] = texts.flatMap(({ places }, text) =>
    places.flatMap((_, place) => [[5], [5, 9], [80]].map((tokens) => ({ text, place, tokens }))),
  );
  const bits = (rows: readonly Float32Array[]) => rows.map((row) => [...row]);

  it("gives columns of the rows that the scorer gives, at places and behind branches, in any number of runs", async () => {
    const scored = await new Scorer(config, whole, accuracy).open(texts);
    const every = texts.flatMap(({ places }, text) => places.map((_, place) => ({ text, place, tokens: [] })));
    const expected = (rows: readonly Float32Array[]) => rows.map((row) => [...columns].map((id) => row[id]!));
    const first = expected(await scored.after(every));
    const behind = expected(await scored.after(branches));
    for (const mostRows of [undefined, 30, 7]) {
      const batch = await pickAt(config, engine, texts, columns, mostRows);
      expect(bits(batch.first.flat())).toEqual(first);
      expect(bits(await batch.after(branches, columns))).toEqual(behind);
    }
  });

  it("gives a text alone the bits that it has in company", async () => {
    const together = await pickAt(config, engine, texts, columns);
    const own = await pickAt(config, engine, [texts[1]!], columns);
    expect(bits(own.first[0]!)).toEqual(bits(together.first[1]!));
  });

  it("refuses a text longer than the context", async () => {
    const ids = Array<number>(config.context + 1).fill(1);
    await expect(pickAt(config, engine, [{ ids, places: [1] }], columns)).rejects.toThrow("context is 4096 tokens");
  });
});
