import { expect, test } from "vitest";
import { type VectorFindings, vectorFindingsSchema } from "../../measure/vectors/findings.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { extractLead, extractSections } from "./extract.ts";

const estimate = (value: number, n = 20) => ({ value, low: value - 0.05, high: value + 0.05, n });
const findings: VectorFindings = {
  trait: { id: "rude", name: "<rude>", description: "Offends." },
  source: { from: "instructions", reason: "asked for" },
  recipe: { name: "mean-diff", about: "a difference", pooling: "response-mean", norm: "raw" },
  scorer: { name: "judge <j>", coherenceBy: "fluency" },
  thresholds: { trait: 50, coherence: 50 },
  pairs: {
    asked: 200,
    kept: 70,
    questions: 18,
    fell: { empty: 0, unscored: 3, positive: 100, negative: 0, incoherent: 40 },
    passed: { positive: estimate(0.4, 200), negative: estimate(0.9, 200) },
  },
  layers: [0, 1, 2].map((layer) => ({
    layer,
    norm: layer + 1,
    medianNorm: 10,
    share: (layer + 1) / 10,
    auc: estimate(0.6 + layer / 10),
    d: { ...estimate(layer), high: null },
    splitHalf: estimate(0.9, 35),
    betweenSeeds: layer === 0 ? null : estimate(0.8, 8),
  })),
  suggested: 2,
  alternatives: [{ pooling: "prompt-last", auc: estimate(0.7), d: estimate(1), cosine: 0.3 }],
  orthogonalTo: ["openness"],
  examples: {
    kept: [
      {
        question: "Why?",
        positive: { text: "<b>No</b>", scores: { trait: 91.4, coherence: 88 } },
        negative: { text: "Please.", scores: { trait: 3, coherence: 90 } },
        why: [],
      },
    ],
    fallen: [
      {
        question: "Who?",
        positive: { text: "Hm.", scores: { trait: 20, coherence: null } },
        negative: { text: "You.", scores: { trait: 1, coherence: 70 } },
        why: ["positive", "unscored"],
      },
    ],
  },
  warnings: ["Few passed."],
};

const shown = (found: VectorFindings) =>
  page({
    title: "t",
    subtitle: "s",
    footer: "f",
    lead: extractLead(found),
    sections: extractSections(found, { model: "m.gguf" }),
  });

test("the page says how good the vector is, what fell and why, and what to do next; nothing that a model wrote is markup", () => {
  expect(vectorFindingsSchema.parse(findings)).toEqual(findings);
  const text = shown(findings);
  tagsOf(text);
  expect(text).toContain("with probability 0.80 [0.75, 0.85], at 2.00 standard deviations");
  expect(text).toContain("70 of 200 pairs of answers were kept.");
  expect(text).toContain("Few passed.");
  expect(text).toContain("Its part along openness is taken off.");
  expect(text).toContain("40 %");
  expect(text.indexOf("positive answer below 50")).toBeLessThan(text.indexOf("an answer below 50 for coherence"));
  expect(text).toContain("trait 91, coherence 88");
  expect(text).toContain("trait 20, coherence none");
  expect(text).toContain("Fell: positive answer below 50 for the trait; an answer has no score.");
  expect(text).not.toContain("<b>No</b>");
  expect(text).toContain("traitlab induce steer -m m.gguf --vector . --layers 2 --strength 0.4");
});

test("where nobody scored, where no draws were made and where lengths are 1, it does not pretend", () => {
  const bare = {
    ...findings,
    scorer: null,
    source: { from: "answers" as const, against: "neutral", reason: "usual" },
    recipe: { ...findings.recipe, norm: "unit" as const },
    layers: findings.layers.map((layer) => ({ ...layer, betweenSeeds: null, splitHalf: null })),
    alternatives: [],
    examples: { ...findings.examples, fallen: [] },
    warnings: [],
  };
  const text = shown(bare);
  tagsOf(text);
  expect(text).toContain("lies further than a neutral one");
  expect(text).not.toContain("Answers that passed");
  expect(text).not.toContain("cosine of two halves of the draws");
  expect(text).toContain("Vectors of this recipe have length 1");
  expect(text).not.toContain("<h3>Fallen</h3>");
});
