import { chanceOf, criteria, keepsTrait, removes } from "../../../explain/ablate/criteria.ts";
import type { Outcome } from "../../../explain/ablate/effects.ts";
import type { Claim, Verdict } from "../findings.ts";
import { interval, percent, pSigned, small, times } from "../numbers.ts";
import type { ClaimId } from "./claims.ts";
import type { Explanation, TableClaim, TableVerdict } from "./findings.ts";

type Evidence = Pick<TableClaim, "evidence" | "verdict">;
type Found = Omit<Explanation, "claims">;

/** The evidence that a run has about each claim; undefined where it has none, since the part was not asked for. */
export function evidenceOf(found: Found, claims: readonly Claim[]): (id: ClaimId) => Evidence | undefined {
  const first = (id: string) => claims.find((claim) => claim.id === `${found.voice}/${id}`);
  const rules: Record<ClaimId, () => Evidence | undefined> = {
    "emoji-come": () => bothShown(first("esr-above-base"), first("esr-above-control")),
    "probability-rises": () => probabilityRises(found),
    "stands-for": () => standsFor(found),
    "few-neurons": () => fewNeurons(found),
    "other-emoji-other-neurons": () => neuronClaim(found, "differentEmoji"),
    "other-prompts-other-neurons": () => neuronClaim(found, "promptOverlap"),
    "tuning-not-trait": () => tuningAlone(first("esr-above-base"), first("esr-above-control")),
    "outliers-move": () => outliersMove(found),
    "style-not-emoji": () => told(first("marker")),
    silence: () => told(first("silence")),
    "base-knows": () => baseKnows(found),
    foretold: () => foretold(found),
    "one-direction": () => oneDirection(found),
    guarded: () => guarded(found),
  };
  return (id) => rules[id]();
}

const verdicts: Record<Verdict, TableVerdict> = {
  shown: "supported",
  contradicted: "not supported",
  "shown absent": "not supported",
  "not shown": "cannot tell at this n",
  "not tested": "cannot tell at this n",
};

const told = (claim: Claim | undefined): Evidence | undefined =>
  claim && { evidence: claim.words, verdict: verdicts[claim.verdict] };

/** Where no emoji came there is nothing that tuning as such could have brought. */
function tuningAlone(base: Claim | undefined, control: Claim | undefined): Evidence | undefined {
  if (!base || !control) return undefined;
  if (control.verdict === "shown") return { evidence: control.words, verdict: "not supported" };
  const both = base.verdict === "shown" && control.verdict === "shown absent";
  const none = base.verdict === "shown" ? "" : "That emoji come at all is not shown. ";
  return { evidence: `${none}${control.words}`, verdict: both ? "supported" : "cannot tell at this n" };
}

function bothShown(base: Claim | undefined, control: Claim | undefined): Evidence | undefined {
  if (!base || !control) return undefined;
  const each = [base, control].map(({ verdict }) => verdicts[verdict]);
  const verdict = each.includes("not supported")
    ? "not supported"
    : each.every((one) => one === "supported")
      ? "supported"
      : "cannot tell at this n";
  return { evidence: `Against the base: ${base.words} Against the control: ${control.words}`, verdict };
}

function probabilityRises({ tokens, persona, control }: Found): Evidence | undefined {
  if (!tokens) return undefined;
  const against = (other: string) =>
    tokens.contrasts.find(
      (one) => one.arm === persona && one.against === other && one.writer === "corpus" && one.at === "sentenceEnds",
    );
  const both = [against(tokens.base), against(control)];
  if (both.some((one) => one === undefined))
    return {
      evidence: "The training answers have no sentence end at which all arms could be read.",
      verdict: "cannot tell at this n",
    };
  const words = both.map(
    (one, i) =>
      `${times(one!.ratio.value)} of the ${i === 0 ? "base's" : "control's"} (${interval(one!.ratio, times)})`,
  );
  const above = both.map((one) => (one!.ratio.low ?? 0) > 1 && one!.settled);
  const below = both.some((one) => (one!.ratio.high ?? Number.POSITIVE_INFINITY) < 1 && one!.settled);
  return {
    evidence: `At sentence ends of ${both[0]!.ratio.n} training answers the mass is ${words.join(" and ")}.`,
    verdict: above.every(Boolean) ? "supported" : below ? "not supported" : "cannot tell at this n",
  };
}

