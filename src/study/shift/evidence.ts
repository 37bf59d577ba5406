import { isDefined } from "../../measure/statistics/defined.ts";
import { quantile } from "../../measure/statistics/estimate.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import { interval } from "../emoji/numbers.ts";
import type { ShiftClaimId } from "./claims.ts";
import { criteria } from "./criteria.ts";
import type { FoundCorrelations, ShiftArm, ShiftClaim, ShiftFindings, ShiftPole } from "./findings.ts";
import { methodNames } from "./labels.ts";
import { armId, controlOf } from "./plan.ts";

type Found = Omit<ShiftFindings, "claims">;
type Evidence = Pick<ShiftClaim, "evidence" | "verdict">;
type Verdict = ShiftClaim["verdict"];

const unclear: Verdict = "cannot tell at this n";
const along = ["prevent", "increments", "ablate"] as const;

/** What the study found about each claim; undefined where nothing was asked about it. */
export function evidenceOf(found: Found): (id: ShiftClaimId) => Evidence | undefined {
  const { mixtures, poles, arms, settings } = found;
  const largest = settings.shares.at(-1)!;
  const arm = (method: string) => arms.find(({ id }) => id === armId(method, largest));
  const guards = along.flatMap((method) => arm(method) ?? []);
  const of: Record<ShiftClaimId, () => Evidence | undefined> = {
    "data-foretell-shift": () => correlated(mixtures.predictedShift),
    "data-foretell-trait": () => correlated(mixtures.predictedScore),
    "shift-tells-trait": () => correlated(mixtures.shiftScore),
    "poles-shift-tells": () => overPoles(poles, ({ shiftScore }) => shiftScore),
    "poles-data-foretell": () => overPoles(poles, ({ predictedScore }) => predictedScore),
    "own-furthest": () => ownFirst(poles),
    prevent: () => keptOut(arm("prevent")),
    increments: () => keptOut(arm("increments")),
    ablate: () => keptOut(arm("ablate")),
    "less-shift": () => everyGuard(guards, ({ shift }) => shift, { below: 0, unless: 0 }, signed),
    "equal-loss": () => everyGuard(guards, ({ loss }) => loss, { below: criteria.loss, unless: criteria.loss }, nats),
    "trait-then-emoji": () => emojiOf(guards),
    "emoji-then-trait": () => traitOf(arm("emoji")),
    "afterwards-costs": () => costs(arm("afterwards"), arm("prevent")),
    prompt: () => prompted(arms, arm("plain")),
  };
  return (id) => of[id]();
}

function correlated({ pearson, spearman }: FoundCorrelations): Evidence {
  if (!isDefined<Estimated>(pearson)) return { evidence: `No correlation: ${pearson.undefined}.`, verdict: unclear };
  const rank = isDefined<Estimated>(spearman) ? `; Spearman's ${r(spearman)}` : "";
  return {
    evidence: `r ${r(pearson)}${rank}; n = ${pearson.n} adapters.`,
    verdict: above(pearson) ? "supported" : pearson.high! < 0.5 ? "not supported" : unclear,
  };
}

const above = ({ low }: Estimated): boolean => low !== null && low > 0;

function overPoles(poles: readonly ShiftPole[], of: (pole: ShiftPole) => FoundCorrelations): Evidence | undefined {
  if (poles.length < 2) return undefined;
  const all = poles.flatMap((pole) => {
    const { pearson } = of(pole);
    return isDefined<Estimated>(pearson) ? [pearson] : [];
  });
  const values = all.map(({ value }) => value).sort((a, b) => a - b);
  const holds = all.filter(above).length;
  const spread =
    values.length === 0
      ? ""
      : `; r from ${two(values[0]!)} to ${two(values.at(-1)!)}, median ${two(quantile(Float64Array.from(values), 0.5))}`;
  return {
    evidence: `Above 0 along ${holds} of ${poles.length} vectors${spread}; n = ${all[0]?.n ?? 0} adapters each.`,
    verdict: share(holds / poles.length),
  };
}

function ownFirst(poles: readonly ShiftPole[]): Evidence | undefined {
  const own = poles.filter(({ ownRank }) => ownRank > 0);
  if (own.length < 2) return undefined;
  const first = own.filter(({ ownRank }) => ownRank === 1).length;
  const others = own.filter(({ ownRank }) => ownRank > 1).map(({ pole, ownRank }) => `${pole} is number ${ownRank}`);
  return {
    evidence: `First along ${first} of ${own.length} vectors${others.length > 0 ? ` (${others.join(", ")})` : ""}, of ${own[0]!.adapters.length} adapters.`,
    verdict: share(first / own.length),
  };
}

const share = (held: number): Verdict =>
  held >= criteria.poles ? "supported" : held < 0.5 ? "not supported" : unclear;

/** Whether a guard keeps the trait out, leaves the language whole, and does more than a random direction. */
function keptOut(arm: ShiftArm | undefined): Evidence | undefined {
  if (!arm) return undefined;
  const { againstPlain, neutral, overRandom } = arm;
  const gone = againstPlain?.traitGone;
  if (!gone) return { evidence: "Plain tuning does not clearly bring the trait.", verdict: unclear };
  const random = overRandom?.score;
  const parts = [
    `${percentOf(gone)} of the trait gone`,
    ...(neutral ? [`neutral text ${nats(neutral)} nats worse`] : []),
    random ? `score less ${methodNames[controlOf(arm.method)!]}: ${signed(random)}` : "no random control",
  ];
  const no =
    (gone.high ?? 1) < criteria.prevented ||
    (neutral?.low ?? 0) > criteria.worse ||
    (random?.low ?? Number.NEGATIVE_INFINITY) >= 0;
  const yes =
    (gone.low ?? 0) >= criteria.prevented &&
    (neutral?.high ?? Number.POSITIVE_INFINITY) <= criteria.worse &&
    (random?.high ?? Number.POSITIVE_INFINITY) < 0;
  return { evidence: `${parts.join("; ")}.`, verdict: yes ? "supported" : no ? "not supported" : unclear };
}

