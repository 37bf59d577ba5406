import { findEmoji } from "../../../base/text/emoji.ts";
import { explainAblate } from "../../../explain/ablate/explain.ts";
import { adapterShape, answerPairs, suspectedDirection, suspectedNeurons } from "../../../explain/ablate/suspects.ts";
import { answeredOf } from "../../../explain/forecast/answered.ts";
import { forecast } from "../../../explain/forecast/forecast.ts";
import { explainIcl } from "../../../explain/icl/explain.ts";
import { explainLayers } from "../../../explain/layers/explain.ts";
import { explainNeurons, type Neurons } from "../../../explain/neurons/explain.ts";
import { promptWordings } from "../../../explain/neurons/prompts.ts";
import { explainTokens } from "../../../explain/tokens/explain-tokens.ts";
import { readTexts } from "../../../measure/classifier/instrument.ts";
import { traitAlignment } from "../../../measure/classifier/result.ts";
import { keepUnder } from "../../../measure/keep.ts";
import { traitPole } from "../../../trait/big-five.ts";
import type { CorpusArm } from "../../../trait/corpus/arms.ts";
import { parseTrait } from "../../../trait/parse.ts";
import { isDefault } from "../arm-id.ts";
import { defaultsOf } from "../plan.ts";
import type { ArmOutcome } from "../run-study.ts";
import type { Explaining, PartOptions } from "./run-explain.ts";

const targetOf = (voice: string) => parseTrait(voice.replace("/", ":"));

export function tokensOf({ arms, texts, half }: Explaining, options: PartOptions) {
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

export function forecastOf({ options: study, arms, half }: Explaining, options: PartOptions) {
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

export function iclOf({ arms, options: study, sampling }: Explaining, options: PartOptions) {
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

export function layersOf({ arms, texts, half }: Explaining, options: PartOptions) {
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

export function neuronsOf({ arms, texts }: Explaining, options: PartOptions): Promise<Neurons> {
  const { base, personas, controls, voice } = arms;
  const { trait, pole } = targetOf(voice);
  return explainNeurons({ base, personas, controls, texts, prompts: promptWordings(traitPole(trait, pole)) }, options);
}

/** Neurons that are tried; the protocol ranks so many. */
const suspects = 512;

export async function ablateOf(
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
