import { badInput } from "../../base/errors.ts";
import { randomStream, shuffled } from "../../base/random.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel, Respondent } from "../respondent.ts";
import { pearson } from "../statistics/correlation.ts";
import { bounded } from "../statistics/estimated.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import type { ProjectionAxis } from "./axes.ts";
import {
  type DifferenceOptions,
  type PairedAnswer,
  projectionDifferences,
  type RowDifference,
  repeatedPrompts,
} from "./difference.ts";
import { areaOf, type CleanLevel, cleanLevel, combinedRanks, precisionAndRecall } from "./flags.ts";
import type { DifferenceMethod, Flagger, ScreenedRow, ScreenFindings } from "./screen-findings.ts";
import { meanByPrompt } from "./watch-summary.ts";

/** A row of training data. */
export interface ScreenRow extends Omit<PairedAnswer, "id"> {
  /** Whether it is known to be bad; null where nothing is known. */
  planted: boolean | null;
}

export interface ScreenRequest {
  /** One vector's layers. */
  axes: readonly ProjectionAxis[];
  /** Which of them flags, and why that one. */
  main: { layer: number; why: string };
  base: Respondent & { local: LocalModel };
  rows: readonly ScreenRow[];
  /** Answers that show nothing, and whose they are. */
  clean: { origin: string; rows: readonly Omit<PairedAnswer, "id">[] };
  method: DifferenceMethod;
  /** Rows of a sample. */
  sample: number;
  /** Of clean text, 0 to 100. */
  percentile: number;
  scorer?: TraitScorer | undefined;
}

/** What is found of a data set, and every row in the order of suspicion. */
export interface Screened {
  findings: ScreenFindings;
  ranked: ScreenedRow[];
}

/** A scorer flags nothing below the middle of its scale, however low clean text scores. */
const leastScore = 50;

/**
 * Ranks training data by projection difference (METHODS 4), flags rows above a percentile of clean text, and says how well that finds rows that
 * are known to be bad. Everything that is computed is kept. Throws "bad-input" for data or clean text of fewer than two rows.
 */
export async function screenRows(request: ScreenRequest, options: DifferenceOptions): Promise<Screened> {
  const { rows, clean, axes, main, scorer, method } = request;
  for (const [what, { length }] of [["data", rows] as const, ["clean text", clean.rows] as const])
    if (length < 2) throw badInput(`The ${what} has ${length} row${length === 1 ? "" : "s"}: give at least two.`);
  const at = axes.findIndex(({ layer }) => layer === main.layer);
  if (at < 0) throw badInput(`The vector has no layer ${main.layer}.`);
  const named = rows.map((row, i) => ({ ...row, id: `row${i + 1}` }));
  const cleanNamed = clean.rows.map((row, i) => ({ ...row, id: `clean${i + 1}` }));
  const held = heldRows(request, named, cleanNamed, options.seed);
  const all = await projectionDifferences([...named, ...cleanNamed], { axes, base: request.base, held }, options);
  const scores = await scored(scorer, [...named, ...cleanNamed], options);
  const metricOf = (row: RowDifference, axis: number) =>
    method === "exact" ? (row.difference?.[axis] ?? null) : row.proxy[axis]!;
  const metrics = axes.map((_, axis) => all.map((row) => metricOf(row, axis)));
  const levels = metrics.map((values) => cleanLevel(known(values.slice(rows.length)), request.percentile));
  const level = levels[at]!;
  const scoreLevel = scores && scoreLevelOf(scores.slice(rows.length), request.percentile);
  const prompted = rows.map(({ question }) => ({ prompt: question }));
  const metric = metrics[at]!.slice(0, rows.length);
  const own = scores?.slice(0, rows.length) ?? rows.map(() => null);
  const combined = scores ? combinedRanks(metric, own) : rows.map(() => null);
  const flags = flagsOf(metric, own, level, scoreLevel?.threshold);
  const differences = all.slice(0, rows.length);
  const screened = named.map(({ question, answer, planted }, i): ScreenedRow => {
    const value = metric[i]!;
    const deviations = value === null ? null : (value - level.mean) / level.deviation;
    return {
      row: i + 1,
      question,
      answer,
      metric: value,
      deviations,
      difference: differences[i]!.difference?.[at] ?? null,
      proxy: differences[i]!.proxy[at]!,
      score: own[i]!,
      combined: combined[i]!,
      reasons: [
        ...(flags.projection[i] ? [projectionReason(deviations!, level, request)] : []),
        ...(flags.scorer[i] ? [scoreReason(scorer!.name, own[i]!, scoreLevel!.threshold)] : []),
      ],
      planted,
    };
  });
  const order = (row: ScreenedRow) => row.combined ?? row.metric ?? Number.NEGATIVE_INFINITY;
  const ranked = screened.toSorted((a, b) => order(b) - order(a));
  const { seed } = options;
  const bad = rows.map(({ planted }) => planted === true);
  const marked = rows.some(({ planted }) => planted !== null);
  const exact = differences.map(({ difference }) => difference?.[at] ?? null);
  const proxies = differences.map(({ proxy }) => proxy[at]!);
  const raw = meanByPrompt(prompted, exact, seed);
  const { medianNorm, id, vector } = axes[at]!;
  const held1 = exact.some((value) => value !== null);
  const count = (list: readonly boolean[]) => list.filter(Boolean).length;
  const rates = (list: readonly boolean[]) => precisionAndRecall(list, bad);
  const repeats = repeatedPrompts(rows);
  const findings: ScreenFindings = {
    part: "screen",
    axis: { id, vector, layer: main.layer, why: main.why },
    method,
    percentile: request.percentile,
    rows: rows.length,
    prompts: new Set(rows.map(({ question }) => question)).size,
    repeats: {
      prompts: repeats.length,
      rows: repeats.reduce((sum, { times }) => sum + times, 0),
      first: repeats.slice(0, 20),
    },
    clean: { origin: clean.origin, ...level },
    scorer: scoreLevel ? { name: scorer!.name, threshold: scoreLevel.threshold } : null,
    difference: raw && { raw, norms: medianNorm === null ? null : scaledBy(raw, 1 / medianNorm) },
    proxy: { raw: meanByPrompt(prompted, proxies, seed)!, pearson: held1 ? pearson(proxies, exact) : null },
    flagged: byFlagger((flagger) => (scores || flagger === "projection" ? count(flags[flagger]) : null)),
    planted: marked
      ? {
          n: count(bad),
          auc: {
            projection: areaOf(metric, bad),
            scorer: scores ? areaOf(own, bad) : null,
            combined: scores ? areaOf(combined, bad) : null,
          },
          flags: byFlagger((flagger) => (scores || flagger === "projection" ? rates(flags[flagger]) : null)),
        }
      : null,
    layers: axes.map((axis, i) => {
      const values = metrics[i]!.slice(0, rows.length);
      const { mean: zero, deviation, threshold } = levels[i]!;
      const inDeviations = values.map((value) => (value === null ? null : (value - zero) / deviation));
      return {
        axis: axis.id,
        layer: axis.layer,
        deviations: meanByPrompt(prompted, inDeviations, seed),
        flagged: count(values.map((value) => value !== null && value > threshold)),
        auc: marked ? areaOf(values, bad) : null,
      };
    }),
    values: {
      clean: known(metrics[at]!.slice(rows.length)),
      data: known(metric.filter((_, i) => !bad[i])),
      planted: marked ? known(metric.filter((_, i) => bad[i])) : null,
    },
    top: ranked.slice(0, 40),
    warnings: [],
  };
  return { findings: { ...findings, warnings: warningsOf(findings, metric) }, ranked };
}

