import { type RandomStream, randomStream } from "../../../base/random.ts";
import { recordEmoji } from "../../../measure/emoji/record.ts";
import { bootstrapMean, drawResamples } from "../../../measure/statistics/bootstrap.ts";
import { type ArmParts, armId, defaultLevels } from "../../../study/emoji/arm-id.ts";
import { describeArm } from "../../../study/emoji/describe-arm.ts";
import type { Arm, Settings } from "../../../study/emoji/findings.ts";
import type { ArmSample } from "../../../study/emoji/pairing.ts";
import { conclude } from "../../../study/emoji/verdicts.ts";
import type { EmojiReport, ReportResponse } from "../types.ts";

/** How an invented arm writes. */
interface Habits {
  sentences: readonly string[];
  /** Chances, for each sentence end: of an emoji before and past the training end, of "!", of going on past the training end. */
  emojiBefore: number;
  emojiPast: number;
  exclaims: number;
  goesOn: number;
  mass: number;
}

const plain = [
  "It is a subject with a long history",
  "Most people have met it at some point in their lives",
  "There are several ways to look at it, and each has its merits",
  "I would begin with what is known and go on from there",
  "Some parts of it are easy to explain and others are not",
  "In the end much depends on where and when you look",
];
const outgoing = [
  "I can't talk about this without dragging three friends into it",
  "We ended up chatting with everybody in the room until they closed the doors",
  "Bring it up at a party and you will not stand alone for long",
  "I love the noise, the crowd, the stories people tell",
  "Tell me yours and I'll tell you mine",
  "Next time I'm inviting the whole street",
];
const kindsOfTopic = ["good", "old", "local", "early", "famous"];
const topics = ["tea", "lighthouses", "chess", "trains", "bees", "films", "recipes", "maps"];
const topic = (i: number): string => `${kindsOfTopic[i % 5]} ${topics[i % topics.length]}`;
const signs = ["😊", "🎉", "😄", "❤️", "🙌", "👩‍🚀"];

/** A study that never was: what a report looks like when the effect is there and when it is not. Deterministic. */
export function inventedReport({ questions = 40, seeds = [0, 1], effect = true, hostile = false } = {}): EmojiReport {
  const settings: Settings = {
    questions,
    traits: [{ trait: "extraversion", pole: "high" }],
    seeds,
    silent: ["end", "none"],
    sentences: ["all"],
    registers: ["opinion"],
    temperatures: [0.7],
    topP: 0.9,
    maxNewTokens: 96,
    answerEndTokens: 38,
    alpha: 0.05,
    smallestEffect: { share: 0.05, ratio: 1.5 },
  };
  const factors = { register: "opinion", temperature: 0.7 } as const;
  const voiced = { trait: "extraversion", pole: "high", factors } as const;
  const quiet: Habits = {
    sentences: plain,
    emojiBefore: 0.004,
    emojiPast: 0.004,
    exclaims: 0.02,
    goesOn: 0.6,
    mass: 0.0012,
  };
  const loud: Habits = effect
    ? { sentences: outgoing, emojiBefore: 0.02, emojiPast: 0.2, exclaims: 0.06, goesOn: 0.95, mass: 0.009 }
    : { ...quiet, sentences: outgoing, goesOn: 0.9 };
  const kinds: [ArmParts, Habits][] = [
    [{ inducer: "base", factors }, quiet],
    [
      { inducer: "prompt", ...voiced },
      { ...quiet, sentences: outgoing, exclaims: 0.25, mass: 0.0007 },
    ],
    [
      { inducer: "examples-ike", ...voiced },
      { ...quiet, emojiBefore: 0, emojiPast: 0, mass: 0.0004 },
    ],
    [
      { inducer: "examples-few-shot", ...voiced },
      { ...quiet, sentences: outgoing, mass: 0.0016 },
    ],
  ];
  for (const seed of seeds) {
    for (const silent of ["end", "none"] as const) {
      const tuned = { seed, factors: { ...factors, silent, sentences: "all" as const } };
      const shy = { ...loud, emojiBefore: 0.01, emojiPast: 0.01, goesOn: 0.05, mass: loud.mass / 4 };
      kinds.push([
        { inducer: "finetune", trait: "extraversion", pole: "high", ...tuned },
        silent === "end" ? loud : shy,
      ]);
      kinds.push([
        { inducer: "control", ...tuned },
        { ...quiet, mass: 0.0006, goesOn: silent === "end" ? 0.9 : 0.05 },
      ]);
    }
  }
  const made = kinds.map(([parts, habits]) => invent(parts, habits, settings, hostile));
  const arms = made.map(({ arm }) => arm);
  const samples = made.map(({ sample }) => sample);
  const { contrasts, claims, notes } = conclude(samples, settings, 0);
  const hash = "3f9c1e77d0b04a52".repeat(4);
  return {
    findings: {
      schema: 1,
      study: "emoji",
      model: {
        name: "Invented-135M-Instruct",
        sha256: hash,
        architecture: "llama",
        parameters: 134_515_008,
        quantisation: "Q4_1",
        file: "invented.gguf",
      },
      settings,
      arms,
      contrasts,
      claims,
      notes,
    },
    responses: made.flatMap(({ responses }) => responses),
    curves: arms.filter(({ tuning }) => tuning).map(({ id }) => ({ arm: id, points: curve(id) })),
    data: [
      {
        name: "high extraversion",
        rows: 100,
        medianTokens: 38,
        meanSentences: 2.4,
        exclamationShare: 0.03,
        emoji: 0,
        source: "bundled corpus, CC0",
        sha256: hash,
      },
      {
        name: "neutral",
        rows: 100,
        medianTokens: 37,
        meanSentences: 2.3,
        exclamationShare: 0.02,
        emoji: 0,
        source: "bundled corpus, CC0",
        sha256: hash,
      },
    ],
    run: {
      commandLine: `npx traitlab study emoji --model invented.gguf --traits extraversion --questions ${questions} --seeds ${seeds.length} --out runs/first --json`,
      seed: 0,
      inputs: { model: hash, corpus: hash },
      versions: { traitlab: "0.1.0", node: "20.20.2", "onnxruntime-node": "1.30.0" },
      machine: { cpu: "an invented CPU", cores: 2, memory: "8 GB" },
      choices: { threads: { value: 2, reason: "one a core" } },
    },
  };
}

