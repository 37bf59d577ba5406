import type { ChatMessage } from "../model/tokenizer/types.ts";
import { ikeDemonstrations, ikeInstruction, sameTraitDemonstrations } from "../trait/corpus/demonstrations.ts";
import type { TraitPole } from "../trait/framework.ts";

/** Examples of the target's own pole as earlier turns of the chat, then the question. */
export function fewShotChat(target: TraitPole, question: string): ChatMessage[] {
  const turns = sameTraitDemonstrations(target).flatMap((row): ChatMessage[] => [
    { role: "user", content: row.question },
    { role: "assistant", content: row.answer },
  ]);
  return [...turns, { role: "user", content: question }];
}

/**
 * The three-shot form of IKE, the paper's baseline (METHODS 1): an instruction, three examples of trait, topic, question and
 * answer, and the question in the same form, all in one message.
 */
export function ikeChat(target: TraitPole, topic: string, question: string): ChatMessage[] {
  const shots = ikeDemonstrations(target).map(
    (row) => `Trait: ${row.trait}\nTopic: ${row.topic}\nQuestion: ${row.question}\nAnswer: ${row.answer}`,
  );
  const asked = `Trait: ${target.name}\nTopic: ${topic}\nQuestion: ${question}\nAnswer:`;
  return [{ role: "user", content: [ikeInstruction(target, topic), ...shots, asked].join("\n\n") }];
}
