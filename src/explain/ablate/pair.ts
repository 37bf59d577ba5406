import { planOf } from "../../model/edit/plan.ts";
import type { AdapterStrength, Edit, EditPlan, Variant } from "../../model/edit/types.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { noPrefixHere } from "../../model/engine/sessions.ts";
import type { Asked } from "../../model/persona-chat.ts";
import type { ExplainedArm } from "../arm.ts";

/** Who is explained and what it is compared with, as variants of one session. */
export interface ArmPair {
  persona: ExplainedArm;
  reference: ExplainedArm;
}

/** Names of the two ends of every comparison, as variants. */
export const ends = { persona: "persona", reference: "reference" } as const;

/** PEFT folders of the pair, the persona's first, each once. */
export function adaptersOf({ persona, reference }: ArmPair): string[] {
  const own = [persona, reference].flatMap(({ respondent }) => respondent.local.spec.adapter ?? []);
  return [...new Set(own)];
}

/** The strengths of the pair's adapters that make an arm itself. */
export function strengthsOf(pair: ArmPair, of: keyof ArmPair): AdapterStrength[] {
  const { adapter } = pair[of].respondent.local.spec;
  return adaptersOf(pair).map((path) => (path === adapter ? 1 : 0));
}

/** An arm of the pair with edits; those that take values take the other arm's. */
export function editedArm(pair: ArmPair, of: keyof ArmPair, id: string, edits: readonly Edit[] = []): Variant {
  const takes = edits.some(({ kind }) => kind === "take");
  const other = of === "persona" ? ends.reference : ends.persona;
  return { id, adapters: strengthsOf(pair, of), edits, ...(takes ? { twin: other } : {}) };
}

/** Both ends, which every call runs beside its own variants: they are the twins. */
export const endVariants = (pair: ArmPair): Variant[] => [
  editedArm(pair, "persona", ends.persona),
  editedArm(pair, "reference", ends.reference),
];

/** Variants of the reference are asked in its chat. */
const isReference = (id: string): boolean => id === ends.reference || id.startsWith(`${ends.reference}/`);

/** The chats in which a variant is asked, and the twin whose values it takes: each arm in its own. */
export function chatsOf(pair: ArmPair, { id, twin }: Variant, asked: Asked) {
  const [own, other] = isReference(id) ? [pair.reference, pair.persona] : [pair.persona, pair.reference];
  return {
    messages: own.respondent.chat(asked),
    ...(twin === undefined ? {} : { twinMessages: other.respondent.chat(asked) }),
  };
}

/** The spec of a session that runs these variants and, where a plan is given, any others of it. */
export function specOf(
  pair: ArmPair,
  variants: readonly Variant[],
  { plan = planOf(variants, adaptersOf(pair)), components = false }: { plan?: EditPlan; components?: boolean } = {},
): ModelSpec {
  // What stands before the persona's texts would stand before the reference's as well.
  if ([pair.persona, pair.reference].some(({ respondent }) => respondent.local.spec.prefix)) throw noPrefixHere();
  const { adapter: _, ...spec } = pair.persona.respondent.local.spec;
  return { ...spec, edits: { variants, adapters: adaptersOf(pair), plan, components } };
}
