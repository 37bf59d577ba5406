import { type Exchange, exchanges, followUps, smallTalk } from "./chat-words.ts";
import { type Node, oneOf, type Scope } from "./template.ts";

/** An {@link Exchange} ready to be drawn. */
export interface ExchangeNodes {
  /** Its share among its like. */
  readonly weight: number;
  readonly question: Node;
  /** None: any sentence that names the topic. */
  readonly opening: Node | undefined;
  readonly asked: Exchange["asked"];
  /** Fewest sentences of the answer. */
  readonly atLeast: number;
}

const ready = (list: typeof exchanges): ExchangeNodes[] => {
  const total = list.reduce((sum, [weight]) => sum + weight, 0);
  return list.map(([weight, { questions, openings, asked, atLeast = 1 }]) => ({
    weight: weight / total,
    question: oneOf(questions),
    opening: openings && oneOf(openings),
    asked,
    atLeast,
  }));
};

export const firstExchanges = ready(exchanges);
export const laterExchanges = ready(followUps);
export const smallTalkNodes = smallTalk.map(([said, answered]) => [oneOf([said]), oneOf([answered])] as const);

/** What {asked} may stand for, all alike probable: the options of the slot that an exchange shares. One, of nothing, where it shares none. */
export function askedOptions({ asked }: ExchangeNodes, scope: Scope): readonly Node[] {
  if (asked === undefined) return [{ kind: "text", text: "" }];
  const node = scope(asked);
  return node.kind === "choice" ? node.options.map(({ node }) => node) : [node];
}

/** The scope with {asked} settled. */
export const askedScope =
  (scope: Scope, asked: Node): Scope =>
  (slot) =>
    slot === "asked" ? asked : scope(slot);
