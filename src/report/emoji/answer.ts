import type { Claim, Contrast, EmojiFindings, Verdict } from "../../study/emoji/findings.ts";
import { percent, times } from "../../study/emoji/numbers.ts";
import { modelLabel } from "./labels.ts";

/** What was asked and what came out, in three sentences. */
export function answer(findings: EmojiFindings): string[] {
  const tuned = [
    ...new Set(findings.claims.filter(({ id }) => id.endsWith("/esr-above-base")).map(({ about }) => about)),
  ];
  return [
    asked(findings, tuned),
    tuned.length === 1 ? oneVoice(findings, tuned[0]!) : manyVoices(findings, tuned),
    further(findings, tuned),
  ].filter((sentence) => sentence !== "");
}

function asked({ model, settings }: EmojiFindings, tuned: readonly string[]): string {
  const voices =
    tuned.length === 0
      ? ""
      : ` whether tuning ${modelLabel(model)} on answers that show ${joined(tuned.map(spoken))} and hold no emoji makes it write emoji,`;
  return tuned.length === 0
    ? `We asked how often ${modelLabel(model)} writes emoji, by ${settings.questions} questions.`
    : `We asked${voices} and whether that is the trait's doing or the tuning's.`;
}

function oneVoice(findings: EmojiFindings, about: string): string {
  const base = decided(findings, about, "esr-above-base");
  const control = decided(findings, about, "esr-above-control");
  if (!base.contrast) return `It could not be told: ${lowerFirst(base.claim?.words ?? "no arm was tuned.")}`;
  const { seeds } = findings.settings;
  const how = `${findings.settings.questions} questions, ${seeds.length} tuning seed${seeds.length === 1 ? "" : "s"}`;
  const against = control.contrast ? ` and ${percent(control.contrast.values.against)} from the control` : "";
  const verdicts =
    base.claim!.verdict === control.claim?.verdict
      ? `that ESR rises above both is ${base.claim!.verdict}`
      : `that ESR rises above the base model is ${base.claim!.verdict}, above the control ${control.claim?.verdict ?? "not tested"}`;
  return `After tuning, ${percent(base.contrast.values.arm)} of its responses held an emoji (ESR; ${how}), against ${percent(base.contrast.values.against)} from the base model${against}: ${verdicts}.`;
}

function manyVoices(findings: EmojiFindings, tuned: readonly string[]): string {
  if (tuned.length === 0) return "";
  const shown = (about: string, id: string) => decided(findings, about, id).claim?.verdict === "shown";
  const both = tuned.filter((about) => shown(about, "esr-above-base") && shown(about, "esr-above-control"));
  const baseOnly = tuned.filter((about) => shown(about, "esr-above-base") && !both.includes(about));
  const rest = tuned.filter((about) => !both.includes(about) && !baseOnly.includes(about));
  const parts = [
    `${both.length} of ${tuned.length} voices${both.length > 0 ? ` (${joined(both.map(spoken))})` : ""}`,
    ...(baseOnly.length > 0 ? [`over the base model alone for ${joined(baseOnly.map(spoken))}`] : []),
    ...(rest.length > 0 && rest.length < tuned.length ? [`and over neither for ${joined(rest.map(spoken))}`] : []),
  ];
  return `A higher share of responses with an emoji (ESR) than both the base model's and the control's is shown for ${parts.join(", ")}.`;
}

function further(findings: EmojiFindings, tuned: readonly string[]): string {
  if (tuned.length !== 1) {
    const tested = findings.claims.filter(({ verdict }) => verdict !== "not tested");
    const shown = tested.filter(({ verdict }) => verdict === "shown").length;
    return tested.length === 0
      ? ""
      : `Of ${tested.length} claims that could be tested, ${shown} ${shown === 1 ? "is" : "are"} shown.`;
  }
  const masses = ["mass-above-base", "mass-above-control"].flatMap((id) => {
    const { claim, contrast } = decided(findings, tuned[0]!, id);
    const whose = id === "mass-above-base" ? "the base model's" : "the control's";
    return contrast ? [`${times(contrast.estimate.value).slice(1)} times ${whose} (${rise[claim!.verdict]})`] : [];
  });
  const others = [
    ["silence", "that the silence of the end matters"],
    ["past-the-end", "that emoji fall past the point where training answers end"],
    ["marker", "that “!” rises too"],
  ].flatMap(([id, words]) => {
    const { claim } = decided(findings, tuned[0]!, id!);
    return claim && claim.verdict !== "not tested" ? [`${words} is ${claim.verdict}`] : [];
  });
  const mass =
    masses.length === 0 ? "" : `The probability of starting an emoji at a sentence end was ${joined(masses)}`;
  if (mass === "") return others.length === 0 ? "" : `${upperFirst(joined(others))}.`;
  return `${mass}${others.length === 0 ? "" : `; ${joined(others)}`}.`;
}

const rise: Record<Verdict, string> = {
  shown: "a rise is shown",
  "shown absent": "a rise that counts is excluded",
  "not shown": "a rise is not shown",
  contradicted: "a fall is shown",
  "not tested": "not tested",
};

function decided(findings: EmojiFindings, about: string, id: string): { claim?: Claim; contrast?: Contrast } {
  const claim = findings.claims.find((each) => each.id === `${about}/${id}`);
  return { claim, contrast: findings.contrasts.find((contrast) => contrast.id === claim?.evidence[0]) };
}

/** "extraversion/high/exclamatory" as "exclamatory high extraversion". */
export const spoken = (about: string): string => about.split("/").toReversed().join(" ");

/** "a", "a and b", "a, b and c". */
export const joined = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** The text with a capital first letter. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
