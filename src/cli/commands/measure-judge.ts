import { usage } from "../../base/errors.ts";
import { judgeMethods } from "../../measure/judge/judge.ts";
import { judgeScales } from "../../measure/judge/scale.ts";
import { legalTraits, parseTraits } from "../../trait/parse.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { integer, listOf, oneOf, path, text } from "../kinds.ts";
import { reads } from "../measure/classifier-kind.ts";
import { measureJudgeOf } from "../measure/judge.ts";
import { measureOptions, questionOptions } from "../measure/options.ts";
import { modelName } from "../model-name.ts";
import { serverOptions } from "../servers.ts";

const scaleNames = Object.keys(judgeScales) as (keyof typeof judgeScales)[];

export const measureJudge = defineCommand({
  more: `A judge is a local model or one behind an OpenAI-compatible server, whose key
is read from TRAITLAB_OPENAI_API_KEY or OPENAI_API_KEY. With --texts nobody is
asked: a .jsonl or .csv file with a column text, response or answer, or any file
with a text on each line.
Examples: traitlab measure judge -p personas/tuned -t E \\
            --judge openai:http://127.0.0.1:8080/v1#qwen3
          traitlab measure judge --texts answers.jsonl -t E --judge judge.gguf`,
  options: {
    ...measureOptions,
    trait: parameter("-t, --trait <list>", "extraversion, openness:low, E, N:high ...", text),
    judge: parameter("--judge <list>", "who judges: models as -m takes them", listOf(modelName)),
    scale: parameter("--scale <name>", "of the scores: 1-5, 0-100", oneOf(scaleNames), "1-5" as const),
    judgeBy: parameter("--judge-by <how>", "expected (value), or sampled (default: as can be)", oneOf(judgeMethods)),
    samples: parameter("--samples <n>", "answers of a sampled judge for a text", integer({ min: 1, max: 100 }), 1),
    judgeTokens: parameter("--judge-tokens <n>", "longest of them", integer({ min: 1, max: 32_768 }), 32),
    pae: flag("--pae", "judge the model without -p as well, and take it off"),
    texts: parameter("--texts <file>", "texts to judge instead of a model's answers", path),
    column: parameter("--column <name>", "the column of --texts", text),
    against: parameter("--against <column>", "numbers in --texts to compare with", text),
    classifier: parameter("--classifier <reader>", "compare with: taps, taps:DIR, likelihood, onnx:DIR", reads),
    ...questionOptions,
    ...serverOptions,
  },
  run(given, context, typed) {
    const { trait, judge, texts, pae, persona } = given;
    if (judge === undefined)
      throw usage("No judge is named: give --judge openai:URL#name, a .gguf file, a model's folder or embedded.");
    if (trait === undefined) throw usage(`--trait is missing. ${legalTraits}`);
    if (texts !== undefined && ["model", "persona", "questions", "pae"].some((name) => typed.has(name)))
      throw usage("--texts has texts judged as they are: leave out --model, --persona, --questions and --pae.");
    if (texts === undefined && (given.column !== undefined || given.against !== undefined))
      throw usage("--column and --against are for --texts.");
    if (pae && persona === undefined) throw usage("--pae takes the model off its persona: name the persona with -p.");
    return measureJudgeOf({ ...given, judge, poles: parseTraits(trait) }, context);
  },
});