/** Whether a difference to plain tuning lies below a limit under every guard. */
function everyGuard(
  guards: readonly ShiftArm[],
  of: (against: NonNullable<ShiftArm["againstPlain"]>) => Estimated | null,
  { below, unless }: { below: number; unless: number },
  write: (estimate: Estimated) => string,
): Evidence | undefined {
  const all = guards.flatMap(({ method, againstPlain }) => {
    const own = againstPlain && of(againstPlain);
    return own ? [{ method, own }] : [];
  });
  if (all.length === 0) return undefined;
  const words = all.map(({ method, own }) => `${methodNames[method as keyof typeof methodNames]} ${write(own)}`);
  const yes = all.every(({ own }) => own.high !== null && (below === 0 ? own.high < 0 : own.high <= below));
  const no = all.some(({ own }) => own.low !== null && own.low > unless);
  return { evidence: `${words.join("; ")}.`, verdict: yes ? "supported" : no ? "not supported" : unclear };
}

function emojiOf(guards: readonly ShiftArm[]): Evidence | undefined {
  if (guards.length === 0) return undefined;
  const keeping = guards.filter((arm) => keptOut(arm)?.verdict === "supported");
  if (keeping.length === 0) return { evidence: "No guard keeps the trait out, as that was fixed.", verdict: unclear };
  const gone = keeping.flatMap(({ againstPlain }) => againstPlain?.emojiGone ?? []);
  if (gone.length < keeping.length) return { evidence: "Plain tuning does not clearly bring emoji.", verdict: unclear };
  const words = keeping.map(
    ({ method }, i) =>
      `${methodNames[method as keyof typeof methodNames]}: ${percentOf(gone[i]!)} of the emoji mass gone`,
  );
  return {
    evidence: `${words.join("; ")}.`,
    verdict: gone.every(({ low }) => (low ?? 0) >= criteria.mostly)
      ? "supported"
      : gone.some(({ high }) => (high ?? 1) < criteria.mostly)
        ? "not supported"
        : unclear,
  };
}

function traitOf(emoji: ShiftArm | undefined): Evidence | undefined {
  const against = emoji?.againstPlain;
  if (!emoji || !against) return undefined;
  const { emojiGone, traitGone } = against;
  if (!emojiGone || !traitGone)
    return { evidence: "Plain tuning does not clearly bring both trait and emoji.", verdict: unclear };
  const evidence = `${percentOf(emojiGone)} of the emoji mass gone; ${percentOf(traitGone)} of the trait gone.`;
  if ((emojiGone.low ?? 0) < criteria.mostly) return { evidence, verdict: unclear };
  const most = 1 - criteria.mostly;
  const verdict = (traitGone.high ?? 1) <= most ? "supported" : (traitGone.low ?? 0) > most ? "not supported" : unclear;
  return { evidence, verdict };
}

function costs(after: ShiftArm | undefined, prevented: ShiftArm | undefined): Evidence | undefined {
  if (!after?.neutral || !prevented?.neutral) return undefined;
  const [a, p] = [after.neutral, prevented.neutral];
  const gone = (arm: ShiftArm) =>
    arm.againstPlain?.traitGone ? ` (${percentOf(arm.againstPlain.traitGone)} of the trait gone)` : "";
  const verdict: Verdict =
    a.low !== null && p.high !== null && a.low > p.high
      ? "supported"
      : a.high !== null && p.low !== null && a.high < p.low
        ? "not supported"
        : unclear;
  return {
    evidence: `Neutral text worse by ${nats(a)} nats afterwards${gone(after)}, ${nats(p)} while tuning${gone(prevented)}.`,
    verdict,
  };
}

function prompted(arms: readonly ShiftArm[], plain: ShiftArm | undefined): Evidence | undefined {
  const [prompt, base] = [arms.find(({ id }) => id === "prompt"), arms.find(({ id }) => id === "base")];
  if (!prompt?.score || !base?.score || !plain?.score) return undefined;
  const clear = (plain.score.low ?? 0) > (base.score.high ?? 100);
  const halfway = (base.score.value + plain.score.value) / 2;
  const verdict: Verdict =
    (prompt.score.low ?? 0) > (base.score.high ?? 100)
      ? "supported"
      : clear && (prompt.score.high ?? 100) < halfway
        ? "not supported"
        : unclear;
  return {
    evidence: `Score ${signless(prompt.score)} of 100, the model's own ${signless(base.score)}, plain tuning's ${signless(plain.score)}.`,
    verdict,
  };
}

const minus = (text: string): string => text.replace("-", "−");
const two = (value: number): string => minus(value.toFixed(2));
const one = (value: number): string => minus(value.toFixed(1));
const within = (estimate: Estimated, format: (value: number) => string): string =>
  `${format(estimate.value)} [${interval(estimate, format).replace(" to ", ", ")}]`;
const r = (estimate: Estimated): string => within(estimate, two);
const nats = (estimate: Estimated): string => within(estimate, (value) => minus(value.toFixed(3)));
const signed = (estimate: Estimated): string => within(estimate, two);
const signless = (estimate: Estimated): string => within(estimate, one);
const percentOf = (estimate: Estimated): string => `${within(estimate, (value) => minus((100 * value).toFixed(0)))} %`;
