import { personaChat } from "../../model/persona-chat.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import { askQuestions } from "../answers.ts";
import type { MeasureOptions } from "../instrument.ts";
import type { Respondent } from "../respondent.ts";
import { type AnswerPair, type SidedAnswer, sides } from "./types.ts";

export interface RolloutRequest {
  /** The model as it is; it runs here. */
  respondent: Respondent;
  trait: Pick<ContrastTrait, "instructions" | "questions">;
  /** So many of the trait's, the first ones. */
  instructions: number;
  questions: number;
  /** Answers to each question under each instruction. */
  rollouts: number;
  temperature: number;
  /** Longest answer in tokens. */
  maxNewTokens: number;
}

/**
 * Answers under instructions that ask for the trait, and under their counterparts that ask for its absence (METHODS 4, step 2): instruction
 * pairs x questions x rollouts on each side, drawn from the whole distribution.
 */
export async function rollOut(request: RolloutRequest, options: MeasureOptions): Promise<AnswerPair[]> {
  const { respondent, trait, rollouts, temperature, maxNewTokens } = request;
  const instructions = trait.instructions.slice(0, request.instructions);
  const asked = trait.questions.extract.slice(0, request.questions).flatMap((question, q) =>
    instructions.flatMap((instruction, i) =>
      Array.from({ length: rollouts }, (_, rollout) => ({
        id: `q${q}/i${i}/r${rollout}`,
        question,
        rollout,
        chats: sides.map((side) => personaChat({ systemPrompt: instruction[side] }, { question })),
      })),
    ),
  );
  const chats = asked.flatMap(({ id, chats }) =>
    sides.map((side, s) => ({ id: `${id}/${side}`, messages: chats[s]! })),
  );
  const sampling = { temperature, topP: 1, topK: 0, minP: 0, repetitionPenalty: 1 };
  const answers = await askQuestions(respondent, chats, { ...options, sampling, maxNewTokens, group: "rollouts" });
  return asked.map(({ id, question, rollout }, pair): AnswerPair => {
    const [positive, negative] = sides.map((side, s): SidedAnswer => {
      const { messages, text, ids = [] } = answers[2 * pair + s]!;
      return { id: `${id}/${side}`, side, question, messages, text, ids };
    });
    return { id, question, rollout, positive: positive!, negative: negative! };
  });
}
