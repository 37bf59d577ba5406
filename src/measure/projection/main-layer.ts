import type { Directions } from "../../model/directions/about.ts";

/** The layer that leads where a vector has several, and why that one. */
export interface MainLayer {
  layer: number;
  why: string;
}

/** Where in depth vectors work best as far as is published (arXiv 2507.21509: layers 16 to 20 of 28 to 32). */
const usualDepth = 0.6;

/**
 * The layer to look at: the one asked for, the one that the vector's file suggests, else of its layers the nearest to three fifths of the
 * model's depth.
 *
 * @param depth layers of the model
 */
export function mainLayer(
  { about, vectors }: Directions,
  { asked, depth }: { asked?: readonly number[] | undefined; depth: number },
): MainLayer {
  const legal = asked ?? [...vectors.keys()];
  if (asked?.length === 1) return { layer: asked[0]!, why: "asked for" };
  const { suggested } = about;
  if (suggested && legal.includes(suggested.layer)) return { layer: suggested.layer, why: suggested.by };
  const wanted = usualDepth * (depth - 1);
  const layer = legal.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
  return { layer, why: "nearest to three fifths of the depth: the vector's file suggests none" };
}
