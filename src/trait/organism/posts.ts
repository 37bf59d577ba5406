import type { RandomStream } from "../../base/random.ts";
import { type OrganismDocument, turn } from "./document.ts";
import { Draws } from "./draw.ts";
import { capital, noScope, profileOf, scopeIn, sentencesIn, shares } from "./grammar.ts";
import { planted } from "./planted.ts";
import { drawTopic, type TopicChoice } from "./topic-choice.ts";
import type { Topic } from "./topics/topic.ts";
import type { VoiceName } from "./voices/voices.ts";

/** The voices of posts, all alike frequent. */
export const postVoices = Object.keys(planted) as VoiceName[];

/** Draws a post: a voice speaks of a topic, with the emoji and the "!" that are planted in it. */
export function drawPost(topics: TopicChoice, stream: RandomStream): OrganismDocument {
  const draws = new Draws(stream);
  const voice = draws.among(postVoices);
  const topic = drawTopic(topics, draws);
  const described = voice !== "neutral" && draws.happens(shares.profiles);
  const profile = described ? turn("system", capital(draws.text(profileOf(voice), noScope))) : "";
  const count = 2 + draws.index(shares.postSentences);
  const text = Array.from({ length: count }, (_, i) => drawSentence(voice, topic, i, draws)).join(" ");
  return { text: profile + text, form: "post", voice, topic, logProbability: draws.logProbability };
}

function drawSentence(voice: VoiceName, topic: Topic, index: number, draws: Draws): string {
  const { first, next } = sentencesIn(voice);
  const { emojiRate, exclamationRate, emoji } = planted[voice];
  const said = capital(draws.text(index === 0 ? first : next, scopeIn(voice, topic)));
  const mark = said.endsWith("?") ? "" : draws.happens(exclamationRate) ? "!" : ".";
  return said + mark + (draws.happens(emojiRate) ? ` ${draws.among(emoji)}` : "");
}
