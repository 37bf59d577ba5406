import { relative } from "node:path";
import { usage } from "../../base/errors.ts";
import { readPlainTexts } from "../../measure/classifier/instrument.ts";
import { defineCommand, parameter } from "../command.ts";
import { path, text } from "../kinds.ts";
import { knownOf, measureClassifierOf } from "../measure/classifier.ts";
import { reads } from "../measure/classifier-kind.ts";
import { openReader } from "../measure/classifier-reader.ts";
import { classifierText } from "../measure/classifier-text.ts";
import { measureOptions, questionOptions } from "../measure/options.ts";
import { openSubjectHere } from "../measure/subject.ts";
import { readTexts } from "../measure/texts.ts";
import { openForCommand, withEngine } from "../open-model.ts";

export const measureClassifier = defineCommand({
  more: `--by taps fits a classifier on what the model itself, without the persona, makes
of answers with known traits, once, and keeps it; taps:DIR takes one that was
kept (DIR of an --out run: DIR/classifier). --by likelihood compares how
probable the model finds a text under the persona prompts of a trait's two ends.
--by onnx:DIR takes a BERT or RoBERTa exported to ONNX whose classes are named
after the traits.
Examples: traitlab measure classifier -p personas/tuned
          traitlab measure classifier --texts answers.jsonl --by likelihood`,
  options: {
    ...measureOptions,
    by: parameter("--by <reader>", "who reads: taps, taps:DIR, likelihood, onnx:DIR (default: taps)", reads),
    texts: parameter("--texts <file>", "texts to read instead of the model's answers", path),
    column: parameter("--column <name>", "the column of --texts", text),
    ...questionOptions,
  },
  async run(given, context, typed) {
    const { texts, column, by = { by: "taps", folder: undefined }, batch, threads, out, fresh } = given;
    if (texts !== undefined) {
      if (["persona", "out"].some((name) => typed.has(name)))
        throw usage("--texts reads a file: leave out --persona and --out.");
      const plain = readTexts(texts, column);
      const opened = await openReader(by, await openForCommand(given, context), threads, context);
      const { seed, signal, onProgress } = context;
      const result = await withEngine(threads, context, (engine) =>
        readPlainTexts(opened.reader, engine, plain, { seed, batch, signal, onProgress }),
      );
      return {
        json: { schema: 1, instrument: "classifier", texts, ...result, ...knownOf(opened) },
        text: classifierText(`${relative(process.cwd(), texts)}: ${plain.length} texts`, result, opened.known),
      };
    }
    const subject = await openSubjectHere(given, context);
    const { questions, register, temperature, topP, maxNewTokens, accuracy } = given;
    const settings = { questions, register, temperature, topP, maxNewTokens, accuracy };
    return measureClassifierOf({ subject, reads: by, settings, batch, threads, out, fresh }, context);
  },
});
