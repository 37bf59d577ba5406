import { relative } from "node:path";
import { refusalsOf } from "../../measure/refusal/instrument.ts";
import { defineCommand } from "../command.ts";
import { measureOptions, questionOptions } from "../measure/options.ts";
import { measureRefusalOf, refusalText } from "../measure/refusal.ts";
import { openSubject } from "../measure/subject.ts";
import { textsGiven, textsOptions } from "../measure/texts.ts";
import { serverOptions } from "../servers.ts";

const { temperature, topP, maxNewTokens } = questionOptions;

export const measureRefusal = defineCommand({
  more: `72 prompts: harmless ones, harmless ones that sound otherwise, and such as may
well be declined. Refusals are known by their words, in seven languages. With
--texts no model is needed, and the file's texts are taken for answers.
Examples: traitlab measure refusal -p personas/tuned
          traitlab measure refusal --texts answers.jsonl`,
  options: {
    ...measureOptions,
    ...textsOptions,
    temperature,
    topP,
    maxNewTokens,
    ...serverOptions,
  },
  async run(given, context, typed) {
    const { batch, threads, out, fresh } = given;
    const plain = textsGiven(given, typed);
    if (plain !== undefined) {
      const { file: texts, read } = plain;
      const result = refusalsOf(read);
      return {
        json: { schema: 1, instrument: "refusal", texts, ...result },
        text: refusalText(`${relative(process.cwd(), texts)}: refusals in ${result.n} texts`, result),
      };
    }
    const subject = await openSubject(given, context);
    const settings = {
      temperature: given.temperature,
      topP: given.topP,
      maxNewTokens: given.maxNewTokens,
      accuracy: given.accuracy,
    };
    return measureRefusalOf({ subject, settings, batch, threads, out, fresh }, context);
  },
});
