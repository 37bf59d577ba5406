import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { FinetuneOptions } from "../../induce/finetune/options.ts";
import { trainingPrecision } from "../../induce/finetune/precision.ts";
import { type Response, respondTask } from "../../model/engine/respond-task.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import { plannedBytes, planWeights } from "../../model/weights/plan.ts";
import type { WeightPrecision } from "../../model/weights/types.ts";
import type { EmojiConfig } from "../../study/emoji/config.ts";
import { explanationWork } from "../../study/emoji/explain/work.ts";
import { chatOf, planArms } from "../../study/emoji/plan.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { questionAbout } from "../../trait/questions.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { clock, size } from "../format.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { table } from "../table.ts";
import { rowsFor } from "./rows.ts";

interface EstimateCall {
  config: EmojiConfig;
  model: OpenedModel;
  threads: number | undefined;
}

/** Time of a token in each phase, that of a prompt token being 1: measured on SmolLM2, where tuning shares what texts begin with. */
const passes = { answer: 1, tune: 1.7, weigh: 1.2 };

/**
 * What a study would take: counts that are exact but for the length of responses (taken as the limit), a time from a probe of two
 * seconds on this machine, and the memory of its largest phase.
 */
export async function estimateStudy({ config, model, threads }: EstimateCall, context: Context): Promise<Output> {
  const { tokenizer, source } = model;
  const template = model.template();
  const arms = planArms(config, model.answers);
  const questions = chooseQuestions(config.questions, context.seed);
  const promptTokens = arms
    .map(({ key, persona }) => {
      const { topic } = questions[0]!;
      const chat = chatOf({ persona }, topic, questionAbout(topic, key.factors.register));
      return encodeChat(tokenizer, template, chat, { generationPrompt: true }).length * questions.length;
    })
    .reduce((sum, n) => sum + n, 0);
  const newTokens = arms.length * questions.length * config.maxNewTokens;
  const rowsOf = rowsFor(config, model.answers);
  const { epochs } = config.tuning as { epochs: number };
  const tunings = new Map(arms.flatMap(({ tuning }) => (tuning ? [[tuning.id, tuning] as const] : [])));
  const tuneTokens = [...tunings.values()].reduce((sum, plan) => {
    const lengths = rowsOf(plan).map(({ question, answer }) => {
      const prompt = encodeChat(tokenizer, template, [{ role: "user", content: question }], { generationPrompt: true });
      return prompt.length + tokenizer.encode(answer).length + 1;
    });
    return sum + epochs * lengths.reduce((a, b) => a + b, 0);
  }, 0);
  const probe = await probeSpeed(model, config, threads, context);
  const { rank } = config.tuning as { rank: number };
  const why = explanationWork(config, { layers: source.config.layers, rank });
  const answered = Math.ceil(promptTokens / arms.length / questions.length) + config.maxNewTokens;
  const tunedOnce = tuneTokens / Math.max(1, tunings.size);
  const seconds =
    (newTokens + why.answersWritten * config.maxNewTokens) / probe.newPerSecond +
    (promptTokens +
      passes.weigh * (promptTokens + newTokens) +
      answered * why.passes +
      passes.tune * (tuneTokens + why.tunings * tunedOnce)) /
      probe.promptPerSecond;
  const { layers, dModel, dMlp, vocab, kvHeads, headDim } = source.config;
  const answerBytes =
    weightBytes(model, "native", config.accuracy) +
    8 * config.batch * layers * kvHeads * headDim * answered +
    8 * 256 * vocab;
  const tuneRowTokens = tuneTokens / Math.max(1, epochs * tunings.size * rowsOf([...tunings.values()][0]!).length);
  const { batch } = config.tuning as { batch: number };
  const tuneBytes =
    weightBytes(model, tuningPrecision(model, config, context)) +
    4 * batch * tuneRowTokens * (layers * (9 * dModel + 5 * dMlp) + 3 * vocab);
  const estimate = {
    arms: arms.length,
    tunings: tunings.size,
    responses: arms.length * questions.length,
    promptTokens,
    newTokensAtMost: newTokens,
    tuningTokens: tuneTokens,
    explain: { parts: config.explain, ...why },
    seconds: Math.round(seconds),
    peakBytes: Math.round(Math.max(answerBytes, tuneBytes)) + 250e6,
    probe,
  };
  const rows = [
    ["arms", `${estimate.arms}, ${estimate.tunings} of them tuned first`],
    ["responses", `${estimate.responses} of at most ${config.maxNewTokens} tokens`],
    ["prompt tokens", estimate.promptTokens.toLocaleString("en")],
    ["new tokens", `at most ${estimate.newTokensAtMost.toLocaleString("en")}`],
    ["tuning tokens", estimate.tuningTokens.toLocaleString("en")],
    ...(why.answersRead > 0
      ? [
          [
            "explaining",
            `${why.answersRead.toLocaleString("en")} answers read, ${why.answersWritten.toLocaleString("en")} written, ${why.tunings} tunings more`,
          ],
        ]
      : []),
    [
      "time",
      `about ${clock(estimate.seconds)}, from ${Math.round(probe.newPerSecond)} new and ${Math.round(probe.promptPerSecond)} prompt tokens/s here`,
    ],
    ["memory", `about ${size(estimate.peakBytes)} at its peak`],
  ];
  return { json: estimate, text: table([{ title: "what" }, { title: "how much", shrinks: true }], rows) };
}

