import { resolve } from "node:path";
import { defineCommand, flag, parameter } from "../command.ts";
import { firstOfLists } from "../induce/first-of-lists.ts";
import { path } from "../kinds.ts";
import { asUsual, modelOption, openForCommand, threadsOption } from "../open-model.ts";
import { ownShiftOptions, shiftConfigOf, shiftStudyOptions } from "../study/shift/options.ts";
import { runShift } from "../study/shift/run.ts";

export const studyShift = defineCommand({
  more: `Tunes on mixtures of trait-laden and neutral answers: plainly, steered along the
trait's vector while tuning (at one layer, at every layer), with it taken out,
along the emoji direction, along random ones, steered afterwards; and asks by a
prompt. The same command with the same --out continues where it stopped.
Examples: traitlab study shift
          traitlab study shift -t N --shares 5,25,100 --poles none
          traitlab study shift --vector vectors/extraversion-high --strength 2`,
  options: {
    model: modelOption,
    out: parameter("-o, --out <dir>", "the run's folder (default: runs/shift)", path),
    ...shiftStudyOptions,
    threads: threadsOption,
    fresh: flag("--fresh", "start over in the folder"),
  },
  async run(asked, context, typed) {
    const model = await openForCommand(asked, context);
    model.template();
    const given = asUsual(ownShiftOptions, asked, model, { typed, over: firstOfLists(model.companion?.usual) });
    const { threads, fresh, out = resolve("runs/shift") } = given;
    return runShift({ config: shiftConfigOf(given), given, model, threads, fresh, out }, context);
  },
});
