import { criteria } from "../../../explain/ablate/criteria.ts";
import type { Claim, Verdict } from "../findings.ts";
import { interval, percent, pSigned, times } from "../numbers.ts";
import { baseKnows, fewNeurons, guarded, oneDirection } from "./causal-evidence.ts";
import type { ClaimId } from "./claims.ts";
import type { Explanation, TableClaim, TableVerdict } from "./findings.ts";

/** What a run says of a claim. */
export type Evidence = Pick<TableClaim, "evidence" | "verdict">;
/** What the parts of the explanation found. */
export type Found = Omit<Explanation, "claims">;

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
