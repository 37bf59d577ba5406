import { findEmoji } from "../../../base/text/emoji.ts";
import { explainAblate } from "../../../explain/ablate/explain.ts";
import { adapterShape, answerPairs, suspectedDirection, suspectedNeurons } from "../../../explain/ablate/suspects.ts";
import { answeredOf } from "../../../explain/forecast/answered.ts";
import { forecast } from "../../../explain/forecast/forecast.ts";
import { explainIcl } from "../../../explain/icl/explain.ts";
import { explainLayers } from "../../../explain/layers/explain.ts";
import { explainNeurons, type Neurons } from "../../../explain/neurons/explain.ts";
import { promptWordings } from "../../../explain/neurons/prompts.ts";
import { answerRead, corpusRead, questionsAsked, type ReadText } from "../../../explain/texts.ts";
import { explainTokens } from "../../../explain/tokens/explain-tokens.ts";
import { readTexts } from "../../../measure/classifier/instrument.ts";
import { traitAlignment } from "../../../measure/classifier/result.ts";
import { keepUnder } from "../../../measure/keep.ts";
import { traitPole } from "../../../trait/big-five.ts";
import type { CorpusArm } from "../../../trait/corpus/arms.ts";
import type { Question } from "../../../trait/corpus/test-questions.ts";
import { parseTrait } from "../../../trait/parse.ts";
import { isDefault } from "../arm-id.ts";
import type { Claim } from "../findings.ts";
import { defaultsOf, type PlannedArm } from "../plan.ts";
import type { ArmOutcome, EmojiStudyOptions } from "../run-study.ts";
import { type VoiceArms, voiceArms } from "./arms.ts";
import { claimTable } from "./claims.ts";
import type { Explanation } from "./findings.ts";
import { explainGuardedIn } from "./guarded.ts";
import { type ExplanationPart, explanationParts } from "./parts.ts";

/** What the first half of the study leaves to the second. */
export interface FirstHalf {
  planned: readonly PlannedArm[];
  outcomes: readonly ArmOutcome[];
  questions: readonly Question[];
  answerEndTokens: number;
  /** Claims that the first half has decided. */
  claims: readonly Claim[];
}

/** What all parts are given. */
export interface Explaining {
  options: EmojiStudyOptions;
  half: FirstHalf;
  arms: VoiceArms;
  texts: readonly ReadText[];
  asked: readonly { id: string; asked: { question: string; topic: string } }[];
  sampling: { temperature: number; topK: number; topP: number; minP: number; repetitionPenalty: number };
}

/**
 * Why: where the emoji of the study's first voice come from, tested. Undefined where no part is asked for. What is finished is kept in the
 * run.
 */
export async function explainStudy(options: EmojiStudyOptions, half: FirstHalf): Promise<Explanation | undefined> {
  const { config } = options;
  const wanted = explanationParts.filter((part) => config.explain.includes(part));
  if (wanted.length === 0) return undefined;
  const arms = await voiceArms(options, half.planned, half.outcomes);
  const { register, temperature } = defaultsOf(config);
  const explaining: Explaining = {
    options,
    half,
    arms,
    texts: textsRead(options, half, arms),
    asked: questionsAsked(half.questions, register),
    sampling: { temperature, topK: 0, topP: config.topP, minP: 0, repetitionPenalty: 1 },
  };
  const found: Omit<Explanation, "claims"> = {
    voice: arms.voice,
    persona: arms.personas[0]!.id,
    control: arms.controls[0]!.id,
    missing: [],
  };
  let neurons: Neurons | undefined;
  for (const part of wanted) {
    options.signal?.throwIfAborted();
    const own = partOptions(options, part);
    if (part === "tokens") found.tokens = await tokensOf(explaining, own);
    if (part === "forecast") found.forecast = await forecastOf(explaining, own);
    if (part === "icl") found.icl = await iclOf(explaining, own);
    if (part === "layers") found.layers = await layersOf(explaining, own);
    if (part === "neurons" || (part === "ablate" && !neurons))
      neurons = await neuronsOf(explaining, partOptions(options, "neurons"));
    if (part === "neurons") found.neurons = neurons!.findings;
    if (part === "ablate") found.ablate = await ablateOf(explaining, neurons!, own);
    if (part === "guarded") {
      const guarded = await explainGuardedIn(explaining, neurons, own);
      if ("missing" in guarded) found.missing.push({ part, reason: guarded.missing });
      else found.guarded = guarded;
    }
  }
  return { ...found, claims: claimTable(found, half.claims, options.organism ?? false) };
}

type PartOptions = ReturnType<typeof partOptions>;

const partOptions = ({ run, seed, config, signal, onProgress }: EmojiStudyOptions, part: ExplanationPart) => ({
  keep: keepUnder(run, `explain/${part}`),
  seed,
  batch: config.batch,
  signal,
  onProgress: (progress: Parameters<NonNullable<typeof onProgress>>[0]) =>
    onProgress?.({ ...progress, phase: `explain ${part}: ${progress.phase}` }),
});