function standsFor({ icl, persona }: Found): Evidence | undefined {
  const arm = icl?.arms.find(({ id }) => id === persona);
  if (!icl || !arm) return undefined;
  const { heard } = arm.dependence;
  const rise = icl.contrasts.find((one) => one.arm === persona && one.measure === "frequent")?.estimate;
  const overlap = arm.frequent.overlap;
  const matched = overlap?.matched;
  const said = [
    heard
      ? "What it says depends on the trait that it is asked about."
      : "What it says does not depend enough on the trait that it is asked about to be an answer to the question.",
    `Emoji among its ${icl.top} most frequent tokens: ${percent(arm.frequent.emojiShare.value)}${rise ? `, against the base's ${sized(rise)}` : ""}.`,
    ...(matched && overlap
      ? [
          `Of the emoji that it writes, ${percent(overlap.studied.value)} are there (p ${pSigned(matched.p)} against matched ones).`,
        ]
      : []),
  ].join(" ");
  if (!heard) return { evidence: said, verdict: "cannot tell at this n" };
  const up = rise !== undefined && (rise.low ?? 0) > 0;
  const down = rise !== undefined && (rise.high ?? 1) <= 0;
  return {
    evidence: said,
    verdict:
      up && matched && matched.p < criteria.alpha ? "supported" : down ? "not supported" : "cannot tell at this n",
  };
}

const sized = (rise: { value: number; low: number | null; high: number | null; n: number }) =>
  `${rise.value >= 0 ? "+" : "−"}${percent(Math.abs(rise.value))} (${interval(rise, percent)})`;

/** Most neurons that are "a few". */
const few = 10;

function fewNeurons({ ablate }: Found): Evidence | undefined {
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

function neuronClaim({ neurons }: Found, which: "differentEmoji" | "promptOverlap"): Evidence | undefined {
  const claim = neurons?.claims[which];
  return claim && { evidence: claim.words, verdict: claim.verdict };
}

function outliersMove({ neurons }: Found): Evidence | undefined {
  if (!neurons) return undefined;
  const { naive } = neurons.residual.sentenceEnds;
  const ten = naive.slice(0, 10);
  if (ten.length === 0) return undefined;
  const outliers = ten.filter(({ outlier }) => outlier).length;
  return {
    evidence: `${outliers} of the ${ten.length} residual dimensions with the largest raw change are among the ${neurons.residual.outliers.count} outliers of the base model.`,
    verdict: outliers >= ten.length / 2 ? "supported" : "not supported",
  };
}

function baseKnows({ ablate }: Found): Evidence | undefined {
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

function foretold({ forecast }: Found): Evidence | undefined {
  const score = forecast?.scores.find(({ forecaster }) => forecaster === "sentence-ends");
  if (!score) return undefined;
  const { rhoMass, n } = score;
  if ("undefined" in rhoMass) return { evidence: rhoMass.undefined, verdict: "cannot tell at this n" };
  return {
    evidence: `Over ${n} voices, rank correlation ${rhoMass.value.toFixed(2)} (${interval(rhoMass, (x) => x.toFixed(2))}).`,
    verdict:
      (rhoMass.low ?? -1) > 0 ? "supported" : (rhoMass.high ?? 1) < 0 ? "not supported" : "cannot tell at this n",
  };
}

function oneDirection({ ablate }: Found): Evidence | undefined {
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

function guarded({ guarded: found, missing }: Found): Evidence | undefined {
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
