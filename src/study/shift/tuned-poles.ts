import { observePole, type PoleObservation } from "./observe.ts";
import type { PoleOutcome, ShiftOutcome, Studying } from "./outcomes.ts";
import { plainTunings, poleTunings } from "./plan.ts";
import { subject, tuned } from "./tuned.ts";

/** The adapters of all poles as the classifier reads them: those of the other poles, and the plain mixtures of none and all. */
export async function poleOutcomes(
  { options, observing }: Studying,
  base: ShiftOutcome,
  plain: readonly ShiftOutcome[],
): Promise<{ poles: PoleOutcome[]; basePole: PoleObservation | undefined }> {
  const { reader } = observing;
  if (reader === undefined) return { poles: [], basePole: undefined };
  const read = { ...observing, reader };
  const basePole = await observePole("base", subject("base", options), read, options, base.observation);
  const poles: PoleOutcome[] = [];
  for (const plan of plainTunings(options.config)) {
    if (plan.seed !== 0 || (plan.share !== 0 && plan.share !== 1)) continue;
    const known = plain.find((one) => one.plan!.share === plan.share && one.plan!.seed === 0)!;
    const observation = await observePole(plan.id, subject(plan.id, options), read, options, known.observation);
    poles.push({ plan, observation });
  }
  for (const plan of poleTunings(options.config)) {
    options.signal?.throwIfAborted();
    const { adapter } = await tuned(plan, options);
    const observation = await observePole(plan.id, subject(plan.id, options, { adapter }), read, options);
    poles.push({ plan, observation });
  }
  return { poles, basePole };
}
