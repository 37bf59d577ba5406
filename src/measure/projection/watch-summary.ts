import { bootstrapRatio, drawResamples } from "../statistics/bootstrap.ts";
import { bounded, type Estimated } from "../statistics/estimated.ts";
import type { ProjectionAxis } from "./axes.ts";
import { overPrompts, withinPrompts } from "./correlate.ts";
import { centred, type Neutral } from "./neutral.ts";
import type { Projection } from "./project-task.ts";
import type { WatchFindings } from "./watch-findings.ts";

/** An answer with its projections and its score. */
export interface WatchedAnswer {
  id: string;
  prompt: string;
  question: string;
  turn: number;
  projection: Projection;
  score: number | null;
}

export interface SummaryOptions {
  axes: readonly (ProjectionAxis & { meaning: string })[];
  neutral: Neutral;
  /** Who scored the answers, if anybody did. */
  scoredBy: string | undefined;
  seed: number;
}

const wanted = ["promptLast", "responseMean"] as const;

/** Sums up projections of answers; intervals go by prompt. */
export function watchSummary(answers: readonly WatchedAnswer[], options: SummaryOptions): WatchFindings {
  const { axes, neutral, scoredBy, seed } = options;
  const prompts = new Set(answers.map(({ prompt }) => prompt)).size;
  const turns = Math.max(1, ...answers.map(({ turn }) => turn));
  const byTurn = Array.from({ length: turns }, (_, t) => answers.filter(({ turn }) => turn === t + 1));
  return {
    part: "project",
    axes: axes.map(({ id, vector, layer, meaning, medianNorm }) => ({ id, vector, layer, meaning, medianNorm })),
    neutral: { ...neutral, axes: Object.fromEntries(axes.map(({ id }) => [id, neutral.axes[id]!])) },
    answers: answers.length,
    prompts,
    rollouts: Math.max(1, ...countsBy(answers)),
    turns,
    levels: levelsOf(answers, options),
    drift:
      turns === 1 ? [] : byTurn.flatMap((own, t) => levelsOf(own, options).map((one) => ({ ...one, turn: t + 1 }))),
    correlations:
      scoredBy === undefined
        ? null
        : {
            scorer: scoredBy,
            score: meanByPrompt(
              answers,
              answers.map(({ score }) => score),
              seed,
            ),
            axes: axes.flatMap(({ id }, axis) =>
              wanted.flatMap((place) => {
                const rows = answers.map(({ prompt, projection, score }) => ({
                  prompt,
                  projection: projection[place]?.[axis] ?? null,
                  score,
                }));
                return rows.every(({ projection }) => projection === null)
                  ? []
                  : [{ axis: id, place, overPrompts: overPrompts(rows), withinPrompts: withinPrompts(rows) }];
              }),
            ),
          },
    rows: answers.map(({ projection: { promptLast, responseMean, tokens }, id, prompt, question, turn, score }) => ({
      ...{ id, prompt, question, turn, tokens, promptLast, responseMean, score },
    })),
    shown: answers.flatMap(({ id, question, projection: { each } }) => (each ? [{ id, question, tokens: each }] : [])),
    warnings: warningsOf(answers),
  };
}

function levelsOf(answers: readonly WatchedAnswer[], { axes, neutral, seed }: SummaryOptions) {
  return axes.flatMap(({ id }, axis) =>
    wanted.flatMap((place) => {
      const values = answers.map(({ projection }) => projection[place]?.[axis] ?? null);
      const raw = meanByPrompt(answers, values, seed);
      if (raw === null) return [];
      const spread = neutral.axes[id]![place];
      const of = (value: number | null) => (value === null ? null : centred(value, spread));
      const deviations = { value: of(raw.value)!, low: of(raw.low), high: of(raw.high), n: raw.n };
      return [{ axis: id, place, raw, deviations }];
    }),
  );
}

/** Mean over answers that have a value; interval by bootstrap over prompts. n = answers; null where there are none. */
export function meanByPrompt(
  answers: readonly { prompt: string }[],
  values: readonly (number | null)[],
  seed: number,
): Estimated | null {
  const groups = new Map<string, { sum: number; count: number }>();
  for (const [i, { prompt }] of answers.entries()) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const { sum, count } = groups.get(prompt) ?? { sum: 0, count: 0 };
    groups.set(prompt, { sum: sum + value, count: count + 1 });
  }
  if (groups.size === 0) return null;
  const [sums, counts] = (["sum", "count"] as const).map((part) => [...groups.values()].map((group) => group[part]));
  const draws = drawResamples(groups.size, { seed, stream: "projection" });
  const n = counts!.reduce((total, count) => total + count, 0);
  return bounded({ ...bootstrapRatio(sums!, counts!, draws), n });
}

function countsBy(answers: readonly WatchedAnswer[]): number[] {
  const counts = new Map<string, number>();
  for (const { prompt } of answers) counts.set(prompt, (counts.get(prompt) ?? 0) + 1);
  return [...counts.values()];
}

function warningsOf(answers: readonly WatchedAnswer[]): string[] {
  const empty = answers.filter(({ projection }) => projection.tokens === 0).length;
  return empty === 0 ? [] : [`${empty} of ${answers.length} answers are empty: they have no mean.`];
}
