import { relative } from "node:path";
import { styleOf } from "../../measure/style/instrument.ts";
import { defineCommand, parameter } from "../command.ts";
import { integer } from "../kinds.ts";
import { measureOptions, questionOptions } from "../measure/options.ts";
import { measureStyleOf, styleText } from "../measure/style.ts";
import { openSubject } from "../measure/subject.ts";
import { textsGiven, textsOptions } from "../measure/texts.ts";
import { serverOptions } from "../servers.ts";

export const measureStyle = defineCommand({
  more: `Marks, sentiment, length, lexical richness, readability, words of self, of
others and of doubt. With --texts no model is needed: a .jsonl or .csv file with
a column text, response or answer, or any file with a text on each line.
Examples: traitlab measure style -p personas/tuned
          traitlab measure style --texts answers.jsonl`,
  options: {
    ...measureOptions,
    ...textsOptions,
    window: parameter("--window <words>", "of the moving type-token ratio", integer({ min: 2, max: 1000 }), 50),
    ...questionOptions,
    ...serverOptions,
  },
  async run(given, context, typed) {
    const { window, batch, threads, out, fresh } = given;
    const plain = textsGiven(given, typed);
    if (plain !== undefined) {
      const { file: texts, read } = plain;
      const result = styleOf(
        read.map((each) => ({ text: each })),
        { seed: context.seed, window },
      );
      return {
        json: { schema: 1, instrument: "style", texts, ...result },
        text: styleText(`${relative(process.cwd(), texts)}: style of ${result.n} texts`, result),
      };
    }
    const subject = await openSubject(given, context);
    const { questions, register, temperature, topP, maxNewTokens, accuracy } = given;
    const settings = { questions, register, temperature, topP, maxNewTokens, window, accuracy };
    return measureStyleOf({ subject, settings, batch, threads, out, fresh }, context);
  },
});
