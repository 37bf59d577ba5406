import type { GuardedArmFindings } from "./findings.ts";

/** What would make the comparison worthless, or smaller than it looks; one sentence each. */
export function guardedWarnings(
  arms: readonly Pick<GuardedArmFindings, "id" | "label" | "esr" | "mass" | "fit" | "lean" | "retained" | "removed">[],
  ofDirection: readonly string[],
): string[] {
  const [untuned, plain, ...others] = arms;
  if (!untuned || !plain) return [...ofDirection];
  const noEmoji =
    plain.esr.value === 0 ? ["Plain tuning brought no emoji into the answers: there is nothing to lose but mass."] : [];
  const noMass =
    others.length > 0 && others.every(({ removed }) => removed === null)
      ? [
          "The emoji mass of plain tuning is not clearly above the untuned model's: how much of it a guard removes cannot be said.",
        ]
      : [];
  const noTrait =
    others.length > 0 && others.every(({ retained }) => retained === null)
      ? [
          "Plain tuning does not clearly move the answers to the trait's pole: whether a guard keeps the trait cannot be said.",
        ]
      : [];
  const gained = untuned.fit && plain.fit ? untuned.fit.value - plain.fit.value : 0;
  const unlike = others.filter(({ fit }) => fit && gained > 0 && untuned.fit!.value - fit.value < 0.75 * gained);
  const underTuned =
    unlike.length > 0
      ? [
          `Without their guard, ${unlike.map(({ label }) => label).join("; ")} foretell the training answers less well than plain tuning (less than three quarters of its gain): they learned less of everything, and more steps might bring both trait and emoji back.`,
        ]
      : [];
  return [...ofDirection, ...noEmoji, ...noMass, ...noTrait, ...underTuned];
}
