import type { SteerFindings, SteerVector } from "../../study/steer/findings.ts";
import { pushesDown } from "../../study/steer/verdicts.ts";
import { joined } from "../emoji/answer.ts";
import { modelLabel } from "./labels.ts";

/** What was asked and what came out, in a few sentences. */
export function answer(findings: SteerFindings): string[] {
  const { vectors, model, settings } = findings;
  const of = (...verdicts: SteerVector["verdict"][]) => vectors.filter(({ verdict }) => verdicts.includes(verdict));
  const [most, own] = [of("its own most"), of("its own")];
  const names = (some: readonly SteerVector[]) => joined(some.map(({ name }) => name));
  const steering = [...most, ...own];
  const asked = `We asked whether the vector of each of ${vectors.length} traits, added to ${modelLabel(model)} where it works best in coherent answers, raises its own trait, and more than the other vectors do (scored by the ${settings.scorer}).`;
  const first =
    steering.length === 0
      ? "None is shown to raise its own trait beyond no steering and random directions."
      : `${steering.length} of ${vectors.length} do raise their own trait, beyond no steering${settings.random > 0 ? " and random directions" : ""}: ${names(steering)}.`;
  const second =
    steering.length === 0
      ? ""
      : most.length === 0
        ? "None of them is shown to do so more than every other vector, and more than it raises every other trait."
        : `${most.length === steering.length && most.length > 1 ? "All of them" : names(most)} ${most.length === 1 ? "does" : "do"} so more than every other vector, and more than ${most.length === 1 ? "it raises" : "they raise"} any other trait.`;
  return [asked, first, second, ownHighest(findings), downWords(vectors), priceWords(findings)]
    .filter((sentence) => sentence !== "")
    .map((sentence) => sentence[0]!.toUpperCase() + sentence.slice(1));
}

/** How often the diagonal is the largest of its column and row, whatever is sure of that. */
function ownHighest({ vectors, cells }: SteerFindings): string {
  const tried = vectors.filter(({ best }) => best !== null);
  const value = (vector: string, trait: string) =>
    cells.find((cell) => cell.vector === vector && cell.trait === trait)?.change?.difference.value ??
    Number.NEGATIVE_INFINITY;
  const inColumn = tried.filter(({ id }) => vectors.every((other) => value(other.id, id) <= value(id, id)));
  const inRow = tried.filter(({ id }) => vectors.every((other) => value(id, other.id) <= value(id, id)));
  return `As estimated, ${inColumn.length} of ${tried.length} vectors raise their own trait the most of all vectors, and ${inRow.length} raise no other trait as much.`;
}

function downWords(vectors: readonly SteerVector[]): string {
  const judged = vectors.filter((vector) => pushesDown(vector) !== null);
  if (judged.length === 0) return "";
  const down = judged.filter((vector) => pushesDown(vector) === true);
  return `The trait at the other end falls beyond chance for ${down.length} of ${judged.length}${down.length > 0 ? ` (${joined(down.map(({ name }) => name))})` : ""}.`;
}

function priceWords({ arms }: SteerFindings): string {
  const [zero] = arms;
  const steered = arms.filter(({ kind }) => kind === "vector");
  if (steered.length === 0) return "";
  const least = steered.reduce((low, arm) =>
    (arm.coherence?.value ?? 100) < (low.coherence?.value ?? 100) ? arm : low,
  );
  const emoji = steered.reduce((high, arm) => (arm.esr.value > high.esr.value ? arm : high));
  const coherence =
    zero!.coherence && least.coherence
      ? `Coherence is ${zero!.coherence.value.toFixed(0)} unsteered and ${least.coherence.value.toFixed(0)} at its lowest (${least.trait}). `
      : "";
  const share = (arm: typeof emoji) => `${Math.round(100 * arm.esr.value)} %`;
  return `${coherence}Answers with an emoji: ${share(zero!)} unsteered, ${share(emoji)} at most (${emoji.trait}).`;
}
