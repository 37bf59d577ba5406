import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromDist } from "../harness/from-dist.ts";
import { peakMemoryMb } from "../harness/peak-memory.ts";
import type { LoadRequest } from "../harness/requests.ts";
import { subject } from "../harness/subject.ts";

const begin = performance.now();

await subject<LoadRequest>(async ({ model: path, cacheDir, text, threads }) => {
  const temporary = cacheDir === undefined ? mkdtempSync(join(tmpdir(), "traitlab-bench-")) : undefined;
  try {
    await firstToken({ path, cacheDir: cacheDir ?? temporary!, text, threads });
    return { seconds: (performance.now() - begin) / 1000, peakMb: peakMemoryMb() };
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true });
  }
});

async function firstToken({
  path,
  cacheDir,
  text,
  threads,
}: {
  path: string;
  cacheDir: string;
  text: string;
  threads: number;
}) {
  const { Resources } =
    await fromDist<typeof import("../../src/graph/engine/resources.ts")>("graph/engine/resources.js");
  const { generatorSession } =
    await fromDist<typeof import("../../src/model/engine/sessions.ts")>("model/engine/sessions.js");
  const { Generator } =
    await fromDist<typeof import("../../src/model/generate/generator.ts")>("model/generate/generator.js");
  const needs = { resources: new Resources(), threads, signal: new AbortController().signal };
  const { model, session } = await generatorSession({ path, cacheDir, precision: "native", accuracy: "int8" }, needs);
  const generator = new Generator(model.source.config, session, "int8");
  const prompt = model.tokenizer.encode(text, { bos: true });
  const sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
  const request = { id: "0", prompt, maxNewTokens: 1, stream: "0" };
  for await (const { ids } of generator.generate([request], { sampling, seed: 0, ends: [], batch: 1 }))
    if (ids.length === 1) return;
  throw new Error("no token came");
}
