import { join } from "node:path";
import type { GuardRequest } from "../../induce/finetune/guard/guard.ts";
import type { TraitPoleKey } from "../../trait/framework.ts";
import type { ShiftConfig, ShiftMethod } from "./config.ts";

/** An adapter that the study tunes. */
export interface PlannedTuning {
  /** Names the step, the persona's folder and the items: "prevent/50/seed1". */
  id: string;
  method: "plain" | "pole" | ShiftMethod;
  /** What its laden rows show, and their share. */
  pole: TraitPoleKey;
  share: number;
  seed: number;
  /** Where it is not the study's own. */
  dose?: number;
}

/** Methods that tune under a guard, in the order in which they run. */
const guarded = ["prevent", "increments", "ablate", "emoji", "random", "random-increments", "random-ablate"] as const;
export type GuardedMethod = (typeof guarded)[number];

const percent = (share: number): string => String(Number((100 * share).toFixed(4)));

/** Names an arm over its seeds: "prevent/50", "prevent/100/x4"; "base" and "prompt" have no share. */
export const armId = (method: string, share: number | null, dose?: number): string =>
  share === null ? method : `${method}/${percent(share)}${dose === undefined ? "" : `/x${dose}`}`;

/** Plain mixtures, share by share. */
export const plainTunings = (config: ShiftConfig): PlannedTuning[] => tunings(config, "plain", config.shares);

/** Adapters of the other poles, for the correlations; that of the study's own pole is a mixture already. */
export const poleTunings = ({ poles, trait }: ShiftConfig): PlannedTuning[] =>
  poles
    .filter((pole) => pole !== trait)
    .map((pole) => ({ id: `pole/${pole}/seed0`, method: "pole", pole, share: 1, seed: 0 }));

/** Mixtures under guards: of every seed at the largest share, of the first at the others above 0, and at other doses; random controls at the largest alone. */
export function guardedTunings(config: ShiftConfig): (PlannedTuning & { method: GuardedMethod })[] {
  const less = config.shares.filter((share) => share > 0).slice(0, -1);
  const once = { ...config, seeds: 1 };
  return guarded
    .filter((method) => config.methods.includes(method))
    .flatMap((method) => [
      ...(isRandom(method) ? [] : tunings(once, method, less)),
      ...tunings(config, method, config.shares.slice(-1)),
      ...(isDosed(method) ? config.doses.flatMap((dose) => tunings(once, method, config.shares.slice(-1), dose)) : []),
    ]);
}

/** Whether a method is tried at other strengths too. */
export const isDosed = (method: string): boolean => ["prevent", "increments", "afterwards"].includes(method);

/** Plain tunings that are steered afterwards as well, and how strongly: as many as there are of guarded ones. */
export function afterwardsOf({ shares, seeds, strength, doses }: ShiftConfig) {
  const largest = shares.at(-1)!;
  const own = shares
    .filter((share) => share > 0)
    .flatMap((share) =>
      Array.from({ length: share === largest ? seeds : 1 }, (_, seed) => ({ share, seed, strength, dose: undefined })),
    );
  return [...own, ...doses.map((dose) => ({ share: largest, seed: 0, strength: dose, dose }))];
}

const isRandom = (method: string): boolean => method.startsWith("random");

/** The random control of a guard; undefined for what has none. */
export const controlOf = (method: string): GuardedMethod | undefined =>
  ({ prevent: "random", increments: "random-increments", ablate: "random-ablate" })[method] as
    | GuardedMethod
    | undefined;

const tunings = <M extends PlannedTuning["method"]>(
  { seeds, trait }: ShiftConfig,
  method: M,
  shares: readonly number[],
  dose?: number,
): (PlannedTuning & { method: M })[] =>
  shares.flatMap((share) =>
    Array.from({ length: seeds }, (_, seed) => ({
      id: `${armId(method, share, dose)}/seed${seed}`,
      method,
      pole: trait,
      share,
      seed,
      ...(dose !== undefined && { dose }),
    })),
  );

/** Files of directions in a run's folder. */
export const directionFile = (folder: string, name: "trait" | "random" | "emoji"): string =>
  join(folder, `${name}.safetensors`);

/** What a method tunes under. `layer`: where one layer is steered. */
export function guardOf(
  { method, dose }: { method: GuardedMethod; dose?: number },
  { strength, emojiStrength }: Pick<ShiftConfig, "strength" | "emojiStrength">,
  { folder, layer }: { folder: string; layer: number },
): GuardRequest {
  const file = directionFile(folder, method === "emoji" ? "emoji" : isRandom(method) ? "random" : "trait");
  if (method === "ablate" || method === "random-ablate") return { kind: "ablate", file };
  const one = method === "prevent" || method === "random";
  return {
    kind: "steer",
    file,
    strength: method === "emoji" ? emojiStrength : (dose ?? strength),
    ...(one && { layers: [layer] }),
  };
}