/** Bytes of the weights in the form that they would run in. */
const weightBytes = ({ source }: OpenedModel, precision: WeightPrecision, accuracy: Accuracy = "f32"): number =>
  plannedBytes(
    planWeights(source.tensors.values(), { precision, exact: precision === "native" && accuracy === "f32" }),
  );

/** How the frozen weights would lie while tuning here. */
function tuningPrecision({ source }: OpenedModel, { tuning }: EmojiConfig, { host }: Context): WeightPrecision {
  const { precision } = tuning as Pick<FinetuneOptions, "precision">;
  return trainingPrecision(precision, source.config, host.machine.memoryBytes).precision;
}

/** Speed of prompts and of new tokens on this machine, after a warm-up, in about two seconds for a small model. */
async function probeSpeed({ spec }: OpenedModel, config: EmojiConfig, threads: number | undefined, context: Context) {
  return withEngine(threads, context, async (engine) => {
    const answer = async (count: number, maxNewTokens: number) => {
      const responses: Response[] = [];
      const begun = performance.now();
      const questions = chooseQuestions(count, context.seed);
      await engine.run(
        respondTask,
        {
          model: spec,
          prompts: questions.map(({ id, topic }) => ({
            id,
            messages: [{ role: "user" as const, content: questionAbout(topic) }],
            stream: `probe/${id}`,
          })),
          sampling: { temperature: config.temperature[0]!, topP: config.topP, topK: 0, minP: 0, repetitionPenalty: 1 },
          seed: context.seed,
          maxNewTokens,
          stops: [],
          batch: config.batch,
          stream: false,
        },
        {
          signal: context.signal,
          onEvent: (event) => void (event.type === "response" && responses.push(event.response)),
        },
      );
      const sum = (of: (response: Response) => number) =>
        responses.reduce((total, response) => total + of(response), 0);
      return {
        seconds: (performance.now() - begun) / 1000,
        prompt: sum((r) => r.promptTokens),
        made: sum((r) => r.ids.length),
      };
    };
    await answer(1, 2);
    const short = await answer(config.batch, 1);
    const long = await answer(config.batch, 25);
    return {
      promptPerSecond: short.prompt / short.seconds,
      newPerSecond: (long.made - short.made) / Math.max(0.01, long.seconds - short.seconds),
    };
  });
}
