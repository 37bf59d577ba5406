import type { LayersFindings } from "../../../explain/layers/findings.ts";

/** Invented findings of three arms over two blocks: training answers and the untuned model's, at sentence ends. */
export function layersFindings(): LayersFindings {
  const arms = ["base", "control", "persona"];
  const writers = ["base", "corpus"] as const;
  const band = (value: number[]) => ({ value, low: value.map((y) => y / 2), high: value.map((y) => y * 2) });
  const half = { value: 1.5, low: 1.2, high: 1.8, n: 20 };
  const key = { place: "sentence-ends" as const, measure: "emoji", n: 20 };
  return {
    layers: 2,
    streams: ["embed", "blocks.0.resid_post", "blocks.1.resid_post"],
    depths: [0, 1, 2],
    compared: [
      { id: "base", name: "the base model" },
      { id: "control", name: "the <control>" },
      { id: "persona", name: "tuned on high extraversion" },
    ],
    texts: writers.map((writer) => ({
      writer,
      n: 20,
      places: { "sentence-ends": 60, "training-end": 20, "answer-end": 20 },
    })),
    measures: [{ id: "emoji", label: "an emoji", tokens: 40, words: [] }],
    curves: arms.flatMap((arm, i) =>
      writers.map((writer) => ({
        ...key,
        arm,
        writer,
        mass: band([1e-9, 1e-4 * (i + 1), 1e-3 * (i + 1)]),
        output: { value: 1e-3 * (i + 1), low: 1e-4, high: 1e-2, n: 20 },
        half,
      })),
    ),
    shifts: ["base", "control"].flatMap((against, i) =>
      writers.map((writer) => ({
        ...key,
        arm: "persona",
        against,
        writer,
        odds: band([1, 2, writer === "corpus" ? 6 - i : 3]),
        output: { value: writer === "corpus" ? 6 - i : 3, low: 2, high: 9, n: 20 },
        half,
      })),
    ),
    warnings: [],
  };
}
