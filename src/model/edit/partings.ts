import type { EditPlan } from "./types.ts";

/** A place of the residual stream from which on sequences that were the same may differ, since variants edit taps between it and the next. */
export interface Parting {
  /** The tap at which they part, before it is edited: `layers.N.resid_pre|resid_mid|resid_post`. */
  at: string;
  /** The first layer whose keys and values are computed behind it. */
  layer: number;
  /** Edited taps from here to the next parting. */
  taps: readonly string[];
}

/** Partings that a graph has at most: each costs a little at every step, and one too early costs a few layers of a prompt. */
const most = 8;

/**
 * Where sequences of one text part that run as other variants of a plan, in order. None where edits take values from a twin, whose rows are
 * told by number.
 */
export function partingsOf({ taps }: EditPlan, layers: number): Parting[] {
  const edited = Object.entries(taps).filter(([, kinds]) => kinds.length > 0);
  if (edited.some(([, kinds]) => kinds.includes("take"))) return [];
  const byDepth = new Map<number, string[]>();
  for (const [tap] of edited) {
    const depth = partingDepth(tap, layers);
    byDepth.set(depth, [...(byDepth.get(depth) ?? []), tap]);
  }
  const depths = [...byDepth.keys()].sort((a, b) => a - b);
  const step = Math.ceil(depths.length / most);
  return depths.flatMap((depth, i) => {
    if (i % step !== 0) return [];
    const at = `layers.${Math.floor(depth / 3)}.${points[depth % 3]}`;
    return [{ at, layer: Math.ceil(depth / 3), taps: depths.slice(i, i + step).flatMap((one) => byDepth.get(one)!) }];
  });
}

const points: readonly string[] = ["resid_pre", "resid_mid", "resid_post"];

/** The point of the residual stream before each tap within a layer, by its place in {@link points}. */
const pointBefore: Readonly<Record<string, number>> = { attn_out: 0, "mlp.act": 1, mlp_out: 1 };

/** The last point of the residual stream that an edit of a tap leaves alone, or the first that it touches; three a layer. */
function partingDepth(tap: string, layers: number): number {
  if (tap === "final_norm") return 3 * layers - 1;
  const [, layer, name = ""] = /^layers\.(\d+)\.(.+)$/.exec(tap) ?? [];
  const point = pointBefore[name] ?? points.indexOf(name);
  if (point < 0) throw new Error(`no parting is known before "${tap}"`);
  return 3 * Number(layer) + point;
}
