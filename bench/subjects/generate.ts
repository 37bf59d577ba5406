import { median } from "../harness/compare.ts";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { GenerateRequest } from "../harness/requests.ts";
import { subject, timed } from "../harness/subject.ts";

const { Resources } = await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
const { generatorSession } =
  await fromDist<typeof import("../../src/model/engine/sessions.ts")>("model/engine/sessions.js");
const { Generator } =
  await fromDist<typeof import("../../src/model/generate/generator.ts")>("model/generate/generator.js");

// In this process and not through an engine, since a task ends a response at its end token and peers here do not.
await subject<GenerateRequest>(async ({ model: path, cacheDir, prompts, newTokens, runs, threads }) => {
  const spec = { path, cacheDir, precision: "native", accuracy: "int8" } as const;
  const resources = new Resources();
  const { signal } = new AbortController();
  const { model, session } = await generatorSession(spec, { resources, threads, signal });
  const generator = new Generator(model.source.config, session, spec.accuracy);
  const requests = prompts.map((prompt, i) => ({ id: String(i), prompt, maxNewTokens: newTokens, stream: String(i) }));
  const sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
  const seconds = await timed({ warmUps: 1, repeats: runs }, async () => {
    let tokens = 0;
    for await (const { ids } of generator.generate(requests, { sampling, seed: 0, ends: [], batch: prompts.length }))
      tokens += ids.length;
    if (tokens !== newTokens * prompts.length)
      throw new Error(`${tokens} tokens came, not ${newTokens * prompts.length}`);
  });
  const second = median(seconds);
  return {
    newTokensPerSecond: (newTokens * prompts.length) / second,
    promptTokensPerSecond: prompts.flat().length / second,
    peakMb: peakMemoryMb(),
  };
});
