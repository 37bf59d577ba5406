import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import { randomTwin } from "../../measure/steering-sweep/fresh.ts";
import type { SteeringPoint } from "../../measure/steering-sweep/grid.ts";
import { steeredVariant } from "../../measure/steering-sweep/variant.ts";
import {
  type AnswerLogProb,
  answerKey,
  type SweepQuestion,
  type VariantAsked,
  type WrittenAnswer,
  weighAnswers,
  writeAnswers,
} from "../../measure/steering-sweep/write.ts";
import type { SeveralScorer, SeveralScores } from "../../measure/trait-score/several.ts";
import type { SteerConfig } from "./config.ts";
import type { MadeVector } from "./extract.ts";
import type { SteerArm } from "./findings.ts";

/** One arm of the matrix, to be asked. */
export interface PlannedArm extends Pick<SteerArm, "id" | "kind" | "trait" | "layer" | "strength"> {
  asked: VariantAsked;
}

/** What an arm answered, by question. */
export interface MeasuredArm extends Omit<PlannedArm, "asked"> {
  answers: readonly (WrittenAnswer & SeveralScores & { logProb: AnswerLogProb })[];
}

/** No steering, every vector at its best point, random directions there, and where asked for a prompt for each trait. */
export function planArms(
  made: readonly MadeVector[],
  points: readonly (SteeringPoint | null)[],
  questions: readonly SweepQuestion[],
  { positions, random, prompts }: Pick<SteerConfig, "positions" | "random" | "prompts">,
  seed: number,
): PlannedArm[] {
  const [first] = made;
  const layer = [...first!.directions.vectors.keys()][0]!;
  const unsteered = (id: string) => steeredVariant(id, first!.directions, { layer, strength: 0 }, positions);
  const steered = made.flatMap(({ trait: { id: trait }, directions }, i): PlannedArm[] => {
    const point = points[i]!;
    if (point === null) return [];
    const arm = (id: string, kind: "vector" | "random", of: typeof directions): PlannedArm => ({
      ...{ id, kind, trait, ...point },
      asked: { variant: steeredVariant(id, of, point, positions), questions },
    });
    return [
      arm(`vector/${trait}`, "vector", directions),
      ...Array.from({ length: random }, (_, r) =>
        arm(
          `random/${trait}/${r + 1}`,
          "random",
          randomTwin(directions, point.layer, { seed, stream: `steer/${trait}/random${r}` }),
        ),
      ),
    ];
  });
  const prompted = made.map(({ trait: { id: trait, instructions } }): PlannedArm => {
    const id = `prompt/${trait}`;
    const texts = { systemPrompt: instructions[0]!.positive };
    return { id, kind: "prompt", trait, asked: { variant: unsteered(id), questions, texts } };
  });
  return [
    { id: "zero", kind: "zero", asked: { variant: unsteered("zero"), questions } },
    ...steered,
    ...(prompts ? prompted : []),
  ];
}

/** Has all arms answer side by side, weighs and scores the answers. */
export async function measureArms(
  local: LocalModel,
  arms: readonly PlannedArm[],
  scorer: SeveralScorer,
  { keep: outer, ...options }: MeasureOptions,
  { temperature, topP, maxNewTokens }: Pick<SteerConfig, "temperature" | "topP" | "maxNewTokens">,
): Promise<MeasuredArm[]> {
  const keep = keepUnder(outer, "matrix");
  const sampling = { temperature, topP, topK: 0, minP: 0, repetitionPenalty: 1 };
  const asked = arms.map((arm) => arm.asked);
  const written = await writeAnswers(local, asked, { ...options, keep, sampling, maxNewTokens });
  const all = asked.flatMap(({ variant, questions }) =>
    questions.map((question) => ({ key: answerKey(variant, question), asked: question.asked })),
  );
  const weighed = await weighAnswers(
    local,
    all.map((each) => ({ ...each, ids: written.get(each.key)!.ids })),
    { ...options, keep },
  );
  const texts = all.map(({ key, asked: { question } }) => ({ id: key, question, answer: written.get(key)!.text }));
  const scores = await scorer.score(texts, { ...options, keep });
  const byKey = new Map(all.map(({ key }, i) => [key, scores[i]!]));
  return arms.map(({ asked: { variant, questions }, ...arm }) => ({
    ...arm,
    answers: questions.map((question) => {
      const key = answerKey(variant, question);
      return { ...written.get(key)!, ...byKey.get(key)!, logProb: weighed.get(key)! };
    }),
  }));
}
