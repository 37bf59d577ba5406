import { expect, it } from "vitest";
import { guardedAnswer, guardedSection } from "./guarded.ts";
import { estimate, guard, guardedArm, guardedFindings } from "./testing/guarded-findings.ts";

const good = guardedArm("good", {
  guard,
  removed: estimate(0.9),
  retained: estimate(0.95),
  gone: "yes",
  kept: "yes",
  whole: "yes",
});
const bad = guardedArm("bad", {
  guard,
  removed: estimate(0.9),
  retained: estimate(0.1),
  gone: "yes",
  kept: "no",
  whole: "yes",
});
const broken = { ...good, id: "broken", label: "label broken", whole: "no" as const };
const lucky = { ...good, id: "lucky", label: "label lucky", guard: { ...guard, along: "random" } };

it("the answer names the guards that it rests on, and never a random direction", () => {
  expect(guardedAnswer(guardedFindings("yes", good, bad, lucky))).toContain(
    "Yes: “label good” lost the emoji and kept the trait.",
  );
  expect(guardedAnswer(guardedFindings("no", bad, lucky))).toContain(
    "“label bad” lost the emoji, and the trait with them",
  );
  expect(guardedAnswer(guardedFindings("no", broken))).toContain(
    "“label broken” lost the emoji, and the language with them",
  );
  expect(guardedAnswer(guardedFindings("no"))).toContain("none of them lost the emoji and kept the trait");
  expect(guardedAnswer(guardedFindings("cannot tell", bad))).toContain("cannot tell");
});

it("the section shows every arm, its numbers, what the direction rests on, and what cannot be said", () => {
  const html = String(guardedSection(guardedFindings("yes", good, { ...bad, removed: null })).body);
  for (const text of ["label untuned", "label plain", "label good", "43.0\u00a0% of the stream", "33 sentence ends"])
    expect(html.replaceAll(" %", "\u00a0%")).toContain(text);
  expect(html).toContain("cannot be said");
  expect(html).toContain("Mind &lt;this&gt;.");
});
