import { pearson } from "../statistics/correlation.ts";
import { scaledBy } from "../statistics/estimated.ts";
import type { RowDifference } from "./difference.ts";
import { repeatedPrompts } from "./difference.ts";
import { areaOf, type CleanLevel, cleanLevel, combinedRanks, flaggedBy, precisionAndRecall } from "./flags.ts";
import type { Screened, ScreenRequest } from "./screen.ts";
import { type Flagger, flaggers, type ScreenedRow, type ScreenFindings } from "./screen-findings.ts";
import { projectionReason, scoreReason, screenWarnings } from "./screen-words.ts";
import { meanByPrompt } from "./watch-summary.ts";

/** What was computed: of the rows, then of clean text. */
export interface ScreenMeasured {
  differences: readonly RowDifference[];
  /** Undefined without a scorer. */
  scores: readonly (number | null)[] | undefined;
  seed: number;
}

/** A scorer flags nothing below the middle of its scale, however low clean text scores. */
const leastScore = 50;

type Values = readonly (number | null)[];

/** Ranks, flags and sums up screened rows. */
export function screenSummary(request: ScreenRequest, { differences, scores, seed }: ScreenMeasured): Screened {
  const { rows, axes, main, method, percentile, scorer, clean } = request;
  const data = differences.slice(0, rows.length);
  const metricOf = ({ difference, proxy }: RowDifference, axis: number) =>
    method === "exact" ? (difference?.[axis] ?? null) : proxy[axis]!;
  const byAxis = axes.map((axis, i) => {
    const all = differences.map((row) => metricOf(row, i));
    const own = { data: all.slice(0, rows.length), clean: known(all.slice(rows.length)) };
    return { axis, ...own, level: cleanLevel(own.clean, percentile) };
  });
  const at = axes.findIndex(({ layer }) => layer === main.layer);
  const { data: metric, level, clean: cleanMetric } = byAxis[at]!;
  const own: Values = scores?.slice(0, rows.length) ?? rows.map(() => null);
  const scoreThreshold = scores && scoreLevel(scores.slice(rows.length), percentile);
  const combined = scores ? combinedRanks(metric, own) : rows.map(() => null);
  const flags = flaggedBy({ metric, threshold: level.threshold }, { metric: own, threshold: scoreThreshold });
  const exact = data.map(({ difference }) => difference?.[at] ?? null);
  const proxies = data.map(({ proxy }) => proxy[at]!);
  const screened = rows.map(
    ({ question, answer, planted }, i): ScreenedRow => ({
      ...{ row: i + 1, question, answer, planted },
      metric: metric[i]!,
      deviations: told(metric[i]!, level),
      difference: exact[i]!,
      proxy: proxies[i]!,
      score: own[i]!,
      combined: combined[i]!,
      reasons: [
        ...(flags.projection[i] ? [projectionReason(metric[i]!, level, request)] : []),
        ...(flags.scorer[i] ? [scoreReason(scorer!.name, own[i]!, scoreThreshold!)] : []),
      ],
    }),
  );
  const suspicion = ({ combined, metric }: ScreenedRow) => combined ?? metric ?? Number.NEGATIVE_INFINITY;
  const ranked = screened.toSorted((a, b) => suspicion(b) - suspicion(a));
  const prompts = rows.map(({ question }) => ({ prompt: question }));
  const mean = (values: Values) => meanByPrompt(prompts, values, seed);
  const bad = rows.map(({ planted }) => planted === true);
  const marked = rows.some(({ planted }) => planted !== null);
  const whoFlags = (flagger: Flagger) => scores !== undefined || flagger === "projection";
  const each = <T>(of: (flagger: Flagger) => T) =>
    Object.fromEntries(flaggers.map((flagger) => [flagger, whoFlags(flagger) ? of(flagger) : null])) as Record<
      Flagger,
      T | null
    >;
  const raw = mean(exact);
  const repeats = repeatedPrompts(rows);
  const { id, vector, medianNorm } = axes[at]!;
  const findings: ScreenFindings = {
    part: "screen",
    axis: { id, vector, ...main },
    method,
    percentile,
    rows: rows.length,
    prompts: new Set(rows.map(({ question }) => question)).size,
    repeats: {
      prompts: repeats.length,
      rows: repeats.reduce((sum, { times }) => sum + times, 0),
      first: repeats.slice(0, 20),
    },
    clean: { origin: clean.origin, ...level },
    scorer: scoreThreshold === undefined ? null : { name: scorer!.name, threshold: scoreThreshold },
    difference: raw && { raw, norms: medianNorm === null ? null : scaledBy(raw, 1 / medianNorm) },
    proxy: { raw: mean(proxies)!, pearson: raw && pearson(proxies, exact) },
    flagged: each((flagger) => count(flags[flagger])),
    planted: marked
      ? {
          n: count(bad),
          auc: {
            projection: areaOf(metric, bad),
            scorer: scores ? areaOf(own, bad) : null,
            combined: scores ? areaOf(combined, bad) : null,
          },
          flags: each((flagger) => precisionAndRecall(flags[flagger], bad)),
        }
      : null,
    layers: byAxis.map(({ axis, data: values, level: usual }) => ({
      axis: axis.id,
      layer: axis.layer,
      deviations: mean(values.map((value) => told(value, usual))),
      flagged: count(values.map((value) => value !== null && value > usual.threshold)),
      auc: marked ? areaOf(values, bad) : null,
    })),
    values: {
      clean: cleanMetric,
      data: known(metric.filter((_, i) => !bad[i])),
      planted: marked ? known(metric.filter((_, i) => bad[i])) : null,
    },
    top: ranked.slice(0, 40),
    warnings: screenWarnings({ repeats, rows: rows.length, empty: metric.filter((value) => value === null).length }),
  };
  return { findings, ranked };
}

const known = (values: Values): number[] => values.filter((value) => value !== null);
const count = (list: readonly boolean[]): number => list.filter(Boolean).length;

/** A value in standard deviations of clean text. */
const told = (value: number | null, { mean, deviation }: CleanLevel): number | null =>
  value === null ? null : (value - mean) / deviation;

function scoreLevel(clean: Values, percentile: number): number {
  const values = known(clean);
  return Math.max(leastScore, values.length < 2 ? 0 : cleanLevel(values, percentile).threshold);
}
