import type { ReadText } from "../texts.ts";
import {
  type Activations,
  type BaseActivations,
  type Reader,
  type ReadOptions,
  readActivations,
} from "./activations.ts";
import { inSpace } from "./changes.ts";
import type { ClaimVerdict, NeuronClaims, OverlapFindings } from "./findings.ts";
import { overlapOf } from "./overlap.ts";
import type { PromptWordings } from "./prompts.ts";
import type { UnitSpace } from "./units.ts";

type PromptClaim = NeuronClaims["promptOverlap"];

export const untestedPrompts = (words: string): PromptClaim => ({
  verdict: "cannot tell at this n",
  words,
  prompts: null,
  mlp: null,
  residual: null,
});

/** "Trait prompts use other neurons than emoji prompts": the base model reads the texts under each prompt, and the most changed units are compared. */
export async function comparePrompts(
  reader: Reader,
  base: BaseActivations,
  texts: readonly ReadText[],
  wordings: PromptWordings,
  spaces: { mlp: UnitSpace; residual: UnitSpace },
  options: Omit<ReadOptions, "group" | "squares">,
): Promise<PromptClaim> {
  const prompts = (["trait", "emoji", "neutral"] as const).flatMap((kind) =>
    wordings[kind].map((systemPrompt, i) => ({ id: `${kind} ${i + 1}`, systemPrompt })),
  );
  const readers = prompts.map(({ id, systemPrompt }) => ({
    ...reader,
    id,
    chat: (asked: ReadText["asked"]) => [{ role: "system" as const, content: systemPrompt }, ...reader.chat(asked)],
  }));
  const read = await readActivations(readers, texts, { ...options, group: "neurons/prompts", squares: false });
  const byId = new Map(readers.map(({ id }, i) => [id, read[i]!]));
  const mlp = compareIn(spaces.mlp, base, byId, options.seed);
  const residual = compareIn(spaces.residual, base, byId, options.seed);
  return { ...judged(mlp), prompts: copied(wordings), mlp, residual };
}

const copied = ({ trait, emoji, neutral }: PromptWordings) => ({
  trait: [...trait],
  emoji: [...emoji],
  neutral: [...neutral],
});

/** Pairs are of unlike wordings, each less its own neutral prompt, so that no two changes share a noise. */
const pairs = {
  between: [
    ["trait 1", "emoji 2"],
    ["trait 2", "emoji 1"],
  ],
  within: [
    ["trait 1", "trait 2"],
    ["emoji 1", "emoji 2"],
  ],
} as const;

function compareIn(
  space: UnitSpace,
  base: BaseActivations,
  read: ReadonlyMap<string, Activations>,
  seed: number,
): { between: OverlapFindings[]; within: OverlapFindings[] } {
  const deviation = inSpace(space, base.deviations[space.kind].tokens);
  const still = Uint8Array.from(deviation, (x) => (x > 0 ? 0 : 1));
  const level = (id: string) => inSpace(space, read.get(id)!.means[space.kind].tokens);
  const change = (id: string) => {
    const neutral = level(`neutral ${id.at(-1)}`);
    return level(id).map((x, i) => (still[i] === 1 ? 0 : (x - neutral[i]!) / deviation[i]!));
  };
  const compare = (list: readonly (readonly [string, string])[]) =>
    list.map(([a, b]) => overlapOf(`${a}, ${b}`, [change(a), change(b)], { deviation, still }, seed));
  return { between: compare(pairs.between), within: compare(pairs.within) };
}

const alpha = 0.05;

/** By the MLP's units, which are the paper's neurons, against units of like variance. */
function judged({ between, within }: { between: OverlapFindings[]; within: OverlapFindings[] }): {
  verdict: ClaimVerdict;
  words: string;
} {
  const shared = (list: readonly OverlapFindings[]) => list.map((one) => one.shared).join(" and ");
  const { k } = between[0]!;
  const chance = Math.max(...between.map(({ matchedExpected }) => matchedExpected)).toFixed(1);
  const facts = `Of the ${k} MLP units that each prompt changes most, a trait prompt and an emoji prompt share ${shared(between)} (two pairs of wordings; by chance ${chance}); two trait prompts share ${within[0]!.shared}, two emoji prompts ${within[1]!.shared}.`;
  const above = ({ matchedP }: OverlapFindings) => matchedP <= alpha;
  if (between.some(above))
    return { verdict: "not supported", words: `${facts} They have more units in common than chance gives.` };
  if (within.some(above))
    return {
      verdict: "supported",
      words: `${facts} They have no more units in common than chance gives, and wordings of one kind do.`,
    };
  return {
    verdict: "cannot tell at this n",
    words: `${facts} Wordings of one kind share no more than chance gives either, so there is nothing stable to compare: more texts are needed.`,
  };
}
