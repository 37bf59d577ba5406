import type { Asked, PoleName, ReadReply } from "./ask.ts";
import { countDistance, dependence } from "./dependence.ts";
import { type IclDraws, over } from "./draws.ts";
import type { IclArm } from "./findings.ts";
import { meanOverBoth } from "./measures.ts";
import { stemsOf } from "./wordings.ts";

/** From here on replies about one pole are so much more alike than replies about unlike ones that they are about something. */
const clearlyApart = 0.2;

/**
 * Whether what an arm says depends on the trait that it is asked about. It is `heard` where the words that name it are taken up, or replies
 * about unlike poles are clearly apart. That they differ at all is not enough: an unknown word moves a model too.
 */
export function heardBy({ replies, first }: Asked, about: PoleName, draws: IclDraws): IclArm["dependence"] {
  const chats = 2 * draws.wordings;
  const counts = [...replies.trait, ...replies.opposite].map(timesOf);
  const stems = stemsOf(about);
  const names = ({ text }: ReadReply) => Number(stems.some((stem) => text.toLowerCase().includes(stem)));
  const differences = replies.trait.map((samples, w) =>
    samples.map((reply, s) => names(reply) - names(replies.opposite[w]![s]!)),
  );
  const byReplies = dependence(counts.map((a) => counts.map((b) => countDistance(a, b))));
  const echo = over(draws, (drawn) => meanOverBoth(differences, drawn), {
    n: draws.wordings * draws.samples,
    support: [-1, 1],
  });
  return {
    first: dependence(first.distances.slice(0, chats).map((row) => row.slice(0, chats))),
    replies: byReplies,
    echo,
    heard: (echo.low ?? 0) > 0 || (byReplies.p <= 0.05 && byReplies.apart >= clearlyApart),
  };
}

/** How often each unit came in a wording's replies together. */
function timesOf(samples: readonly ReadReply[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { units } of samples) for (const { text } of units) times.set(text, (times.get(text) ?? 0) + 1);
  return times;
}
