import type { KindFindings, NeuronsFindings, PlaceFindings, UnitFindings } from "../../../explain/neurons/findings.ts";

const estimate = (value: number, n: number) => ({
  value,
  low: n < 2 ? null : value - 0.5,
  high: n < 2 ? null : value + 0.5,
  n,
});

/** Invented findings with so many seeds a side; three a side are enough to tell. */
export function neuronsFindings(personas = 3, controls = 3): NeuronsFindings {
  const told = personas >= 3 && controls >= 3;
  const unit = (kind: "mlp" | "residual", at: number, rest: Partial<UnitFindings> = {}): UnitFindings => ({
    kind,
    layer: 1,
    unit: at,
    base: { mean: 0.2, deviation: 0.5 },
    persona: estimate(2, personas),
    control: controls === 0 ? null : estimate(0.1, controls),
    difference: estimate(1.9, personas + controls),
    d: told ? 8 : null,
    q: told ? 0.1 : null,
    effect: 0.3,
    contribution: 0.28,
    ownContribution: 0.3,
    outlier: false,
    ...rest,
  });
  const place = (kind: "mlp" | "residual"): PlaceFindings => ({
    tokens: 60,
    called: told ? 1 : null,
    labellings: told ? 20 : 0,
    leastRate: told ? 0.1 : 1,
    s0: told ? 0.02 : null,
    protocol: [unit(kind, 17), unit(kind, 3, { q: told ? 0.4 : null, contribution: -0.1, ownContribution: 0.1 })],
    change: [unit(kind, 17)],
    naive: [unit(kind, 5, { outlier: kind === "residual", persona: estimate(9, personas), contribution: 0 })],
    cloud: [
      [0.1, controls === 0 ? null : 0.2],
      [-0.3, controls === 0 ? null : -0.1],
    ],
  });
  const kind = (name: "mlp" | "residual", units: number): KindFindings => ({
    units,
    still: 0,
    outliers:
      name === "residual"
        ? { count: 1, first: [{ layer: 1, unit: 5, layers: 2, ratio: 80, peakRatio: 90 }] }
        : { count: 0, first: [] },
    sentenceEnds: place(name),
    tokens: { ...place(name), cloud: [] },
  });
  return {
    part: "neurons",
    seeds: {
      persona: Array.from({ length: personas }, (_, i) => `persona ${i + 1}`),
      control: Array.from({ length: controls }, (_, i) => `control ${i + 1}`),
    },
    texts: 12,
    layers: [0, 1],
    emojiSet: { source: "all", emoji: null, groups: null, tokens: 40 },
    nominalRate: 0.1,
    discovery: told ? "told" : "cannot tell at this n",
    mlp: kind("mlp", 192),
    residual: kind("residual", 128),
    concentration: {
      net: estimate(1, personas + controls),
      units: 192,
      participation: 1.1,
      topShare: 0.9,
      half: 1,
      verdict: told ? "neuron" : "cannot tell",
    },
    allEmoji: null,
    claims: {
      differentEmoji: { verdict: "cannot tell at this n", words: "Too few texts.", emoji: [], texts: 0, kinds: null },
      promptOverlap: {
        verdict: "cannot tell at this n",
        words: "No <trait>.",
        prompts: null,
        mlp: null,
        residual: null,
      },
    },
    warnings: told ? [] : ["Too few seeds."],
  };
}
