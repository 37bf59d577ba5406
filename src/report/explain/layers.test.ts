import { expect, test } from "vitest";
import { layersFindingsSchema } from "../../explain/layers/findings.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { layersSection } from "./layers.ts";
import { layersFindings } from "./testing/layers-findings.ts";

const shown = (...section: Parameters<typeof layersSection>) =>
  page({ title: "t", subtitle: "s", footer: "f", sections: [layersSection(...section)] });

test("the section begins with the training answers, one picture of the odds and arms by the names they are given", () => {
  const findings = layersFindings();
  expect(layersFindingsSchema.parse(findings)).toEqual(findings);
  const names = new Map(findings.compared.map(({ id, name }) => [id, name]));
  const text = shown(findings, { nameOf: (arm) => names.get(arm)! });
  tagsOf(text);
  const open = text.split("<details>")[0]!;
  expect(open).toContain("In training answers (20 texts) the odds of an emoji at sentence ends are ×6.0");
  expect(open).toContain("those under the &lt;control&gt;");
  expect(open.match(/<svg class="strip"/g)).toHaveLength(1);
  expect(open).toContain("odds, times those under the base model");
  expect(open).not.toContain("base model’s own answers");
  expect(text).toContain("In the base model’s own answers (20 texts)");
});

test("an arm on its own is shown by its probabilities", () => {
  const findings = layersFindings();
  const text = shown({ ...findings, compared: findings.compared.slice(0, 1), shifts: [] });
  tagsOf(text);
  expect(text.split("<details>")[0]).toContain("Probability of an emoji");
});
