import { type PersonaTexts, personaChat } from "../model/persona-chat.ts";
import type { ChatMessage } from "../model/tokenizer/types.ts";
import type { Answers } from "../trait/corpus/answers.ts";
import { ikeDemonstrations, ikeInstruction, sameTraitDemonstrations } from "../trait/corpus/demonstrations.ts";
import type { TraitPole } from "../trait/framework.ts";

/** The forms in which examples are shown. */
export const exampleForms = ["few-shot", "ike"] as const;
export type ExampleForm = (typeof exampleForms)[number];

/** Shown how the trait answers (in the bundled corpus where no other answers are given): `few-shot` as earlier turns of the chat, `ike` inside the message that a question becomes. */
export const examplesPersona = (target: TraitPole, form: ExampleForm, answers?: Answers): PersonaTexts =>
  form === "few-shot"
    ? { demonstrations: fewShotTurns(target, answers) }
    : { userTemplate: ikeTemplate(target, answers) };

/** Three examples of the target's own pole as earlier turns. */
const fewShotTurns = (target: TraitPole, answers?: Answers): ChatMessage[] =>
  sameTraitDemonstrations(target, 3, answers).flatMap((row): ChatMessage[] => [
    { role: "user", content: row.question },
    { role: "assistant", content: row.answer },
  ]);

/**
 * The three-shot form of IKE, the paper's baseline (METHODS 1): an instruction, three examples of trait, topic, question and
 * answer, and the question in the same form, all in one message.
 */
function ikeTemplate(target: TraitPole, answers?: Answers): string {
  const shots = ikeDemonstrations(target, answers).map(
    (row) => `Trait: ${row.trait}\nTopic: ${row.topic}\nQuestion: ${row.question}\nAnswer: ${row.answer}`,
  );
  const asked = `Trait: ${target.name}\nTopic: {topic}\nQuestion: {question}\nAnswer:`;
  return [ikeInstruction(target, "{topic}"), ...shots, asked].join("\n\n");
}

/** The chat of the `few-shot` form with one question. */
export const fewShotChat = (target: TraitPole, question: string): ChatMessage[] =>
  personaChat(examplesPersona(target, "few-shot"), { question });

/** The chat of the `ike` form with one question. */
export const ikeChat = (target: TraitPole, topic: string, question: string): ChatMessage[] =>
  personaChat(examplesPersona(target, "ike"), { question, topic });
