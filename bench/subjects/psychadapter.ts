import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import { type PrefixedGenerateRequest, prefixEntry } from "../harness/requests.ts";
import { subject, timed } from "../harness/subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { generatorSession } =
  await fromDist<typeof import("../../src/model/engine/sessions.ts")>("model/engine/sessions.js");
const { Generator } =
  await fromDist<typeof import("../../src/model/generate/generator.ts")>("model/generate/generator.js");
const { rowFeeds, textFeeds, paddedLength } =
  await fromDist<typeof import("../../src/model/generate/feeds.ts")>("model/generate/feeds.js");
const { ropeTables } =
  await fromDist<typeof import("../../src/model/decoder/rope-tables.ts")>("model/decoder/rope-tables.js");

await subject<PrefixedGenerateRequest>(async (request) => {
  const { model: path, cacheDir, prompts, newTokens, runs, threads, accuracy, cached } = request;
  const spec = { path, cacheDir, precision: "native", accuracy } as const;
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const { model, session } = await generatorSession(spec, needs, { takesPrefix: true });
  const { config } = model.source;
  const size = config.kvHeads * config.headDim;
  const prefixes = prompts.map((_, row) =>
    Array.from({ length: 2 * config.layers }, (_, i) =>
      Float32Array.from({ length: size }, (_, j) => prefixEntry(row, i * size + j)),
    ),
  );
  const withCache = async (): Promise<number[][]> => {
    const generator = new Generator(config, session, accuracy);
    const requests = prompts.map((prompt, i) => {
      const id = String(i);
      return { id, prompt, maxNewTokens: newTokens, stream: id, prefix: prefixes[i]! };
    });
    const sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
    const found: number[][] = [];
    for await (const { id, ids } of generator.generate(requests, {
      sampling,
      seed: 0,
      ends: [],
      batch: prompts.length,
    }))
      found[Number(id)] = ids;
    return found;
  };
  const withoutCache = async (): Promise<number[][]> => {
    const tables = ropeTables(config.rope, prompts[0]!.length + newTokens + 1);
    const texts = prompts.map((prompt) => [...prompt]);
    for (let step = 0; step < newTokens; step++) {
      const pos = paddedLength(texts.map(({ length }) => length));
      const rows = texts.map(({ length }, row) => row * pos + length - 1);
      const feeds = { ...textFeeds(config, texts, tables, { prefixes }), ...rowFeeds(rows, 1) };
      const { likeliest } = await session.run(feeds, ["likeliest"]);
      for (const [row, id] of (likeliest!.data as BigInt64Array).entries()) texts[row]!.push(Number(id));
    }
    return texts.map((text, row) => text.slice(prompts[row]!.length));
  };
  let found: number[][] = [];
  const seconds = await timed({ warmUps: 1, repeats: runs }, async () => {
    found = await (cached ? withCache() : withoutCache());
  });
  const ids = found.flat();
  if (ids.length !== newTokens * prompts.length) throw new Error(`${ids.length} tokens came`);
  return {
    newTokensPerSecond: ids.length / median(seconds),
    peakMb: peakMemoryMb(),
    idSum: ids.reduce((sum, id) => sum + id, 0),
  };
});
