import type { SweepFindings, VectorSweep } from "../../measure/steering-sweep/findings.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { frontOf, sweepAnswer, whole } from "../../report/vector/sweep/words.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

/** The findings as a person reads them, 80 columns wide. */
export const sweepText = ({ vectors }: SweepFindings): string => vectors.map(vectorText).join("\n\n");

function vectorText(sweep: VectorSweep): string {
  return [
    sweepAnswer(sweep)
      .map((sentence) => wrap(sentence, 80))
      .join("\n"),
    heatText(sweep),
    frontText(sweep),
    ...warningsText(sweep.warnings),
  ].join("\n\n");
}

/** Most strengths side by side in 80 columns. */
const columnsAtOnce = 9;

/** Trait by layer and strength, as many strengths as fit; "*" is the best point, "-" one below the floor. */
function heatText({ name, layers, strengths, points, best, floor, zero }: VectorSweep): string {
  const every = Math.ceil(strengths.length / columnsAtOnce);
  const shown = strengths
    .filter((strength, i) => i % every === 0 || strength === best?.strength)
    .slice(0, columnsAtOnce + 1);
  const right = (title: string) => ({ title, align: "right" as const });
  const cell = (layer: number, strength: number): string => {
    const point = points.find((each) => each.layer === layer && each.strength === strength)!;
    const isBest = best?.layer === layer && best.strength === strength;
    const broken = floor !== null && !((point.coherence?.value ?? 0) >= floor);
    return `${whole(point.trait)}${isBest ? "*" : broken ? "-" : " "}`;
  };
  return [
    wrap(
      `${name}: trait (0 to 100) by layer and strength; unsteered ${whole(zero.trait)}.${floor === null ? "" : ` * best, - coherence below ${floor}.`}`,
      80,
    ),
    table(
      [right("layer"), ...shown.map((strength) => right(`${strength} `))],
      layers.map(({ layer }) => [String(layer), ...shown.map((strength) => cell(layer, strength))]),
    ),
  ].join("\n");
}

/** What more of the trait costs: the points that no other beats in both. */
function frontText(sweep: VectorSweep): string {
  const right = (title: string) => ({ title, align: "right" as const });
  const rows = frontOf(sweep).map(({ layer, strength, trait, coherence, perplexity, esr }) => [
    `${layer}`,
    `${strength}`,
    whole(trait, true),
    whole(coherence, true),
    perplexity === null ? "-" : perplexity.value.toPrecision(3),
    `${Math.round(100 * esr.value)} %`,
  ]);
  return [
    "Points that no other beats in both trait and coherence:",
    table(
      [right("layer"), right("strength"), right("trait"), right("coherence"), right("perplexity"), right("ESR")],
      rows,
    ),
  ].join("\n");
}
