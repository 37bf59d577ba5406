import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFailure } from "../../base/files.ts";
import type { GuardRequest } from "../../induce/finetune/guard/guard.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { Directions, DirectionsAbout } from "../../model/directions/about.ts";
import { writeDirections } from "../../model/directions/file.ts";
import { purified } from "../../model/directions/purify.ts";
import { randomDirections } from "../../model/directions/random.ts";
import { cosine } from "../../model/directions/vectors.ts";
import type { ExplainedArm } from "../arm.ts";
import { emojiDirection } from "../direction/emoji-direction.ts";
import type { DirectionFindings } from "../direction/findings.ts";
import { defaultMinPlaces, meanDifference } from "../direction/mean-difference.ts";
import type { ReadText } from "../texts.ts";
import type { Along, GuardedArm } from "./arms.ts";

export interface GuardDirectionsRequest {
  /** The untuned model reads. */
  base: ExplainedArm;
  model: DirectionsAbout["model"];
  /** Texts with and without emoji. */
  texts: readonly ReadText[];
  /** Texts without emoji that show the trait, and that do not. */
  traitTexts?: { shown: readonly ReadText[]; neutral: readonly ReadText[] };
  /** Fewest places of either side of the emoji direction. */
  minPlaces?: number;
  /** Where the directions' files go. */
  folder: string;
}

/** Files of the directions that guards use, and what is known of them. */
export interface GuardDirections {
  files: Partial<Record<Along, string>>;
  emoji: DirectionFindings;
  /** By layer. */
  cosines: number[] | null;
}

/** Makes the emoji direction, what is left of it without the trait's, and a random one, and leaves each as a file. */
export async function guardDirections(
  { base, model, texts, traitTexts, minPlaces, folder }: GuardDirectionsRequest,
  options: MeasureOptions,
): Promise<GuardDirections> {
  const under = (name: string) => ({ ...options, keep: keepUnder(options.keep, name) });
  const emoji = await emojiDirection({ reader: base, model, texts, minPlaces }, under("emoji-direction"));
  const trait = traitTexts && (await traitDirection(base, model, traitTexts, under("trait-direction")));
  const { about, vectors } = emoji.directions;
  const random = { ...about, meaning: "nothing: a random direction", recipe: { name: "random", like: about.recipe } };
  const made: [Along, Directions][] = [
    ["emoji", emoji.directions],
    ...(trait ? [["emoji without trait", purified(emoji.directions, [trait])] as [Along, Directions]] : []),
    ["random", { about: random, vectors: randomDirections({ vectors }, { seed: options.seed }) }],
  ];
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  const files: GuardDirections["files"] = {};
  for (const [name, directions] of made) {
    const file = join(folder, `${name.replaceAll(" ", "-")}.safetensors`);
    await writeDirections(file, directions);
    files[name] = file;
  }
  const cosines = trait ? [...vectors].map(([layer, vector]) => cosine(vector, trait.vectors.get(layer)!)) : null;
  return { files, emoji: emoji.findings, cosines };
}

/** Mean residual stream over answers that show the trait, less that over neutral ones. */
async function traitDirection(
  { id, respondent }: ExplainedArm,
  model: DirectionsAbout["model"],
  { shown, neutral }: NonNullable<GuardDirectionsRequest["traitTexts"]>,
  options: MeasureOptions,
): Promise<Directions> {
  const whole = [{ part: "response", reduce: "mean" }] as const;
  const sided = (texts: readonly ReadText[], side: "positive" | "negative") =>
    texts.map(({ id: text, asked, ids }) => ({
      id: `${side}/${text}`,
      messages: respondent.chat(asked),
      response: ids,
      positive: side === "positive" ? whole : [],
      negative: side === "negative" ? whole : [],
    }));
  const { directions } = await meanDifference(
    {
      reader: respondent.local,
      model,
      texts: [...sided(shown, "positive"), ...sided(neutral, "negative")],
      minPlaces: Math.min(defaultMinPlaces, shown.length, neutral.length),
      about: {
        meaning: "the trait is shown",
        pooling: "mean over the answer's tokens",
        positions: "answers without emoji that show the trait, less neutral ones",
        recipe: { name: "mean-difference", reader: id },
      },
    },
    options,
  );
  return directions;
}

/** An arm's guard as tuning takes it. */
export function guardRequestOf({ guard }: GuardedArm, { files }: GuardDirections): GuardRequest | undefined {
  if (guard.kind === "none") return undefined;
  if (guard.kind === "penalise") return guard;
  const file = files[guard.along]!;
  return guard.kind === "ablate" ? { kind: "ablate", file } : { kind: "steer", file, strength: guard.strength };
}
