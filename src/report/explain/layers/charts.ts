import type { Band, LayersFindings } from "../../../explain/layers/findings.ts";
import type { LensPlace } from "../../../explain/layers/places.ts";
import type { Writer } from "../../../explain/texts.ts";
import { small } from "../../../study/emoji/numbers.ts";
import { html, type Markup } from "../../html/markup.ts";
import { type ChartLayer, chart } from "../../plots/chart.ts";
import type { Tone } from "../../plots/marks.ts";
import { fineLogScale, linearScale, logScale, powerOfTen } from "../../plots/scale.ts";
import { curveAt, placeWords, shiftAt, writerWords } from "./words.ts";

/** Probability over depth, one line an arm with the interval of its mean behind it. */
export function massChart(findings: LayersFindings, { writer, place, measure, nameOf }: Shown): Markup | null {
  const curves = findings.compared.flatMap(({ id }) => curveAt(findings, { arm: id, writer, place, measure }) ?? []);
  // The embeddings alone lie dozens of decades lower where they are the head too.
  const first = findings.depths.findIndex((depth) => depth > 0);
  const lines = curves.map(({ arm, mass }) => lineOf(findings, { arm, label: nameOf(arm) }, mass, first));
  if (lines.length === 0) return null;
  const title = `${measureLabel(findings, measure)}, ${placeWords[place]} of ${writerWords[writer]}`;
  return html`<h3>${capital(title)} (${curves[0]!.n} texts)</h3>
${chart({
  ...axisOf(findings, "probability, had the model to answer here"),
  title: `Probability of ${title}, by depth`,
  description: spoken(lines),
  y: logScale(...rangeOf(lines)),
  tick: powerOfTen,
  layers: lines,
})}`;
}

/** Odds of each arm over the first one's, over depth: where they part. */
export function oddsChart(findings: LayersFindings, { writer, place, measure, nameOf }: Shown): Markup | null {
  const { compared } = findings;
  const base = compared[0]!.id;
  const lines = compared.slice(1).flatMap(({ id }): Line[] => {
    const shift = shiftAt(findings, { arm: id, against: base, writer, place, measure });
    return shift === undefined ? [] : [lineOf(findings, { arm: id, label: nameOf(id) }, shift.odds)];
  });
  if (lines.length === 0) return null;
  const title = `odds of ${measureLabel(findings, measure)} against ${nameOf(base)}, ${placeWords[place]} of ${writerWords[writer]}`;
  const [low, high] = rangeOf(lines);
  const wide = high / low > 1000;
  return html`<h3>${capital(title)}</h3>
${chart({
  ...axisOf(findings, `odds, times those under ${nameOf(base)}`),
  title: `${capital(title)}, by depth`,
  description: spoken(lines),
  y: wide ? logScale(Math.min(low, 1), Math.max(high, 1)) : fineLogScale(Math.min(low, 1), Math.max(high, 1)),
  tick: (value) => `×${wide ? powerOfTen(value) : value}`,
  layers: [...lines, { kind: "level", label: `as under ${nameOf(base)}`, y: 1 }],
})}`;
}

interface Shown {
  writer: Writer;
  place: LensPlace;
  measure: string;
  /** How arms are called. */
  nameOf: (arm: string) => string;
}
type Line = Extract<ChartLayer, { kind: "line" }> & { label: string };

function lineOf(
  { depths }: LayersFindings,
  { arm, label }: { arm: string; label: string },
  { value, low, high }: Band,
  first = 0,
): Line {
  const all = value.map((y, i) => ({ x: depths[i]!, y, low: low[i] ?? y, high: high[i] ?? y }));
  const points = all.slice(Math.max(0, first));
  return {
    kind: "line",
    label,
    tone: toneOf(arm),
    stroke: arm === "against" ? "dashed" : "solid",
    points,
  };
}

const axisOf = ({ layers }: LayersFindings, y: string) => ({
  x: linearScale(0, layers, Math.min(layers, 10)),
  axes: { x: "layers behind", y },
});

function rangeOf(lines: readonly Line[]): [low: number, high: number] {
  const seen = lines
    .flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, high]))
    .filter((y) => y > 0);
  return [Math.min(...seen), Math.max(...seen)];
}

export const measureLabel = ({ measures }: LayersFindings, id: string): string =>
  measures.find((measure) => measure.id === id)?.label ?? id;

const capital = (text: string): string => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());

const spoken = (lines: readonly Line[]): string =>
  lines
    .map(({ label, points }) => `${label}: ${points.map(({ x, y }) => `layer ${x} ${small(y)}`).join(", ")}`)
    .join(". ");

/** The model as it is, a control, and whoever is explained or compared with. */
const toneOf = (arm: string): Tone => (arm === "base" ? "untuned" : arm.startsWith("control") ? "control" : "tuned");
