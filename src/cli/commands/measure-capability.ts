import { optionOrders } from "../../measure/capability/choice/ask.ts";
import { defineCommand, parameter } from "../command.ts";
import { oneOf, path, text } from "../kinds.ts";
import { measureCapabilityOf } from "../measure/capability.ts";
import { measureOptions } from "../measure/options.ts";
import { openSubject } from "../measure/subject.ts";
import { serverOptions } from "../servers.ts";

export const measureCapability = defineCommand({
  more: `Questions in the columns of MMLU, ARC or BBQ (JSONL) take the place of the 220
bundled ones; of BBQ's the bias scores s_DIS and s_AMB are given too. Texts (as
for measure emoji --texts) take the place of the 48 bundled passages.
Examples: traitlab measure capability -p personas/tuned -o runs/capability
          traitlab measure capability --questions mmlu.jsonl`,
  options: {
    ...measureOptions,
    questions: parameter("--questions <file>", "questions to ask, .jsonl", path),
    orders: parameter(
      "--orders <kind>",
      "of options under letters: cyclic (each option once at each place) or given",
      oneOf(optionOrders),
      "cyclic" as const,
    ),
    texts: parameter("--texts <file>", "neutral texts to weigh", path),
    column: parameter("--column <name>", "the column of --texts", text),
    ...serverOptions,
  },
  async run(given, context) {
    const { questions, texts, column, orders, accuracy, batch, threads, out, fresh } = given;
    const subject = await openSubject(given, context, { chats: false });
    const settings = { questions, texts, column, orders, accuracy };
    return measureCapabilityOf({ subject, settings, batch, threads, out, fresh }, context);
  },
});
