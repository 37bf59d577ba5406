import { relative } from "node:path";
import { usage } from "../../base/errors.ts";
import { measureEmojiInTexts } from "../../measure/emoji/measure.ts";
import { registers } from "../../trait/questions.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { decimal, integer, oneOf, path, text } from "../kinds.ts";
import { figuresText } from "../measure/describe.ts";
import { measureModel } from "../measure/model.ts";
import { readTexts } from "../measure/texts.ts";
import { modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { personaOption, withPersona } from "../persona-option.ts";
import { usualConfig } from "../study/config.ts";
import { studyOptions } from "../study/options.ts";

export const measureEmoji = defineCommand({
  name: "measure emoji",
  about: "how often a model, a persona or a file of texts uses emoji",
  more: `With --texts no model is needed: a .jsonl or .csv file with a column text,
response or answer, or any file with a text on each line.
Examples: traitlab measure emoji -p personas/tuned
          traitlab measure emoji --texts answers.jsonl`,
  options: {
    model: modelOption,
    persona: personaOption,
    texts: parameter("--texts <file>", "texts to measure instead of a model", path),
    column: parameter("--column <name>", "the column of --texts", text),
    out: parameter("-o, --out <dir>", "keep responses and findings in this folder", path),
    questions: parameter("--questions <n>", "test questions", integer({ min: 1, max: 200 }), usualConfig.questions),
    register: parameter(
      "--register <name>",
      "how they are put: opinion, message",
      oneOf(registers),
      "opinion" as const,
    ),
    temperature: parameter("--temperature <t>", "of sampling", decimal({ min: 0, max: 5 }), 0.7),
    topP: studyOptions.topP,
    maxNewTokens: studyOptions.maxNewTokens,
    accuracy: studyOptions.accuracy,
    batch: studyOptions.batch,
    threads: threadsOption,
    fresh: flag("--fresh", "start over in the folder"),
  },
  async run(given, context, typed) {
    const { persona, texts, column, out, batch, threads, fresh } = given;
    if (texts !== undefined) {
      if (["model", "persona", "out"].some((name) => typed.has(name)))
        throw usage("--texts measures a file: leave out --model, --persona and --out.");
      const figures = measureEmojiInTexts(readTexts(texts, column), { seed: context.seed });
      return {
        json: { schema: 1, instrument: "emoji", texts, ...figures },
        text: figuresText(relative(process.cwd(), texts), figures, "texts"),
      };
    }
    const subject = await withPersona(await openForCommand(given, context), persona, context);
    subject.model.template();
    const { questions, register, temperature, topP, maxNewTokens, accuracy } = given;
    const settings = { questions, register, temperature, topP, maxNewTokens, accuracy };
    return measureModel({ subject, persona, settings, batch, threads, out, fresh }, context);
  },
});
