import type { EmojiFindings } from "../../../study/emoji/findings.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { factList } from "../../html/table.ts";
import { idOf, plain, reproduction } from "../../run/reproduce.ts";
import { joined } from "../answer.ts";
import { fold } from "../cells.ts";
import type { RunFacts } from "../types.ts";

/** The command, and all that decided its numbers. */
export function reproduceSection({ model, settings }: EmojiFindings, run: RunFacts): PageSection {
  const { name, sha256, architecture, parameters, quantisation, ...more } = model;
  const sampling = `temperature ${settings.temperatures.join(", ")}${settings.topP === undefined ? "" : `, top-p ${settings.topP}`}, at most ${settings.maxNewTokens} tokens`;
  return reproduction(
    run,
    fold(
      "Model and settings",
      html`<h3>Model</h3>
${factList([
  ["name", name],
  ["architecture", `${architecture}, ${parameters.toLocaleString("en-GB")} parameters, ${quantisation}`],
  ["SHA-256", idOf(sha256)],
  ...Object.entries(more).map(([key, value]) => [key, plain(value)] as const),
])}
<h3>Settings</h3>
${factList([
  ["seed of the run; of tuning", `${run.seed}; ${settings.seeds.join(", ")}`],
  ["questions an arm", settings.questions],
  ["silent", joined(settings.silent)],
  ["sentences of a training answer", joined(settings.sentences.map(String))],
  ["register of the questions", joined(settings.registers)],
  ["sampling", sampling],
  ["training answers end at", `${settings.answerEndTokens} tokens (median length)`],
])}`,
    ),
  );
}
