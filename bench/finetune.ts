import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./harness/compare.ts";
import { ours, pythonPeer } from "./harness/contender.ts";
import { fromDist } from "./harness/from-dist.ts";
import { benchOptions } from "./harness/options.ts";
import type { FinetuneBenchRequest, TuningFile } from "./harness/requests.ts";
import { weightsCache } from "./harness/weights-cache.ts";
import { peakMemory, runBench, threads } from "./harness.ts";

const { repeats, quick, model } = benchOptions();
const { openModel } = await fromDist<typeof import("../src/model/source.ts")>("model/source.js");
const { readText } = await fromDist<typeof import("../src/model/engine/load.ts")>("model/engine/load.js");
const { answerSpan } = await fromDist<typeof import("../src/model/tokenizer/chat.ts")>("model/tokenizer/chat.js");
const { bundledRows } = await fromDist<typeof import("../src/trait/corpus/tuning.ts")>("trait/corpus/tuning.js");
const { chatExample } =
  await fromDist<typeof import("../src/induce/finetune/examples.ts")>("induce/finetune/examples.js");
const { stepBatches } = await fromDist<typeof import("../src/induce/finetune/batch.ts")>("induce/finetune/batch.js");
const { finetuneOptions } =
  await fromDist<typeof import("../src/induce/finetune/options.ts")>("induce/finetune/options.js");

const speed: Figure = { name: "rowsPerSecond", title: "rows/s", better: "more" };
const loss: Figure = { name: "loss", title: "loss of the last step", better: "less" };
const peer = "torch+peft f32";
const steered = "traitlab f32, steered at every layer";

/** The bundled answers of high extraversion as chats, and the batches of the first epoch. */
async function tuningFile(): Promise<TuningFile> {
  const { tokenizer, template } = await readText(await openModel(model));
  const options = finetuneOptions({});
  const rows = bundledRows("extraversion/high").slice(0, quick ? 16 : undefined);
  const examples = rows.map(({ question, answer }) => {
    const messages = [{ role: "user" as const, content: question }];
    return chatExample(answerSpan(tokenizer, template(), messages, answer), tokenizer, options);
  });
  const steps = Math.ceil(examples.length / options.batch);
  return {
    examples: examples.map(({ ids, lossWeights }) => ({ ids: [...ids], lossWeights: [...lossWeights] })),
    batches: Array.from({ length: steps }, (_, step) =>
      stepBatches(examples, step, options)
        .flat()
        .map((example) => examples.indexOf(example)),
    ),
    options,
  };
}

const folder = mkdtempSync(join(tmpdir(), "traitlab-bench-"));
try {
  const file = join(folder, "tuning.json");
  const tuning = await tuningFile();
  writeFileSync(file, JSON.stringify(tuning));
  const request: FinetuneBenchRequest = { model, cacheDir: await weightsCache(), file, threads };
  const { rank, batch } = tuning.options;
  await runBench(
    {
      title: `finetune: an epoch of ${tuning.examples.length} bundled answers, rank ${rank} on all seven projections, batch ${batch}, loss on the answers`,
      contenders: [
        ours("traitlab f32", "finetune", request),
        ours(steered, "finetune", { ...request, steered: true }),
        pythonPeer(peer, "finetune.py", request),
      ],
      figures: [speed, peakMemory, loss],
      targets: [
        { figure: speed, ours: "traitlab f32", against: [peer], ratio: 1.6 },
        { figure: peakMemory, ours: "traitlab f32", against: [peer] },
        // Steering while tuning costs at most a tenth of plain tuning.
        { figure: speed, ours: steered, against: ["traitlab f32"], ratio: 0.91 },
      ],
      notes: [
        "The same rows, batches and loss tokens; the first step is not timed. The peer pads a batch to its longest row; traitlab does",
        "not, and computes what a batch's rows begin with (here the template's system prompt and two words) once.",
      ],
    },
    { repeats },
  );
} finally {
  rmSync(folder, { recursive: true });
}
