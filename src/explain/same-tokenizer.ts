import { badInput } from "../base/errors.ts";
import type { Tokenizer } from "../model/tokenizer/types.ts";
import type { ExplainedArm } from "./arm.ts";

/** Throws "bad-input" where two arms cut texts otherwise: then the tokens of one mean nothing to the other. */
export function refuseUnlikeTokenizers(arms: readonly ExplainedArm[]): void {
  const [first, ...others] = arms;
  for (const other of others) {
    const [a, b] = [first!, other].map(({ respondent }) => respondent.local.tokenizer);
    const id = firstUnlike(a!, b!);
    if (id !== undefined)
      throw badInput(
        `${first!.id} and ${other.id} read the same tokens, and token ${id} is another text to each of them: compare personas of one model.`,
      );
  }
}

/** The first token that two tokenizers spell otherwise, or that only one has. */
function firstUnlike(a: Tokenizer, b: Tokenizer): number | undefined {
  if (a === b) return undefined;
  const most = Math.max(a.vocab, b.vocab);
  for (let id = 0; id < most; id++) {
    if (id >= a.vocab || id >= b.vocab) return id;
    const [one, other] = [a.bytes(id), b.bytes(id)];
    if ((one === undefined) !== (other === undefined) || (one && other && Buffer.compare(one, other) !== 0)) return id;
  }
  return undefined;
}
