import { join, relative } from "node:path";
import { usage } from "../../base/errors.ts";
import { contents } from "../../run/folder.ts";
import { withRun } from "../../run/open.ts";
import { organismRecipe } from "../../trait/organism/recipe.ts";
import { type OrganismResult, organismTask } from "../../trait/organism/train-task.ts";
import { corpusEntropy } from "../../trait/organism/truth.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { oneOf, path } from "../kinds.ts";
import { threadsOption, withEngine } from "../open-model.ts";

/** What a training run says of itself. */
interface TrainingFindings extends OrganismResult {
  /** Perplexity on held-out text, and that of the grammar which wrote it: no model can be below in the long run. */
  perplexity: { model: number; grammar: number; tokens: number };
}

export const modelTrain = defineCommand({
  name: "model train",
  about: "make the model organism from nothing: a small model whose training text is known",
  more: `The model is DIR/model, a Hugging Face folder. The same command goes on where it
stopped, and ends with the same bytes on one machine.
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
    const findings = (await withRun(
      out,
      {
        command: "model train",
        config: { recipe: name, ...recipe },
        seed,
        inputs: {},
        versions: host.versions,
        machine: host.machine,
        processes: host.processes,
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
                    if (event.type === "step")
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
    const { model, grammar, tokens } = findings.perplexity;
    return {
      json: findings,
      text: [
        `Trained for ${findings.steps} steps on ${findings.tokens.toLocaleString("en")} tokens: ${relative(process.cwd(), join(out, contents.model))}.`,
        `Perplexity on ${tokens.toLocaleString("en")} held-out tokens ${model.toFixed(2)}; the grammar's own is ${grammar.toFixed(2)}.`,
      ].join("\n"),
    };
  },
});

function perplexities({ heldOut, heldOutTokens, heldOutDocuments }: OrganismResult, seed: number) {
  const { natsPerDocument } = corpusEntropy(seed, heldOutDocuments);
  return {
    model: Math.exp(heldOut.at(-1)!.loss),
    grammar: Math.exp((natsPerDocument * heldOutDocuments) / heldOutTokens),
    tokens: heldOutTokens,
  };
}
