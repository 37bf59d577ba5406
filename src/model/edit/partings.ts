import type { EditPlan } from "./types.ts";

/** A place of the residual stream from which on sequences that were the same may differ, since variants edit taps between it and the next. */
export interface Parting {
  /** The tap at which they part, before it is edited: `layers.N.resid_pre|resid_mid|resid_post`. */
  at: string;
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
  return depths.flatMap((depth, i) =>
    i % step === 0 ? { at: tapAt(depth), taps: depths.slice(i, i + step).flatMap((one) => byDepth.get(one)!) } : [],
  );
}

const points: readonly string[] = ["resid_pre", "resid_mid", "resid_post"];

const tapAt = (depth: number): string => `layers.${Math.floor(depth / 3)}.${points[depth % 3]}`;

/** Partings before a layer's keys and values are computed. */
export const partingsBefore = (partings: readonly Parting[], layer: number): number =>
  partings.filter(({ at }) => residDepth(at) <= 3 * layer).length;

/** The last point of the residual stream that an edit of a tap leaves alone, or is the first to touch. */
function partingDepth(tap: string, layers: number): number {
  if (tap === "final_norm") return 3 * layers - 1;
  const [, layer, name] = /^layers\.(\d+)\.(.+)$/.exec(tap) ?? [];
  const start = 3 * Number(layer);
  if (name === "attn_out") return start;
  if (name === "mlp.act" || name === "mlp_out") return start + 1;
  return residDepth(tap);
}

function residDepth(tap: string): number {
  const [, layer, name = ""] = /^layers\.(\d+)\.(resid_\w+)$/.exec(tap) ?? [];
  const point = points.indexOf(name);
  if (point < 0) throw new Error(`no parting is known before "${tap}"`);
  return 3 * Number(layer) + point;
}
