import type { KindFindings, NeuronsFindings, UnitFindings } from "../../explain/neurons/findings.ts";
import type { UnitKind } from "../../explain/neurons/units.ts";
import { small } from "../../study/emoji/numbers.ts";
import { estimateCell, figure, fold, note, tied } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { changeScatter } from "./neurons/scatter.ts";
import { emojiWords, kindNames, neuronsAnswer, signed, unitName, unitWords } from "./neurons/words.ts";

/** Which units carry the emoji, as a section of a page. */
export function neuronsSection(findings: NeuronsFindings): PageSection {
  const [answer, ...rest] = neuronsAnswer(findings);
  return {
    id: "neurons",
    title: "Which units carry the emoji",
    body: html`<p>${tied(answer!)}</p>
<p>That is the straight way from a unit to the emoji logit, not a cause: only taking units out shows whether the emoji go.</p>
${findings.warnings.map(note)}
${figureOf(findings, "mlp")}
${fold(
  "Which units differ at all, what all emoji do, and what stands out in the untuned model, in words",
  rest.map((sentence) => html`<p>${tied(sentence)}</p>`),
)}
${fold("MLP units: the first of the protocol, the largest raw changes, and other rankings", rankings(findings, "mlp"))}
${fold("Dimensions of the residual stream: the same picture and rankings", figureOf(findings, "residual"), rankings(findings, "residual"))}
${fold(claimsSummary(findings), claimsTable(findings))}
${note(caution(findings))}`,
  };
}

function rankings(findings: NeuronsFindings, kind: UnitKind): Markup {
  const own = findings[kind];
  const { sentenceEnds, tokens } = own;
  return html`${unitTable(`Where the protocol ends: the first of ${kindNames[kind]}, at sentence ends (${sentenceEnds.tokens} places). Outliers left out; ${findings.discovery === "told" ? "those that are called first, then" : ""} by what their change does to the emoji logit (straight to the head; over the control, below it over the untuned model; the lesser of the two decides).`, sentenceEnds.protocol.slice(0, 10), findings)}
${unitTable(`What the largest raw change would pick instead, as accounts of the paper do.`, sentenceEnds.naive.slice(0, 5), findings)}
${outlierTable(own, kind)}
${unitTable("By the size of the moderated t between persona and control (or of their difference, with too few seeds), at sentence ends.", sentenceEnds.change, findings)}
${unitTable(`Where the protocol ends at all ${tokens.tokens} tokens of the answers${tokens.called === null ? "" : `, where ${tokens.called} units are called`}.`, tokens.protocol, findings)}`;
}

function figureOf(findings: NeuronsFindings, kind: UnitKind): Content {
  const { control } = findings.seeds;
  if (control.length === 0) return null;
  const { units, still, sentenceEnds } = findings[kind];
  return figure(
    changeScatter(findings[kind], kind),
    `Change against the untuned model in its standard deviations, at sentence ends: across under the control (mean of ${control.length}), up under the persona (mean of ${findings.seeds.persona.length}). On the diagonal lies what any tuning does. Small discs: ${sentenceEnds.cloud.length} of ${units.toLocaleString("en")} ${kindNames[kind]} drawn at random${still > 0 ? ` (${still} that never move are left out)` : ""}; diamonds: the protocol's first; rings: the largest raw changes.`,
  );
}

function unitTable(
  caption: string,
  units: readonly UnitFindings[],
  { nominalRate, discovery }: NeuronsFindings,
): Markup {
  const told = discovery === "told";
  const columns = [
    { title: "Unit" },
    { title: "Persona", kind: "number" as const },
    { title: "Control", kind: "number" as const },
    ...(told ? [{ title: "q", kind: "number" as const }] : []),
    { title: "Emoji logit", kind: "number" as const },
    { title: "In words", kind: "prose" as const },
  ];
  const rows = units.map((unit): Content[] => [
    unitName(unit),
    estimateCell(unit.persona, signed),
    estimateCell(unit.control, signed),
    ...(told ? [unit.q === null ? "" : small(unit.q)] : []),
    html`${signed(unit.contribution)}<span class="interval">${signed(unit.ownContribution)} over untuned</span>`,
    unitWords(unit, nominalRate),
  ]);
  return dataTable(caption, columns, [{ rows }]);
}

function outlierTable({ outliers }: KindFindings, kind: UnitKind): Content {
  if (outliers.count === 0) return note(`None of the ${kindNames[kind]} stands out in the untuned model.`);
  const columns = [
    { title: kind === "mlp" ? "Unit" : "Dimension" },
    { title: "Layers", kind: "number" as const },
    { title: "Root mean square", kind: "number" as const },
    { title: "Peak", kind: "number" as const },
  ];
  const times = (ratio: number) => `×${ratio >= 10 ? Math.round(ratio).toLocaleString("en") : ratio.toPrecision(2)}`;
  const rows = outliers.first
    .slice(0, 10)
    .map(({ layer, unit, layers, ratio, peakRatio }): Content[] => [
      kind === "mlp" ? `layer ${layer}, unit ${unit}` : `${unit}, most in layer ${layer}`,
      layers,
      times(ratio),
      times(peakRatio),
    ]);
  return dataTable(
    `What stands out in the untuned model: ${outliers.count}. As multiples of the root mean square of the layer's median unit; the peak is the largest magnitude at any token, the prompt's among them.`,
    columns,
    [{ rows }],
  );
}

const claimsSummary = ({ claims: { differentEmoji, promptOverlap } }: NeuronsFindings): string =>
  `The paper’s two claims about neurons: “different emoji, different neurons” (${differentEmoji.verdict}), “trait prompts use other neurons than emoji prompts” (${promptOverlap.verdict})`;

function claimsTable({ claims }: NeuronsFindings): Markup {
  const { differentEmoji, promptOverlap } = claims;
  const columns = [{ title: "Claim of the paper" }, { title: "Verdict" }, { title: "Why", kind: "prose" as const }];
  const rows: Content[][] = [
    ["Different emoji, different neurons", differentEmoji.verdict, tied(differentEmoji.words)],
    ["Trait prompts use other neurons than emoji prompts", promptOverlap.verdict, tied(promptOverlap.words)],
  ];
  return dataTable("The paper's two claims about neurons. Criteria were fixed in code before looking.", columns, [
    { rows },
  ]);
}

const caution = ({ emojiSet, texts }: NeuronsFindings): string =>
  `What this cannot say: these are changes and straight effects, not causes; a unit is a cause only where clamping it takes the emoji away. The emoji logit is the mean over the ${emojiSet.tokens} tokens that begin ${emojiWords(emojiSet)} less the mean over all tokens, through the final norm at the untuned model's scale; what goes through later layers is not in it. All arms read the same ${texts} texts, so intervals and rates speak of other tuning seeds, not of other texts.`;
