/**
 * What each layer adds where several are steered: what its vector has more than that of the layer before (v_l - v_k), so that by layer l as
 * much has been added as its own vector says, and not the sum of all (preventative steering at all layers, arXiv 2507.21509, appendix J.3).
 *
 * @param vectors by layer, ascending, f32 [d_model]
 */
export function increments(
  vectors: readonly (readonly [layer: number, vector: Float32Array])[],
): [number, Float32Array][] {
  return vectors.map(([layer, vector], i) => {
    const before = vectors[i - 1]?.[1];
    return [layer, before ? vector.map((x, k) => x - before[k]!) : vector];
  });
}
