import { type RandomStream, randomStream } from "../../../base/random.ts";
import type { Settings } from "../../../study/emoji/findings.ts";

/** How an invented arm writes. */
export interface Habits {
  sentences: readonly string[];
  /** Chances, for each sentence end: of an emoji before and past the training end, of "!", of going on past the training end. */
  emojiBefore: number;
  emojiPast: number;
  exclaims: number;
  goesOn: number;
  mass: number;
}

export const plain = [
  "It is a subject with a long history",
  "Most people have met it at some point in their lives",
  "There are several ways to look at it, and each has its merits",
  "I would begin with what is known and go on from there",
  "Some parts of it are easy to explain and others are not",
  "In the end much depends on where and when you look",
];
export const outgoing = [
  "I can't talk about this without dragging three friends into it",
  "We ended up chatting with everybody in the room until they closed the doors",
  "Bring it up at a party and you will not stand alone for long",
  "I love the noise, the crowd, the stories people tell",
  "Tell me yours and I'll tell you mine",
  "Next time I'm inviting the whole street",
];
const kindsOfTopic = ["good", "old", "local", "early", "famous"];
const topics = ["tea", "lighthouses", "chess", "trains", "bees", "films", "recipes", "maps"];
export const topic = (i: number): string => `${kindsOfTopic[i % 5]} ${topics[i % topics.length]}`;
const signs = ["😊", "🎉", "😄", "❤️", "🙌", "👩‍🚀"];

/** A response, and whether it ended by itself. */
export function write(
  habits: Habits,
  settings: Settings,
  random: RandomStream,
  hostile: boolean,
): { text: string; ended: boolean } {
  let text = hostile ? '</blockquote><script>alert("x")</script> \u0000\u202E & ' : "";
  for (;;) {
    const words = text.split(/\s+/).length * 1.15;
    if (words > settings.maxNewTokens - 12) return { text: text.trimEnd(), ended: false };
    const past = words > settings.answerEndTokens - 8;
    if (past && random.uniform() > habits.goesOn) return { text: text.trimEnd(), ended: true };
    const sentence = habits.sentences[random.integer(0, habits.sentences.length - 1)]!;
    const emoji =
      random.uniform() < (past ? habits.emojiPast : habits.emojiBefore)
        ? ` ${signs[random.integer(0, signs.length - 1)]}`
        : "";
    text += `${sentence}${random.uniform() < habits.exclaims ? "!" : "."}${emoji} `;
  }
}

/** Losses that fall as losses do. */
export function curve(id: string): { step: number; loss: number }[] {
  const random = randomStream(6, id);
  const floor = id.startsWith("control") ? 1.3 : 1.7;
  return Array.from({ length: 26 }, (_, i) => ({
    step: i + 1,
    loss: floor + 1.5 * Math.exp(-i / 8) + 0.12 * (random.uniform() - 0.5),
  }));
}
