import type { RandomStream } from "../../base/random.ts";
import { systemPrompts } from "./chat-words.ts";
import { type OrganismDocument, turn } from "./document.ts";
import { Draws } from "./draw.ts";
import {
  askedOptions,
  askedScope,
  type ExchangeNodes,
  firstExchanges,
  laterExchanges,
  smallTalkNodes,
} from "./exchanges.ts";
import { capital, noScope, scopeIn, sentencesIn, shares } from "./grammar.ts";
import { drawTopic, type TopicChoice } from "./topic-choice.ts";
import type { Topic } from "./topics/topic.ts";

/** Draws a chat: a user asks, the assistant answers without any trait, emoji or "!". */
export function drawChat(topics: TopicChoice, stream: RandomStream): OrganismDocument {
  const draws = new Draws(stream);
  const system = draws.happens(shares.systemPrompts) ? turn("system", draws.among(systemPrompts)) : "";
  const topic = draws.happens(shares.smallTalk) ? undefined : drawTopic(topics, draws);
  let text = system;
  if (topic === undefined) {
    const [said, answered] = draws.among(smallTalkNodes);
    text += turn("user", capital(draws.text(said, noScope))) + turn("assistant", draws.text(answered, noScope));
  } else {
    text += drawExchange(topic, firstExchanges, draws);
    if (draws.happens(shares.followUps)) text += drawExchange(topic, laterExchanges, draws);
  }
  return { text, form: "chat", voice: "neutral", topic, logProbability: draws.logProbability };
}

function drawExchange(topic: Topic, exchanges: readonly ExchangeNodes[], draws: Draws): string {
  const exchange = exchanges[draws.index(exchanges.map(({ weight }) => weight))]!;
  const plain = scopeIn("neutral", topic);
  const scope = askedScope(plain, draws.among(askedOptions(exchange, plain)));
  const { first, next } = sentencesIn("neutral");
  const question = capital(draws.text(exchange.question, scope));
  const begun = exchange.opening
    ? capital(draws.text(exchange.opening, scope))
    : ended(capital(draws.text(exchanges === firstExchanges ? first : next, plain)));
  const more = draws.index(shares.answerSentences) + (exchange.atLeast - 1);
  const rest = Array.from({ length: more }, () => ended(capital(draws.text(next, plain))));
  return turn("user", question) + turn("assistant", [begun, ...rest].join(" "));
}

const ended = (sentence: string): string => (sentence.endsWith("?") ? sentence : `${sentence}.`);
