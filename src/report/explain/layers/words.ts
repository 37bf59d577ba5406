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

/** The answer in a sentence or two: how much more probable, and where in depth. */
export function layersAnswer(findings: LayersFindings): string[] {
  const { compared, layers } = findings;
  const [base, subject] = [compared[0]!, compared.at(-1)!];
  const measure = emojiMeasure(findings);
  return findings.texts.flatMap(({ writer }) => {
    const key = { arm: subject.id, writer, place: "sentence-ends" as const, measure };
    const own = curveAt(findings, key);
    if (own === undefined) return [];
    const shift = shiftAt(findings, { ...key, against: base.id });
    const where = `In ${writerWords[writer]} (${own.n} texts)`;
    if (shift === undefined)
      return [
        `${where} an emoji has probability ${small(own.mass.value.at(-1)!)} at the end of a typical sentence; half of the way to it, in log-odds, is behind at layer ${depthWords(own.half)} of ${layers}.`,
      ];
    const by = `${times(shift.output.value)} (${interval(shift.output, times)}) the odds under ${armWords(base.id)}`;
    const others = compared.slice(1, -1).flatMap(({ id }) => {
      const other = shiftAt(findings, { ...key, against: id });
      return other === undefined
        ? []
        : [`${times(other.output.value)} (${interval(other.output, times)}) those under ${armWords(id)}`];
    });
    return [
      isDefined<Estimated>(shift.half)
        ? `${where} the odds of an emoji at sentence ends are ${[by, ...others].join(", ")}; ${others.length === 0 ? "half of that" : "half of the first"} is there at layer ${depthWords(shift.half)} of ${layers}.`
        : `${where} the odds of an emoji at sentence ends are ${[by, ...others].join(", ")}; where in depth they change is not known: ${shift.half.undefined}.`,
    ];
  });
}
