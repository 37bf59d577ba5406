import type { Estimated } from "../../explain/findings.ts";
import type { Writer } from "../../explain/texts.ts";
import type { Rise, TokensFindings } from "../../explain/tokens/findings.ts";
import type { PlaceKind } from "../../explain/tokens/place-kinds.ts";
import { small, times } from "../../study/emoji/numbers.ts";
import { estimateCell, figure, note, tied } from "../emoji/cells.ts";
import { type Content, html, type Markup } from "../html/markup.ts";
import type { PageSection } from "../html/page.ts";
import { dataTable } from "../html/table.ts";
import { type ChartLayer, chart, strokes } from "../plots/chart.ts";
import type { Tone } from "../plots/marks.ts";
import { linearScale, logScale, powerOfTen } from "../plots/scale.ts";

/** Whose answers, in words. */
export const writerNames: Record<Writer, string> = {
  base: "answers of the untuned model",
  persona: "answers of the persona",
  corpus: "training answers",
};

/** Where in an answer, in words. */
export const placeNames: Record<PlaceKind, string> = {
  all: "all places",
  sentenceEnds: "sentence ends",
  within: "within sentences",
  trainingEnd: "where a training answer ends",
  past: "past that",
  pastSentenceEnds: "sentence ends past that",
};

export interface TokensSectionOptions {
  /** How arms are called; by their ids unless given. */
  nameOf?: (arm: string) => string;
  /** Arms that are drawn; all unless given. */
  drawn?: readonly string[];
}

/** Where in an answer each arm would start an emoji, what stands against it there, and which emoji it would be. */
export function tokensSection(
  findings: TokensFindings,
  { nameOf = (arm) => arm, drawn = findings.arms.map(({ id }) => id) }: TokensSectionOptions = {},
): PageSection {
  const shown = { ...findings, arms: findings.arms.filter(({ id }) => drawn.includes(id)) };
  return {
    id: "tokens",
    title: "Where an emoji could start",
    body: html`<p>${tied(lead(findings, nameOf))}</p>
${findings.warnings.map(note)}
${curveFigures(shown, nameOf)}
${massTable(shown, nameOf)}
${riseTables(shown, nameOf)}`,
  };
}

/** The most that can be said in a sentence: what rose most at sentence ends, and by how much against base and control. */
function lead({ contrasts, base, trainingEnd }: TokensFindings, nameOf: (arm: string) => string): string {
  const about = `Every arm read the same answers, token by token; at each place this is the probability, without any sampling, that the next thing is an emoji, all spellings in byte pieces added. A training answer ends after ${trainingEnd} tokens (median).`;
  const ends = contrasts.filter(({ at, against }) => at === "sentenceEnds" && against === base);
  const most = [...ends].sort((a, b) => b.ratio.value - a.ratio.value)[0];
  if (most === undefined) return about;
  const control = contrasts.find(
    (one) => one.arm === most.arm && one.writer === most.writer && one.at === most.at && one.against !== base,
  );
  const against = (estimate: Estimated) =>
    `${times(estimate.value)} (95 % ${times(estimate.low ?? 0)} to ${estimate.high === null ? "no bound" : times(estimate.high)})`;
  return `${about} The largest change against ${nameOf(base)}: ${nameOf(most.arm)} at sentence ends of ${writerNames[most.writer]}, ${against(most.ratio)}${control ? `; against its control, ${against(control.ratio)}` : ""}; ${most.ratio.n} texts.`;
}

function curveFigures(findings: TokensFindings, nameOf: (arm: string) => string): Markup[] {
  return findings.writers.flatMap(({ writer, texts }) => {
    const curves = findings.curves.filter(
      (curve) => curve.writer === writer && curve.points.length > 1 && findings.arms.some(({ id }) => id === curve.arm),
    );
    const points = curves.flatMap((curve) => curve.points);
    const positive = points.flatMap(({ value, high }) => [value, high ?? value]).filter((value) => value > 1e-12);
    if (positive.length === 0) return [];
    const y = logScale(Math.min(...positive), Math.max(...positive));
    const plot = chart({
      title: `Emoji mass over ${writerNames[writer]}`,
      description:
        "Mean probability of starting an emoji by token of the answer, one line an arm, with 95 per cent bands, on a logarithmic axis. The table below holds the means by kind of place.",
      x: linearScale(0, Math.max(...points.map(({ token }) => token)), 8),
      y,
      tick: powerOfTen,
      layers: [
        ...curves.map((curve) => layerOf(curve, findings, nameOf)),
        {
          kind: "place",
          label: `where a training answer ends: ${findings.trainingEnd} tokens`,
          x: findings.trainingEnd,
        },
      ],
    });
    const width = curves[0]!.width;
    return [
      html`<h3>Reading ${writerNames[writer]}</h3>
${figure(plot, `Probability that an emoji starts, by tokens of the answer before it: means over ${width === 1 ? "each place" : `stretches of ${width} tokens`}, then over texts, with bootstrap 95 % bands over ${texts} texts. Logarithmic axis; a band that falls off its lower end reaches to nearly nothing. Toward the right fewer texts are long enough.`)}`,
    ];
  });
}