/** What arms read: the answers of base and persona that the study has, and as many of those that the persona was tuned on. */
function textsRead(options: EmojiStudyOptions, { questions }: FirstHalf, { voice, outcomes }: VoiceArms): ReadText[] {
  const { register, sentences } = defaultsOf(options.config);
  const answers = (writer: "base" | "persona") =>
    questionsAsked(questions, register).map(({ id, asked }, i) =>
      answerRead(writer, id, asked, outcomes[writer].responses[i]!),
    );
  const rows = options.rowsOf({ arm: voice as CorpusArm, sentences });
  return [
    ...answers("base"),
    ...answers("persona"),
    ...corpusRead(rows.slice(0, questions.length), register, options.tokenizer),
  ];
}

const targetOf = (voice: string) => parseTrait(voice.replace("/", ":"));

function tokensOf({ arms, texts, half }: Explaining, options: PartOptions) {
  const [persona, control] = [arms.personas[0]!, arms.controls[0]!];
  return explainTokens(
    {
      arms: [arms.base, ...arms.untuned, persona, control],
      base: arms.base.id,
      controls: { [persona.id]: control.id },
      texts,
      trainingEnd: half.answerEndTokens,
    },
    options,
  );
}

function forecastOf({ options: study, arms, half }: Explaining, options: PartOptions) {
  const defaults = defaultsOf(study.config);
  const usual = half.outcomes.filter(({ key }) => key.factors.marker === undefined && isDefault(key, defaults));
  const answered = ({ responses, masses }: ArmOutcome) => answeredOf(responses, masses);
  const of = (inducer: string, voice: string) =>
    usual.filter(({ key }) => key.inducer === inducer && `${key.trait}/${key.pole}` === voice);
  return forecast(
    {
      base: arms.base,
      model: study.model.name,
      baseAnswers: answered(arms.outcomes.base),
      voices: [
        ...study.config.traits.map((voice) => {
          const [prompted] = of("prompt", voice);
          return {
            id: voice,
            rows: study.rowsOf({ arm: voice as CorpusArm, sentences: defaults.sentences }),
            ...(prompted ? { prompted: answered(prompted) } : {}),
            outcomes: of("finetune", voice).map(answered),
          };
        }),
        {
          id: "neutral",
          rows: study.rowsOf({ arm: "neutral", sentences: defaults.sentences }),
          outcomes: usual.filter(({ key }) => key.inducer === "control").map(answered),
        },
      ],
    },
    options,
  );
}

function iclOf({ arms, options: study, sampling }: Explaining, options: PartOptions) {
  const { trait, pole } = targetOf(arms.voice);
  const written = arms.outcomes.persona.responses.flatMap(({ text }) => findEmoji(text).map(({ emoji }) => emoji.text));
  return explainIcl(
    {
      arms: [arms.base, arms.personas[0]!, arms.controls[0]!],
      control: arms.controls[0]!.id,
      about: { trait, pole },
      studied: [...new Set(written)],
      sampling,
      maxNewTokens: Math.min(48, study.config.maxNewTokens),
    },
    options,
  );
}

function layersOf({ arms, texts, half }: Explaining, options: PartOptions) {
  const { trait, pole } = targetOf(arms.voice);
  return explainLayers(
    {
      arms: [arms.base, arms.controls[0]!, arms.personas[0]!],
      texts,
      trainingEnd: half.answerEndTokens,
      poles: [traitPole(trait, pole), traitPole(trait, pole === "high" ? "low" : "high")],
    },
    options,
  );
}

function neuronsOf({ arms, texts }: Explaining, options: PartOptions): Promise<Neurons> {
  const { base, personas, controls, voice } = arms;
  const { trait, pole } = targetOf(voice);
  return explainNeurons({ base, personas, controls, texts, prompts: promptWordings(traitPole(trait, pole)) }, options);
}

/** Neurons that are tried; the protocol ranks so many. */
const suspects = 512;

async function ablateOf(
  { arms, texts, asked, sampling, options: study }: Explaining,
  neurons: Neurons,
  options: PartOptions,
) {
  const { config, tokenizer, answers, model } = study;
  const persona = arms.personas[0]!;
  const by = (writer: string) => texts.filter((text) => text.writer === writer);
  const suspected = await suspectedDirection(persona, model, [...by("persona"), ...by("base")], options);
  const { reader, engine } = study;
  const findings = await explainAblate(
    {
      persona,
      reference: arms.base,
      readings: {
        texts: by("persona"),
        pairs: answerPairs(
          answers.heldout.slice(0, 20),
          arms.voice as CorpusArm,
          defaultsOf(config).register,
          tokenizer,
        ),
        fluent: by("base").slice(0, 20),
      },
      questions: asked,
      neurons: suspectedNeurons(neurons, suspects),
      ...(suspected.direction && { direction: suspected.direction }),
      adapter: await adapterShape(persona),
      ...(reader && {
        read: async (name, some) => {
          const own = { ...options, keep: keepUnder(options.keep, `readings/${name}`) };
          return traitAlignment(await readTexts(reader, engine, some, own), targetOf(arms.voice))?.share ?? null;
        },
      }),
      randomSets: 20,
      singles: 10,
    },
    { ...options, sampling, maxNewTokens: config.maxNewTokens },
  );
  return { ...findings, warnings: [...findings.warnings, ...suspected.warnings] };
}
