import type { RepeatedPrompt } from "./difference.ts";
import type { CleanLevel } from "./flags.ts";
import type { ScreenRequest } from "./screen.ts";

const sign = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;

/** Why the projection flags a row. */
export function projectionReason(
  metric: number,
  { mean, deviation, threshold }: CleanLevel,
  { method, percentile }: Pick<ScreenRequest, "method" | "percentile">,
): string {
  const told = (value: number) => sign((value - mean) / deviation);
  const what = method === "exact" ? "projection difference" : "projection beyond the prompt's last token";
  return `${what} ${told(metric)} sd from clean text, whose ${percentile}th percentile is ${told(threshold)}`;
}

/** Why a scorer flags a row. */
export const scoreReason = (name: string, score: number, threshold: number): string =>
  `${name} gives ${score.toFixed(0)}, above ${threshold.toFixed(0)}`;

/** What to know of the data before its numbers are used. */
export function screenWarnings({
  repeats,
  rows,
  empty,
}: {
  repeats: readonly RepeatedPrompt[];
  rows: number;
  empty: number;
}): string[] {
  const [first] = repeats;
  const shared = repeats.reduce((sum, { times }) => sum + times, 0);
  return [
    ...(first
      ? [
          `${shared} of ${rows} rows share ${repeats.length} prompt${repeats.length === 1 ? "" : "s"} ("${short(first.question)}" stands in ` +
            `${first.times}): the model answers and reads each once, and intervals go by prompt.`,
        ]
      : []),
    ...(empty > 0
      ? [
          `${empty} rows have no value, since the model's own answer to their prompt is empty: they stand last, and are in no figure.`,
        ]
      : []),
  ];
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
