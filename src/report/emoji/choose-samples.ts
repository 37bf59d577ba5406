import { randomStream, shuffled } from "../../base/random.ts";
import { defaultLevels, isDefault, poolId } from "../../study/emoji/arm-id.ts";
import type { Arm, EmojiFindings } from "../../study/emoji/findings.ts";
import { isTuned } from "./labels.ts";
import type { ReportResponse } from "./types.ts";

/** One arm of each kind: untuned at the factors' first levels, tuned with the first seed and each level of `silent`. */
export function sampleArms({ arms, settings }: EmojiFindings): Arm[] {
  const defaults = defaultLevels(settings);
  const atDefault = (arm: Arm) => isDefault({ factors: { ...arm.factors, silent: defaults.silent } }, defaults);
  const first = new Map<string, Arm>();
  for (const arm of arms.filter(atDefault)) {
    const id = poolId(arm, defaults);
    const known = first.get(id);
    if (!known || (arm.seed ?? 0) < (known.seed ?? 0)) first.set(id, arm);
  }
  const found = [...first.values()];
  return [
    ...found.filter((arm) => !isTuned(arm)),
    ...found.filter((arm) => arm.inducer === "finetune"),
    ...found.filter((arm) => arm.inducer === "control"),
  ];
}

/** Ids of `count` questions, drawn by the seed from those asked, whatever was answered. */
export function chooseQuestions(responses: readonly ReportResponse[], count: number, seed: number): string[] {
  const ids = [...new Set(responses.map(({ question }) => question))].sort();
  return shuffled(ids, randomStream(seed, "report/questions")).slice(0, count);
}

/** Up to `count` responses with an emoji, one from each arm in turn, drawn by the seed within an arm; and how many there are. */
export function chooseWithEmoji(
  responses: readonly ReportResponse[],
  count: number,
  seed: number,
): { chosen: ReportResponse[]; total: number } {
  const withEmoji = responses.filter(({ firstEmojiToken }) => firstEmojiToken !== null);
  const arms = [...new Set(withEmoji.map(({ arm }) => arm))];
  const queues = arms.map((arm) =>
    shuffled(
      withEmoji.filter((response) => response.arm === arm),
      randomStream(seed, `report/emoji/${arm}`),
    ),
  );
  const rounds = Math.max(0, ...queues.map(({ length }) => length));
  const inTurn = Array.from({ length: rounds }, (_, i) => queues.flatMap((queue) => queue[i] ?? [])).flat();
  const chosen = new Set(inTurn.slice(0, count));
  return { chosen: withEmoji.filter((response) => chosen.has(response)), total: withEmoji.length };
}
