/** What a request asks for, and of which trait. */
export interface Wanted {
  /** As the user put it: "sarcastic", "always brings the talk round to money". */
  trait: string;
  count: number;
  /** What there is already, so that it does not come again. */
  had: readonly string[];
}

const plainly = "Write plain sentences without emoji and without exclamation marks.";

/** Asks what the trait is and how it shows: three labelled lines. */
export const meaningRequest = (trait: string): string =>
  [
    `Somebody wants to find out how strongly answers to everyday questions show this trait: ${trait}.`,
    "Explain the trait in exactly three lines, each beginning with its label:",
    "MEANING: one sentence that says what a writer with this trait does.",
    "SIGNS: four or five things in an answer that show the trait, with commas between them.",
    "CONTRARY: four or five things in an answer that show its opposite, with commas between them.",
    `${plainly} Write the three lines and nothing else.`,
  ].join("\n");

/** Asks for pairs of system prompts: two labelled lines each. */
export const pairsRequest = ({ trait, count, had }: Wanted): string =>
  [
    `Write ${count === 1 ? "one pair" : `${count} pairs`} of instructions for an assistant. The first of a pair tells it to show this trait in all its replies: ${trait}. The second tells it to show the plain opposite.`,
    "Each pair is two lines:",
    "WITH: You ... (two sentences that ask for the trait)",
    "WITHOUT: You ... (two sentences that ask for its opposite)",
    "Both lines of a pair have the same length and tone. Say nothing about how long a reply is, nor about punctuation or emoji. Let every pair look at the trait from another side.",
    ...unlike(had),
    `${plainly} Write the pairs and nothing else.`,
  ].join("\n");

/** Asks for questions, one a line. */
export const questionsRequest = ({ trait, count, had }: Wanted): string =>
  [
    `Write ${count} different questions that somebody may ask in everyday life. A person with this trait would answer them quite unlike others: ${trait}.`,
    "The questions are about many topics: work, home, friends, plans, opinions, small troubles. They do not name the trait, and they are harmless to answer. Each is one line, ends with a question mark and has at most twenty words.",
    ...unlike(had),
    `${plainly} Write the questions and nothing else.`,
  ].join("\n");

/** The last few are enough: a longer list leads small models to repeat it. */
const unlike = (had: readonly string[]): string[] =>
  had.length === 0
    ? []
    : [
        `Do not repeat these:\n${had
          .slice(-6)
          .map((text) => `- ${text}`)
          .join("\n")}`,
      ];
