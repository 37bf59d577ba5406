import { usage } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { dosesBetween, dosesOfTraits } from "../../measure/dose/doses.ts";
import { type DoseFindings, readDoseFindings } from "../../measure/dose/findings.ts";
import { type DosedArm, measureDose } from "../../measure/dose/measure.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import { fluencyOf } from "../../measure/trait-score/fluency.ts";
import { readPrefix } from "../../model/prefix/file.ts";
import { doseSections } from "../../report/vector/psychadapter.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { questionAbout } from "../../trait/questions.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer, type Kind, path, text } from "../kinds.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { personaHashes, type Subject, subjectName, withPersona } from "../persona-option.ts";
import { scoredTrait, scoresGiven, scoresOf } from "../trait-scores.ts";
import { bundledHashes } from "../tuning-rows.ts";
import { runVectors, type VectorReport } from "../vector/work.ts";
import { reads } from "./classifier-kind.ts";
import { openReader } from "./classifier-reader.ts";
import { doseText } from "./dose-text.ts";
import { measureOptions, questionOptions, samplingFrom } from "./options.ts";

const usualLevels = [-3, -2, -1, 0, 1, 2, 3];

/** Scores, ascending and each once, at least two. */
const levels: Kind<number[]> = {
  takes: "two numbers or more with commas between them: -2,0,2",
  read(given) {
    const all = given.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
    const values = [...new Set(all)].sort((a, b) => a - b);
    return values.length >= 2 && values.every(Number.isFinite) ? values : undefined;
  },
};

const { z: _, ...shared } = measureOptions;

export const doseOptions = {
  ...shared,
  control: parameter("--control <dir>", "one made with --shuffle-z, to compare with", path),
  trait: parameter("-t, --trait <list>", "traits to vary, one by one (default: all it has)", text),
  levels: parameter("--levels <list>", "scores of each, the others at 0", levels, usualLevels),
  from: parameter("--from <scores>", "go from these scores ...", scoresGiven),
  to: parameter("--to <scores>", "... to these, in place of one trait after another", scoresGiven),
  steps: parameter("--steps <n>", "settings on that way, both ends counted", integer({ min: 2, max: 100 }), 7),
  by: parameter("--by <reader>", "who reads answers: taps, taps:DIR, likelihood, onnx:DIR", reads),
  ...questionOptions,
  questions: parameter("--questions <n>", "test questions", integer({ min: 2, max: 200 }), 20),
};

export const doseReport: VectorReport = {
  title: "Traits by degree",
  usual: Object.fromEntries(Object.entries(doseOptions).map(([name, { fallback }]) => [name, fallback])),
  sections: (findings, where) => doseSections(readDoseFindings(findings, where)),
};

/** Measures how a PsychAdapter's answers change with its trait scores. */
export async function measureDoseOf(given: Values<typeof doseOptions>, context: Context): Promise<Output> {
  const { questions, register, temperature, topP, maxNewTokens, accuracy, batch, threads, out, fresh } = given;
  const base = await openForCommand(given, context);
  base.template();
  const persona = await dosed(base, given.persona, "--persona", context);
  const control = given.control === undefined ? undefined : await dosed(base, given.control, "--control", context);
  const { doses, settings } = dosesAsked(given, persona.traits);
  const missing = control && settings.traits.find((name) => !control.traits.includes(name));
  if (missing) throw usage(`The control has no trait "${missing}"; it has ${control.traits.join(", ")}.`);
  const by = given.by ?? ({ by: "taps", folder: undefined } as const);
  const { reader } = await openReader(by, base, threads, context);
  const sha256 = await base.source.sha256({ cacheDir: base.spec.cacheDir, signal: context.signal });
  const asked = chooseQuestions(questions, context.seed);
  const sampling = samplingFrom(given);
  const armOf = ({ subject }: Dosed, engine: Engine): DosedArm => ({
    name: subjectName({ ...subject, persona: undefined }),
    local: { engine, spec: subject.model.spec, tokenizer: base.tokenizer },
  });
  const work = async (engine: Engine, options: MeasureOptions): Promise<DoseFindings> => {
    const plain = { engine, spec: base.spec, tokenizer: base.tokenizer };
    const respondent = { ...engineRespondent(base.source.name, plain), local: plain };
    const own = asked.map(({ topic }) => questionAbout(topic, register));
    const fluency = await fluencyOf(
      { respondent, sha256, questions: own, temperature, maxNewTokens },
      { ...options, keep: keepUnder(options.keep, "base") },
    );
    return measureDose(
      {
        persona: armOf(persona, engine),
        ...(control ? { control: armOf(control, engine) } : {}),
        doses,
        questions: asked,
        register,
        sampling,
        maxNewTokens,
        reader,
        fluency,
      },
      options,
    );
  };
  return runVectors<DoseFindings>(
    {
      command: "measure dose",
      vectors: [],
      model: base,
      title: subjectName({ ...persona.subject, persona: undefined }),
      about: { psychadapter: persona.about },
      settings: {
        persona: given.persona,
        control: given.control,
        ...settings,
        by: given.by,
        ...{ questions, register, temperature, topP, maxNewTokens, accuracy },
      },
      inputs: {
        reader: reader.sha256,
        ...personaHashes(persona.subject),
        ...(control ? prefixed("control", personaHashes(control.subject)) : {}),
        ...bundledHashes(["test-topics.jsonl"], context.paths),
      },
      ...{ batch, threads, out, fresh, work },
      describe: doseText,
      report: doseReport,
    },
    context,
  );
}

interface Dosed {
  subject: Subject;
  traits: string[];
  /** What its file says of it. */
  about: object;
}

async function dosed(base: OpenedModel, folder: string | undefined, option: string, context: Context): Promise<Dosed> {
  if (folder === undefined)
    throw usage(`${option} is missing: name the PsychAdapter that \`traitlab induce psychadapter\` made.`);
  const subject = await withPersona(base, folder, context);
  const { prefix } = subject.model.spec;
  if (prefix === undefined)
    throw usage(
      `${folder} has no trait scores to vary (it was made by ${subject.persona!.inducer}): name a PsychAdapter as ${option}.`,
    );
  const { traits, about } = await readPrefix(prefix.path, base.source.config);
  return { subject, traits: traits.map(({ name }) => name), about: { ...about, traits } };
}

/** The settings to measure, and what of the command line they come from. */
function dosesAsked({ trait, levels: at, from, to, steps }: Values<typeof doseOptions>, names: readonly string[]) {
  if ((from === undefined) !== (to === undefined))
    throw usage("--from and --to go together: where the way begins, and where it ends.");
  if (from !== undefined && to !== undefined) {
    if (trait !== undefined) throw usage("--from and --to name their traits: leave out --trait.");
    const [a, b] = [scoresOf(from, names), scoresOf(to, names)];
    return {
      doses: dosesBetween(a, b, steps),
      settings: { from: a, to: b, steps, traits: [...new Set([...Object.keys(a), ...Object.keys(b)])] },
    };
  }
  const traits =
    trait === undefined ? [...names] : [...new Set(trait.split(",").map((name) => scoredTrait(name.trim())))];
  const unknown = traits.find((name) => !names.includes(name));
  if (unknown !== undefined) throw usage(`There is no trait "${unknown}" here; there are ${names.join(", ")}.`);
  return { doses: dosesOfTraits(traits, at), settings: { traits, levels: at } };
}

const prefixed = (name: string, hashes: Record<string, string>) =>
  Object.fromEntries(Object.entries(hashes).map(([key, hash]) => [`${name}/${key}`, hash]));
