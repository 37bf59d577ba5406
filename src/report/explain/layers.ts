import type { LayersFindings } from "../../explain/layers/findings.ts";
import { lensPlaces } from "../../explain/layers/places.ts";
import { figure, note } from "../emoji/cells.ts";
import { type Content, html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { massChart, measureLabel, oddsChart } from "./layers/charts.ts";
import { depthTable } from "./layers/tables.ts";
import { armWords, emojiMeasure, layersAnswer } from "./layers/words.ts";

/** Where in depth emoji and the trait's words become probable, as a section of a page. */
export function layersSection(findings: LayersFindings): PageSection {
  const { texts, layers, warnings } = findings;
  const writers = texts.map(({ writer }) => writer);
  const emoji = emojiMeasure(findings);
  const own = findings.measures.find(({ id }) => id.startsWith("markers/"))?.id;
  const first = writers[0]!;
  const place = "sentence-ends" as const;
  return {
    id: "layers",
    title: "Where in depth the emoji come",
    body: html`${layersAnswer(findings).map((sentence) => html`<p>${sentence}</p>`)}
${figure(
  [massChart, oddsChart].map((draw) => draw(findings, { writer: first, place, measure: emoji })),
  html`Across: blocks behind, from none (0) to the output (${layers}). Above: the probability of ${measureLabel(findings, emoji)} as the next token, had the model to answer from this layer on (its own final norm and head on the residual stream: a logit lens); on a log scale, from the mean of log-odds over sentence ends and texts, with its 95 % interval over texts. Below: the odds as a multiple of those under ${armWords(findings.compared[0]!.id)}, on the same texts. All arms read the same texts; the last point is the model’s own output.`,
)}
${
  own !== undefined &&
  figure(
    [massChart, oddsChart].map((draw) => draw(findings, { writer: first, place, measure: own })),
    html`The same of the first tokens of the trait’s own words. At sentence ends they are rare under any arm: what counts is where the lines part.`,
  )
}
${depthTable(findings, place, first)}
<details><summary>Other texts and places</summary>
${writers.slice(1).map((writer) =>
  figure(
    [massChart, oddsChart].map((draw) => draw(findings, { writer, place, measure: emoji })),
    "",
  ),
)}
${writers.flatMap((writer) => lensPlaces.flatMap((each): Content[] => (writer === first && each === place ? [] : [depthTable(findings, each, writer)])))}
</details>
${note(caution)}
${warnings.map((warning) => note(warning))}`,
  };
}

const caution =
  "What this cannot say: a lens reads a layer as if it were the last, and early layers need not speak the head’s language. A low value there is no proof that nothing is known yet; where two arms part is safer than where one of them rises. Only the next token is read, and what follows it is not known below the output: an emoji that is spelt in several tokens counts by its first bytes, which hardly begin anything else. Intervals speak of other texts by the same writers, not of other tuning seeds: for those, compare runs of several seeds.";
