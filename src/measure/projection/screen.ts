import { badInput } from "../../base/errors.ts";
import { randomStream, shuffled } from "../../base/random.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel, Respondent } from "../respondent.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import type { ProjectionAxis } from "./axes.ts";
import { type DifferenceOptions, type PairedAnswer, projectionDifferences } from "./difference.ts";
import type { MainLayer } from "./main-layer.ts";
import type { DifferenceMethod, ScreenedRow, ScreenFindings } from "./screen-findings.ts";
import { screenSummary } from "./screen-summary.ts";

/** A row of training data. */
export interface ScreenRow extends Omit<PairedAnswer, "id"> {
  /** Whether it is known to be bad; null where nothing is known. */
  planted: boolean | null;
}

export interface ScreenRequest {
  /** One vector's layers. */
  axes: readonly ProjectionAxis[];
  /** Which of them flags. */
  main: MainLayer;
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

/**
 * Ranks training data by projection difference (METHODS 4), flags rows above a percentile of clean text, and says how well that finds rows that
 * are known to be bad. Everything that is computed is kept. Throws "bad-input" for data or clean text of fewer than two rows, and for a
 * layer that is not among the axes'.
 */
export async function screenRows(request: ScreenRequest, options: DifferenceOptions): Promise<Screened> {
  const { rows, clean, axes, main, base, scorer } = request;
  for (const [what, { length }] of [["data", rows] as const, ["clean text", clean.rows] as const])
    if (length < 2) throw badInput(`The ${what} has ${length} row${length === 1 ? "" : "s"}: give at least two.`);
  if (!axes.some(({ layer }) => layer === main.layer)) throw badInput(`The vector has no layer ${main.layer}.`);
  const all = [
    ...rows.map(({ question, answer }, i) => ({ id: `row${i + 1}`, question, answer })),
    ...clean.rows.map(({ question, answer }, i) => ({ id: `clean${i + 1}`, question, answer })),
  ];
  const held = heldRows(request, all, options.seed);
  const differences = await projectionDifferences(all, { axes, base, held }, options);
  const { keep, ...how } = options;
  const scores = await scorer?.score(all, { ...how, keep: keepUnder(keep, "scores") });
  return screenSummary(request, { differences, scores: scores?.map(({ trait }) => trait), seed: options.seed });
}

/** Ids of the rows that are held against the model's own answers: with the exact method all, clean ones among them. */
function heldRows({ method, sample, rows }: ScreenRequest, all: readonly PairedAnswer[], seed: number): Set<string> {
  const drawn = () => shuffled(all.slice(0, rows.length), randomStream(seed, "screen/sample")).slice(0, sample);
  const held = method === "exact" ? all : method === "sampled" ? drawn() : [];
  return new Set(held.map(({ id }) => id));
}
