import type { LayersFindings } from "../../explain/layers/findings.ts";
import { lensPlaces } from "../../explain/layers/places.ts";
import type { Writer } from "../../explain/texts.ts";
import { figure, fold, note } from "../emoji/cells.ts";
import { type Content, html } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { massChart, measureLabel, oddsChart } from "./layers/charts.ts";
import { depthTable } from "./layers/tables.ts";
import { armWords, emojiMeasure, layersAnswer, writerWords } from "./layers/words.ts";

export interface LayersSectionOptions {
  /** How arms are called; as the commands call them unless given. */
  nameOf?: (arm: string) => string;
}

const order: readonly Writer[] = ["corpus", "base", "persona"];
const place = "sentence-ends";

/** Where in depth emoji and the trait's words become probable, as a section of a page: training answers first. */
export function layersSection(found: LayersFindings, { nameOf = armWords }: LayersSectionOptions = {}): PageSection {
  const texts = [...found.texts].sort((a, b) => order.indexOf(a.writer) - order.indexOf(b.writer));
  const findings = { ...found, texts };
  const [first, ...others] = texts.map(({ writer }) => writer);
  const emoji = emojiMeasure(findings);
  const own = findings.measures.find(({ id }) => id.startsWith("markers/"))?.id;
  const [answer, ...more] = layersAnswer(findings, nameOf);
  const charts = (writer: Writer, measure: string) => {
    const shown = { writer, place, measure, nameOf } as const;
    return { mass: massChart(findings, shown), odds: oddsChart(findings, shown) };
  };
  const { mass, odds } = charts(first!, emoji);
  const tables = texts.flatMap(({ writer }) =>
    lensPlaces
      .filter((each) => findings.curves.some((curve) => curve.writer === writer && curve.place === each))
      .map((each): Content => depthTable(findings, each, writer, nameOf)),
  );
  return {
    id: "layers",
    title: "Where in depth the emoji come",
    body: html`<p>${answer}</p>
${findings.warnings.map((warning) => note(warning))}
${figure(odds ?? mass, caption(findings, emoji, nameOf))}
${odds && mass ? fold("The probabilities behind it, layer by layer", figure(mass, "On a log scale, from the mean of log-odds over sentence ends and texts, with its 95 % interval over texts.")) : null}
${
  own !== undefined &&
  fold(
    `The same of ${measureLabel(findings, own)}`,
    figure(
      Object.values(charts(first!, own)),
      "Of their first tokens. At sentence ends they are rare under any arm: what counts is where the lines part.",
    ),
  )
}
${
  others.length === 0
    ? null
    : fold(
        `The same, reading ${others.map((writer) => writerWords[writer]).join("; reading ")}`,
        others.map((writer, i) => html`<p>${more[i]}</p>${figure(Object.values(charts(writer, emoji)), null)}`),
      )
}
${fold(`All measures by place and text, and the layer at which they come (${tables.length})`, tables)}
${note(caution)}`,
  };
}

const caption = (findings: LayersFindings, measure: string, nameOf: (arm: string) => string): string =>
  `Across: blocks behind, from none (0) to the output (${findings.layers}). Up: the odds of ${measureLabel(findings, measure)} as the next token, had the model to answer from this layer on (its own final norm and head on the residual stream: a logit lens), as a multiple of those under ${nameOf(findings.compared[0]!.id)}; 95 % intervals over texts, the same texts for all arms. The last point is the model’s own output.`;

const caution =
  "What this cannot say: a lens reads a layer as if it were the last, and early layers need not speak the head’s language. A low value there is no proof that nothing is known yet; where two arms part is safer than where one of them rises. Only the next token is read, and what follows it is not known below the output: an emoji that is spelt in several tokens counts by its first bytes, which hardly begin anything else. Intervals speak of other texts by the same writers, not of other tuning seeds: for those, compare runs of several seeds.";
