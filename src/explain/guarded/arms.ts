import type { Unit } from "../../induce/finetune/guard/guard.ts";

/** What a guard steers along or takes out. */
export const along = ["emoji", "emoji without trait", "random"] as const;
export type Along = (typeof along)[number];

/** A way to tune: plainly, or under a guard. */
export interface GuardedArm {
  /** Stable, and fit for a folder's name: "steer-emoji-0.5". */
  id: string;
  /** For people: "steered, 0.5 x emoji". */
  label: string;
  guard:
    | { kind: "none" }
    | { kind: "steer"; along: Along; strength: number }
    | { kind: "ablate"; along: Along }
    | { kind: "penalise"; units: readonly Unit[]; strength: number };
}

export interface GuardedArmsOptions {
  /** Multiples of the directions that are steered with; 0.5 where left out. */
  strengths?: readonly number[];
  /** MLP units to hold at their base mean, and the penalty's strength (1 where left out). */
  penalise?: { units: readonly Unit[]; strength?: number };
}

/**
 * Plain tuning first; then steered along the emoji direction, along what is left of it without the trait's, and along a random one, at each
 * strength; with either taken out; and with units held, where some are named.
 */
export function guardedArms(
  { strengths = [0.5], penalise }: GuardedArmsOptions,
  { withTrait }: { withTrait: boolean },
): GuardedArm[] {
  const kinds = along.filter((kind) => withTrait || kind !== "emoji without trait");
  const word = (kind: Along) => kind.replaceAll(" ", "-");
  const steered = kinds.flatMap((kind) =>
    strengths.map(
      (strength): GuardedArm => ({
        id: `steer-${word(kind)}-${strength}`,
        label: `steered, ${strength} × ${kind}`,
        guard: { kind: "steer", along: kind, strength },
      }),
    ),
  );
  const ablated = kinds.map(
    (kind): GuardedArm => ({
      id: `ablate-${word(kind)}`,
      label: `taken out: ${kind}`,
      guard: { kind: "ablate", along: kind },
    }),
  );
  const held = penalise?.units.length ?? 0;
  return [
    { id: "plain", label: "plain", guard: { kind: "none" } },
    ...steered,
    ...ablated,
    ...(penalise && held > 0
      ? [
          {
            id: "penalise",
            label: held === 1 ? "a unit held" : `${held} units held`,
            guard: { kind: "penalise" as const, units: penalise.units, strength: penalise.strength ?? 1 },
          },
        ]
      : []),
  ];
}
