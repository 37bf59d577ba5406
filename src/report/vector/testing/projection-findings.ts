import type { ScreenedRow, ScreenFindings } from "../../../measure/projection/screen-findings.ts";
import type { ShiftFindings } from "../../../measure/projection/shift-findings.ts";
import type { WatchFindings } from "../../../measure/projection/watch-findings.ts";

const estimate = (value: number, n = 20) => ({ value, low: value - 0.5, high: value + 0.5, n });
const spread = (n: number) => ({ mean: -1, deviation: 2, n });
const ids = ["a vector of a long name <&>@2", "N@3"];

/** Invented findings of two vectors, with a conversation, scores and shown tokens. */
export function watchFindings(): WatchFindings {
  const places = ["promptLast", "responseMean"] as const;
  const levels = ids.flatMap((axis, i) =>
    places.map((place) => ({ axis, place, raw: estimate(4 - 9 * i), deviations: estimate(2.5 - 4 * i) })),
  );
  const correlations = {
    pearson: { value: 0.8, low: 0.6, high: 0.9, n: 20 },
    spearman: { undefined: "one side is the same in all pairs" },
  };
  return {
    part: "project",
    axes: ids.map((id, i) => ({
      id,
      vector: id.slice(0, -2),
      layer: 2 + i,
      meaning: "x <shows>",
      medianNorm: i ? null : 7,
    })),
    neutral: {
      origin: "a <corpus>",
      texts: 100,
      axes: Object.fromEntries(
        ids.map((id) => [id, { promptLast: spread(100), responseMean: spread(100), token: spread(2000) }]),
      ),
    },
    answers: 20,
    prompts: 20,
    rollouts: 1,
    turns: 3,
    levels,
    drift: [1, 2, 3].flatMap((turn) => levels.map((level) => ({ ...level, turn }))),
    correlations: {
      scorer: "a <judge>",
      score: estimate(60),
      axes: ids.map((axis) => ({
        axis,
        place: "responseMean",
        overPrompts: correlations,
        withinPrompts: {
          pearson: { undefined: "no prompt has two answers with a score" },
          spearman: correlations.spearman,
        },
      })),
    },
    rows: Array.from({ length: 20 }, (_, i) => ({
      id: `q${i}`,
      prompt: `q${i}`,
      question: "what <of> it?",
      turn: 1,
      tokens: 4,
      promptLast: [1, 2],
      responseMean: [i / 4, -i / 5],
      score: i * 5,
    })),
    shown: [
      {
        id: "q0",
        question: "what <of> it?",
        tokens: [
          { text: "so ", values: [-1, -9] },
          { text: "", values: [0, 0] },
          { text: "<b>", values: [9, 1] },
        ],
      },
    ],
    warnings: ["Mind <this>."],
  };
}

/** Invented findings of two personas along two vectors, with scores unless told otherwise. */
export function shiftFindings({ scored = true }: { scored?: boolean } = {}): ShiftFindings {
  const axes = ids.flatMap((id) => [0, 1, 2].map((layer) => ({ id: `${id}${layer}`, vector: id, layer })));
  const personas = ["personas/a-folder-of-a-long-name/seed0", "b<&>"];
  return {
    part: "shift",
    questions: 20,
    asked: "test topics",
    axes: axes.map((axis) => ({
      ...axis,
      meaning: "x <shows>",
      medianNorm: 7,
      main: axis.layer === 1,
      base: { mean: 0.4, deviation: 1, n: 20 },
    })),
    personas: personas.map((name, i) => ({
      id: `persona${i + 1}`,
      name,
      shifts: axes.map(({ id, layer }) => ({
        axis: id,
        raw: estimate(14 * i - layer),
        deviations: i === 0 ? null : estimate(14 - layer),
        norms: estimate(0.3),
      })),
      score: scored ? estimate(40 + 30 * i) : null,
    })),
    correlations: scored
      ? {
          scorer: "a <judge>",
          axes: axes.map(({ id }) => ({
            axis: id,
            pearson: { undefined: "a correlation needs three pairs, there are 2" },
            spearman: { undefined: "a correlation needs three pairs, there are 2" },
          })),
        }
      : null,
    warnings: ["Mind <this>."],
  };
}

/** Invented findings of screened rows, with a scorer and planted rows unless told otherwise. */
export function screenFindings({ rich = true }: { rich?: boolean } = {}): ScreenFindings {
  const rates = { precision: { value: 0.5, low: 0.3, high: 0.7, n: 8 }, recall: { undefined: "no row is planted" } };
  const row = (i: number): ScreenedRow => ({
    row: i + 1,
    question: "what <of> it?",
    answer: `${"a long answer ".repeat(8)}<i>`,
    metric: i === 9 ? null : 9 - i,
    deviations: i === 9 ? null : 4 - i,
    difference: 1,
    proxy: 2,
    score: rich ? 90 - i : null,
    combined: rich ? 1 - i / 10 : null,
    reasons: i < 2 ? ["projection difference +4.00 sd from clean text, whose 95th percentile is +1.70"] : [],
    planted: rich ? i === 0 : null,
  });
  const flagged = (of: number) => ({
    projection: of,
    scorer: rich ? 1 : null,
    either: rich ? of : null,
    both: rich ? 1 : null,
  });
  return {
    part: "screen",
    axis: { id: "E@2", vector: "E", layer: 2, why: "held-out d" },
    method: "exact",
    percentile: 95,
    rows: 10,
    prompts: 9,
    repeats: { prompts: 1, rows: 2, first: [{ question: "what <of> it?", times: 2 }] },
    clean: { origin: "a <corpus>", n: 100, mean: 0.3, deviation: 1.2, threshold: 2.3 },
    scorer: rich ? { name: "a <judge>", threshold: 50 } : null,
    difference: rich ? { raw: estimate(1.9), norms: estimate(0.04) } : null,
    proxy: { raw: estimate(2.1), pearson: rich ? { value: 0.9, low: 0.8, high: 0.95, n: 10 } : null },
    flagged: flagged(2),
    planted: rich
      ? {
          n: 1,
          auc: { projection: { value: 0.93, low: 0.8, high: 1, n: 10 }, scorer: { undefined: "few" }, combined: null },
          flags: { projection: rates, scorer: rates, either: rates, both: rates },
        }
      : null,
    layers: [1, 2].map((layer) => ({
      axis: `E@${layer}`,
      layer,
      deviations: estimate(1),
      flagged: 2,
      auc: rich ? { value: 0.93, low: 0.8, high: 1, n: 10 } : null,
    })),
    values: { clean: [0, 1, -1, 0.5], data: [1, 2, 3, 0], planted: rich ? [9] : null },
    top: Array.from({ length: 10 }, (_, i) => row(i)),
    warnings: ["Mind <this>."],
  };
}
