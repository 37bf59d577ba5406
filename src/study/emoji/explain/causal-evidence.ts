import { chanceOf, criteria, keepsTrait, removes } from "../../../explain/ablate/criteria.ts";
import type { Outcome } from "../../../explain/ablate/effects.ts";
import { interval, percent, pSigned, small } from "../numbers.ts";
import type { Evidence, Found } from "./evidence.ts";

/** Most neurons that are "a few". */
const few = 10;

export function fewNeurons({ ablate }: Found): Evidence | undefined {
  if (!ablate?.neurons) return undefined;
  const { sizes, smallest, random, total } = ablate.neurons;
  const tried = sizes.filter(({ k, clamp }) => clamp === "take" && k <= few);
  const best = tried.reduce(
    (most, one) => ((one.outcome.removed?.value ?? 0) > (most.outcome.removed?.value ?? 0) ? one : most),
    tried[0]!,
  );
  if (best.outcome.removed === null) return { evidence: nothingToLose, verdict: "cannot tell at this n" };
  const gone = `The ${best.k} most suspected of ${total} neurons take away ${percent(best.outcome.removed.value)} of the mass (${interval(best.outcome.removed, percent)})`;
  const enough =
    smallest === null
      ? "; no number tried takes it all"
      : `; it takes ${smallest.k}, with which ${smallest.keepsTrait === false ? "the trait goes too" : smallest.keepsTrait ? "the trait stays" : "the trait cannot be told"}`;
  const works =
    smallest !== null && smallest.k <= few && random?.chance !== null && (random?.chance ?? 1) < criteria.alpha;
  const surelyNot = tried.every(({ outcome }) => (outcome.removed?.high ?? 1) < criteria.removed);
  return {
    evidence: `${gone}${enough}.`,
    verdict: works ? "supported" : surelyNot ? "not supported" : "cannot tell at this n",
  };
}

const nothingToLose =
  "The persona's emoji mass is not clearly above the base's on the same texts: there is nothing to take away.";

export function baseKnows({ ablate }: Found): Evidence | undefined {
  if (!ablate) return undefined;
  const { persona, reference } = ablate;
  const tenth = persona.mass.value / 10;
  return {
    evidence: `Reading the same ${ablate.counts.texts} answers of the persona: ${small(reference.mass.value)} (${interval(reference.mass, small)}) against the persona's own ${small(persona.mass.value)}.`,
    verdict:
      (reference.mass.low ?? 0) >= tenth
        ? "supported"
        : (reference.mass.high ?? 1) < tenth
          ? "not supported"
          : "cannot tell at this n",
  };
}

export function oneDirection({ ablate }: Found): Evidence | undefined {
  if (!ablate) return undefined;
  const { directions } = ablate;
  if (directions === null)
    return {
      evidence: "There is no emoji direction: too few answers hold an emoji.",
      verdict: "cannot tell at this n",
    };
  // Only these two were held against random directions: the layer that removes most by itself, and all at once.
  const single = directions.layers.find(({ layer }) => layer === directions.best)!.outcome;
  const tried = [
    { outcome: single, random: directions.random.sets },
    { outcome: directions.all, random: directions.randomAll.sets },
  ].map((one) => ({ ...one, works: works(one.outcome), chance: chanceOf(one.outcome, one.random) ?? 1 }));
  const best = tried.find((one) => one.works === true && one.chance < criteria.alpha) ?? tried[0]!;
  const { removed, retained } = best.outcome;
  if (removed === null) return { evidence: nothingToLose, verdict: "cannot tell at this n" };
  return {
    evidence: `${upper(best.outcome.label)}: ${percent(removed.value)} of the mass gone (${interval(removed, percent)}), ${retained === null ? "the trait cannot be told" : `${percent(retained.value)} of the trait left (${interval(retained, percent)})`}; p ${pSigned(best.chance)} against ${best.random.length} random ones.`,
    verdict:
      best.works === true && best.chance < criteria.alpha
        ? "supported"
        : tried.every((one) => one.works === false)
          ? "not supported"
          : "cannot tell at this n",
  };
}

/** Whether an intervention removes the emoji and keeps the trait; undefined where the interval leaves it open. */
function works(outcome: Outcome): boolean | undefined {
  const { removed, retained, fluency } = outcome;
  if (removes(outcome) && keepsTrait(outcome) && (fluency?.low ?? Number.NEGATIVE_INFINITY) >= -criteria.worse)
    return true;
  const fails =
    (removed?.high ?? 1) < criteria.removed ||
    (retained?.high ?? 1) < criteria.retained ||
    (fluency?.high ?? 0) < -criteria.worse;
  return fails ? false : undefined;
}

export function guarded({ guarded: found, missing }: Found): Evidence | undefined {
  if (!found) {
    const why = missing.find(({ part }) => part === "guarded");
    return why && { evidence: why.reason, verdict: "cannot tell at this n" };
  }
  const both = found.arms.filter((arm) => arm.guard && arm.guard.along !== "random" && arm.removed && arm.retained);
  const score = (arm: (typeof both)[number]) =>
    Math.min(arm.removed!.value, arm.retained!.value) - +(arm.whole === "no");
  const best = both.sort((a, b) => score(b) - score(a))[0];
  const answer = { yes: "supported", no: "not supported", "cannot tell": "cannot tell at this n" } as const;
  return {
    evidence: best
      ? `Best guard, ${best.label}: ${percent(best.removed!.value)} of the mass gone (${interval(best.removed!, percent)}), ${percent(best.retained!.value)} of the lean to the trait left (${interval(best.retained!, percent)}); ESR ${percent(best.esr.value)}, ${found.questions} questions.`
      : "Plain tuning did not clearly bring emoji and the trait, so there is nothing to part.",
    verdict: answer[found.answer],
  };
}

const upper = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
