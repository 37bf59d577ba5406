import { defaultLevels } from "../../study/emoji/arm-id.ts";
import type { Arm, ArmKey, EmojiFindings, Factors, Settings } from "../../study/emoji/findings.ts";
import type { Mark, Tone } from "../plots/marks.ts";

/** Arms that a figure shows together. */
export interface ArmGroup {
  title: string;
  arms: readonly Arm[];
}

/** "high extraversion", "exclamatory high extraversion"; empty for an arm without a trait. */
export const voice = ({ trait, pole, factors }: Pick<ArmKey, "trait" | "pole" | "factors">): string =>
  [factors.marker, pole, trait].filter((part) => part !== undefined).join(" ");

const untunedNames: Record<string, string> = {
  base: "base model",
  prompt: "persona prompt",
  "examples-ike": "IKE examples",
  "examples-few-shot": "few-shot examples",
};

export const isTuned = ({ inducer }: Pick<ArmKey, "inducer">): boolean =>
  inducer === "finetune" || inducer === "control";

/** The colour that an arm has in every figure. */
export const toneOf = ({ inducer }: Pick<ArmKey, "inducer">): Tone =>
  inducer === "finetune" ? "tuned" : inducer === "control" ? "control" : "untuned";

/** The shape that a level of `silent` has in every figure. */
export const markOf = ({ factors }: Pick<ArmKey, "factors">): Mark =>
  factors.silent === "none" ? "ring" : factors.silent === "sentence-ends" ? "diamond" : "disc";

/** The whole name of an arm: "high extraversion, silent end, seed 0"; for lists where arms of all kinds stand together. */
export function armLabel(arm: ArmKey, settings: Settings): string {
  const parts = isTuned(arm) ? [arm.inducer === "control" ? "control" : `tuned: ${voice(arm)}`] : [];
  return [...parts, ...detailParts(arm, settings)].join(", ");
}

/** The name of an arm within its group. */
export const armDetail = (arm: ArmKey, settings: Settings): string => detailParts(arm, settings).join(", ");

function detailParts(arm: ArmKey, settings: Settings): string[] {
  const { factors, seed } = arm;
  const defaults = defaultLevels(settings);
  const changed = <K extends "sentences" | "register" | "temperature">(
    factor: K,
    words: (level: NonNullable<Factors[K]>) => string,
  ) => {
    const level = factors[factor];
    return level === undefined || level === defaults[factor] ? [] : [words(level as NonNullable<Factors[K]>)];
  };
  return [
    ...(isTuned(arm) ? [`silent ${factors.silent}`] : [untunedName(arm, settings)]),
    ...changed("sentences", (level) => `${level} sentence${level === 1 ? "" : "s"}`),
    ...changed("register", (level) => `${level} register`),
    ...changed("temperature", (level) => `temperature ${level}`),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
  ];
}

/** "persona prompt", with the voice where the study has several. */
function untunedName(arm: ArmKey, { traits }: Settings): string {
  const several = new Set(traits.map(({ trait, pole }) => `${trait}/${pole}`)).size > 1;
  return [untunedNames[arm.inducer], several ? voice(arm) : ""].filter((part) => part !== "").join(", ");
}

/** Untuned arms, then a group for each voice tuned toward, then the controls; silent levels beside each other within a seed. */
export function groupArms({ arms, settings }: EmojiFindings): ArmGroup[] {
  const order = (arm: Arm) => [
    JSON.stringify({ ...arm.factors, silent: undefined, marker: undefined }),
    arm.seed ?? -1,
    settings.silent.indexOf(arm.factors.silent ?? "none"),
  ];
  const sorted = (group: readonly Arm[]) => [...group].sort((a, b) => compare(order(a), order(b)));
  const voices = [...new Set(arms.filter(({ inducer }) => inducer === "finetune").map(voice))];
  return [
    { title: "Untuned", arms: arms.filter((arm) => !isTuned(arm)) },
    ...voices.map((name) => ({
      title: `Tuned on ${name}`,
      arms: sorted(arms.filter((arm) => arm.inducer === "finetune" && voice(arm) === name)),
    })),
    { title: "Control: tuned on neutral answers", arms: sorted(arms.filter(({ inducer }) => inducer === "control")) },
  ].filter(({ arms: group }) => group.length > 0);
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
