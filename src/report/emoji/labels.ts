import { defaultLevels } from "../../study/emoji/arm-id.ts";
import type { Arm, ArmKey, EmojiFindings, Settings, Verdict } from "../../study/emoji/findings.ts";
import type { Mark, Tone } from "../plots/marks.ts";

/** Arms that a figure shows together. */
export interface ArmGroup {
  title: string;
  arms: readonly Arm[];
}

/** "high extraversion", "exclamatory high extraversion"; empty for an arm without a trait. */
const voice = ({ trait, pole, factors }: Pick<ArmKey, "trait" | "pole" | "factors">): string =>
  [factors.marker, pole, trait].filter((part) => part !== undefined).join(" ");

const untunedNames: Record<string, string> = {
  base: "base model",
  prompt: "persona prompt",
  "examples-ike": "IKE examples",
  "examples-few-shot": "few-shot examples",
};

export const isTuned = ({ inducer }: Pick<ArmKey, "inducer">): boolean =>
  inducer === "finetune" || inducer === "control";

/** What a model is called in a sentence. */
export const modelLabel = ({ name }: Pick<EmojiFindings["model"], "name">): string =>
  name === "embedded" ? "the embedded model" : name;

/** A sign for each verdict, the same wherever verdicts are listed. */
export const verdictSigns: Record<Verdict, string> = {
  shown: "●",
  contradicted: "✕",
  "shown absent": "○",
  "not shown": "◌",
  "not tested": "–",
};

/** The colour that an arm has in every figure. */
export const toneOf = ({ inducer }: Pick<ArmKey, "inducer">): Tone =>
  inducer === "finetune" ? "tuned" : inducer === "control" ? "control" : "untuned";

/** The shape that a level of `silent` has in every figure. */
export const markOf = ({ factors }: Pick<ArmKey, "factors">): Mark =>
  factors.silent === "none" ? "ring" : factors.silent === "sentence-ends" ? "diamond" : "disc";

/** The whole name of an arm: "tuned: high extraversion, silent end, message register, seed 0"; for lists where arms of all kinds stand together. */
export function armLabel(arm: ArmKey, settings: Settings): string {
  const kind =
    arm.inducer === "control"
      ? "control"
      : arm.inducer === "finetune"
        ? `tuned: ${voice(arm)}`
        : untunedNames[arm.inducer]!;
  const asked = !isTuned(arm) && severalVoices(settings) && arm.trait !== undefined ? [voice(arm)] : [];
  return [kind, ...asked, ...silentOf(arm), ...changedLevels(arm, settings), ...seedOf(arm)].join(", ");
}

/** The name of an arm within its group. */
export const armDetail = (arm: ArmKey): string =>
  isTuned(arm) ? [...silentOf(arm), ...seedOf(arm)].join(", ") : untunedNames[arm.inducer]!;

/**
 * Arms in groups: untuned, a group for each voice tuned toward, the controls; then the same for each further level of
 * sentences, register and temperature. Within a group by seed, the levels of silent beside each other.
 */
export function groupArms({ arms, settings }: EmojiFindings): ArmGroup[] {
  const title = (arm: Arm) => [groupTitle(arm, settings), ...changedLevels(arm, settings)].join(", ");
  const voices = [...new Set(arms.map(voice))];
  const order = (arm: Arm) => [
    settings.sentences.indexOf(arm.factors.sentences ?? settings.sentences[0]!),
    settings.registers.indexOf(arm.factors.register),
    settings.temperatures.indexOf(arm.factors.temperature),
    ["untuned", "tuned", "control"].indexOf(toneOf(arm)),
    voices.indexOf(voice(arm)),
    arm.seed ?? -1,
    settings.silent.indexOf(arm.factors.silent ?? "none"),
  ];
  const groups = new Map<string, Arm[]>();
  for (const arm of [...arms].sort((a, b) => compare(order(a), order(b)))) {
    groups.set(title(arm), [...(groups.get(title(arm)) ?? []), arm]);
  }
  return [...groups].map(([name, group]) => ({ title: name, arms: group }));
}

function groupTitle(arm: Arm, settings: Settings): string {
  if (arm.inducer === "control") return "Control: tuned on neutral answers";
  if (arm.inducer === "finetune") return `Tuned on ${voice(arm)}`;
  return severalVoices(settings) && arm.trait !== undefined ? `Untuned, asked for ${voice(arm)}` : "Untuned";
}

const severalVoices = ({ traits }: Settings): boolean =>
  new Set(traits.map(({ trait, pole }) => `${trait}/${pole}`)).size > 1;
const silentOf = (arm: ArmKey): string[] => (isTuned(arm) ? [`silent ${arm.factors.silent}`] : []);
const seedOf = ({ seed }: ArmKey): string[] => (seed === undefined ? [] : [`seed ${seed}`]);

/** The levels of an arm that are not the first of their factor, in words; silent has its own place. */
function changedLevels({ factors }: ArmKey, settings: Settings): string[] {
  const { sentences, register, temperature } = factors;
  const first = defaultLevels(settings);
  return [
    ...(sentences === undefined || sentences === first.sentences
      ? []
      : [`${sentences} sentence${sentences === 1 ? "" : "s"}`]),
    ...(register === first.register ? [] : [`${register} register`]),
    ...(temperature === first.temperature ? [] : [`temperature ${temperature}`]),
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((x, i) => x !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
