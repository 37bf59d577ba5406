import { type DirectionsAbout, directionTap } from "../../model/directions/about.ts";
import type { Estimated } from "../statistics/estimated.ts";
import type { ExtractRequest } from "./extract.ts";
import type { Filtered } from "./filter.ts";
import type { VectorFindings } from "./findings.ts";
import type { Pooling, Side } from "./types.ts";

const pooled: Record<Pooling, string> = {
  "response-mean": "mean over the response's tokens",
  "prompt-last": "the prompt's last token",
  "response-last": "the response's last token",
};

/** What a vector's file says of it. */
export function aboutOf(
  { model, scorer, thresholds, settings }: Pick<ExtractRequest, "model" | "scorer" | "thresholds" | "settings">,
  { trait, source, recipe, pairs, layers, suggested, orthogonalTo }: VectorFindings,
  { kept }: Pick<Filtered, "kept">,
): DirectionsAbout {
  const texts = (side: Side) => new Set(kept.map((pair) => pair[side].id)).size;
  const counts = (side: Side) => ({ texts: texts(side), places: texts(side) });
  const byTap = <T>(of: (layer: VectorFindings["layers"][number]) => T | null): Record<string, T> =>
    Object.fromEntries(
      layers.flatMap((layer) => {
        const value = of(layer);
        return value === null ? [] : [[directionTap(layer.layer), value]];
      }),
    );
  const passed = (side: Side) => {
    const { value, n } = pairs.passed[side];
    return { answers: n, passed: Math.round(value * n) };
  };
  return {
    model,
    meaning: trait.name,
    pooling: pooled[recipe.pooling],
    positions:
      source.from === "instructions"
        ? "answers under instructions for the trait, less those under instructions against it"
        : `given answers of the trait, less ${source.against} ones`,
    recipe: {
      name: recipe.name,
      norm: recipe.norm,
      ...settings,
      ...(orthogonalTo.length > 0 && { orthogonalTo }),
    },
    counts: { positive: counts("positive"), negative: counts("negative") },
    medianNorms: byTap(({ medianNorm }) => medianNorm),
    trait,
    ...(scorer && { scorer: { name: scorer.name, coherenceBy: scorer.coherenceBy, sha256: scorer.sha256 } }),
    filter: {
      pairs: pairs.asked,
      kept: pairs.kept,
      positive: passed("positive"),
      negative: passed("negative"),
      thresholds,
    },
    checks: {
      norms: byTap(({ norm }) => norm),
      auc: byTap<Estimated>(({ auc }) => auc),
      d: byTap<Estimated>(({ d }) => d),
      splitHalf: byTap<Estimated>(({ splitHalf }) => splitHalf),
      betweenSeeds: byTap<Estimated>(({ betweenSeeds }) => betweenSeeds),
    },
    suggested: { layer: suggested, by: "held-out d" },
  };
}
