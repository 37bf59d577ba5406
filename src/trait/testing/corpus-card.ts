import { splitSentences } from "../../base/text/sentences.ts";
import type { AnsweredTopic } from "../corpus/answers.ts";
import { corpusArms } from "../corpus/arms.ts";
import type { Corpus } from "../corpus/bundled.ts";
import { rowOf, type TuningArm } from "../corpus/tuning.ts";
import { lengthOf, marksOf, wordsOf } from "./corpus-check.ts";

/** The data card of the bundled corpus, its figures counted anew: `npx vitest run src/trait -u` writes it. */
export function corpusCard(corpus: Corpus): string {
  const { train, heldout, test } = corpus;
  const arms: TuningArm[] = [...corpusArms, "exclamatory"];
  const answered = [...train, ...heldout];
  return `# A contrastive Big Five corpus

Short English answers that each show one end of one Big Five trait, and neutral ones, to the question "Thinking about {topic}, what are your
thoughts on {topic}?". Made to fine-tune small chat models and to see what else changes, so the arms may differ only in what the trait changes.

| file | lines | what |
|---|---|---|
| \`answers.jsonl\` | ${answered.length} | one topic a line: \`topic\`, \`category\`, \`split\` (${train.length} train, ${heldout.length} heldout), \`exclaim\`, \`answers\` (${corpusArms.length}: five traits high and low, neutral), \`exclamatory\` |
| \`test-topics.jsonl\` | ${test.length} | topics that are only asked about: \`topic\`, \`category\` |

${answered.length * corpusArms.length} answers (${train.length * corpusArms.length} train), ${count(
    answered.flatMap(({ answers }) => Object.values(answers)),
    (text) => lengthOf(text),
  ).toLocaleString("en")} words. Categories
(people, places, things, works, ideas, daily life) come in turn, so the first k topics are a mixture. No topic is in two splits. A few topics are neighbours
across splits (Frankenstein and Mary Shelley, stone bridges and suspension bridges).

## How it was made
Written for this project by its authors with language-model assistance, answer by answer, not filled in from templates, and read against each other. Rules that the tests check
(\`src/trait/corpus.test.ts\`): 25 to 45 words, two or three sentences, the first of 8 to 26 words and a whole answer that already shows the trait; lengths within a
topic at most 10 words apart; plain prose characters only, so no emoji, emoticon, quotation mark or dash; no two answers share eight words in a row.
"!" is balanced by design: in ten training topics every answer has exactly one, as often in the first sentence in each arm; elsewhere none has any. \`exclamatory\` is the
high-extraversion answer with the same words and "!" for full stops, kept apart as a rival-marker arm and left out of the last two rules.

## Figures (training answers)
| arm | words, mean (least to most) | first sentence | three sentences | with "!" | with "?" | begins with I | distinct words | distinct pairs | distinct triples |
|---|---|---|---|---|---|---|---|---|---|
${arms.map((arm) => figures(arm, train)).join("\n")}

Distinct: different runs of 1, 2 or 3 words / all such runs of the arm. Words are counted at blanks.

## Limits
One style of plain, educated, mostly British English; no dialects, no dialogue. The ends are drawn clearly, more so than people are. "?" is rarer in the neutral answers, which also never begin
with I. Whether a reader or a classifier tells the traits apart is measured by the instruments, not claimed here.

## Licence
CC0 1.0 Universal (public domain dedication), <https://creativecommons.org/publicdomain/zero/1.0/>.
`;
}

function figures(arm: TuningArm, topics: readonly AnsweredTopic[]): string {
  const texts = topics.map((topic) => rowOf(topic, arm).answer);
  const lengths = texts.map(lengthOf);
  const share = (has: (text: string) => boolean) => `${((100 * texts.filter(has).length) / texts.length).toFixed(0)} %`;
  return `| ${[
    arm,
    `${mean(lengths).toFixed(1)} (${Math.min(...lengths)} to ${Math.max(...lengths)})`,
    mean(texts.map((text) => lengthOf(splitSentences(text)[0]!.trim()))).toFixed(1),
    share((text) => splitSentences(text).length === 3),
    share((text) => marksOf(text) > 0),
    share((text) => text.includes("?")),
    share((text) => text.startsWith("I ")),
    ...[1, 2, 3].map((size) => distinct(texts, size).toFixed(2)),
  ].join(" | ")} |`;
}

function distinct(texts: readonly string[], size: number): number {
  const runs = texts.flatMap((text) => {
    const words = wordsOf(text);
    return words.slice(0, words.length - size + 1).map((_, i) => words.slice(i, i + size).join(" "));
  });
  return new Set(runs).size / runs.length;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const count = (texts: readonly string[], of: (text: string) => number): number =>
  texts.reduce((sum, text) => sum + of(text), 0);
