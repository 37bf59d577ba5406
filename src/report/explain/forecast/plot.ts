import type { Forecaster, ForecastFindings } from "../../../explain/forecast/findings.ts";
import { percent, small } from "../../../study/emoji/numbers.ts";
import { figure } from "../../emoji/cells.ts";
import type { Markup } from "../../html/markup.ts";
import { linearScale, logScale, powerOfTen } from "../../plots/scale.ts";
import { scatter } from "../../plots/scatter.ts";
import { voiceName } from "./words.ts";

const drawn: Forecaster = "sentence-ends";

/** What was foretold against what came, a point a voice. */
export function forecastPlot({ cases }: ForecastFindings): Markup | null {
  const points = cases.flatMap(({ voice, model, forecasts, esr, seeds }) => {
    const forecast = forecasts[drawn];
    return forecast && esr && forecast.value > 0 ? [{ voice, model, seeds, x: forecast.value, y: esr.value }] : [];
  });
  if (points.length < 2) return null;
  const several = new Set(points.map(({ model }) => model)).size > 1;
  const plot = scatter({
    title: "ESR after tuning against the forecast",
    description: `${points.map(({ voice, x, y }) => `${voiceName(voice)}: foretold by ${small(x)}, ESR ${percent(y)}`).join("; ")}.`,
    x: {
      title: "before tuning: emoji mass of the untuned model at sentence ends of the voice's tuning answers",
      scale: logScale(Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))),
      tick: powerOfTen,
    },
    y: {
      title: "after tuning: answers with an emoji (ESR)",
      scale: linearScale(0, Math.max(0.05, ...points.map(({ y }) => y))),
      tick: (value) => `${Math.round(100 * value)} %`,
    },
    legend: [
      { tone: "tuned", mark: "disc", label: "tuned toward a trait" },
      { tone: "control", mark: "diamond", label: "tuned on neutral answers" },
    ],
    points: points.map(({ voice, model, x, y, seeds }) => ({
      x,
      y,
      tone: voice === "neutral" ? ("control" as const) : ("tuned" as const),
      mark: voice === "neutral" ? ("diamond" as const) : ("disc" as const),
      name: `${voiceName(voice)}${several ? `, ${model}` : ""}: forecast ${small(x)}, ESR ${percent(y)}, ${seeds} ${seeds === 1 ? "seed" : "seeds"}`,
      label: shortName(voice),
      faint: false,
    })),
  });
  return figure(
    plot,
    "Across: what the untuned model would go on with if the assistant had said a tuning answer, on a logarithmic axis. Up: what the tuned one wrote in answer to other questions, all tuning seeds together. E+ is high extraversion, N− low neuroticism, and so on.",
  );
}

/** "E+", "N−", "neutral". */
const shortName = (voice: string): string => {
  const [trait, pole] = voice.split("/");
  return pole === undefined ? voice : `${trait![0]!.toUpperCase()}${pole === "high" ? "+" : "\u2212"}`;
};
