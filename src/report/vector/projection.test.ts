import { expect, test } from "vitest";
import { type PageSection, page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { projectSections } from "./project.ts";
import { screenSections } from "./screen.ts";
import { shiftSections } from "./shift.ts";
import { screenFindings, shiftFindings, watchFindings } from "./testing/projection-findings.ts";

const shown = (sections: readonly PageSection[]) => {
  const text = page({ title: "t", subtitle: "s", footer: "f", sections });
  return { text, tags: tagsOf(text) };
};

test("projections: levels, turns, scores, and tokens shaded by how far they lie from neutral text's", () => {
  const { text, tags } = shown(projectSections(watchFindings()));
  expect(tags.filter((tag) => tag === "figure")).toHaveLength(3);
  expect(text).toContain("a vector of a long name &lt;&amp;&gt;@2 +2.50 sd in the answer; N@3 -1.50 sd in the answer.");
  // 9 is 5 deviations above the tokens' mean of -1: the deepest shade, and underlined.
  expect(text).toContain(
    '<span class="token token-up token-far" style="--strength:70%" title="+5.00 sd">&lt;b&gt;</span>',
  );
  expect(text).toContain('<span class="token token-up" style="--strength:0%" title="+0.00 sd">so </span>');
  expect(text).toContain("no prompt has two answers with a score");
  expect(text).toContain("<summary>The same along N@3");
});

test("without scores, turns or shown tokens those sections are not there", () => {
  const bare = { ...watchFindings(), correlations: null, drift: [], shown: [] };
  expect(projectSections(bare).map(({ id }) => id)).toEqual(["levels"]);
  shown(projectSections(bare));
});

test("shifts: those of the leading layers first, all layers folded, a line a persona over depth", () => {
  const { text } = shown(shiftSections(shiftFindings()));
  expect(text).toContain("<summary>The other layers (4)</summary>");
  expect(text.match(/<path class="line/g)).toHaveLength(4);
  expect(text).toContain("a correlation needs three pairs");
  expect(shiftSections(shiftFindings({ scored: false })).map(({ id }) => id)).toEqual(["shift", "depth"]);
});

test("screening: what stands out, planted rows, every layer, the first rows with their reasons", () => {
  const { text, tags } = shown(screenSections(screenFindings()));
  expect(tags.filter((tag) => tag === "figure")).toHaveLength(2);
  expect(text).toContain("2 of 10 rows (20.0 %) are flagged; of clean text 5 % would be.");
  expect(text).toContain("<summary>Prompts that stand in several rows: 1</summary>");
  expect(text).toContain("projection difference +4.00 sd from clean text");
  expect(screenSections(screenFindings({ rich: false })).map(({ id }) => id)).toEqual(["screen", "layers", "rows"]);
  shown(screenSections(screenFindings({ rich: false })));
});
