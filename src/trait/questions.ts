/** The two forms in which a topic is asked about: the paper's opinion question, and a message to a friend. */
export const registers = ["opinion", "message"] as const;
export type Register = (typeof registers)[number];

/** The question about `topic` (METHODS 1 and 1b); the same for every trait. */
export function questionAbout(topic: string, register: Register = "opinion"): string {
  return register === "opinion"
    ? `Thinking about ${topic}, what are your thoughts on ${topic}?`
    : `Write a short message to a friend about ${topic}.`;
}

/** The topic of a question that {@link questionAbout} made, in either register; undefined for any other text. */
export function topicOf(question: string): string | undefined {
  const topic =
    /^Thinking about (.+), what are your thoughts on \1\?$/s.exec(question)?.[1] ??
    /^Write a short message to a friend about (.+)\.$/s.exec(question)?.[1];
  return topic !== undefined && registers.some((register) => questionAbout(topic, register) === question)
    ? topic
    : undefined;
}
