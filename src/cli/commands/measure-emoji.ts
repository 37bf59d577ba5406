import { relative } from "node:path";
import { measureEmojiInTexts } from "../../measure/emoji/measure.ts";
import { defineCommand } from "../command.ts";
import { figuresText } from "../measure/describe.ts";
import { measureEmojiOf } from "../measure/emoji.ts";
import { measureOptions, questionOptions } from "../measure/options.ts";
import { openSubject } from "../measure/subject.ts";
import { textsGiven, textsOptions } from "../measure/texts.ts";
import { serverOptions } from "../servers.ts";

export const measureEmoji = defineCommand({
  more: `With --texts no model is needed: a .jsonl or .csv file with a column text,
response or answer, or any file with a text on each line.
Examples: traitlab measure emoji -p personas/tuned
          traitlab measure emoji --texts answers.jsonl`,
  options: {
    ...measureOptions,
    ...textsOptions,
    ...questionOptions,
    ...serverOptions,
  },
  async run(given, context, typed) {
    const { batch, threads, out, fresh } = given;
    const plain = textsGiven(given, typed);
    if (plain !== undefined) {
      const { file: texts, read } = plain;
      const figures = measureEmojiInTexts(read, { seed: context.seed });
      return {
        json: { schema: 1, instrument: "emoji", texts, ...figures },
        text: figuresText(relative(process.cwd(), texts), figures, "texts"),
      };
    }
    const subject = await openSubject(given, context);
    const { questions, register, temperature, topP, maxNewTokens, accuracy } = given;
    const settings = { questions, register, temperature, topP, maxNewTokens, accuracy };
    return measureEmojiOf({ subject, settings, batch, threads, out, fresh }, context);
  },
});
