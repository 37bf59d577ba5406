import { join } from "node:path";
import { renderShiftReport } from "../../../report/shift/html.ts";
import { contents } from "../../../run/folder.ts";
import type { RunDetails } from "../../../run/list.ts";
import { readShiftStudy } from "../../../study/shift/findings.ts";
import { untyped } from "../../command.ts";
import type { Context } from "../../context.ts";
import { firstOfLists } from "../../induce/first-of-lists.ts";
import { embedded } from "../../model-name.ts";
import { asUsual } from "../../open-model.ts";
import { option, unusual } from "../command-line.ts";
import { modelOfRun } from "../model-of-run.ts";
import { ownShiftOptions, shiftConfigOf, shiftStudyOptions } from "./options.ts";

/** The report of a finished run, from what lies in its folder and what is usual for its model; the same bytes each time. */
export async function reportOfShift(run: RunDetails, context: Context, modelPath?: string): Promise<string> {
  const { folder, manifest, findings } = run;
  const model = await modelOfRun(run, context, modelPath);
  const over = firstOfLists(model.companion?.usual);
  const usual = shiftConfigOf(asUsual(ownShiftOptions, untyped(shiftStudyOptions), model, { over }));
  return renderShiftReport(readShiftStudy(findings, join(folder, contents.findings)), {
    ...manifest,
    commandLine: commandLineOf(manifest, usual),
  });
}

/** A command line that gives the run again: the model, and whatever is not as usual for it. */
function commandLineOf({ config, seed }: RunDetails["manifest"], usual: ReturnType<typeof shiftConfigOf>): string {
  const { model, shares, poles, doses, tuning, judge, judgeBy, judgeTokens, coherence, ...given } = config as Record<
    string,
    unknown
  > & { shares: number[]; doses: number[] };
  const { shares: _shares, poles: _poles, doses: _doses, tuning: usualTuning, ...plain } = usual;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return [
    "traitlab study shift",
    ...(model === embedded ? [] : [option("model", model)]),
    ...(same(shares, usual.shares)
      ? []
      : [
          option(
            "shares",
            shares.filter((x) => x > 0).map((x) => 100 * x),
          ),
        ]),
    ...(same(poles, usual.poles) ? [] : [(poles as string[]).length === 0 ? "--poles none" : option("poles", poles)]),
    // No further strength is one that is the study's own.
    ...(same(doses, usual.doses) ? [] : [option("doses", doses.length > 0 ? doses : given.strength)]),
    ...unusual(given, plain),
    ...unusual(tuning as Record<string, unknown>, usualTuning, {
      warmupRatio: "warmup",
      clipNorm: "clip",
      batch: "tune-batch",
    }),
    ...(judge === "classifier" ? [] : [option("judge", judge)]),
    ...(seed === 0 ? [] : [option("seed", seed)]),
  ].join(" ");
}
