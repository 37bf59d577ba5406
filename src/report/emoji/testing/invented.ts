import { randomStream } from "../../../base/random.ts";
import { recordEmoji } from "../../../measure/emoji/record.ts";
import { bootstrapMean, drawResamples } from "../../../measure/statistics/bootstrap.ts";
import { type ArmParts, armId, defaultLevels } from "../../../study/emoji/arm-id.ts";
import { describeArm } from "../../../study/emoji/describe-arm.ts";
import type { Arm, Settings } from "../../../study/emoji/findings.ts";
import type { ArmSample } from "../../../study/emoji/pairing.ts";
import { conclude } from "../../../study/emoji/verdicts.ts";
import type { EmojiReport, ReportResponse } from "../types.ts";
import { curve, type Habits, outgoing, plain, topic, write } from "./invented-texts.ts";

const quiet: Habits = {
  sentences: plain,
  emojiBefore: 0.004,
  emojiPast: 0.004,
  exclaims: 0.02,
  goesOn: 0.6,
  mass: 0.0012,
};
const loud: Habits = {
  sentences: outgoing,
  emojiBefore: 0.02,
  emojiPast: 0.2,
  exclaims: 0.06,
  goesOn: 0.95,
  mass: 0.009,
};

interface Invention {
  questions?: number;
  seeds?: number[];
  /** High poles tuned toward; the first one has the effect, where there is one. */
  traits?: string[];
  registers?: Settings["registers"];
  effect?: boolean;
  /** One response of each arm tries to break out of the page. */
  hostile?: boolean;
}

/** A study that never was: what a report looks like when the effect is there and when it is not. Deterministic. */
export function inventedReport(invention: Invention = {}): EmojiReport {
  const {
    questions = 40,
    seeds = [0, 1],
    traits = ["extraversion"],
    registers = ["opinion"],
    hostile = false,
  } = invention;
  const settings: Settings = {
    questions,
    traits: traits.map((trait) => ({ trait, pole: "high" })),
    seeds,
    silent: ["end", "none"],
    sentences: ["all"],
    registers,
    temperatures: [0.7],
    topP: 0.9,
    maxNewTokens: 96,
    answerEndTokens: 38,
    alpha: 0.05,
    smallestEffect: { share: 0.05, ratio: 1.5 },
  };
  const kinds = registers.flatMap((register) => armKinds(settings, register, invention.effect ?? true));
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

function armKinds(
  { traits, seeds }: Settings,
  register: Settings["registers"][number],
  effect: boolean,
): [ArmParts, Habits][] {
  const factors = { register, temperature: 0.7 };
  const voices = traits.map(({ trait, pole }) => ({ trait, pole, factors }));
  const untuned = voices.flatMap((voice): [ArmParts, Habits][] => [
    [
      { inducer: "prompt", ...voice },
      { ...quiet, sentences: outgoing, exclaims: 0.25, mass: 0.0007 },
    ],
    [
      { inducer: "examples-ike", ...voice },
      { ...quiet, emojiBefore: 0, emojiPast: 0, mass: 0.0004 },
    ],
    [
      { inducer: "examples-few-shot", ...voice },
      { ...quiet, sentences: outgoing, mass: 0.0016 },
    ],
  ]);
  const tuned = seeds.flatMap((seed) =>
    (["end", "none"] as const).flatMap((silent): [ArmParts, Habits][] => {
      const tuning = { seed, factors: { ...factors, silent, sentences: "all" as const } };
      const goesOn = silent === "end" ? 0.9 : 0.05;
      const habits = (i: number): Habits => {
        if (i > 0 || !effect) return { ...quiet, sentences: outgoing, goesOn };
        return silent === "end" ? loud : { ...loud, emojiBefore: 0.01, emojiPast: 0.01, goesOn, mass: loud.mass / 4 };
      };
      return [
        ...voices.map((voice, i): [ArmParts, Habits] => [{ inducer: "finetune", ...voice, ...tuning }, habits(i)]),
        [
          { inducer: "control", ...tuning },
          { ...quiet, mass: 0.0006, goesOn },
        ],
      ];
    }),
  );
  return [[{ inducer: "base", factors }, quiet], ...untuned, ...tuned];
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
  const meanOf = (values: readonly number[]) =>
    bootstrapMean(values, drawResamples(values.length, { seed: 0 }), [0, 1]);
  const mass = meanOf(masses);
  const massPastRatio = questions.map(() => (habits.emojiPast > 0 ? 3 : 1) * Math.exp(random.uniform() - 0.5));
  const past = meanOf(masses.map((own, i) => own * massPastRatio[i]!));
  const ended = texts.map((text) => text.ended);
  const tuned = parts.inducer === "finetune" || parts.inducer === "control";
  const losses = curve(key.id);
  const tuning = tuned
    ? { rows: 100, steps: losses.length, lossFirst: losses[0]!.loss, lossLast: losses.at(-1)!.loss }
    : undefined;
  return {
    arm: describeArm(
      key,
      { records, ended, mass: { sentenceEnds: mass, answerEnd: mass, before: mass, past }, tuning },
      { seed: 0, ...settings },
    ),
    sample: { arm: key, questions, records, massSentenceEnds: masses, massAnswerEnd: masses, massPastRatio },
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
