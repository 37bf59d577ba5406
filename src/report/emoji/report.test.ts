import { describe, expect, test } from "vitest";
import { html } from "../html/markup.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { answer } from "./answer.ts";
import { chooseQuestions, chooseWithEmoji, sampleArms } from "./choose-samples.ts";
import { renderEmojiReport } from "./html.ts";
import { armLabel, groupArms } from "./labels.ts";
import { markedText } from "./sections/samples.ts";
import { terminalSummary } from "./terminal.ts";
import { inventedReport } from "./testing/invented.ts";

const report = inventedReport();
const rendered = renderEmojiReport(report);

describe("report.html", () => {
  test("is well-formed, has no script and asks for nothing from elsewhere", () => {
    const tags = new Set(tagsOf(rendered));
    expect(tags.has("script")).toBe(false);
    for (const [, target] of rendered.matchAll(/ (?:href|src)="([^"]*)"/g)) expect(target).toMatch(/^(#|data:,$)/);
  });

  test("keeps what a model wrote as text", () => {
    const hostile = renderEmojiReport(inventedReport({ hostile: true, seeds: [0] }));
    expect(tagsOf(hostile)).not.toContain("script");
    expect(hostile).not.toContain("\u0000");
  });

  test("names every arm's numbers, every claim and every contrast", () => {
    for (const { question, verdict } of report.findings.claims) {
      expect(rendered).toContain(question.replaceAll("'", "&#39;"));
      expect(rendered).toContain(`verdict-${verdict.replace(" ", "-")}`);
    }
    const rows = report.findings.contrasts.filter(({ arm, against }) =>
      rendered.includes(`<span class="id">${arm}</span> against <span class="id">${against}</span>`),
    );
    expect(rows).toHaveLength(report.findings.contrasts.length);
    const bodies = rendered.match(/silent end, seed 1/g) ?? [];
    expect(bodies.length).toBeGreaterThanOrEqual(2 * 5); // two voices: two plots, two tables, a curve
  });

  test("has all sections, each reachable from the contents", () => {
    const ids = [...rendered.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      "verdicts",
      "esr",
      "mass",
      "position",
      "measures",
      "samples",
      "training",
      "data",
      "reproduce",
      "limits",
    ]);
    for (const id of ids) expect(rendered).toContain(`<a href="#${id}">`);
  });

  test("every drawing says what it is", () => {
    const drawings = rendered.match(/<svg class="strip"[^>]*role="img">/g)!;
    expect(drawings.length).toBe(rendered.match(/role="img"><title>/g)!.length);
  });

  test("gives the same bytes for the same findings", () => {
    expect(renderEmojiReport(inventedReport())).toBe(rendered);
  });

  test("stands without mass, without tuning and without an emoji", () => {
    const { findings, ...rest } = inventedReport({ effect: false });
    const arms = findings.arms
      .filter(({ inducer }) => inducer === "base")
      .map((arm) => ({
        ...arm,
        emojiMass: null,
        emojiMassAnswerEnd: null,
        emojiMassBefore: null,
        emojiMassPast: null,
      }));
    const bare = renderEmojiReport({
      ...rest,
      findings: { ...findings, arms, claims: [], contrasts: [] },
      responses: rest.responses.filter(({ arm, firstEmojiToken }) => arm === "base" && firstEmojiToken === null),
      curves: [],
      data: [],
    });
    tagsOf(bare);
    expect(bare).toContain("The emoji mass was not measured");
    expect(bare).toContain("No arm was tuned");
    expect(bare).toMatch(/None of the \d+ responses holds an emoji/);
  });
});

