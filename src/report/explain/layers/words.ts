import type { Estimated } from "../../../explain/findings.ts";
import type { Depth, LayerCurve, LayerShift, LayersFindings } from "../../../explain/layers/findings.ts";
import type { LensPlace } from "../../../explain/layers/places.ts";
import type { Writer } from "../../../explain/texts.ts";
import { isDefined } from "../../../measure/statistics/defined.ts";
import { interval, small, times } from "../../../study/emoji/numbers.ts";

/** Whose answers were read. */
export const writerWords: Readonly<Record<Writer, string>> = {
  base: "the base model’s own answers",
  persona: "the persona’s own answers",
  corpus: "training answers",
};

export const placeWords: Readonly<Record<LensPlace, string>> = {
  "sentence-ends": "at sentence ends",
  "training-end": "at the first sentence end where training answers have ended",
  "answer-end": "at the answer’s end",
};

/** Who the commands' arms are; those of a study are named as they are there. */
export const armWords = (arm: string): string =>
  ({ base: "the model as it is", persona: "the persona", against: "the other persona", control: "the control" })[arm] ??
  arm;

/** What can be asked of the findings: an arm's curve, one arm against another, in one writer's texts at one kind of place. */
interface Key {
  arm: string;
  writer: Writer;
  place: LensPlace;
  measure: string;
}

const fits = (key: Key) => (each: Key) =>
  each.arm === key.arm && each.writer === key.writer && each.place === key.place && each.measure === key.measure;

export const curveAt = ({ curves }: LayersFindings, key: Key): LayerCurve | undefined => curves.find(fits(key));

export const shiftAt = (
  { shifts }: LayersFindings,
  { against, ...key }: Key & { against: string },
): LayerShift | undefined => shifts.filter(fits(key)).find((each) => each.against === against);

/** The measure of emoji that there is: the upper bound where the vocabulary tells no better. */
export const emojiMeasure = ({ measures }: LayersFindings): string =>
  measures.some(({ id }) => id === "emoji") ? "emoji" : "emoji-upper";

/** A depth for people: "layer 3.1 (2.9 to 3.4)", or why there is none. */
export const depthWords = (depth: Depth): string =>
  isDefined<Estimated>(depth) ? `${depth.value.toFixed(1)} (${interval(depth, (x) => x.toFixed(1))})` : "–";

/** The answer, a sentence for each writer's texts: how much more probable, and where in depth. */
export function layersAnswer(findings: LayersFindings, nameOf: (arm: string) => string = armWords): string[] {
  const { compared, layers, texts } = findings;
  const subject = compared.at(-1)!.id;
  return texts.flatMap(({ writer }) => {
    const key = { arm: subject, writer, place: "sentence-ends" as const, measure: emojiMeasure(findings) };
    const own = curveAt(findings, key);
    if (own === undefined) return [];
    const where = `In ${writerWords[writer]} (${own.n} texts)`;
    const shifts = compared.slice(0, -1).flatMap(({ id }) => shiftAt(findings, { ...key, against: id }) ?? []);
    const odds = shifts.map(
      ({ against, output }, i) => `${oddsWords(output)} ${i === 0 ? "the odds" : "those"} under ${nameOf(against)}`,
    );
    const [first] = shifts;
    if (first === undefined)
      return [
        `${where} an emoji has probability ${small(own.mass.value.at(-1)!)} at the end of a typical sentence; half of the way to it, in log-odds, is behind at layer ${depthWords(own.half)} of ${layers}.`,
      ];
    const depth = isDefined<Estimated>(first.half)
      ? `half of ${shifts.length === 1 ? "that" : "the first"} is there at layer ${depthWords(first.half)} of ${layers}`
      : `where in depth they change is not known: ${first.half.undefined}`;
    return [`${where} the odds of an emoji at sentence ends are ${odds.join(", ")}; ${depth}.`];
  });
}

const oddsWords = (output: Estimated): string => `${times(output.value)} (${interval(output, times)})`;