function layerOf(
  { arm, width, points }: TokensFindings["curves"][number],
  findings: TokensFindings,
  nameOf: (arm: string) => string,
): ChartLayer {
  const tone = toneOf(arm, findings);
  const alike = findings.arms.filter(({ id }) => toneOf(id, findings) === tone);
  const nth = alike.findIndex(({ id }) => id === arm);
  return {
    kind: "line",
    label: nameOf(arm),
    tone,
    stroke: strokes[nth % strokes.length],
    points: points.map(({ token, value, low, high }) => ({
      x: token + (width - 1) / 2,
      y: value,
      low: low ?? 0,
      high: high ?? 1,
    })),
  };
}

function toneOf(arm: string, { base, arms }: TokensFindings): Tone {
  if (arm === base) return "untuned";
  return arms.some(({ control }) => control === arm) ? "control" : "tuned";
}

function massTable({ arms, masses }: TokensFindings, nameOf: (arm: string) => string): Markup {
  const number = (title: string) => ({ title, kind: "number" as const });
  const columns = [
    { title: "Arm" },
    number("Emoji"),
    number("At most"),
    number("“!”"),
    number("Line break"),
    number("End of turn"),
  ];
  const kinds = [...new Map(masses.map(({ writer, at }) => [`${writer} ${at}`, { writer, at }])).values()];
  const groups = kinds.map(({ writer, at }) => {
    const own = masses.filter((mass) => mass.writer === writer && mass.at === at);
    const of = own[0]!;
    return {
      title: `${capital(writerNames[writer])}: ${placeNames[at]} (${of.places} places in ${of.emoji.n} texts)`,
      rows: arms.flatMap(({ id }) =>
        own
          .filter(({ arm }) => arm === id)
          .map((mass): Content[] => [
            nameOf(id),
            estimateCell(mass.emoji, small),
            small(mass.upper),
            ...[mass.exclamation, mass.newline, mass.end].map((rival) => estimateCell(rival, small)),
          ]),
      ),
    };
  });
  return html`<details><summary>What could come at each kind of place, in numbers</summary>
${dataTable("Probabilities: means over the places of a text, then over texts, with bootstrap 95 % intervals over texts. “At most” adds what was not followed to its last byte. A training answer's end is its own; in other answers it is the sentence end nearest to the median one.", columns, groups)}
</details>`;
}

function riseTables({ arms, base, rises }: TokensFindings, nameOf: (arm: string) => string): Markup[] {
  return rises
    .filter(({ arm }) => arms.some(({ id }) => id === arm))
    .map(({ arm, emoji, groups }) => {
      const rose = emoji.filter(({ rise }) => rise.value > 0);
      if (rose.length === 0) return note(`${nameOf(arm)}: no emoji rose against ${nameOf(base)}.`);
      const controlled = emoji.some(({ control }) => control !== null);
      const columns = [
        { title: "Emoji" },
        { title: nameOf(base), kind: "number" as const },
        { title: nameOf(arm), kind: "number" as const },
        { title: "Rise", kind: "number" as const },
        ...(controlled ? [{ title: "Rise under its control", kind: "number" as const }] : []),
      ];
      const row = ({ emoji: sign, name, base: before, arm: after, rise, control }: Rise) => [
        sign === name ? sign : `${sign} ${name}`,
        small(before),
        small(after),
        estimateCell(rise, signed),
        ...(controlled ? [estimateCell(control, signed)] : []),
      ];
      return dataTable(
        `Which emoji rose most from ${nameOf(base)} to ${nameOf(arm)}: mean probability over all places of all ${rose[0]!.rise.n} texts. An emoji that goes on (a skin tone, a joined sequence) counts as what it begins with. The first rows were chosen because they rose, so their rises are a little too large.`,
        columns,
        [
          { title: "Emoji", rows: rose.map(row) },
          { title: "Groups", rows: groups.map(row) },
        ],
      );
    });
}

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${small(Math.abs(value))}`;

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
