// node-llama-cpp on the CPU. REQUEST.work is "generate" (tokens a second) or "load" (seconds to the first token).
import { readFileSync } from "node:fs";

const begin = performance.now();
const request = JSON.parse(process.argv[2]);
const outcome = await import("node-llama-cpp").then(run, (error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  return { absent: "not installed: npm install in bench/peers" };
});
console.log(JSON.stringify(outcome));
process.exit();

async function run({ getLlama, LlamaLogLevel }) {
  const llama = await getLlama({
    gpu: false,
    build: "never",
    maxThreads: request.threads,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath: request.model, gpuLayers: 0 });
  const prompts = request.prompts ?? [model.tokenize(request.text)];
  const context = await model.createContext({
    sequences: prompts.length,
    contextSize: Math.max(...prompts.map((prompt) => prompt.length)) + (request.newTokens ?? 1) + 8,
    batchSize: prompts.flat().length,
    threads: { ideal: request.threads, min: request.threads },
  });
  const sequences = prompts.map(() => context.getSequence());
  const figures = request.work === "load" ? await load(sequences, prompts) : await generate(sequences, prompts);
  if (context.currentThreads !== request.threads) throw new Error(`it ran on ${context.currentThreads} threads`);
  const manifest = new URL("node_modules/node-llama-cpp/package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  const versions = { "node-llama-cpp": version, "llama.cpp": llama.llamaCppRelease.release };
  return { figures: { ...figures, peakMb: peakMb() }, versions };
}

async function generate(sequences, prompts) {
  const seconds = [];
  for (let run = -1; run < request.runs; run++) {
    for (const sequence of sequences) await sequence.clearHistory();
    const start = performance.now();
    await Promise.all(sequences.map((sequence, i) => continued(sequence, prompts[i], request.newTokens)));
    if (run >= 0) seconds.push((performance.now() - start) / 1000);
  }
  const second = seconds.sort((a, b) => a - b)[seconds.length >> 1];
  return {
    newTokensPerSecond: (request.newTokens * prompts.length) / second,
    promptTokensPerSecond: prompts.flat().length / second,
  };
}

async function load([sequence], [prompt]) {
  await continued(sequence, prompt, 1);
  return { seconds: (performance.now() - begin) / 1000 };
}

async function continued(sequence, prompt, count) {
  for await (const _ of sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true })) if (--count === 0) return;
}

function peakMb() {
  try {
    return Number(readFileSync("/proc/self/status", "utf8").match(/VmHWM:\s+(\d+) kB/)[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