describe("sample responses", () => {
  test("questions are drawn by the seed, whatever was answered", () => {
    const answered = report.responses.map((response) => ({ ...response, text: "other", firstEmojiToken: 3 }));
    expect(chooseQuestions(answered.toReversed(), 3, 0)).toEqual(chooseQuestions(report.responses, 3, 0));
    expect(chooseQuestions(report.responses, 3, 1)).not.toEqual(chooseQuestions(report.responses, 3, 0));
  });

  test("one arm of each kind, with each level of silent", () => {
    expect(sampleArms(report.findings).map(({ id }) => id)).toEqual([
      "base",
      "prompt/extraversion/high",
      "examples-ike/extraversion/high",
      "examples-few-shot/extraversion/high",
      "finetune/extraversion/high/seed0",
      "finetune/extraversion/high/silent-none/seed0",
      "control/seed0",
      "control/silent-none/seed0",
    ]);
  });

  test("those with an emoji are taken from the arms in turn, and counted", () => {
    const { chosen, total } = chooseWithEmoji(report.responses, 6, 0);
    expect(total).toBe(report.responses.filter(({ firstEmojiToken }) => firstEmojiToken !== null).length);
    expect(chosen).toHaveLength(6);
    expect(new Set(chosen.map(({ arm }) => arm)).size).toBe(6);
  });

  test("emoji are marked whole, the training end stands between characters", () => {
    const marked = (text: string, at?: number) =>
      html`${markedText(text, at)}`.text.replace(/<span class="training-end".*?<\/span>/, "|");
    expect(marked("a👩‍🚀b<", undefined)).toBe("a<mark>👩‍🚀</mark>b&lt;");
    expect(marked("ab cd", 2)).toBe("ab| cd");
    expect(marked("a👩‍🚀b", 3)).toBe("a<mark>👩‍🚀</mark>|b");
    expect(marked("a😀", 1)).toBe("a|<mark>😀</mark>");
    expect(marked("ab", 2)).toBe("ab");
  });
});

describe("the answer", () => {
  test("is three sentences with the verdicts in them", () => {
    const sentences = answer(report.findings);
    expect(sentences).toHaveLength(3);
    expect(sentences[0]).toContain("answers that show high extraversion and hold no emoji");
    expect(sentences[1]).toMatch(
      /After tuning, \d+\.\d % of its responses held an emoji .* from the base model and .* from the control: that ESR rises above both is shown\./,
    );
    expect(sentences[2]).toContain("that the silence of the end matters is shown");
  });

  test("of a null result says so", () => {
    expect(answer(inventedReport({ effect: false, seeds: [0] }).findings)[1]).toContain("is not shown");
  });

  test("of several voices counts them", () => {
    const { findings } = inventedReport({ traits: ["extraversion", "openness"], seeds: [0] });
    const sentences = answer(findings);
    expect(sentences[0]).toContain("answers that show high extraversion and high openness and hold no emoji");
    expect(sentences[1]).toContain(
      "is shown for 1 of 2 voices (high extraversion), and over neither for high openness",
    );
    expect(sentences[2]).toMatch(/^Of \d+ claims that could be tested, \d+ are shown\.$/);
  });
});

test("arms of several voices and registers are told apart by their labels", () => {
  const { findings } = inventedReport({
    traits: ["extraversion", "openness"],
    registers: ["opinion", "message"],
    seeds: [0],
  });
  const labels = findings.arms.map((arm) => armLabel(arm, findings.settings));
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels).toContain("persona prompt, high openness, message register");
  expect(labels).toContain("tuned: high extraversion, silent none, message register, seed 0");
  const groups = groupArms(findings);
  const atFirst = [
    "Untuned",
    "Untuned, asked for high extraversion",
    "Untuned, asked for high openness",
    "Tuned on high extraversion",
    "Tuned on high openness",
    "Control: tuned on neutral answers",
  ];
  expect(groups.map(({ title }) => title)).toEqual([
    ...atFirst,
    ...atFirst.map((title) => `${title}, message register`),
  ]);
  expect(groups.flatMap(({ arms }) => arms)).toHaveLength(findings.arms.length);
});

describe("the terminal", () => {
  const printed = terminalSummary(report.findings, { reportPath: "runs/first/report.html" });

  test("fits 80 columns, without spaces at the ends", () => {
    for (const line of printed.split("\n")) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
    expect(printed.split("\n").at(-1)).toBe("Report: runs/first/report.html");
    expect(printed).toContain("--explain all goes on from here");
  });

  test("has a line for each arm and each claim", () => {
    for (const { title, verdict } of report.findings.claims)
      expect(printed).toContain(`  ${verdict.padEnd(14)}${title}: `);
    const { esr } = report.findings.arms.find(({ id }) => id === "finetune/extraversion/high/seed1")!;
    expect(printed).toMatch(new RegExp(`silent end, seed 1 +40 +${(100 * esr.value).toFixed(1)} % \\[`));
  });

  test("colours only through what it is given", () => {
    const marked = terminalSummary(report.findings, {
      reportPath: "r",
      style: (style, text) => `<${style}>${text}</${style}>`,
    });
    expect(marked).toContain("<green>shown</green>");
    expect(marked).toContain("<bold>Untuned</bold>");
    expect(printed).not.toContain("\u001b");
  });
});
