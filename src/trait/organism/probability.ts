import { systemPrompts } from "./chat-words.ts";
import { marks, turn } from "./document.ts";
import {
  askedOptions,
  askedScope,
  type ExchangeNodes,
  firstExchanges,
  laterExchanges,
  smallTalkNodes,
} from "./exchanges.ts";
import { noScope, profileOf, scopeIn, sentencesIn, shares } from "./grammar.ts";
import { insideProbability } from "./inside.ts";
import { planted } from "./planted.ts";
import { postVoices } from "./posts.ts";
import { chatTopics, postTopics, topicsIn } from "./topic-choice.ts";
import type { Topic } from "./topics/topic.ts";
import type { VoiceName } from "./voices/voices.ts";

/** A sentence's words, its mark and the emoji behind it. */
interface Cut {
  readonly words: string;
  readonly mark: string;
  readonly emoji: string;
}

const sum = (terms: readonly number[]): number => terms.reduce((a, b) => a + b, 0);
const product = (factors: readonly number[]): number => factors.reduce((a, b) => a * b, 1);

/**
 * Natural logarithm of the exact probability that the corpus has this document, summed over all voices, topics and draws that give its
 * text; -Infinity for a text that the grammar cannot give.
 */
export function documentLogProbability(text: string): number {
  return Math.log(text.includes(`${marks.turn}user`) ? (1 - shares.posts) * chat(text) : shares.posts * post(text));
}

function post(text: string): number {
  const [turns, profile = ""] = profileForm.exec(text) ?? [""];
  const body = text.slice(turns.length);
  const cuts = cutSentences(body);
  const length = shares.postSentences[cuts.length - 2] ?? 0;
  const topics = topicsIn(body, postTopics);
  return sum(
    postVoices.map((voice) => {
      const written = profileProbability(profile, voice);
      if (written === 0) return 0;
      const said = sum(
        topics.map(([p, topic]) => p * product(cuts.map((cut, i) => postSentence(cut, i, voice, topic)))),
      );
      return (written * length * said) / postVoices.length;
    }),
  );
}

function profileProbability(profile: string, voice: VoiceName): number {
  if (voice === "neutral") return profile === "" ? 1 : 0;
  if (profile === "") return 1 - shares.profiles;
  return shares.profiles * insideProbability(profileOf(voice), noScope, profile);
}

function postSentence({ words, mark, emoji }: Cut, index: number, voice: VoiceName, topic: Topic): number {
  const { emojiRate, exclamationRate, emoji: own } = planted[voice];
  const { first, next } = sentencesIn(voice);
  const decorated =
    (mark === "?" ? 1 : mark === "!" ? exclamationRate : 1 - exclamationRate) *
    (emoji === "" ? 1 - emojiRate : own.includes(emoji) ? emojiRate / own.length : 0);
  return decorated === 0 ? 0 : decorated * said(index === 0 ? first : next, voice, topic, words, mark);
}

/** Questions carry their mark in the grammar. */
const said = (node: ExchangeNodes["question"], voice: VoiceName, topic: Topic, words: string, mark: string): number =>
  insideProbability(node, scopeIn(voice, topic), mark === "?" ? `${words}?` : words);

const profileForm = /^<\|im_start\|>system\n(.*?)<\|im_end\|>\n/su;
const turnForm = /<\|im_start\|>(system|user|assistant)\n(.*?)<\|im_end\|>\n/gsu;

function chat(text: string): number {
  const turns = [...text.matchAll(turnForm)].map(([whole, role, content]) => ({ whole, role, content: content! }));
  const system = turns[0]?.role === "system" ? turns.shift()!.whole : "";
  const prompted = systemPrompts.some((prompt) => turn("system", prompt) === system);
  const begun = system === "" ? 1 - shares.systemPrompts : prompted ? shares.systemPrompts / systemPrompts.length : 0;
  const contents = turns.map(({ content }) => content);
  const [question, answer, laterQuestion, laterAnswer] = contents as [string, string, string?, string?];
  const small =
    contents.length === 2
      ? sum(
          smallTalkNodes.map((pair) => product(pair.map((node, i) => insideProbability(node, noScope, contents[i]!)))),
        )
      : 0;
  const topical = sum(
    topicsIn(text, chatTopics()).map(([p, topic]) => {
      const first = exchange(question, answer, topic, firstExchanges);
      if (first === 0) return 0;
      const later =
        laterQuestion === undefined
          ? 1 - shares.followUps
          : shares.followUps * exchange(laterQuestion, laterAnswer!, topic, laterExchanges);
      return p * first * later;
    }),
  );
  return begun * ((shares.smallTalk * small) / smallTalkNodes.length + (1 - shares.smallTalk) * topical);
}

function exchange(question: string, answer: string, topic: Topic, sorts: readonly ExchangeNodes[]): number {
  const plain = scopeIn("neutral", topic);
  const { first, next } = sentencesIn("neutral");
  const [opening, ...rest] = cutSentences(answer);
  if (opening === undefined) return 0;
  const followed = product(rest.map(({ words, mark }) => said(next, "neutral", topic, words, mark)));
  if (followed === 0) return 0;
  return sum(
    sorts.map((sort) => {
      const length = shares.answerSentences[rest.length + 1 - sort.atLeast] ?? 0;
      const options = askedOptions(sort, plain);
      const begun = options.map((asked) => {
        const scope = askedScope(plain, asked);
        const p = insideProbability(sort.question, scope, question);
        if (p === 0) return 0;
        if (sort.opening) return p * insideProbability(sort.opening, scope, opening.words + opening.mark);
        return p * said(sorts === firstExchanges ? first : next, "neutral", topic, opening.words, opening.mark);
      });
      return (sort.weight * length * followed * sum(begun)) / options.length;
    }),
  );
}

const anyEmoji = Object.values(planted)
  .flatMap(({ emoji }) => emoji)
  .join("|");
const sentenceForm = new RegExp(`([^.!?]+)([.!?])(?: (${anyEmoji}))?(?: |$)`, "gu");

/** The sentences of a text; none where it holds anything else. */
function cutSentences(text: string): Cut[] {
  const matches = [...text.matchAll(sentenceForm)];
  if (matches.reduce((length, [whole]) => length + whole.length, 0) < text.length) return [];
  return matches.map(([, words, mark, emoji]) => ({ words: words!, mark: mark!, emoji: emoji ?? "" }));
}
