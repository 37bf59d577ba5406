import { pathName } from "../../measure/dose/doses.ts";
import type { DoseFindings } from "../../measure/dose/findings.ts";

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** What a dose-response says, in sentences: which traits follow their score, alone or with others, beside the control's; emoji; fluency. */
export function doseAnswer({ persona, measured, control, beyondControl }: DoseFindings): string[] {
  const own = persona.curves.filter(({ along }) => measured.includes(along));
  const slopeOf = (curve: (typeof own)[number]) => curve.slopes.scores[measured.indexOf(curve.along)]!;
  const clear = (low: number | null | undefined) => low !== null && low !== undefined && low > 0;
  const names = (curves: typeof own) => listed(curves.map(({ along }) => along));
  const up = own.filter((curve) => clear(slopeOf(curve).low));
  const not = own.filter((curve) => !up.includes(curve));
  const most = up.filter(({ lead }) => clear(lead!.low));
  const shared = up.filter((curve) => !most.includes(curve));
  const beyond = beyondControl.filter(({ slope }) => slope !== null);
  const beaten = beyond.filter(({ slope }) => clear(slope!.low));
  const esr = persona.curves.filter(({ slopes: { esr: slope } }) => (slope.low ?? 0) > 0 || (slope.high ?? 0) < 0);
  return [
    ...persona.curves.filter(({ along }) => along === pathName).map((path) => pathSentence(path, measured)),
    ...(own.length === 0 && persona.curves.every(({ along }) => along !== pathName)
      ? ["None of what is varied is one of the five traits that the reader knows."]
      : []),
    ...(up.length > 0 ? [`The answers follow the score of ${names(up)} (95 % interval of the slope above 0).`] : []),
    ...(not.length > 0 ? [`They do not clearly follow that of ${names(not)}.`] : []),
    ...(most.length > 0 ? [`With the score of ${names(most)} its own trait moves more than each other one.`] : []),
    ...(shared.length > 0 ? [`With that of ${names(shared)} another trait moves about as much, or more.`] : []),
    ...(control && beyond.length > 0
      ? [
          beaten.length === beyond.length
            ? "All own slopes are above the control's, which was trained on scores of other texts."
            : `Above the control's slope: ${listed(beaten.map(({ along }) => along)) || "none"}; not clearly: ${listed(beyond.filter((each) => !beaten.includes(each)).map(({ along }) => along))}.`,
        ]
      : []),
    ...(esr.length > 0
      ? [
          `The share of answers with an emoji changes with ${listed(esr.map(({ along, slopes }) => `${along} (${slopes.esr.value > 0 ? "+" : "-"}${Math.abs(slopes.esr.value).toFixed(2)} a step)`))}.`,
        ]
      : []),
  ];
}

/** What changes from one end of a way between two settings to the other. */
function pathSentence({ slopes }: DoseFindings["persona"]["curves"][number], measured: readonly string[]): string {
  const changed = slopes.scores.flatMap(({ value, low, high }, t) =>
    (low ?? 0) > 0 || (high ?? 0) < 0 ? [`${measured[t]} (${value > 0 ? "+" : "-"}${Math.abs(value).toFixed(2)})`] : [],
  );
  return changed.length === 0
    ? "On the way no trait clearly changes."
    : `On the way, from its beginning to its end, the answers change in ${listed(changed)}.`;
}
