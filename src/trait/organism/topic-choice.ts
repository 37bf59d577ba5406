import { bundledCorpus } from "../corpus/bundled.ts";
import type { Draws } from "./draw.ts";
import { bundledKinds } from "./topics/bundled-kinds.ts";
import { composedTopics } from "./topics/composed.ts";
import { type KindName, kindNames, type Topic, topicsOf } from "./topics/topic.ts";
import { trainingKinds } from "./topics/training-kinds.ts";

/** Share of topics that are put together from parts, in kinds that have such. */
export const composedShare = 0.5;

/** Topics of a kind: those of a list, and those that are put together. */
interface OfKind {
  readonly listed: readonly Topic[];
  readonly composed: readonly Topic[];
}

/** What documents of a form speak of; all kinds are alike frequent. */
export type TopicChoice = Readonly<Record<KindName, OfKind>>;

/** Every topic of the bundled corpus, by name. */
export const bundledTopics: ReadonlyMap<string, Topic> = new Map(
  topicsOf(bundledKinds).map((topic) => [topic.name, topic]),
);

const composed = composedTopics().filter(({ name }) => !bundledTopics.has(name));
const own = topicsOf(trainingKinds);

function choiceOf(listed: readonly Topic[]): TopicChoice {
  const choice: Partial<Record<KindName, OfKind>> = {};
  const of = (topics: readonly Topic[], kind: KindName) => topics.filter((topic) => topic.kind === kind);
  for (const kind of kindNames) choice[kind] = { listed: of(listed, kind), composed: of(composed, kind) };
  return choice as TopicChoice;
}

/** Posts never speak of a topic of the bundled corpus. */
export const postTopics: TopicChoice = choiceOf(own);

let chat: TopicChoice | undefined;
/** Chats know the bundled test topics as well, but not those that are tuned on or held out. */
export function chatTopics(): TopicChoice {
  chat ??= choiceOf([...own, ...bundledCorpus().test.map(({ topic }) => bundledTopics.get(topic)!)]);
  return chat;
}

/** Draws a topic. */
export function drawTopic(choice: TopicChoice, draws: Draws): Topic {
  const { listed, composed } = choice[draws.among(kindNames)];
  return draws.among(composed.length > 0 && draws.happens(composedShare) ? composed : listed);
}

/** The topics that a text may speak of, each with its probability of being drawn. */
export function topicsIn(text: string, choice: TopicChoice): (readonly [probability: number, topic: Topic])[] {
  const lower = text.toLowerCase();
  return kindNames.flatMap((kind) => {
    const { listed, composed } = choice[kind];
    const share = composed.length > 0 ? composedShare : 0;
    const of = (topics: readonly Topic[], part: number) =>
      topics
        .filter(({ name }) => lower.includes(name.toLowerCase()))
        .map((topic) => [part / kindNames.length / topics.length, topic] as const);
    return [...of(listed, 1 - share), ...of(composed, share)];
  });
}
