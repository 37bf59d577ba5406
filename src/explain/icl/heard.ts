import type { Asked, PoleName, ReadReply } from "./ask.ts";
import { countDistance, dependence } from "./dependence.ts";
import { type IclDraws, over } from "./draws.ts";
import type { IclArm } from "./findings.ts";
import { meanOverBoth } from "./measures.ts";
import { stemsOf } from "./wordings.ts";

/** Whether what an arm says depends on the trait that it is asked about. */
export function heardBy({ replies, first }: Asked, about: PoleName, draws: IclDraws): IclArm["dependence"] {
  const chats = 2 * draws.wordings;
  const counts = [...replies.trait, ...replies.opposite].map(timesOf);
  const stems = stemsOf(about);
  const names = ({ text }: ReadReply) => Number(stems.some((stem) => text.toLowerCase().includes(stem)));
  const differences = replies.trait.map((samples, w) =>
    samples.map((reply, s) => names(reply) - names(replies.opposite[w]![s]!)),
  );
  return {
    first: dependence(first.distances.slice(0, chats).map((row) => row.slice(0, chats))),
    replies: dependence(counts.map((a) => counts.map((b) => countDistance(a, b)))),
    echo: over(draws, (drawn) => meanOverBoth(differences, drawn), {
      n: draws.wordings * draws.samples,
      support: [-1, 1],
    }),
  };
}

/** How often each unit came in a wording's replies together. */
function timesOf(samples: readonly ReadReply[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { units } of samples) for (const { text } of units) times.set(text, (times.get(text) ?? 0) + 1);
  return times;
}
