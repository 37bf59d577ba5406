import { badInput } from "../../base/errors.ts";
import { type Directions, directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import type { MeasureOptions } from "../instrument.ts";
import { normalQuantile } from "../statistics/distributions.ts";
import { z95 } from "../statistics/estimate.ts";
import { agreementOf, checkHeldOut, cosineOf, type Dealing, directionAt } from "./check-layer.ts";
import type { ExtractRequest } from "./extract.ts";
import type { VectorFindings, VectorLayer } from "./findings.ts";
import type { Pools } from "./pools.ts";
import { recipes } from "./recipes.ts";
import { poolings } from "./types.ts";

/** What layers' vectors are made of and how. */
type Making = Pick<ExtractRequest, "recipe" | "pooling" | "orthogonalTo" | "size" | "layers">;

/** Makes and checks every layer's vector; a layer at which there is none is left out. Throws "bad-input" where purifying leaves nothing. */
export async function checked(
  { recipe, pooling, orthogonalTo, size, layers: wanted }: Making,
  pools: Pools,
  dealing: Dealing,
  { signal, onProgress }: MeasureOptions,
): Promise<{ layers: VectorLayer[]; vectors: Map<number, Float32Array> }> {
  const layers: VectorLayer[] = [];
  const vectors = new Map<number, Float32Array>();
  const numbers = wanted ?? Array.from({ length: size.layers }, (_, layer) => layer);
  for (const [done, layer] of numbers.entries()) {
    onProgress?.({ phase: "make and check", done, total: numbers.length, unit: "layers" });
    // Bars are drawn and signals are heard between layers only.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const own = pools.of(dealing.pairs, pooling, layer);
    const directionOf = directionAt(recipe, own, othersAt(orthogonalTo, layer));
    const all = dealing.pairs.map((_, i) => i);
    const vector = Float32Array.from(directionOf(all));
    const length = norm(vector);
    if (orthogonalTo.length > 0 && length < 1e-3 * norm(recipes[recipe].of(own)(all)))
      throw badInput(
        `At layer ${layer} the vector lies along those that it is to be orthogonal to (${orthogonalTo.map(({ about }) => `"${about.meaning}"`).join(", ")}): nothing is left of it.`,
      );
    const along = checkHeldOut(own, directionOf, dealing);
    if (along === null || !(length > 0)) continue;
    const medianNorm = pools.medianNorm(layer);
    vectors.set(layer, vector);
    layers.push({
      layer,
      norm: length,
      medianNorm,
      share: length / medianNorm,
      ...along,
      ...agreementOf(recipe, directionOf, dealing),
    });
  }
  onProgress?.({ phase: "make and check", done: numbers.length, total: numbers.length, unit: "layers" });
  return { layers, vectors };
}

const othersAt = (others: readonly Directions[], layer: number): Float32Array[] =>
  others.map(({ about, vectors }) => {
    const vector = vectors.get(layer);
    if (vector) return vector;
    throw badInput(
      `"${about.meaning}" has no vector at ${directionTap(layer)} to be orthogonal to: choose its layers with --layers.`,
    );
  });

/**
 * Throws "bad-input" where no layer's vector tells held-out pairs apart: the best AUC's interval holds 0.5. It is wider than 95 % by as much
 * as the best of many layers is better than one (Bonferroni, normal).
 */
export function refuseAlike(
  layers: readonly VectorLayer[],
  { pooling, recipe, source, trait }: Pick<ExtractRequest, "pooling" | "recipe" | "source" | "trait">,
): void {
  if (layers.length === 0)
    throw badInput(
      `The two sides of "${trait.name}" do not differ at all at ${pooling}: ` +
        (source.from === "answers" && pooling === "prompt-last"
          ? "both answer the same prompts, so look at the response (--pooling response-mean), or contrast by --from instructions."
          : "their answers are the same, or the recipe finds nothing; try another --pooling or --recipe."),
    );
  const best = layers.reduce((most, each) => (each.auc.value > most.auc.value ? each : most));
  const { value, n } = best.auc;
  const error = ((best.auc.high ?? 1) - (best.auc.low ?? 0)) / (2 * z95);
  const reach = normalQuantile(1 - 0.025 / layers.length, 0, 1) * error;
  if (value - reach > 0.5) return;
  const interval = `${Math.max(0, value - reach).toFixed(2)}, ${Math.min(1, value + reach).toFixed(2)}`;
  throw badInput(
    `The two sides of "${trait.name}" do not differ: along the best vector of ${layers.length} layers (layer ${best.layer}, ${recipe}, ${pooling}) a held-out ` +
      `positive answer lies further than a negative one with probability ${value.toFixed(2)} [${interval}] (${n} questions; the interval allows for the choice ` +
      "of the best layer; 0.5 is chance). Ask more --questions or --rollouts, contrast --from the other source, or take another model.",
  );
}

/** The other ways to pool the same answers, at one layer. */
export function alternativesOf(
  { recipe, pooling, orthogonalTo }: Making,
  pools: Pools,
  dealing: Dealing,
  layer: number,
  vector: Float32Array,
): VectorFindings["alternatives"] {
  return poolings.flatMap((other) => {
    if (other === pooling) return [];
    const own = pools.of(dealing.pairs, other, layer);
    const directionOf = directionAt(recipe, own, othersAt(orthogonalTo, layer));
    const along = checkHeldOut(own, directionOf, dealing);
    if (along === null) return [];
    return [{ pooling: other, ...along, cosine: cosineOf(directionOf(dealing.pairs.map((_, i) => i)), vector) }];
  });
}
