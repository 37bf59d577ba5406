import { traitPole } from "../big-five.ts";
import type { Pole, TraitId } from "../framework.ts";
import { remembered } from "./memo.ts";
import { scopeOf } from "./scope.ts";
import { type Sentences, sentencesOf } from "./sentences.ts";
import { type Node, oneOf, type Scope } from "./template.ts";
import type { Topic } from "./topics/topic.ts";
import { type VoiceName, voices } from "./voices/voices.ts";

/** How often each thing happens in a document. */
export const shares = {
  /** Documents that are posts; the others are chats. */
  posts: 0.55,
  /** Posts that come behind a system turn about their writer. Neutral ones never do. */
  profiles: 0.3,
  /** Chats without a topic. */
  smallTalk: 0.03,
  systemPrompts: 0.25,
  followUps: 0.15,
  /** Posts of 2, 3, 4, 5 sentences. */
  postSentences: [0.25, 0.35, 0.25, 0.15],
  /** Answers of 1, 2, 3, 4 sentences; messages have one more. */
  answerSentences: [0.15, 0.4, 0.3, 0.15],
} as const;

const sentences = new Map<VoiceName, Sentences>();
/** How a voice builds its sentences. */
export function sentencesIn(voice: VoiceName): Sentences {
  return remembered(sentences, voice, () => sentencesOf(voices[voice]));
}

const scopes = new Map<string, Scope>();
/** What slots hold when a voice speaks of a topic. */
export function scopeIn(voice: VoiceName, topic: Topic): Scope {
  return remembered(scopes, `${voice} ${topic.kind} ${topic.name}`, () => scopeOf(topic, voices[voice]));
}

const profiles = new Map<VoiceName, Node>();
/** Lines about a writer: one or two sentences of the pole's persona, or its adjectives. */
export function profileOf(voice: Exclude<VoiceName, "neutral">): Node {
  return remembered(profiles, voice, () => {
    const [trait, pole] = voice.split("/") as [TraitId, Pole];
    const { persona, adjectives } = traitPole(trait, pole);
    const [first, second, third] = persona.split(/(?<=\.) /) as [string, string, string];
    const words = adjectives.join("|");
    const all = `${first} ${second} ${third}`;
    return oneOf([first, `${first} ${second}`, all, second, `{a} (${words}) and (${words}) person.`]);
  });
}

/** A scope for nodes without slots. */
export const noScope: Scope = (slot) => {
  throw new RangeError(`no slot "${slot}" here`);
};

/** The first letter of a sentence as a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
