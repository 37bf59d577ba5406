import type { Figure } from "./harness/compare.ts";
import { nodePeer, ours } from "./harness/contender.ts";
import { benchOptions } from "./harness/options.ts";
import type { LoadRequest } from "./harness/requests.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const seconds: Figure = { name: "seconds", title: "seconds", better: "less" };
const peer = "node-llama-cpp";
const [warm, cold] = ["traitlab", "traitlab, nothing repacked"];
const request: LoadRequest = { model, text: quick ? "Once" : "Once upon a time there was a", threads };
const cacheDir = await weightsCache();

await runBench(
  {
    title: "load: from a GGUF file to the first token, in a process that has done nothing else",
    contenders: [
      ours(warm, "load", { ...request, cacheDir }),
      ours(cold, "load", request),
      nodePeer(peer, "node-llama-cpp.mjs", { ...request, work: "load" }),
    ],
    figures: [seconds, peakMemory],
    targets: [
      { figure: seconds, ours: warm, against: [peer], ratio: 2 },
      { figure: seconds, ours: cold, against: [peer] },
    ],
    notes: [
      "Both read a file that the system has in memory after the first repeat. traitlab repacks a GGUF once and keeps the result;",
      "the second line is that first time. Node's own start is not counted, loading the libraries is.",
    ],
  },
  { repeats },
);
