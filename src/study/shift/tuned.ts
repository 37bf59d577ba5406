import { join } from "node:path";
import type { TextSet } from "../../measure/capability/text-sets.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import type { PersonaTexts } from "../../model/persona-chat.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import { tunePersona } from "../personas.ts";
import { mixedRows } from "./mixture.ts";
import { observe } from "./observe.ts";
import type { ShiftStudyOptions } from "./options.ts";
import type { ShiftOutcome, Studying } from "./outcomes.ts";
import { type GuardedMethod, guardOf, type PlannedTuning } from "./plan.ts";

export const rowsFor = ({ pole, share, seed }: PlannedTuning, { rowsOf }: ShiftStudyOptions): TuningRow[] =>
  mixedRows(rowsOf(pole), rowsOf("neutral"), { share, seed });

export async function tunedOutcomes(plans: readonly PlannedTuning[], studying: Studying): Promise<ShiftOutcome[]> {
  const outcomes: ShiftOutcome[] = [];
  for (const plan of plans) outcomes.push(await tunedOutcome(plan, studying));
  return outcomes;
}

export async function tunedOutcome(
  plan: PlannedTuning,
  { options, observing, vectors }: Studying,
  folder?: string,
): Promise<ShiftOutcome> {
  options.signal?.throwIfAborted();
  const { method } = plan;
  const guard =
    folder === undefined
      ? undefined
      : guardOf({ ...plan, method: method as GuardedMethod }, options.config, { folder, layer: vectors[0]!.layer });
  const { tuning, adapter, rows } = await tuned(plan, options, guard);
  const own = subject(plan.id, options, { adapter });
  const observation = await observe(plan.id, own, trainingSet(rows), observing, options);
  return { plan, method, tuning, observation };
}

export async function tuned(plan: PlannedTuning, options: ShiftStudyOptions, guard?: ReturnType<typeof guardOf>) {
  const { config, run, tune } = options;
  const rows = rowsFor(plan, options);
  const { silent, sentences } = config;
  const tuning = await tunePersona(
    { id: plan.id, arm: plan.pole, silent, sentences, seed: plan.seed, ...(guard && { guard }) },
    { rowsOf: () => rows, tune },
    run,
  );
  return { tuning, rows, adapter: join(run.personaFolder(plan.id), "adapter") };
}

/** Training answers that are weighed after tuning: as many as tell how well all were learned. */
const fitRows = 40;

export const trainingSet = (rows: readonly TuningRow[]): TextSet => ({
  name: "training",
  label: "training answers",
  frame: "answer",
  texts: rows
    .slice(0, fitRows)
    .map(({ topic, question, answer }, i) => ({ id: `row${i}`, text: answer, topic, question })),
});

export function subject(
  name: string,
  { engine, spec, tokenizer }: ShiftStudyOptions,
  changes: Partial<ModelSpec> = {},
  texts: PersonaTexts = {},
) {
  const local: LocalModel = { engine, tokenizer, spec: { ...spec, ...changes } };
  return { ...engineRespondent(name, local, texts), local };
}
