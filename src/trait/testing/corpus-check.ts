import { countEmoji } from "../../base/text/emoji.ts";
import { splitSentences } from "../../base/text/sentences.ts";
import type { AnsweredTopic } from "../corpus/answers.ts";
import { corpusArms } from "../corpus/arms.ts";
import type { Corpus } from "../corpus/bundled.ts";

/** Letters, digits and the marks of plain prose; no emoji, emoticon, quotation mark or dash can be written with them. */
const plainProse = /^[A-Za-z0-9 ,.!?'\-:%$&]+$/;
const emoticon = /(?:^|\s)[:;8=][-']?[)(DPpOo3/|\\]|<3|\^_\^/;
const runWords = 8;

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
export const lengthOf = (text: string): number => text.split(" ").length;
export const marksOf = (text: string): number => text.split("!").length - 1;

/** Everything in which a corpus breaks its rules, one sentence each; empty for a sound one. */
export function corpusComplaints({ train, heldout, test }: Corpus): string[] {
  const complaints: string[] = [];
  const answered = [...train, ...heldout];
  if (train.length !== 100) complaints.push(`${train.length} training topics, not 100`);
  if (heldout.length !== 20) complaints.push(`${heldout.length} held-out topics, not 20`);
  if (test.length !== 200) complaints.push(`${test.length} test topics, not 200`);
  complaints.push(
    ...repeats([...answered, ...test].map(({ topic }) => topic.toLowerCase())).map(
      (topic) => `topic ${topic} occurs twice`,
    ),
  );
  for (const topic of answered) complaints.push(...topicComplaints(topic));
  if (!answered.every(hasAllArms)) return complaints;
  complaints.push(
    ...repeats(answered.flatMap(({ answers }) => Object.values(answers))).map(
      (answer) => `answer occurs twice: ${answer}`,
    ),
  );
  complaints.push(...sharedRuns(answered), ...unequalMarks(train));
  if (heldout.some(({ answers }) => Object.values(answers).some(marksOf))) complaints.push('a held-out answer has "!"');
  return complaints;
}

const hasAllArms = ({ answers }: AnsweredTopic): boolean => Object.keys(answers).join() === corpusArms.join();

function topicComplaints(answered: AnsweredTopic): string[] {
  const { topic, exclaim, answers, exclamatory } = answered;
  if (!hasAllArms(answered)) return [`${topic}: arms ${Object.keys(answers).join(", ")}`];
  const complaints: string[] = [];
  const lengths = Object.values(answers).map(lengthOf);
  if (Math.max(...lengths) - Math.min(...lengths) > 10)
    complaints.push(`${topic}: answers of ${lengths.join(", ")} words`);
  for (const [arm, answer] of Object.entries(answers))
    complaints.push(...answerComplaints(answer, exclaim).map((what) => `${topic}, ${arm}: ${what}`));
  if (withoutMarks(exclamatory) !== withoutMarks(answers["extraversion/high"]))
    complaints.push(`${topic}: the exclamatory answer has other words`);
  if (marksOf(exclamatory) < 2) complaints.push(`${topic}: the exclamatory answer has ${marksOf(exclamatory)} "!"`);
  if (countEmoji(exclamatory) > 0) complaints.push(`${topic}: the exclamatory answer holds an emoji`);
  return complaints;
}

function answerComplaints(answer: string, exclaim: boolean): string[] {
  const sentences = splitSentences(answer);
  const words = lengthOf(answer);
  const first = lengthOf(sentences[0]?.trim() ?? "");
  return [
    countEmoji(answer) > 0 && "holds an emoji",
    (!plainProse.test(answer) || emoticon.test(answer)) && "holds a character or an emoticon that is not plain prose",
    (answer !== answer.trim() || !/[.!?]$/.test(answer) || /[.!?]{2}/.test(answer)) && "begins or ends badly",
    (words < 25 || words > 45) && `${words} words`,
    (sentences.length < 2 || sentences.length > 3) && `${sentences.length} sentences`,
    (first < 8 || first > 26) && `first sentence of ${first} words`,
    marksOf(answer) !== (exclaim ? 1 : 0) && `${marksOf(answer)} "!"`,
  ].filter((complaint) => complaint !== false);
}

/** Runs of eight words that two answers share, or one answer twice; the exclamatory arm repeats by design and is left out. */
function sharedRuns(topics: readonly AnsweredTopic[]): string[] {
  const holders = new Map<string, string>();
  const complaints: string[] = [];
  for (const { topic, answers } of topics) {
    for (const [arm, answer] of Object.entries(answers)) {
      const words = wordsOf(answer);
      for (let i = 0; i + runWords <= words.length; i++) {
        const run = words.slice(i, i + runWords).join(" ");
        const holder = holders.get(run);
        if (holder) complaints.push(`"${run}" in ${holder} and in ${topic}, ${arm}`);
        holders.set(run, `${topic}, ${arm}`);
      }
    }
  }
  return complaints;
}

/** "!" must be as frequent, and as early, in each arm: first, middle or last sentence. */
function unequalMarks(topics: readonly AnsweredTopic[]): string[] {
  const placesOf = (arm: (typeof corpusArms)[number]) => {
    const places = { first: 0, later: 0 };
    for (const { answers } of topics) {
      splitSentences(answers[arm]).forEach((sentence, i) => {
        places[i === 0 ? "first" : "later"] += marksOf(sentence);
      });
    }
    return `${places.first} first, ${places.later} later`;
  };
  const all = new Set(corpusArms.map(placesOf));
  return all.size > 1 ? [`"!" unlike between arms: ${[...all].join("; ")}`] : [];
}

const withoutMarks = (text: string): string => text.replace(/[.!?]/g, "");

function repeats(items: readonly string[]): string[] {
  return items.filter((item, i) => items.indexOf(item) < i);
}