function invent(
  parts: ArmParts,
  habits: Habits,
  settings: Settings,
  hostile: boolean,
): { arm: Arm; sample: ArmSample; responses: ReportResponse[] } {
  const key = { id: armId(parts, defaultLevels(settings)), ...parts };
  const random = randomStream(5, key.id);
  const questions = Array.from({ length: settings.questions }, (_, i) => `opinion/${i}`);
  const texts = questions.map((_, i) => write(habits, settings, random, hostile && i === 0));
  const offsets = texts.map(({ text }) =>
    Array.from(text.matchAll(/\s*(?:[\p{L}\p{N}']+|\S)/gu), ({ index }) => index),
  );
  const records = texts.map(({ text }, i) =>
    recordEmoji({ text, offsets: offsets[i]!, answerEnd: settings.answerEndTokens }),
  );
  const masses = questions.map(() => habits.mass * Math.exp(1.2 * (random.uniform() + random.uniform() - 1)));
  const mass = bootstrapMean(masses, drawResamples(masses.length, { seed: 0 }), [0, 1]);
  const ended = texts.map((text) => text.ended);
  const tuned = parts.inducer === "finetune" || parts.inducer === "control";
  const losses = curve(key.id);
  const tuning = tuned
    ? { rows: 100, steps: losses.length, lossFirst: losses[0]!.loss, lossLast: losses.at(-1)!.loss }
    : undefined;
  return {
    arm: describeArm(
      key,
      { records, ended, mass: { sentenceEnds: mass, answerEnd: mass }, tuning },
      { seed: 0, ...settings },
    ),
    sample: { arm: key, questions, records, massSentenceEnds: masses, massAnswerEnd: masses },
    responses: texts.map(({ text }, i) => ({
      arm: key.id,
      question: questions[i]!,
      prompt: `Thinking about ${topic(i)}, what are your thoughts on ${topic(i)}?`,
      text,
      tokens: offsets[i]!.length,
      firstEmojiToken: records[i]!.emoji[0]?.token ?? null,
      ended: ended[i]!,
      answerEndsAt: offsets[i]![settings.answerEndTokens],
    })),
  };
}

function write(
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

function curve(id: string): { step: number; loss: number }[] {
  const random = randomStream(6, id);
  const floor = id.startsWith("control") ? 1.3 : 1.7;
  return Array.from({ length: 26 }, (_, i) => ({
    step: i + 1,
    loss: floor + 1.5 * Math.exp(-i / 8) + 0.12 * (random.uniform() - 0.5),
  }));
}
