import { usage } from "../../base/errors.ts";
import { ways } from "../../measure/questionnaire/administer/administer.ts";
import { usualQuestionnaire as usual } from "../../measure/questionnaire/instrument.ts";
import { defineCommand, flag, parameter } from "../command.ts";
import { decimal, integer, listOf, oneOf, path, text } from "../kinds.ts";
import { measureIpipOf } from "../measure/ipip.ts";
import { measureOptions } from "../measure/options.ts";
import { openSubject } from "../measure/subject.ts";
import { serverOptions } from "../servers.ts";

export const measureIpip = defineCommand({
  more: `Each item is asked in a chat of its own, in several wordings, label styles and
orders of the options, balanced over the items; --full crosses them all.
Questionnaires: ipip-neo-120 (37 languages), ipip-16, ipip-dark, or a JSON file.
Examples: traitlab measure ipip -m smollm2.gguf --language en,de,es
          traitlab measure ipip -p personas/tuned -o runs/self-report`,
  options: {
    ...measureOptions,
    questionnaire: parameter("--questionnaire <id>", "a bundled one, or a .json file", text, "ipip-neo-120"),
    language: parameter("--language <list>", "of a bundled one: en, de ... (default: en)", listOf(text)),
    by: parameter("--by <way>", "logprob, sample, or auto: the first where it can be had", oneOf(ways), usual.by),
    cells: parameter("--cells <n>", "ways in which each item is asked, even", integer({ min: 2 }), usual.cells),
    full: flag("--full", "every wording, label style and order with every item"),
    frames: parameter("--frames <file>", "wordings of your own, .json", path),
    samples: parameter(
      "--samples <n>",
      "replies to each question, by sample",
      integer({ min: 1, max: 100 }),
      usual.samples,
    ),
    temperature: parameter("--temperature <t>", "of sampling", decimal({ min: 0, max: 5 }), usual.temperature),
    maxNewTokens: parameter(
      "--max-new-tokens <n>",
      "longest reply",
      integer({ min: 1, max: 4096 }),
      usual.maxNewTokens,
    ),
    ...serverOptions,
  },
  async run(given, context, typed) {
    const { questionnaire, language: languages, frames, accuracy, batch, threads, out, fresh } = given;
    if (given.full && typed.has("cells")) throw usage("--full asks in every way there is: leave out --cells.");
    const subject = await openSubject(given, context);
    const { by, cells, full, samples, temperature, maxNewTokens } = given;
    const settings = { by, full, cells, samples, temperature, maxNewTokens };
    const choice = { questionnaire, languages, frames };
    return measureIpipOf({ choice, settings, accuracy, subject, batch, threads, out, fresh }, context);
  },
});
