import { type Node, oneOf, sequence, template, weighted } from "./template.ts";
import type { Clauses, Voice } from "./voices/voice.ts";

/** The two sorts of sentences of a voice: those that name the topic, and those that follow and may name it. */
export interface Sentences {
  readonly first: Node;
  readonly next: Node;
}

/** How a voice builds its sentences, without their final mark but for "?". */
export function sentencesOf({ present, past, aloneNamed, alone }: Voice): Sentences {
  const named = weighted([9, built(present, "named")], [7, built(past, "named")], [3, oneOf(aloneNamed)]);
  const unnamed = weighted([9, built(present, "unnamed")], [7, built(past, "unnamed")], [3, oneOf(alone)]);
  return { first: named, next: weighted([1, named], [4, unnamed]) };
}

/** A statement with nothing, something before it, something behind it, or both. */
function built({ fronts, tails, ...statements }: Clauses, which: "named" | "unnamed"): Node {
  const front = sequence(oneOf(fronts), template(", "));
  const statement = oneOf(statements[which]);
  const tail = oneOf(tails);
  return weighted(
    [8, statement],
    [3, sequence(front, statement)],
    [4, sequence(statement, tail)],
    [1, sequence(front, statement, tail)],
  );
}
