import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { itemsOf } from "../../measure/keep.ts";
import type { LocalModel } from "../../measure/respondent.ts";
import { quantile } from "../../measure/statistics/estimate.ts";
import { type Directions, type DirectionsAbout, directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import type { DirectionFindings } from "./findings.ts";
import { dealt, difference, splitHalfCosine } from "./folds.ts";
import { type PlaceSums, placeSumsTask, type SidedText, sides } from "./place-sums-task.ts";

export interface MeanDifferenceRequest {
  /** Who reads the texts, and what the directions' file is to say of it. */
  reader: LocalModel;
  model: DirectionsAbout["model"];
  /** Ids are unlike each other. */
  texts: readonly SidedText[];
  about: Pick<DirectionsAbout, "meaning" | "pooling" | "positions" | "recipe">;
  /** Fewest places of each side; 20 where left out. */
  minPlaces?: number;
}

/** Directions and how far to trust them. */
export interface MeanDifference {
  directions: Directions;
  findings: DirectionFindings;
}

/**
 * Direction of every layer: v_l = mean of `layers.l.resid_post` over the positive places - the same over the negative ones, every place
 * counting alike (persona vectors, arXiv 2507.21509, section 2.2, for any pair of places). Throws "bad-input" with too few places.
 */
export async function meanDifference(
  { reader, model, texts, about, minPlaces = defaultMinPlaces }: MeanDifferenceRequest,
  options: MeasureOptions,
): Promise<MeanDifference> {
  for (const side of sides)
    refuseFew(
      side,
      texts.reduce((sum, text) => sum + text[side].length, 0),
      minPlaces,
      about,
    );
  const used = texts.filter(({ positive, negative }) => positive.length + negative.length > 0);
  const folds = await foldSums(reader, dealt(used, options.seed), options);
  const layers = Array.from(folds[0]!.norms.keys());
  const vectors = new Map(layers.map((layer) => [layer, Float32Array.from(difference(folds, layer)!)]));
  const medianNorms = layers.map((layer) => medianOf(folds.flatMap(({ norms }) => norms[layer]!)));
  const counted = (side: (typeof sides)[number]) => ({
    texts: folds.reduce((sum, fold) => sum + fold.sides[side].texts, 0),
    places: folds.reduce((sum, fold) => sum + fold.sides[side].places, 0),
  });
  const counts = { positive: counted("positive"), negative: counted("negative") };
  const described = layers.map((layer) => {
    const [length, medianNorm] = [norm(vectors.get(layer)!), medianNorms[layer]!];
    return { layer, norm: length, medianNorm, share: length / medianNorm, splitHalf: splitHalfCosine(folds, layer) };
  });
  return {
    directions: {
      about: {
        ...about,
        model,
        counts,
        medianNorms: Object.fromEntries(layers.map((layer) => [directionTap(layer), medianNorms[layer]!])),
      },
      vectors,
    },
    findings: {
      meaning: about.meaning,
      positions: about.positions,
      counts,
      layers: described,
      warnings: warningsOf(described),
    },
  };
}

/** Fewest places of each side that a direction is made from. */
export const defaultMinPlaces = 20;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const sideShape = z.object({ texts: z.int(), places: z.int(), sums: z.array(base64) });
const itemShape = z.object({
  sides: z.object({ positive: sideShape, negative: sideShape }),
  norms: z.array(z.array(z.number())).min(1),
});
type Item = z.infer<typeof itemShape>;

/** The parts' sums, those that are kept already from there. */
async function foldSums(
  { engine, spec }: LocalModel,
  folds: readonly (readonly SidedText[])[],
  { keep, signal, onProgress }: MeasureOptions,
): Promise<PlaceSums[]> {
  const keys = folds.map((_, i) => `part${i}`);
  const items = itemsOf<Item>(keep, "places", keys, itemShape);
  const missing = new Set(items.missing);
  const total = folds.flat().length;
  let done = 0;
  for (const [i, texts] of folds.entries()) {
    const key = keys[i]!;
    onProgress?.({ phase: "read places", done, total, unit: "texts" });
    if (missing.has(key)) items.put(key, packed(await engine.run(placeSumsTask, { model: spec, texts }, { signal })));
    done += texts.length;
  }
  onProgress?.({ phase: "read places", done, total, unit: "texts" });
  return items.values().map(unpacked);
}

const packed = ({ sides: own, norms }: PlaceSums): Item => {
  const side = ({ sums, ...counts }: PlaceSums["sides"]["positive"]) => ({
    ...counts,
    sums: sums.map((sum) => Buffer.from(sum.buffer, sum.byteOffset, sum.byteLength).toString("base64")),
  });
  return { sides: { positive: side(own.positive), negative: side(own.negative) }, norms };
};

function unpacked({ sides: own, norms }: Item): PlaceSums {
  const side = ({ sums, ...counts }: Item["sides"]["positive"]) => ({
    ...counts,
    sums: sums.map((sum) => new Float32Array(new Uint8Array(Buffer.from(sum, "base64")).buffer)),
  });
  return { sides: { positive: side(own.positive), negative: side(own.negative) }, norms };
}

const medianOf = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5);

function refuseFew(
  side: (typeof sides)[number],
  places: number,
  minPlaces: number,
  { meaning, positions }: MeanDifferenceRequest["about"],
): void {
  if (places >= minPlaces) return;
  const which = side === "positive" ? "with" : "without";
  throw badInput(
    `A direction for "${meaning}" (${positions}) needs at least ${minPlaces} places with it and as many without, and the texts have ` +
      `${places} ${which}: give more or longer texts, or ask for fewer places.`,
  );
}

function warningsOf(layers: DirectionFindings["layers"]): string[] {
  const shaky = layers.filter(({ splitHalf }) => splitHalf === null || splitHalf.value < 0.7);
  if (shaky.length <= layers.length / 2) return [];
  return [
    `At ${shaky.length} of ${layers.length} layers the directions of two halves of the texts have a cosine below 0.7: more places are ` +
      "needed before the direction means much.",
  ];
}
