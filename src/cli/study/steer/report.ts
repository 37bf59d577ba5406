import { join } from "node:path";
import { renderSteerReport } from "../../../report/steer/html.ts";
import { contents } from "../../../run/folder.ts";
import type { RunDetails } from "../../../run/list.ts";
import { readSteerFindings } from "../../../study/steer/findings.ts";
import { contrastTraits } from "../../../trait/contrast/load.ts";
import { untyped } from "../../command.ts";
import { embedded } from "../../model-name.ts";
import { option, unusual } from "../command-line.ts";
import { steerOptions } from "./options.ts";

/** The report of a finished run, from what lies in its folder; the same bytes each time. */
export async function reportOfSteer({ folder, manifest, findings }: RunDetails): Promise<string> {
  const { seed, inputs, versions, machine, choices } = manifest;
  const run = { commandLine: commandLineOf(manifest), seed, inputs, versions, machine, choices };
  return renderSteerReport(readSteerFindings(findings, join(folder, contents.findings)), run);
}

function commandLineOf({ config, seed, choices }: RunDetails["manifest"]): string {
  const { model, traits, from, prompts, judge, coherence, judgeBy, ...rest } = config as Record<string, unknown>;
  const all = contrastTraits().flatMap(({ id, pole }) => (pole ? [id] : []));
  const typed = choices.from?.reason === "asked for";
  return [
    "traitlab study steer",
    ...(model === embedded ? [] : [option("model", model)]),
    ...(String(traits) === String(all) ? [] : [option("traits", traits)]),
    ...(typed ? [option("from", from)] : []),
    ...(prompts === true && from === "answers" ? ["--prompts"] : []),
    ...(judge === "classifier" ? [] : [option("judge", judge)]),
    ...(judge === "classifier" && coherence === "fluency" ? [] : [option("coherence", coherence)]),
    ...(judgeBy === undefined || judgeBy === "as can be" ? [] : [option("judge-by", judgeBy)]),
    ...unusual(rest, untyped(steerOptions)),
    ...(seed === 0 ? [] : [option("seed", seed)]),
  ].join(" ");
}