type Named = PairedAnswer & { planted?: boolean | null };

/** Ids of the rows that are held against the model's own answers: with the exact method all, clean ones among them. */
function heldRows(
  { method, sample }: ScreenRequest,
  rows: readonly Named[],
  clean: readonly Named[],
  seed: number,
): Set<string> {
  const drawn = () => shuffled(rows, randomStream(seed, "screen/sample")).slice(0, sample);
  const held = method === "exact" ? [...rows, ...clean] : method === "sampled" ? drawn() : [];
  return new Set(held.map(({ id }) => id));
}

async function scored(
  scorer: TraitScorer | undefined,
  rows: readonly Named[],
  { keep, ...options }: DifferenceOptions,
): Promise<(number | null)[] | undefined> {
  if (scorer === undefined) return undefined;
  const answers = rows.map(({ id, question, answer }) => ({ id, question, answer }));
  const scores = await scorer.score(answers, { ...options, keep: keepUnder(keep, "scores") });
  return scores.map(({ trait }) => trait);
}

function scoreLevelOf(clean: readonly (number | null)[], percentile: number): Pick<CleanLevel, "threshold"> {
  const values = known(clean);
  const usual = values.length < 2 ? 0 : cleanLevel(values, percentile).threshold;
  return { threshold: Math.max(leastScore, usual) };
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

function flagsOf(
  metric: readonly (number | null)[],
  scores: readonly (number | null)[],
  level: CleanLevel,
  scoreThreshold: number | undefined,
): Record<Flagger, boolean[]> {
  const projection = metric.map((value) => value !== null && value > level.threshold);
  const scorer = scores.map((value) => scoreThreshold !== undefined && value !== null && value > scoreThreshold);
  return {
    projection,
    scorer,
    either: projection.map((one, i) => one || scorer[i]!),
    both: projection.map((one, i) => one && scorer[i]!),
  };
}

const byFlagger = <T>(of: (flagger: Flagger) => T): Record<Flagger, T> => ({
  projection: of("projection"),
  scorer: of("scorer"),
  either: of("either"),
  both: of("both"),
});

const sign = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;

function projectionReason(deviations: number, level: CleanLevel, { method, percentile }: ScreenRequest): string {
  const limit = (level.threshold - level.mean) / level.deviation;
  const what = method === "exact" ? "projection difference" : "projection beyond the prompt's last token";
  return `${what} ${sign(deviations)} sd from clean text, whose ${percentile}th percentile is ${sign(limit)}`;
}

const scoreReason = (name: string, score: number, threshold: number): string =>
  `${name} gives ${score.toFixed(0)}, above ${threshold.toFixed(0)}`;

const scaledBy = ({ value, low, high, n }: NonNullable<ScreenFindings["difference"]>["raw"], by: number) =>
  bounded({ value: value * by, low: (low ?? Number.NaN) * by, high: (high ?? Number.NaN) * by, n });

function warningsOf({ repeats, rows, prompts }: ScreenFindings, metric: readonly (number | null)[]): string[] {
  const none = metric.filter((value) => value === null).length;
  const [first] = repeats.first;
  return [
    ...(first
      ? [
          `${repeats.rows} of ${rows} rows share ${repeats.prompts} prompt${repeats.prompts === 1 ? "" : "s"} (${prompts} different ones in all; ` +
            `"${short(first.question)}" stands in ${first.times}): the model answered each once, and intervals go by prompt.`,
        ]
      : []),
    ...(none > 0
      ? [`${none} rows have no value, since the model's own answer to their prompt is empty: they stand last.`]
      : []),
  ];
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
