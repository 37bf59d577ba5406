import { reasonText } from "../../measure/vectors/filter.ts";
import type { ExamplePair, VectorFindings } from "../../measure/vectors/findings.ts";
import { figure, fold, note } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable, factList } from "../html/table.ts";
import { alternativeTable, layerTable, normChart, passChart, qualityChart } from "./extract/charts.ts";
import { extractAnswer, fallenWords, nextCommands, two } from "./extract/words.ts";

/** What its model is called on a command line. */
export interface ExtractSectionOptions {
  model: string;
}

/** The answer of a report on a vector, above its sections. */
export const extractLead = (findings: VectorFindings): Markup => {
  const [first, ...others] = extractAnswer(findings);
  return html`<div class="lead"><p>${first}</p><p>${others.join(" ")}</p>${findings.warnings.map((warning) => html`<p>${warning}</p>`)}</div>`;
};

/** How good a vector is, section by section. */
export function extractSections(findings: VectorFindings, options: ExtractSectionOptions): PageSection[] {
  return [layersPart(findings), answersPart(findings), examplesPart(findings), nextPart(findings, options)];
}

function layersPart(findings: VectorFindings): PageSection {
  const { recipe, alternatives, orthogonalTo, layers } = findings;
  return {
    id: "layers",
    title: "How good it is, layer by layer",
    body: html`<p>The recipe is <b>${recipe.name}</b>: ${recipe.about}; each answer pooled by ${recipe.pooling}.${orthogonalTo.length > 0 && html` Its part along ${orthogonalTo.join(", ")} is taken off.`}</p>
${figure(qualityChart(findings), "Each part of the questions is looked at along the vector that all other parts make. AUC: the probability that a positive answer lies further along it than a negative one, with 95 % intervals over questions. Cosines: near 1 the questions (the draws) suffice; near 0 they say nothing.")}
${recipe.norm === "unit" ? note("Vectors of this recipe have length 1 at every layer.") : figure(normChart(findings), "Raw vectors grow with depth as the residual stream does; steering strengths are therefore in units of the stream's median length.")}
${fold(`All figures of ${layers.length} layers`, layerTable(findings))}
${alternatives.length > 0 && fold("The same answers, pooled otherwise", alternativeTable(findings))}
${note("What this cannot say: that the sides lie apart along a vector does not mean that moving along it moves what the model writes. The sweep tells; the layer that is best to read is often not the best to steer.")}`,
  };
}

function answersPart(findings: VectorFindings): PageSection {
  const { pairs, scorer, source, thresholds } = findings;
  const fallen = fallenWords(findings);
  const facts: [string, Content][] = [
    [
      "contrast",
      source.from === "answers"
        ? `given answers, against ${source.against} ones`
        : "instructions for and against the trait",
    ],
    ["why", source.reason],
    ["the trait scored by", scorer?.name ?? "nobody"],
    ["coherence by", scorer?.coherenceBy ?? "nobody"],
    ["pairs kept", `${pairs.kept} of ${pairs.asked}, of ${pairs.questions} questions`],
  ];
  return {
    id: "answers",
    title: "What it is made of",
    body: html`${factList(facts)}
${
  scorer === null
    ? null
    : figure(
        passChart(findings),
        `A positive answer passes from ${thresholds.trait} of 100 for the trait, a negative one below${scorer.coherenceBy === "nobody" ? "" : `; both from ${thresholds.coherence} for coherence`}. A pair is kept if both pass. 95 % intervals (Wilson).`,
      )
}
${
  fallen.length === 0
    ? null
    : dataTable(
        "Why pairs fell; one may fall for several reasons.",
        [{ title: "Reason" }, { title: "Pairs", kind: "number" }],
        [{ rows: fallen.map(({ reason, count }) => [reason, count]) }],
      )
}`,
  };
}

function examplesPart({ examples, thresholds }: VectorFindings): PageSection {
  const pairOf = (
    pair: ExamplePair,
  ): Markup => html`<p class="prompt"><b>${pair.question}</b>${pair.why.length > 0 && html` <span class="note">Fell: ${pair.why.map((why) => reasonText(why, thresholds)).join("; ")}.</span>`}</p>
<div class="responses">${answerOf("positive", pair.positive)}${answerOf("negative", pair.negative)}</div>
`;
  return {
    id: "examples",
    title: "Answers to look at",
    body: html`<h3>Kept</h3>${examples.kept.map(pairOf)}${examples.fallen.length > 0 && html`<h3>Fallen</h3>${examples.fallen.map(pairOf)}`}`,
  };
}

function answerOf(side: "positive" | "negative", { text, scores }: ExamplePair["positive"]): Markup {
  const score = (value: number | null) => (value === null ? "none" : value.toFixed(0));
  return html`<div class="response tone-${side === "positive" ? "tuned" : "untuned"}"><h4>${side}</h4>${scores && html`<p class="note">trait ${score(scores.trait)}, coherence ${score(scores.coherence)}</p>`}<blockquote>${text}</blockquote></div>`;
}

function nextPart(findings: VectorFindings, { model }: ExtractSectionOptions): PageSection {
  const { suggested, trait, layers } = findings;
  const { d } = layers.find(({ layer }) => layer === suggested)!;
  return {
    id: "next",
    title: "What to do next",
    body: html`<p>Layer ${suggested} is a first choice, as held-out answers lie furthest apart there (d ${two(d.value)}).</p>
${nextCommands(".", { layer: suggested, model, trait: trait.id }).map(({ about, line }) => html`<p>${about}, in this folder:</p><pre><code>${line}</code></pre>`)}`,
  };
}
