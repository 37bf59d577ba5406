import { holm } from "../../measure/statistics/holm.ts";
import { defaultLevels } from "./arm-id.ts";
import { type PlannedClaim, planClaims } from "./claims.ts";
import { type ContrastOptions, contrastArms, type RawContrast } from "./contrasts.ts";
import type { Claim, Contrast, Settings } from "./findings.ts";
import type { ArmSample } from "./pairing.ts";
import { judge } from "./verdict.ts";
import { besideWords, verdictWords } from "./words.ts";

/** What the arms of a study say together. */
export interface Conclusions {
  contrasts: Contrast[];
  claims: Claim[];
  /** How many comparisons were made and how they were corrected, one sentence each. */
  notes: string[];
}

/**
 * Contrasts of all arms, and a verdict on each claim. Two families are corrected apart, each by Holm's method: the
 * contrasts that decide a claim, and all others. Intervals are not corrected. `seed` is that of the bootstrap.
 */
export function conclude(samples: readonly ArmSample[], settings: Settings, seed: number): Conclusions {
  const defaults = defaultLevels(settings);
  const options: ContrastOptions = { defaults, answerEndTokens: settings.answerEndTokens, seed };
  const raw = contrastArms(samples, options);
  const planned = planClaims(
    samples.map(({ arm }) => arm),
    raw,
    defaults,
  );
  const contrasts = correct(raw, new Set(planned.flatMap(({ decider }) => decider?.id ?? [])));
  const familySize = contrasts.filter(({ family }) => family === "claims").length;
  const byId = new Map(contrasts.map((contrast) => [contrast.id, contrast]));
  return {
    contrasts,
    claims: planned.map((claim) => decide(claim, byId, settings, familySize)),
    notes: notesOn(contrasts, settings),
  };
}

function decide(
  { decider, beside, untested, ...claim }: PlannedClaim,
  contrasts: ReadonlyMap<string, Contrast>,
  settings: Settings,
  familySize: number,
): Claim {
  if (!decider) return { ...claim, verdict: "not tested", words: untested, evidence: [] };
  const contrast = contrasts.get(decider.id)!;
  const judgement = judge(contrast, settings, familySize);
  const besides = beside.map(({ contrast: { id }, as }) => besideWords(contrasts.get(id)!, as));
  return {
    ...claim,
    verdict: judgement.verdict,
    words: [verdictWords(contrast, judgement, settings, familySize), ...besides].join(" "),
    evidence: [decider.id, ...beside.map(({ contrast: { id } }) => id)],
  };
}

function correct(raw: readonly RawContrast[], deciding: ReadonlySet<string>): Contrast[] {
  const adjusted = new Map<string, number>();
  for (const family of [raw.filter(({ id }) => deciding.has(id)), raw.filter(({ id }) => !deciding.has(id))]) {
    const corrected = holm(family.map(({ p }) => p));
    for (const [i, { id }] of family.entries()) adjusted.set(id, corrected[i]!);
  }
  return raw.map((contrast) => ({
    ...contrast,
    pHolm: adjusted.get(contrast.id)!,
    family: deciding.has(contrast.id) ? "claims" : "other",
  }));
}

function notesOn(contrasts: readonly Contrast[], { alpha, smallestEffect }: Settings): string[] {
  const deciding = contrasts.filter(({ family }) => family === "claims").length;
  const called = contrasts.filter(({ family, pHolm }) => family === "other" && pHolm < alpha).length;
  return [
    `${contrasts.length} contrasts were made. ${deciding} of them decide a claim and are corrected together by Holm's method, the other ${contrasts.length - deciding} likewise among themselves (${called} of those stay below ${alpha}); intervals are 95 % and not corrected.`,
    `A rise counts from ${100 * smallestEffect.share} points of a share or a ratio of ${smallestEffect.ratio}: “shown absent” means that the interval leaves out all of that size, “not shown” that it does not.`,
  ];
}
