import type { SweepFindings, VectorSweep } from "../../measure/steering-sweep/findings.ts";
import { figure, fold, note, tied } from "../emoji/cells.ts";
import { html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { factList } from "../html/table.ts";
import { curveChart, strengthChart } from "./sweep/charts.ts";
import { freshTable, pointTable, traitMap } from "./sweep/tables.ts";
import { sweepAnswer } from "./sweep/words.ts";

/** The answer of a report on a sweep, above its sections. */
export const sweepLead = ({ vectors }: SweepFindings): Markup =>
  html`<div class="lead">${vectors.map((sweep) => html`<p>${tied(sweepAnswer(sweep).join(" "))}</p>`)}</div>`;

/** Where vectors work best, section by section, a few for each vector. */
export const sweepSections = (findings: SweepFindings): PageSection[] =>
  findings.vectors.flatMap((sweep, i) => {
    const id = (part: string) => (findings.vectors.length === 1 ? part : `${part}-${i + 1}`);
    const part = findings.vectors.length === 1 ? {} : { part: sweep.name };
    return [
      { id: id("map"), title: "Trait by layer and strength", body: mapPart(sweep), ...part },
      { id: id("price"), title: "What it costs", body: pricePart(sweep) },
      { id: id("fresh"), title: "The best point on fresh questions", body: freshPart(sweep) },
      { id: id("how"), title: "How it was measured", body: howPart(sweep, findings) },
    ];
  });

const mapPart = (sweep: VectorSweep): Markup =>
  html`${figure(
    traitMap(sweep),
    `Mean score for ${sweep.trait.name} over ${sweep.questions} answers, tinted by how far from no steering; unsteered it is ${sweep.zero.trait === null ? "unknown" : sweep.zero.trait.value.toFixed(0)}. Framed: the best point. Without tint: coherence below the floor${sweep.floor === null ? " (nobody says how coherent answers are)" : ` of ${sweep.floor}`}.`,
  )}
${figure(strengthChart(sweep), "The same by strength, with 95 % intervals over questions: the best layer, and those on either side of it in the sweep. One unit is the median length of the residual stream at the layer.")}`;

const pricePart = (sweep: VectorSweep): Markup =>
  html`${figure(curveChart(sweep), "Every point of the sweep. The sweet spot is the rightmost point above the floor: further to the right the language gives way.")}
${fold(`All figures of ${sweep.points.length} points`, pointTable(sweep))}`;

const freshPart = (sweep: VectorSweep): Markup => {
  const { fresh, warnings } = sweep;
  return html`${note("A point that is the best of many is partly so by luck, so its own figures are too good. These are of questions that had no part in choosing it.")}
${fresh === null ? html`<p>It was not tried.</p>` : freshTable(fresh)}
${fresh?.examples.map(
  ({ question, zero, best }) => html`<p class="prompt"><b>${question}</b></p>
<div class="responses"><div class="response tone-untuned"><h4>unsteered</h4><blockquote>${zero}</blockquote></div><div class="response tone-tuned"><h4>at the best point</h4><blockquote>${best}</blockquote></div></div>
`,
)}
${warnings.length > 0 && html`<h3>Know before you use these numbers</h3><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}`;
};

const howPart = (
  { scorer, questions, strengths, layers, meaning }: VectorSweep,
  { positions, both }: SweepFindings,
): Markup =>
  html`${factList([
    ["+ means", meaning],
    ["the trait scored by", scorer.name],
    ["coherence by", scorer.coherenceBy],
    ["questions that chose", questions],
    ["layers", layers.map(({ layer }) => layer).join(", ")],
    ["strengths", strengths.join(", ")],
    ["steered tokens", positions === "all" ? "all" : `those of the ${positions}`],
    ["pushed", both ? "both ways" : "one way"],
  ])}
${note("The vector is added to the residual stream behind one layer, scaled to the strength times the median length of the stream there. Every point answers the same questions with the same random numbers, all in one batch; no steering takes the same way with a vector of zeros.")}`;
