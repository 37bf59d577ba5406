import type { ArmKey, Factors, Settings } from "./findings.ts";

/** An arm without its name. */
export type ArmParts = Omit<ArmKey, "id">;

/** The level of each factor that an arm's name leaves out: the first of each in the settings. */
export type Defaults = Required<Pick<Factors, "silent" | "sentences" | "register" | "temperature">>;

/** The factors' first levels, which the claims are about. Throws RangeError where a factor has no level. */
export function defaultLevels({ silent, sentences, registers, temperatures }: Settings): Defaults {
  const first = <T>(levels: readonly T[], factor: string): T => {
    if (levels.length === 0) throw new RangeError(`the settings list no level of ${factor}`);
    return levels[0]!;
  };
  return {
    silent: first(silent, "silent"),
    sentences: first(sentences, "sentences"),
    register: first(registers, "registers"),
    temperature: first(temperatures, "temperatures"),
  };
}

/**
 * The name of an arm: inducer, trait, pole, each factor that is not at its default, seed; "finetune/extraversion/high/seed0",
 * "finetune/extraversion/high/silent-none/seed0", "control/sentences-1/seed0", "base/register-message". Each part can be a file's name.
 */
export function armId({ seed, ...arm }: ArmParts, defaults: Defaults): string {
  return seed === undefined ? poolId(arm, defaults) : `${poolId(arm, defaults)}/seed${seed}`;
}

/** The name of an arm less its seed: all seeds of it together. */
export function poolId({ inducer, trait, pole, factors }: Omit<ArmParts, "seed">, defaults: Defaults): string {
  const changed = <K extends keyof Defaults>(factor: K) =>
    factors[factor] === undefined || factors[factor] === defaults[factor] ? undefined : `${factor}-${factors[factor]}`;
  return [
    inducer,
    trait,
    pole,
    factors.marker,
    changed("silent"),
    changed("sentences"),
    changed("register"),
    changed("temperature"),
  ]
    .filter((part) => part !== undefined)
    .join("/");
}

/** Whether the arm is at the first level of every factor that it has. */
export const isDefault = ({ factors }: Pick<ArmKey, "factors">, defaults: Defaults): boolean =>
  (Object.keys(defaults) as (keyof Defaults)[]).every(
    (factor) => factors[factor] === undefined || factors[factor] === defaults[factor],
  );
