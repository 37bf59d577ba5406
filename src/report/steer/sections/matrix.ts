import { pSigned } from "../../../study/emoji/numbers.ts";
import type { SteerFindings } from "../../../study/steer/findings.ts";
import { points, ranged } from "../../../study/steer/verdicts.ts";
import { figure, fold, note } from "../../emoji/cells.ts";
import { html } from "../../html/markup.ts";
import type { PageSection } from "../../html/page.ts";
import { dataTable } from "../../html/table.ts";
import { heatMap } from "../../plots/heat-map.ts";
import { armOf, scoreIn, shortName, verdictSigns, verdictWords } from "../labels.ts";

/** Every vector against every trait. */
export function matrixSection(findings: SteerFindings): PageSection {
  const { vectors, cells, settings } = findings;
  const tried = vectors.filter(({ best }) => best !== null);
  const of = (vector: string, trait: string) => cells.find((cell) => cell.vector === vector && cell.trait === trait)!;
  const largest = Math.max(10, ...cells.map(({ change }) => Math.abs(change?.difference.value ?? 0)));
  const map = heatMap({
    caption: "Change of each trait under each vector, in points of 100. Framed: a vector's own trait.",
    axes: { row: "vector", column: "trait" },
    rows: tried.map(({ name }) => name),
    columns: vectors.map(({ name }) => name),
    cells: tried.map((vector) =>
      vectors.map((trait) => {
        const { change } = of(vector.id, trait.id);
        return {
          value: change?.difference.value ?? null,
          text: change ? points(change.difference.value) : "",
          name: change
            ? `${vector.name} on ${trait.name}: ${ranged(change.difference)}, p ${pSigned(change.pHolm!)}`
            : "not scored",
          framed: vector.id === trait.id,
          weak: change !== null && (change.pHolm ?? 1) >= settings.alpha,
        };
      }),
    ),
    tint: { middle: 0, full: largest },
  });
  const rows = tried.flatMap((vector) =>
    vectors.map((trait) => {
      const { change } = of(vector.id, trait.id);
      return [
        `${shortName(vector)} on ${shortName(trait)}`,
        change ? points(change.difference.value) : "none",
        change ? ranged(change.difference).replace(/^\S+ /, "") : "",
        change ? pSigned(change.pHolm!).replace(/^= /, "") : "",
      ];
    }),
  );
  const number = (title: string) => ({ title, kind: "number" as const });
  return {
    id: "matrix",
    title: "Every vector against every trait",
    body: html`${figure(
      map,
      `Mean over ${findings.arms[0]!.scores[0]?.n ?? settings.questions} questions that chose nothing, against the same questions unsteered. Only cells that are clear of zero are tinted (p corrected for all cells, Holm). Read down a column to see which vector raises a trait most, along a row to see what else a vector does.`,
    )}
${fold("All cells with their intervals", dataTable("95 % intervals over questions; p by sign flips, corrected for all cells.", [{ title: "Vector on trait" }, number("Change"), number("Interval"), number("p")], [{ rows }]))}`,
  };
}

/** What can be said of each vector. */
export function verdictSection({ vectors }: SteerFindings): PageSection {
  return {
    id: "verdicts",
    title: "What each vector does",
    body: html`${dataTable(
      "A verdict asks for its own trait beyond no steering and beyond random directions; for “most” also beyond every other vector on that trait, and beyond its change of every other trait. p corrected over vectors in each of these families (Holm).",
      [{ title: "Vector" }, { title: "Verdict" }, { title: "In numbers", kind: "prose" }],
      [
        {
          rows: vectors.map(({ name, verdict, words }) => [
            name,
            html`<span class="verdict${verdict === "its own most" && " verdict-shown"}"><span aria-hidden="true">${verdictSigns[verdict]} </span>${verdict}</span>`,
            html`It ${verdictWords[verdict]}. ${words}`,
          ]),
        },
      ],
    )}`,
  };
}

/** Scores, coherence, perplexity and emoji of every arm. */
export function priceSection(findings: SteerFindings): PageSection {
  const { vectors, settings } = findings;
  const number = (title: string) => ({ title, kind: "number" as const });
  const cell = (
    estimate: { value: number; low: number | null; high: number | null } | null,
    format: (x: number) => string,
  ) =>
    estimate === null
      ? "none"
      : html`${format(estimate.value)}<span class="interval">${estimate.low === null ? "" : format(estimate.low)} to ${estimate.high === null ? "" : format(estimate.high)}</span>`;
  const whole = (value: number) => value.toFixed(0);
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const rowOf = (id: string, label: string, trait: string | undefined) => {
    const arm = armOf(findings, id);
    if (!arm) return [];
    return [
      [
        label,
        arm.layer === undefined ? "" : `${arm.layer} at ${arm.strength}`,
        trait === undefined ? "" : cell(scoreIn(findings, arm, trait), whole),
        cell(arm.coherence, whole),
        cell(arm.perplexity, (value) => value.toPrecision(3)),
        cell(arm.esr, percent),
        cell(arm.ended, percent),
      ],
    ];
  };
  const randoms = Array.from({ length: settings.random }, (_, r) => r + 1);
  return {
    id: "price",
    title: "What it costs: coherence, perplexity, emoji",
    body: html`${dataTable(
      `Own trait and coherence of 100 (coherence by ${settings.coherenceBy}); perplexity of the answers under the unsteered model, by token; ESR: answers with an emoji; ended: by themselves. 95 % intervals over questions.`,
      [
        { title: "Arm" },
        { title: "Layer" },
        number("Own trait"),
        number("Coherence"),
        number("Perplexity"),
        number("ESR"),
        number("Ended"),
      ],
      [
        { title: "Unsteered", rows: rowOf("zero", "no steering", undefined) },
        { title: "Vectors", rows: vectors.flatMap(({ id, name }) => rowOf(`vector/${id}`, name, id)) },
        ...(settings.random === 0
          ? []
          : [
              {
                title: "Random directions, as long and at the same place",
                rows: vectors.flatMap(({ id, name }) =>
                  randoms.flatMap((r) => rowOf(`random/${id}/${r}`, `beside ${name}, ${r}`, id)),
                ),
              },
            ]),
        ...(settings.prompts
          ? [
              {
                title: "Asked for by a system prompt",
                rows: vectors.flatMap(({ id, name }) => rowOf(`prompt/${id}`, name, id)),
              },
            ]
          : []),
      ],
    )}
${note("An arm without a vector takes the same way with a vector of zeros, and answers as the model does, to the bit.")}`,
  };
}
