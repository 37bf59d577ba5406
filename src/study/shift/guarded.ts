import { TraitlabError } from "../../base/errors.ts";
import { emojiDirection } from "../../explain/direction/emoji-direction.ts";
import { answerRead } from "../../explain/texts.ts";
import { keepUnder } from "../../measure/keep.ts";
import { writeDirections } from "../../model/directions/file.ts";
import { randomDirections } from "../../model/directions/random.ts";
import type { ShiftOutcome, Studying } from "./outcomes.ts";
import { directionFile, guardedTunings } from "./plan.ts";
import { subject, tunedOutcome } from "./tuned.ts";

/** The same tunings under guards; that along the emoji direction needs emoji in plain answers. */
export async function guardedOutcomes(
  studying: Studying,
  base: ShiftOutcome,
  plain: readonly ShiftOutcome[],
): Promise<{ guarded: ShiftOutcome[]; missing: string[] }> {
  const { options, vectors } = studying;
  const { config, run, seed } = options;
  const folder = run.personaFolder("directions");
  const { directions } = vectors[0]!;
  const { about } = directions;
  await writeDirections(directionFile(folder, "trait"), directions);
  await writeDirections(directionFile(folder, "random"), {
    about: { ...about, meaning: "nothing: a random direction", recipe: { name: "random", like: about.recipe } },
    vectors: randomDirections(directions, { seed }),
  });
  const plans = guardedTunings(config);
  const wantsEmoji = plans.some(({ method }) => method === "emoji");
  const missing = wantsEmoji ? await emojiMissing(studying, base, plain, folder) : [];
  const guarded: ShiftOutcome[] = [];
  for (const plan of plans) {
    if (plan.method === "emoji" && missing.length > 0) continue;
    guarded.push(await tunedOutcome(plan, studying, folder));
  }
  return { guarded, missing };
}

/** Leaves the emoji direction as a file; or says why there is none. */
async function emojiMissing(
  { options, observing }: Studying,
  base: ShiftOutcome,
  plain: readonly ShiftOutcome[],
  folder: string,
): Promise<string[]> {
  const { run, seed, config, signal, onProgress, model } = options;
  const largest = config.shares.at(-1)!;
  const full = plain.filter(({ plan }) => plan!.share === largest);
  const texts = [base, ...full].flatMap(({ observation, plan }) =>
    observing.questions.map(({ id, asked }, i) =>
      answerRead(plan ? "persona" : "base", `${plan ? plan.seed : "base"}/${id}`, asked, observation.responses[i]!),
    ),
  );
  const work = { keep: keepUnder(run, "emoji-direction"), seed, batch: config.batch, signal, onProgress };
  try {
    const { directions } = await emojiDirection(
      {
        reader: { id: "base", respondent: subject("base", options) },
        model: { name: model.name, sha256: model.sha256 },
        texts,
      },
      work,
    );
    await writeDirections(directionFile(folder, "emoji"), directions);
    return [];
  } catch (error) {
    if (error instanceof TraitlabError && error.code === "bad-input" && /emoji direction/.test(error.message))
      return [error.message];
    throw error;
  }
}
