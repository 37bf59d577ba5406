import { describeModel } from "../../model/source/describe.ts";
import type { Growing } from "../../run/identity.ts";
import type { Manifest } from "../../run/manifest.ts";
import { withRun } from "../../run/open.ts";
import type { Run } from "../../run/run.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { shownPath } from "../paths.ts";

/** A study as its run's manifest has it. */
interface StudyRun {
  /** As typed: "study emoji". */
  command: string;
  /** Every option that decides a number; the model is added. */
  config: object;
  model: OpenedModel;
  /** Hashes of all data; the model's is added. */
  inputs: Record<string, string>;
  choices: Manifest["choices"];
  out: string;
  fresh: boolean;
  growing?: Growing;
}

/** Facts of a model for a study's findings. */
export type ModelFacts = {
  name: string;
  sha256: string;
  architecture: string;
  parameters: number;
  quantisation: string;
};

/** Starts or continues a study's run in its folder; a finished one's findings come back at once. */
export async function studyInRun<Findings>(
  { command, config, model, inputs, choices, out, fresh, growing }: StudyRun,
  { host, seed, signal, say }: Context,
  work: (run: Run, facts: ModelFacts) => Promise<Findings>,
): Promise<Findings> {
  const { source, spec, given } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  return withRun(
    shownPath(out, process.cwd()),
    {
      command,
      config: { ...config, model: given },
      seed,
      inputs: { model: sha256, ...inputs },
      choices,
      ...host,
      fresh,
      ...(growing && { growing }),
    },
    (run) => {
      for (const note of [...run.notes, ...source.notes]) say(note);
      return work(run, factsOf(model, sha256));
    },
  );
}

function factsOf({ source }: OpenedModel, sha256: string): ModelFacts {
  const { architecture, parameters, encodings } = describeModel(source.raw, source);
  const most = [...encodings].sort((a, b) => b.parameters - a.parameters);
  const quantisation = most.map(({ encoding }) => encoding).join(", ");
  return { name: source.name, sha256, architecture, parameters, quantisation };
}

/** What was chosen for a study because of its model, with the reasons. */
export function choicesOf({ accuracy }: { accuracy: "int8" | "f32" }, { template }: OpenedModel) {
  const { systemPlace } = template();
  return {
    accuracy: {
      value: accuracy,
      reason:
        accuracy === "f32"
          ? "answers and masses come from the weights as they are, as tuning sees them"
          : "asked for: products round activations to 8 bits, which is faster and moves the perplexity by about 1 %",
    },
    "system prompt": {
      value: systemPlace === "system message" ? "a message of its own" : "before the first user message",
      reason: `the model's chat template has ${systemPlace === "system message" ? "a" : "no"} system role`,
    },
  };
}
