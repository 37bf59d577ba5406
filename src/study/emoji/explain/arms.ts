import { join } from "node:path";
import type { ExplainedArm } from "../../../explain/arm.ts";
import { engineRespondent } from "../../../measure/engine-respondent.ts";
import type { Run } from "../../../run/run.ts";
import type { TuningArm } from "../../../trait/corpus/tuning.ts";
import { parseTrait } from "../../../trait/parse.ts";
import { type TuningPlan, tunePersona } from "../../personas.ts";
import { armId, isDefault } from "../arm-id.ts";
import type { PlannedArm } from "../plan.ts";
import { defaultsOf } from "../plan.ts";
import type { ArmOutcome, EmojiStudyOptions } from "../run-study.ts";
import { seedsFor } from "./parts.ts";

/** The arms of the study that stand for the voice that is explained, at the first level of every factor. */
export interface VoiceArms {
  /** "extraversion/high". */
  voice: string;
  base: ExplainedArm;
  /** Of every seed, the study's first. */
  personas: ExplainedArm[];
  controls: ExplainedArm[];
  /** Made without tuning: persona prompt and examples. */
  untuned: ExplainedArm[];
  /** What base and first persona answered. */
  outcomes: { base: ArmOutcome; persona: ArmOutcome };
}

/** Finds the arms of the first trait, and tunes further seeds of it and of its control where the parts take more than the study has. */
export async function voiceArms(
  options: EmojiStudyOptions,
  planned: readonly PlannedArm[],
  outcomes: readonly ArmOutcome[],
): Promise<VoiceArms> {
  const { config } = options;
  const defaults = defaultsOf(config);
  const voice = config.traits[0]!;
  const { trait, pole } = parseTrait(voice.replace("/", ":"));
  const asked = { register: defaults.register, temperature: defaults.temperature };
  const find = (id: string) => ({
    plan: planned.find(({ key }) => key.id === id),
    outcome: outcomes.find(({ key }) => key.id === id),
  });
  const base = find(armId({ inducer: "base", factors: asked }, defaults));
  const tuned = (inducer: "finetune" | "control", seed: number) => {
    const factors = { ...asked, silent: defaults.silent, sentences: defaults.sentences };
    return armId({ inducer, ...(inducer === "finetune" ? { trait, pole } : {}), seed, factors }, defaults);
  };
  const seeds = Array.from({ length: seedsFor(config.explain, config.seeds) }, (_, seed) => seed);
  const arms = async (inducer: "finetune" | "control", arm: TuningArm) => {
    const all: ExplainedArm[] = [];
    for (const seed of seeds) {
      const id = tuned(inducer, seed);
      const plan: TuningPlan = { id, arm, silent: defaults.silent, sentences: defaults.sentences, seed };
      await tunePersona(plan, options, options.run);
      const name = inducer === "control" ? "the control" : `tuned on ${pole} ${trait}`;
      all.push(tunedArm(id, seed === 0 ? name : `${name}, seed ${seed}`, options, options.run));
    }
    return all;
  };
  const untuned = planned.filter(
    ({ persona, key }) => persona && key.trait === trait && key.pole === pole && isDefault(key, defaults),
  );
  return {
    voice,
    base: armOf("base", "the base model", options),
    personas: await arms("finetune", voice as TuningArm),
    controls: await arms("control", "neutral"),
    untuned: untuned.map(({ key, persona }) => armOf(key.id, untunedNames[key.inducer] ?? key.id, options, persona)),
    outcomes: { base: base.outcome!, persona: find(tuned("finetune", 0)).outcome! },
  };
}

const untunedNames: Partial<Record<PlannedArm["key"]["inducer"], string>> = {
  prompt: "the persona prompt",
  "examples-ike": "IKE examples",
  "examples-few-shot": "few-shot examples",
};

function armOf(
  id: string,
  name: string,
  { engine, spec, tokenizer }: Pick<EmojiStudyOptions, "engine" | "spec" | "tokenizer">,
  persona?: PlannedArm["persona"],
): ExplainedArm {
  const local = { engine, spec, tokenizer };
  return { id, respondent: { ...engineRespondent(name, local, persona?.texts), local } };
}

/** The untuned model with an adapter of the run. */
function tunedArm(
  id: string,
  name: string,
  { spec, ...rest }: Pick<EmojiStudyOptions, "engine" | "spec" | "tokenizer">,
  run: Run,
): ExplainedArm {
  return armOf(id, name, { ...rest, spec: { ...spec, adapter: join(run.personaFolder(id), "adapter") } });
}
