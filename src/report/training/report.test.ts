import { describe, expect, test } from "vitest";
import type { Manifest } from "../../run/manifest.ts";
import { organismRecipe } from "../../trait/organism/recipe.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { smoothed } from "./curve.ts";
import { readTrainingRun } from "./from-run.ts";
import { renderTrainingReport } from "./html.ts";

const manifest: Manifest = {
  tool: "traitlab",
  schema: 1,
  status: "done",
  command: "model train",
  config: JSON.parse(JSON.stringify({ recipe: "organism", ...organismRecipe })),
  seed: 3,
  inputs: {},
  choices: {},
  versions: { traitlab: "1.2.3" },
  machine: { cpu: "<i>" },
};
const findings = {
  steps: 460,
  tokens: 942_081,
  vocab: 2560,
  curve: Array.from({ length: 460 }, (_, i) => ({ step: i + 1, loss: 1 + 8 / (i + 1) })),
  heldOut: [
    { step: 0, loss: 8 },
    { step: 460, loss: Math.log(2.5) },
  ],
  heldOutTokens: 1000,
  heldOutDocuments: 20,
  perplexity: { model: 2.5, grammar: 2, tokens: 1000 },
};
const run = { folder: "runs/x", manifest, findings: findings as unknown };
const rendered = renderTrainingReport(readTrainingRun(run));

describe("the report of a training", () => {
  test("is well-formed, has no script, and what its sections are called stands in the contents", () => {
    expect(tagsOf(rendered)).not.toContain("script");
    const ids = [...rendered.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(["curve", "perplexity", "recipe", "reproduce", "limits"]);
    for (const id of ids) expect(rendered).toContain(`<a href="#${id}">`);
    expect(rendered.match(/role="img">/g)!.length).toBe(rendered.match(/role="img"><title>/g)!.length);
  });

  test("says perplexities in three units, the gap, the size, and the command", () => {
    expect(rendered).toContain("perplexity is 2.50");
    expect(rendered).toContain("Between them are 0.223 nats a token"); // ln 2.5 - ln 2
    for (const cell of ["0.916", "1.322", "2.50", "0.693", "1.000", "2.00"]) expect(rendered).toContain(`>${cell}<`);
    expect(rendered).toContain("2,066,112 parameters");
    expect(rendered).toContain("traitlab model train --recipe organism --seed 3 --out DIR");
  });

  test("is the same text each time, without a date", () => {
    expect(renderTrainingReport(readTrainingRun(structuredClone(run)))).toBe(rendered);
    expect(rendered).not.toMatch(/\d{4}-\d\d-\d\d/);
  });

  test("a run whose files were changed is refused by name", () => {
    expect(() => readTrainingRun({ ...run, findings: { ...findings, curve: [] } })).toThrow(
      "findings.json holds no findings of `model train` at curve",
    );
    expect(() => readTrainingRun({ ...run, manifest: { ...manifest, config: {} } })).toThrow("holds no recipe");
  });
});

test("the line is the mean of some steps in turn, with their range; the last may be fewer", () => {
  const curve = [4, 2, 3, 1, 5].map((loss, i) => ({ step: i + 1, loss }));
  expect(smoothed(curve, 2)).toEqual([
    { x: 1.5, y: 3, low: 2, high: 4 },
    { x: 3.5, y: 2, low: 1, high: 3 },
    { x: 5, y: 5, low: 5, high: 5 },
  ]);
});
