import type { AblateFindings } from "../../../explain/ablate/findings.ts";
import type { Estimated } from "../../../explain/findings.ts";
import { figure } from "../../emoji/cells.ts";
import type { Content } from "../../html/markup.ts";
import { type ChartLayer, chart } from "../../plots/chart.ts";
import { fineLogScale, linearScale } from "../../plots/scale.ts";

/** How much is gone and how much of the trait is left, by the number of neurons held; random sets as marks. */
export function sizeFigure({ neurons }: AblateFindings): Content {
  if (neurons === null) return null;
  const takes = neurons.sizes.filter(({ clamp }) => clamp === "take");
  const line = (
    label: string,
    tone: "accent" | "calm",
    of: (outcome: (typeof takes)[number]["outcome"]) => Estimated | null,
  ): ChartLayer[] => {
    const points = takes.flatMap(({ k, outcome }) => {
      const estimate = of(outcome);
      return estimate ? [{ x: k, ...bounded(estimate) }] : [];
    });
    return points.length === 0 ? [] : [{ kind: "line", label, tone: tones[tone], points }];
  };
  const random = neurons.random?.sets.flatMap(({ removed }) =>
    removed ? [{ x: neurons.random!.k, y: clip(removed.value) }] : [],
  );
  const layers = [
    ...line("emoji mass gone", "accent", ({ removed }) => removed),
    ...line("preference for the trait's answers left", "calm", ({ retained }) => retained),
    ...(random && random.length > 0
      ? [
          {
            kind: "marks" as const,
            label: "mass gone with random matched sets",
            tone: tones.quiet,
            mark: "ring" as const,
            points: random,
          },
        ]
      : []),
    { kind: "level" as const, label: "all of it", y: 1 },
  ];
  if (layers.length < 2) return null;
  return figure(
    chart({
      title: "Mass gone and trait left by the number of neurons held",
      description: `From ${takes[0]!.k} to ${takes.at(-1)!.k} neurons held at the values of the model as it is.`,
      x: fineLogScale(1, Math.max(2, neurons.total)),
      y: linearScale(-0.25, 1.25),
      layers,
    }),
    `Neurons held at the reference's values on the same tokens, the most suspected first (${neurons.ranking}); a logarithmic axis from 1 to all ${neurons.total}. For the mass 0 is the persona and 1 the reference, for the trait 1 is the persona and 0 the reference; bands are 95 % intervals over texts and over pairs of answers.`,
  );
}

/** Emoji mass by dose of the direction, on both arms, and along a random direction. */
export function doseFigure({ directions }: AblateFindings): Content {
  if (directions === null) return null;
  const { doses, best } = directions;
  const line = (
    label: string,
    tone: keyof typeof tones,
    of: "persona" | "reference",
    direction: "own" | "random",
  ): ChartLayer => ({
    kind: "line",
    label,
    tone: tones[tone],
    stroke: direction === "own" ? "solid" : "dashed",
    points: doses
      .filter((one) => one.of === of && one.direction === direction)
      .map(({ dose, outcome: { mass } }) => ({ x: dose, y: mass.value, low: mass.low ?? 0, high: mass.high ?? 1 })),
  });
  return figure(
    chart({
      title: "Emoji mass by dose of the direction",
      description: `Multiples of the direction's length added after layer ${best}.`,
      x: linearScale(-2, 2),
      y: linearScale(0, 1),
      layers: [
        line("the persona, along the direction", "accent", "persona", "own"),
        line("the persona, along a random one", "accent", "persona", "random"),
        line("the reference, along the direction", "calm", "reference", "own"),
        line("the reference, along a random one", "calm", "reference", "random"),
      ],
    }),
    `Probability of starting an emoji at a sentence end when so many lengths of the direction are added to the stream after layer ${best}: 1 is the whole way from places without to places with an emoji. Bands are 95 % intervals over texts.`,
  );
}

const tones = { accent: "tuned", calm: "untuned", quiet: "control" } as const;
const clip = (value: number): number => Math.min(1.25, Math.max(-0.25, value));
const bounded = ({ value, low, high }: Estimated) => ({
  y: clip(value),
  low: clip(low ?? -0.25),
  high: clip(high ?? 1.25),
});
