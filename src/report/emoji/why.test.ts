import { describe, expect, test } from "vitest";
import { explanationSchema } from "../../study/emoji/explain/findings.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { renderEmojiReport } from "./html.ts";
import { explainedLines } from "./terminal-claims.ts";
import { inventedReport } from "./testing/invented.ts";
import { claimOf, inventedExplanation } from "./testing/invented-explanation.ts";
import { whyAnswer } from "./why.ts";

const claims = [
  claimOf("emoji-come", "supported", { holds: true, words: "planted" }),
  claimOf("base-knows", "supported", { holds: null, words: "nobody chose" }),
  claimOf("one-direction", "supported"),
  claimOf("few-neurons", "not supported", { holds: false, words: "not planted" }),
  claimOf("foretold", "cannot tell at this n"),
];
const explained = inventedExplanation(claims);

describe("why, in the lead", () => {
  test("counts the claims and names those that say most, whatever their order", () => {
    const said = [
      "Why, for high extraversion: of 5 claims about where the emoji come from, 3 are supported, 1 is not and 1 cannot be told at this n.",
      "Supported: that one direction of the residual stream carries them apart from the trait and that the untuned model already ties them to the voice; not supported: that a few neurons write them.",
    ];
    expect(whyAnswer(explained)).toEqual(said);
    expect(whyAnswer({ ...explained, claims: claims.toReversed() })).toEqual(said);
  });

  test("says nothing where nothing was decided, and names none where nothing could be told", () => {
    expect(whyAnswer({ ...explained, claims: [] })).toEqual([]);
    expect(whyAnswer({ ...explained, claims: [claimOf("foretold", "cannot tell at this n")] })).toEqual([
      "Why, for high extraversion: of 1 claim about where the emoji come from, 0 are supported, 0 are not and 1 cannot be told at this n.",
    ]);
  });
});

describe("a report with its second half", () => {
  const { findings, ...rest } = inventedReport({ seeds: [0] });
  const text = renderEmojiReport({ ...rest, findings: { ...findings, explained } });
  const sections = text.split("<section ").slice(1);
  const sectionOf = (id: string) => sections.find((section) => section.startsWith(`id="${id}"`))!;

  test("reads back, is well-formed, and leads from the answer to the table of claims", () => {
    expect(explanationSchema.parse(explained)).toEqual(explained);
    expect(tagsOf(text)).not.toContain("script");
    const lead = text.split("<nav ")[0]!;
    expect(lead).toContain("that a few neurons write them");
    expect(lead).toContain('<a href="#claims">');
    expect(text.match(/<p class="part-title">Why: where the emoji of high extraversion come from<\/p>/g)).toHaveLength(
      1,
    );
    expect(text).toContain('<li class="part">Why: where the emoji of high extraversion come from</li>');
  });

  test("has each claim with criterion, evidence, verdict and truth", () => {
    const table = sectionOf("claims");
    for (const { id, verdict } of claims) {
      expect(table).toContain(`The claim &lt;${id}&gt;.`);
      expect(table).toContain(`</span>${verdict}</span>`);
    }
    for (const words of [
      "True: planted",
      "Unknown: nobody chose",
      "False: not planted",
      "nothing to ask &lt;about&gt;",
    ])
      expect(table).toContain(words);
  });

  test.each(["tokens", "layers", "neurons", "guarded"])(
    "the section on %s opens with words and one picture, its tables folded",
    (id) => {
      const [open, ...folded] = sectionOf(id).split("<details>");
      expect(open!.indexOf("<p>")).toBeGreaterThan(0);
      expect(open!.indexOf("<p>")).toBeLessThan(open!.indexOf("<figure>"));
      expect(open!.match(/<figure>/g)).toHaveLength(1);
      expect(folded.length).toBeGreaterThan(0);
      for (const part of folded) expect(part).toMatch(/^<summary>[^<]{15,}<\/summary>/);
    },
  );

  test("calls arms by their names", () => {
    expect(sectionOf("layers")).toContain("tuned on high extraversion");
    expect(sectionOf("layers")).not.toContain("the persona");
  });
});

test("the table for a terminal fits 80 columns", () => {
  const long = { ...claimOf("stands-for", "not supported"), claim: `${"A long claim of many words ".repeat(8)}ends.` };
  const lines = explainedLines({ ...explained, claims: [...claims, long] }, 80, (_, text) => text).split("\n");
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toBe(line.trimEnd());
  }
  expect(lines.filter((line) => /^ {2}[●✕◌] /u.test(line))).toHaveLength(6);
});
