import { relative } from "node:path";
import type { TraitScores } from "../../model/prefix/types.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import type { Output } from "../command.ts";
import type { OpenedModel } from "../open-model.ts";
import { scoresText } from "../trait-scores.ts";
import type { PsychadapterResult } from "./psychadapter.ts";
import { tryIt } from "./texts.ts";

/** What was trained, for programs and for people. */
export function psychadapterText(
  result: PsychadapterResult,
  { model, folder, had, z }: { model: OpenedModel; folder: string; had: boolean; z: TraitScores },
): Output {
  const { texts, cut, steps, lossFirst, lossLast, precision, reason, prefix, shuffled } = result;
  const { traits, parameters, size, moved, lora, scores } = prefix!;
  const near = relative(process.cwd(), folder) || ".";
  const three = (value: number) => value.toPrecision(3);
  const lines = [
    `${had ? "Already there" : "Wrote"}: ${near}, a prefix by trait scores${lora ? " and an adapter" : ""}, for ${model.source.name}, at ${scoresText(z)}.`,
    `${texts} texts${cut > 0 ? `, ${cut} of them cut` : ""}, ${steps} steps, loss ${lossFirst.toFixed(3)} to ${lossLast.toFixed(3)}.`,
    `${parameters.toLocaleString("en-GB")} numbers in W and b; W moved by ${three(moved.weight)} to ${three(size.weight)}, b by ${three(moved.bias)} to ${three(size.bias)} (root mean square).`,
    `Scores: ${scores}${shuffled ? " (a control: they say nothing of their texts)" : ""}. z 1 is, above the mean: ${traits.map(({ name, deviation }) => `${name} ${deviation.toFixed(2)}`).join(", ")}.`,
    `Frozen weights in ${precision}: ${reason}.`,
    `At other scores: --z ${traits[0]!.name}=2${traits[1] ? `,${traits[1].name}=-1` : ""} beside -p. What it does, by degree: traitlab measure dose -p ${near}`,
  ];
  return {
    json: { folder, z, ...result },
    text: [...lines.map((line) => wrap(line, 80)), tryIt(model, folder)].join("\n"),
  };
}
