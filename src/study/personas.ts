import { examplesPersona } from "../induce/examples.ts";
import type { GuardRecord, GuardRequest } from "../induce/finetune/guard/guard.ts";
import { promptPersona } from "../induce/prompt/description.ts";
import { type Persona, writePersona } from "../model/persona.ts";
import type { PersonaTexts } from "../model/persona-chat.ts";
import type { Run } from "../run/run.ts";
import type { Answers } from "../trait/corpus/answers.ts";
import type { SentenceCut, TuningArm, TuningRow } from "../trait/corpus/tuning.ts";
import type { TraitPole } from "../trait/framework.ts";

/** What a persona of a study is tuned on. */
export interface TuningPlan {
  /** Names the step, the persona's folder and the random streams. */
  id: string;
  arm: TuningArm;
  /** Where tuning gives no signal. */
  silent: "none" | "end" | "sentence-ends";
  sentences: SentenceCut;
  seed: number;
  /** What tuning is kept from, if anything. */
  guard?: GuardRequest;
}

/** What a tuning step keeps: where the adapter lies and how the loss went. */
export interface TuningResult {
  rows: number;
  steps: number;
  lossFirst: number;
  lossLast: number;
  curve: { step: number; loss: number }[];
  guard?: GuardRecord;
}

/** How a study tunes. */
export interface Tuner {
  /** The rows an arm is tuned on. */
  rowsOf(plan: Pick<TuningPlan, "arm" | "sentences">): TuningRow[];
  /** Tunes into a persona folder; resumes from what `checkpoints` holds. */
  tune(plan: TuningPlan, rows: readonly TuningRow[], folder: string, checkpoints: string): Promise<TuningResult>;
}

/** Tunes a persona in the run's folder, once. */
export function tunePersona(plan: TuningPlan, { rowsOf, tune }: Tuner, run: Run): Promise<TuningResult> {
  const leaves = ["adapter/adapter_model.safetensors", "adapter/adapter_config.json", "persona.json"].map(
    (file) => `personas/${plan.id}/${file}`,
  );
  return run.step(
    `tune/${plan.id}`,
    (checkpoints) => tune(plan, rowsOf(plan), run.personaFolder(plan.id), checkpoints),
    { leaves },
  );
}

/** Ways to make a persona without tuning, by the names that studies have for them. */
export const untunedInducers = ["prompt", "examples-ike", "examples-few-shot"] as const;
export type UntunedInducer = (typeof untunedInducers)[number];

/** What an untuned persona is asked with, and how that was made. */
export interface UntunedPersona {
  /** Names the persona's folder: "prompt/extraversion/high". */
  id: string;
  recipe: Pick<Persona, "inducer" | "recipe">;
  texts: PersonaTexts;
}

/** A persona that is only asked in another way; examples are shown from `answers`, or the bundled corpus. */
export function untunedPersona(
  inducer: UntunedInducer,
  target: TraitPole,
  answers: Answers | undefined,
): UntunedPersona {
  const id = `${inducer}/${target.trait}/${target.pole}`;
  if (inducer === "prompt") return { id, recipe: { inducer: "prompt", recipe: {} }, texts: promptPersona(target) };
  const form = inducer === "examples-ike" ? "ike" : "few-shot";
  return { id, recipe: { inducer: "examples", recipe: { form } }, texts: examplesPersona(target, form, answers) };
}

/** Leaves what a subject is asked with as a persona folder, like those that tuning makes. */
export function keepPersona(
  { id, recipe, texts }: UntunedPersona,
  { trait, pole }: Partial<Pick<TraitPole, "pole">> & { trait?: string },
  { run, base, seed }: { run: Run; base: Persona["base"]; seed: number },
): void {
  writePersona(run.personaFolder(id), { schema: 1, base, trait, pole, ...recipe, seed, ...texts });
}
