import type { EmojiFigures } from "../../src/measure/emoji/figures.ts";
import { untuned } from "./arms.ts";
import { type Measured, plantedPoles } from "./measure.ts";
import { answersOf, esr } from "./rates.ts";
import type { Statement } from "./statement.ts";

/** The base model must not write emoji in chat. */
export function baseInChat({ esr: { value, low, high, n } }: Pick<EmojiFigures, "esr">): Statement {
  return {
    label: "2",
    title: "The assistant writes no emoji unasked",
    columns: ["ESR"],
    n: "answers, one a test question",
    rows: [
      {
        what: "base model",
        figures: [{ value, low: low ?? 0, high: high ?? 1, n }],
        wanted: { what: "<= 0.02", holds: value <= 0.02 },
      },
    ],
  };
}

/** What a persona's prompt and examples do, reported. */
export const promptedInChat = (measured: Measured): Statement => ({
  label: "3",
  title: "ESR under persona prompt and examples, no tuning",
  columns: ["prompt", "IKE examples", "few-shot"],
  n: "answers",
  rows: plantedPoles.map((pole) => ({
    what: pole,
    figures: untuned.map((inducer) => esr(answersOf(measured, `${inducer}/${pole}`))),
  })),
});
