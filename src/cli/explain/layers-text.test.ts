import { expect, test } from "vitest";
import type { LayersFindings } from "../../explain/layers/findings.ts";
import { displayWidth } from "../table.ts";
import { layersText } from "./layers-text.ts";

const band = { value: [1e-6, 2e-3], low: [1e-7, 1e-3], high: [1e-5, null] };
const key = { writer: "base", place: "sentence-ends", measure: "emoji", n: 3 } as const;
const estimate = { value: 123456, low: 12345.6, high: null, n: 3 };
const id = "finetune/conscientiousness/low/seed12";
const findings: LayersFindings = {
  layers: 30,
  streams: ["layers.0.resid_pre", "layers.29.resid_post"],
  depths: [0, 30],
  compared: [
    { id: "base", name: "a model" },
    { id, name: "a persona of a long name" },
  ],
  texts: [{ writer: "base", n: 3, places: { "sentence-ends": 5, "training-end": 1, "answer-end": 2 } }],
  measures: [{ id: "emoji", label: "an emoji or its first bytes", tokens: 9, words: [] }],
  curves: ["base", id].map((arm) => ({ ...key, arm, mass: band, output: estimate, half: { ...estimate, value: 12 } })),
  shifts: [{ ...key, arm: id, against: "base", odds: band, output: estimate, half: { undefined: "too little" } }],
  warnings: [],
};

test("says in 80 columns who differs by how much, and that too little differs to be placed", () => {
  const text = layersText(findings, "a model as a persona");
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  expect(text).toMatch(/an emoji or its first bytes +0\.0020 +×123456 +×12346 to no bound +-/);
  expect(text.replaceAll("\n", " ")).toContain("×123456 (×12346 to no bound) the odds under the model as it is");
  expect(text.replaceAll("\n", " ")).toContain("where in depth they change is not known: too little.");
});
