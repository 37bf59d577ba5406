import type { EmojiFindings } from "../../../study/emoji/findings.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { factList } from "../../html/table.ts";
import { joined } from "../answer.ts";
import type { RunFacts } from "../types.ts";

/** The command, and all that decided its numbers. */
export function reproduceSection({ model, settings }: EmojiFindings, run: RunFacts): PageSection {
  const id = (text: string) => html`<span class="id">${text}</span>`;
  const { name, sha256, architecture, parameters, quantisation, ...more } = model;
  const sampling = `temperature ${settings.temperatures.join(", ")}${settings.topP === undefined ? "" : `, top-p ${settings.topP}`}, at most ${settings.maxNewTokens} tokens`;
  return {
    id: "reproduce",
    title: "How to reproduce this",
    body: html`<pre><code>${run.commandLine}</code></pre>
<p>The same command in an empty folder gives the same numbers where model, data and versions are these. In this folder it continues, or does nothing if the run is done.</p>
<h3>Model</h3>
${factList([
  ["name", name],
  ["architecture", `${architecture}, ${parameters.toLocaleString("en-GB")} parameters, ${quantisation}`],
  ["SHA-256", id(sha256)],
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
])}
<h3>Inputs</h3>
${factList(Object.entries(run.inputs).map(([key, hash]) => [key, id(hash)]))}
${Object.keys(run.choices).length === 0 ? null : html`<h3>Chosen automatically</h3>${factList(Object.entries(run.choices).map(([key, { value, reason }]) => [key, `${plain(value)}: ${reason}`]))}`}
<h3>Versions and machine</h3>
${factList([...Object.entries(run.versions), ...Object.entries(run.machine).map(([key, value]) => [key, plain(value)] as const)])}`,
  };
}

const plain = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));
