import { join } from "node:path";
import { usage } from "../../base/errors.ts";
import { writeFileAtomic } from "../../base/files.ts";
import type { TrainingFindings } from "../../report/training/findings.ts";
import { readTrainingRun } from "../../report/training/from-run.ts";
import { renderTrainingReport } from "../../report/training/html.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import { withRun } from "../../run/open.ts";
import { organismRecipe } from "../../trait/organism/recipe.ts";
import { type OrganismResult, organismTask } from "../../trait/organism/train-task.ts";
import { corpusEntropy } from "../../trait/organism/truth.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { rate } from "../format.ts";
import { oneOf, path } from "../kinds.ts";
import { threadsOption, withEngine } from "../open-model.ts";
import { shownPath } from "../paths.ts";

export const modelTrain = defineCommand({
  more: `The model is DIR/model, a Hugging Face folder. The same command goes on where it
stopped, and ends with the same bytes each time on one machine.
Example: traitlab model train --recipe organism -o runs/organism --seed 1`,
  options: {
    recipe: parameter("--recipe <name>", "organism", oneOf(["organism"] as const), "organism" as const),
    out: parameter("-o, --out <dir>", "the run's folder", path),
    fresh: flag("--fresh", "start over in the folder"),
    threads: threadsOption,
  },
  async run({ recipe: name, out, fresh, threads }, context) {
    if (out === undefined)
      throw usage("--out is missing: name the folder for the run, for example --out runs/organism.");
    const { host, seed, signal, onProgress } = context;
    const recipe = organismRecipe;
    const speed = speedometer(recipe.training.batch * recipe.training.length);
    const findings = (await withRun(
      out,
      {
        command: "model train",
        config: { recipe: name, ...recipe },
        seed,
        inputs: {},
        ...host,
        fresh,
      },
      async (run): Promise<TrainingFindings> => {
        for (const note of run.notes) context.say(note);
        const folder = join(run.folder, contents.model);
        const result = await run.step(
          "train",
          (checkpoints) =>
            withEngine(threads, context, (engine) =>
              engine.run(
                organismTask,
                { recipe, seed, folder, checkpoints },
                {
                  signal,
                  onEvent: (event) => {
                    if (event.type !== "step") return;
                    speed.step();
                    onProgress({ phase: "train", done: event.step, total: event.steps, unit: "steps" });
                  },
                },
              ),
            ),
          {
            leaves: ["model.safetensors", "config.json", "tokenizer.json", "traitlab.json", "answers.jsonl"].map(
              (file) => `${contents.model}/${file}`,
            ),
          },
        );
        return { ...result, perplexity: perplexities(result, seed) };
      },
    )) as TrainingFindings;
    const report = join(out, contents.report);
    writeFileAtomic(report, renderTrainingReport(readTrainingRun(showRun(out, host.processes))));
    const { model, grammar, tokens } = findings.perplexity;
    return {
      json: findings,
      text: [
        `Trained for ${findings.steps} steps on ${findings.tokens.toLocaleString("en")} tokens${speed.found()}: ${shownPath(join(out, contents.model), process.cwd())}.`,
        `Perplexity on ${tokens.toLocaleString("en")} held-out tokens ${model.toFixed(2)}; the grammar's own is ${grammar.toFixed(2)}.`,
        `Report: ${shownPath(report, process.cwd())}`,
      ].join("\n"),
    };
  },
});

/** Tokens a second from the first step of this call to its last; says nothing where there were too few. */
function speedometer(tokensPerStep: number) {
  let steps = 0;
  let first = 0;
  let last = 0;
  return {
    step() {
      last = performance.now();
      if (steps++ === 0) first = last;
    },
    found: (): string =>
      steps < 10 ? "" : `, ${rate((1000 * (steps - 1) * tokensPerStep) / (last - first))} tokens/s`,
  };
}

function perplexities({ heldOut, heldOutTokens, heldOutDocuments }: OrganismResult, seed: number) {
  const { natsPerDocument } = corpusEntropy(seed, heldOutDocuments);
  return {
    model: Math.exp(heldOut.at(-1)!.loss),
    grammar: Math.exp((natsPerDocument * heldOutDocuments) / heldOutTokens),
    tokens: heldOutTokens,
  };
}
