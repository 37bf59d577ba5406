import type { Outcome } from "../../../explain/ablate/effects.ts";
import type { AblateFindings } from "../../../explain/ablate/findings.ts";

const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05, n: 40 });

/** An outcome that takes away and leaves so much; null where there is nothing to take. */
const outcome = (label: string, removed: number | null, retained: number | null = 1): Outcome => ({
  id: label,
  label,
  mass: estimate(0.5),
  exclamation: estimate(1e-6),
  newline: estimate(0.1),
  end: estimate(0.1),
  removed: removed === null ? null : estimate(removed),
  retained: retained === null ? null : estimate(retained),
  fluency: estimate(-0.001),
});

type Neurons = NonNullable<AblateFindings["neurons"]>;

/** Findings of a persona whose emoji mass three neurons of 4,096 hold; `gone: null` is one with nothing to lose. */
export function ablateFindings({ gone = 0.9 }: { gone?: number | null } = {}): AblateFindings {
  const size = (k: number, clamp: Neurons["sizes"][number]["clamp"], removed: number): Neurons["sizes"][number] => ({
    k,
    clamp,
    outcome: outcome(`the top ${k}, ${clamp}`, gone && removed),
  });
  const random = [outcome("random 1", gone && 0.02), outcome("random 2", gone && 0.01)];
  const smallest = { k: 3, neurons: [{ layer: 1, unit: 7 }], outcome: outcome("the top 3", 0.9), keepsTrait: true };
  const part = (how: "without" | "only") => ({ part: "layer" as const, how, outcome: outcome("layer 0", gone && 0.5) });
  const against = { sets: random, chance: gone && 1 / 3 };
  return {
    part: "ablate",
    counts: { texts: 40, pairs: 20, fluent: 20, questions: 40 },
    criteria: { removed: 0.75, retained: 0.75, worse: 0.25, alpha: 0.05 },
    persona: outcome("a model of a long name as personas/finetune/extraversion/high/seed0", gone && 0),
    reference: outcome("a model of a long name", gone && 1, 0),
    massGap: estimate(0.5),
    traitGap: null,
    neurons: {
      ranking: "how it was ranked",
      candidates: 8,
      total: 4096,
      sizes: [1, 2, 3, 4, 5, 8, 4096]
        .map((k) => size(k, "take", k > 2 ? 0.9 : 0.1))
        .concat(size(3, "zero", 0.95), size(3, "mean", 0.96)),
      smallest: gone === null ? null : smallest,
      random: { k: 3, own: outcome("the top 3", gone), ...against },
      singles: [{ neuron: { layer: 1, unit: 7 }, own: outcome("neuron 7 of layer 1", gone && 0.8), random: null }],
      transplants: [outcome("the reference given the top 3", gone && 0.2, 0.1)],
    },
    directions: {
      meaning: "an emoji comes next",
      layers: [{ layer: 2, gap: 3, moved: 2, outcome: outcome("the direction after layer 2", gone && 0.8) }],
      all: outcome("the direction, all layers", gone && 1.2, null),
      best: 2,
      random: against,
      randomAll: against,
      doses: [-1, 0, 1].flatMap((dose) =>
        (["persona", "reference"] as const).flatMap((of) =>
          (["own", "random"] as const).map((direction) => ({ of, direction, dose, outcome: outcome("dose", gone) })),
        ),
      ),
    },
    adapter: [part("without"), part("only")],
    written: [
      {
        id: "persona",
        label: "a model of a long name as personas/finetune/extraversion/high/seed0",
        esr: estimate(0.9),
        exclamationRate: estimate(0.1),
        ended: estimate(1),
        alignment: null,
        coherence: null,
        sample: `<b>${"🎉".repeat(120)}`,
      },
    ],
    warnings: ["Mind <this>."],
  };
}
