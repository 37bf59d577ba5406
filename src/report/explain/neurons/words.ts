import { concentrationCriterion } from "../../../explain/neurons/concentration.ts";
import type { KindFindings, NeuronsFindings, UnitFindings } from "../../../explain/neurons/findings.ts";
import { outlierCriterion } from "../../../explain/neurons/outliers.ts";
import type { UnitKind } from "../../../explain/neurons/units.ts";

export const kindNames: Record<UnitKind, string> = {
  mlp: "MLP units",
  residual: "dimensions of the residual stream",
};

/** "layer 3, unit 17", "layer 3, dimension 17". */
export const unitName = ({ kind, layer, unit }: Pick<UnitFindings, "kind" | "layer" | "unit">): string =>
  `layer ${layer}, ${kind === "mlp" ? "unit" : "dimension"} ${unit}`;

/** What a person should take from a unit's numbers. */
export function unitWords(
  { persona, control, q, contribution, ownContribution, outlier, base }: UnitFindings,
  rate: number,
): string {
  const moved = persona.value > 0 ? "rises" : "falls";
  const size = Math.abs(persona.value).toFixed(1);
  const beside =
    control === null
      ? ""
      : Math.abs(control.value) > 0.5 * Math.abs(persona.value) && control.value * persona.value > 0
        ? "; the control moves it too"
        : "; the control does not";
  const called = q === null ? "" : q <= rate ? "; beyond what seeds do" : "; not beyond what seeds do";
  const toward =
    contribution > 0 && ownContribution > 0
      ? "; that pushes emoji up"
      : contribution < 0 && ownContribution < 0
        ? "; that pushes emoji down"
        : ownContribution > 0
          ? "; that pushes emoji up, but less than under the control"
          : "; that pushes emoji down, but less than under the control";
  const standing = outlier ? `stands out already in the untuned model (mean ${base.mean.toPrecision(2)}); ` : "";
  return `${standing}${moved} by ${size} deviations${beside}${called}${toward}`;
}

/** The answer in sentences, the first one the shortest. */
export function neuronsAnswer(findings: NeuronsFindings): string[] {
  return [concentrationWords(findings), ...allEmojiWords(findings), discoveryWords(findings), outlierWords(findings)];
}

/** "an emoji", "one of the emoji that the persona's answers hold (🎉 🥳)". */
export function emojiWords({ source, emoji, groups }: NeuronsFindings["emojiSet"]): string {
  if (source === "all") return "an emoji";
  const of = [...(emoji ?? []), ...(groups ?? [])];
  const list = `${of.slice(0, 8).join(" ")}${of.length > 8 ? " ..." : ""}`;
  return source === "given"
    ? `one of the emoji asked for (${list})`
    : `one of the emoji that the persona's answers hold (${list})`;
}

/** The same of all emoji, where only the persona's own are looked at. */
function allEmojiWords({ allEmoji, emojiSet }: NeuronsFindings): string[] {
  if (allEmoji === null) return [];
  const { net, verdict } = allEmoji.concentration;
  return [
    `That is the logit of beginning ${emojiWords(emojiSet)}, since what raises one voice's emoji may lower the others; over all ${allEmoji.tokens} tokens that begin an emoji the MLP units together add ${signed(net.value)} (95 % ${net.low === null ? "no bound" : signed(net.low)} to ${net.high === null ? "no bound" : signed(net.high)}: ${verdict}).`,
  ];
}

function concentrationWords({ concentration, mlp }: NeuronsFindings): string {
  const { net, half, participation, topShare, units, verdict } = concentration;
  const first = mlp.sentenceEnds.protocol[0];
  const amount = `persona over control, all ${units.toLocaleString("en")} MLP units together move the emoji logit by ${signed(net.value)} on the straight way to the head (95 % ${net.low === null ? "no bound" : signed(net.low)} to ${net.high === null ? "no bound" : signed(net.high)}, ${net.n} adapters)`;
  const told = `P${amount.slice(1)}`;
  const spread = `${half === null ? "no number of units reaches" : `${half} ${half === 1 ? "unit carries" : "units carry"}`} half of it, ordered by seeds other than the one they are counted in; the participation ratio is ${participation.toFixed(1)}`;
  if (verdict === "neuron" && first)
    return `A neuron: ${unitName(first)} carries ${Math.round(100 * (topShare ?? 0))} % of the rise. ${told}; ${spread}.`;
  if (verdict === "few neurons") return `A few neurons: ${amount}; ${spread}.`;
  if (verdict === "distributed") return `Distributed, not a neuron: ${amount}; ${spread}.`;
  if (verdict === "no rise") return `No rise that MLP units carry straight to the head is surely there: ${amount}.`;
  return `Whether few units carry it cannot be told at this n. ${told}; ${spread}. The criterion: ${100 * concentrationCriterion.share} % from one unit is a neuron, from at most ${concentrationCriterion.few} a few neurons, else it is distributed.`;
}

function discoveryWords({ discovery, mlp, residual, nominalRate, seeds }: NeuronsFindings): string {
  if (discovery !== "told")
    return `Nothing is called a discovery: with ${seeds.persona.length} persona and ${seeds.control.length} control adapters, what seeds do is not told from what the trait does.`;
  const of = ({ sentenceEnds, units }: KindFindings, name: string) =>
    `${sentenceEnds.called} of ${units.toLocaleString("en")} ${name}`;
  return `At a false-discovery rate of ${nominalRate}, the adapters' labels permuted (${mlp.sentenceEnds.labellings} labellings), ${of(mlp, kindNames.mlp)} and ${of(residual, kindNames.residual)} differ between persona and control at sentence ends. A unit that differs is the trait's, not yet the emoji's: see what it does to the emoji logit.`;
}

function outlierWords({ mlp, residual }: NeuronsFindings): string {
  const [dimensions, units] = [residual.outliers.count, mlp.outliers.count];
  if (dimensions + units === 0)
    return `Nothing stands out in the untuned model: no dimension of the stream with a root mean square of ${outlierCriterion.persistent} times, and no unit or dimension with a peak of ${outlierCriterion.massive.toLocaleString("en")} times, that of its layer's median unit. Such outliers move under any tuning, and would be left out of the protocol's ranking.`;
  const list = residual.outliers.first.slice(0, 5).map(({ unit }) => unit);
  const which = list.length === 0 ? "" : ` (${list.join(", ")}${dimensions > list.length ? " ..." : ""})`;
  return `Listed first and left out of the protocol's ranking, since they move under any tuning: ${dimensions} ${dimensions === 1 ? "dimension" : "dimensions"} of the stream${which} and ${units} MLP ${units === 1 ? "unit" : "units"} that stand out in the untuned model (root mean square at least ${outlierCriterion.persistent} times, or a peak at least ${outlierCriterion.massive.toLocaleString("en")} times, that of their layer's median unit).`;
}

export const signed = (value: number): string => {
  const text = Math.abs(value) >= 100 ? Math.abs(value).toFixed(0) : Math.abs(value).toPrecision(2);
  return Number(text) === 0 ? "0" : `${value < 0 ? "−" : "+"}${text}`;
};
