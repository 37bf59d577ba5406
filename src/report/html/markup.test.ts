import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tagsOf } from "../testing/well-formed.ts";
import { escapeHtml } from "./escape.ts";
import { html } from "./markup.ts";
import { page } from "./page.ts";
import { dataTable } from "./table.ts";

const anyText = fc.string({ unit: "binary" });

describe("escaping", () => {
  test("nothing in a text can open a tag, an entity or a quote", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
      }),
    );
  });

  test("what HTML cannot hold becomes U+FFFD, everything else stays", () => {
    expect(escapeHtml("a\u0000b\u001b[31m\ud83d\u0085\ufffe\n\t👩‍🚀é")).toBe(
      "a\ufffdb\ufffd[31m\ufffd\ufffd\ufffd\n\t👩‍🚀é",
    );
    expect(escapeHtml(`<a href="x">'&`)).toBe("&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
  });
});

describe("templates", () => {
  test("escape texts, keep markup, join lists, leave out nothing's", () => {
    const inner = html`<b>${"<&>"}</b>`;
    expect(html`${inner}|${1.5}|${["a", inner]}|${null}${undefined}${false}|${"x"}`.text).toBe(
      "<b>&lt;&amp;&gt;</b>|1.5|a<b>&lt;&amp;&gt;</b>||x",
    );
  });

  test("keep a page whole whatever stands in it", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const table = dataTable(
          a,
          [{ title: b }, { title: a, kind: "number" }],
          [{ title: a, rows: [[b, a]] }, { rows: [] }],
        );
        const whole = page({ title: a, subtitle: b, sections: [{ id: "one", title: a, body: table }], footer: b });
        expect(tagsOf(whole).filter((tag) => tag === "script" || tag === "img")).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test("a page forbids scripts and everything from elsewhere", () => {
  const whole = page({ title: "t", subtitle: "s", sections: [], footer: "f" });
  expect(whole).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  expect(whole).not.toMatch(/url\(|@import|<script|https?:/);
});

test("a table is one to a screen reader, and its cells know their column", () => {
  const table = dataTable(
    "c",
    [{ title: "Arm" }, { title: "n", kind: "number" }],
    [{ title: "g", rows: [["base", 40]] }],
  ).text;
  expect(table).toContain('<th role="rowheader" scope="row">base</th>');
  expect(table).toContain('<td role="cell" data-title="n" class="number"><span>40</span></td>');
  expect(table).toContain('scope="rowgroup" colspan="2">g</th>');
});

test("a part is named once, before the section that begins it and in the contents, and takes no number", () => {
  const sections = ["a", "b", "c"].map((id) => ({
    id,
    title: id,
    body: "",
    ...(id === "b" ? { part: "Why <>" } : {}),
  }));
  const whole = page({ title: "t", subtitle: "s", sections, footer: "f" });
  tagsOf(whole);
  expect(whole).toContain('<li class="part">Why &lt;&gt;</li><li><a href="#b">');
  expect(whole.match(/<p class="part-title">Why &lt;&gt;<\/p>\s*<section id="b"/g)).toHaveLength(1);
  expect(whole.match(/class="part-title"/g)).toHaveLength(1);
});
