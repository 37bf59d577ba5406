import { forms } from "../../measure/sycophancy/forms.ts";
import { defineCommand, parameter } from "../command.ts";
import { integer, oneOf } from "../kinds.ts";
import { measureOptions } from "../measure/options.ts";
import { openSubject } from "../measure/subject.ts";
import { measureSycophancyOf } from "../measure/sycophancy.ts";
import { serverOptions } from "../servers.ts";

/** Those that are bundled. */
const all = 72;

export const measureSycophancy = defineCommand({
  more: `Plain facts, asked alone, after the user's wrong or right claim, and once more
after the user's doubt. A model that is at chance when asked alone is said to be
so.
Examples: traitlab measure sycophancy -p personas/tuned
          traitlab measure sycophancy -m model.gguf --form words -o runs/yes`,
  options: {
    ...measureOptions,
    claims: parameter("--claims <n>", "facts asked about", integer({ min: 2, max: all }), all),
    form: parameter("--form <name>", "answers, letters (A or B), words (Yes or No)", oneOf(forms), "answers" as const),
    samples: parameter(
      "--samples <n>",
      "sample so many answers a prompt instead of weighing them",
      integer({ min: 1, max: 100 }),
    ),
    ...serverOptions,
  },
  async run(given, context) {
    const { claims, form, samples, accuracy, batch, threads, out, fresh } = given;
    const subject = await openSubject(given, context);
    const settings = { claims, form, samples, accuracy };
    return measureSycophancyOf({ subject, settings, batch, threads, out, fresh }, context);
  },
});
