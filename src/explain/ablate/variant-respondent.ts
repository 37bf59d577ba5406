import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { EditPlan, Variant } from "../../model/edit/types.ts";
import type { Asked } from "../../model/persona-chat.ts";
import { type ArmPair, chatsOf, endVariants, specOf } from "./pair.ts";

/** A variant of the pair as one who answers these questions, the twin whose values it takes being asked them in a chat of its own. */
export function variantRespondent(
  pair: ArmPair,
  variant: Variant,
  plan: EditPlan,
  questions: readonly { id: string; asked: Asked }[],
) {
  const ends = endVariants(pair).filter(({ id }) => id !== variant.id);
  const local = { ...pair.persona.respondent.local, spec: specOf(pair, [variant, ...ends], { plan }) };
  const asked = questions.map((question) => ({ id: question.id, ...chatsOf(pair, variant, question.asked) }));
  const twins = new Map(asked.map(({ id, twinMessages }) => [id, twinMessages]));
  const variantOf = (id: string) => ({ variant: variant.id, twinMessages: twins.get(id) });
  return { local, asked, respondent: engineRespondent(variant.id, local, {}, variantOf) };
}
