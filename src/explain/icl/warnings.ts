import type { IclArm, IclFindings } from "./findings.ts";

/** What would make the lists worthless, a sentence each. */
export function warningsOf({ arms, studied, matching, trait, pole, top }: Omit<IclFindings, "warnings">): string[] {
  return [
    ...deafness(
      arms.filter(({ dependence }) => !dependence.heard),
      `${pole} ${trait}`,
    ),
    ...arms.flatMap(({ id, frequent: { tokens } }) =>
      tokens.length < top
        ? [
            `The replies of ${id} hold only ${tokens.length} tokens that are words or symbols: its list is shorter than ${top}.`,
          ]
        : [],
    ),
    studied.length === 0 && "The studied persona wrote no emoji: there is nothing that the lists could overlap with.",
    studied.length > 0 &&
      matching === null &&
      "Too many emoji are studied for other ones to be drawn beside them: overlaps have nothing to be compared with.",
    matching !== null &&
      matching > 3 &&
      `No emoji is as probable as the studied ones when the first arm is asked about plain things: those matched with them are ${matching.toPrecision(2)} times more or less probable, so that overlaps above theirs may be frequency.`,
  ].filter((warning) => typeof warning === "string");
}

/** Replies that have nothing to do with the trait say nothing of it. */
function deafness(arms: readonly IclArm[], about: string): string[] {
  if (arms.length === 0) return [];
  const least = Math.max(...arms.map(({ dependence }) => Math.max(0, dependence.replies.apart)));
  return [
    `The replies of ${arms.map(({ id }) => id).join(", ")} have next to nothing to do with the trait that is asked about: they take up the words that name it no oftener than when the opposite is named, and replies about one pole are no more alike than replies about unlike poles but for ${least.toFixed(2)} of 1. Who replies so does not understand the question, and its lists say nothing of ${about}.`,
  ];
}
