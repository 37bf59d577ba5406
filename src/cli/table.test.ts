import { describe, expect, it } from "vitest";
import { withInterval } from "./format.ts";
import { displayWidth, table } from "./table.ts";

describe("table", () => {
  it("aligns words left and numbers right, intervals included", () => {
    const esr = [
      { value: 0, low: 0, high: 0.09 },
      { value: 0.475, low: 0.329, high: 0.625 },
    ].map((each) => withInterval(each));
    const rows = [
      ["base", esr[0]!, "40"],
      ["finetune/extraversion/high", esr[1]!, "8"],
    ];
    expect(table([{ title: "arm" }, { title: "ESR", align: "right" }, { title: "n", align: "right" }], rows)).toBe(
      [
        "arm                                       ESR   n",
        "base                        0.00 [0.00, 0.09]  40",
        "finetune/extraversion/high  0.47 [0.33, 0.63]   8",
      ].join("\n"),
    );
  });

  it("fits 80 columns by cutting the columns that may shrink, the widest first", () => {
    const rows = [["a".repeat(70), "b".repeat(30), "c".repeat(10)]];
    const lines = table([{ title: "x", shrinks: true }, { title: "y", shrinks: true }, { title: "z" }], rows).split(
      "\n",
    );
    expect(lines[1]).toBe(`${"a".repeat(35)}…  ${"b".repeat(30)}  ${"c".repeat(10)}`);
    expect(displayWidth(lines[1]!)).toBe(80);
  });

  it("counts an emoji as two columns, a combining mark or a colour as none", () => {
    expect(["abc", "🎉", "👨‍👩‍👧", "1️⃣", "é", "日本", "\x1b[31mred\x1b[0m", "…"].map(displayWidth)).toEqual([
      3, 2, 2, 2, 1, 4, 3, 1,
    ]);
    expect(table([{ title: "top", shrinks: true }], [["🎉🎉🎉🎉🎉🎉"]], 10)).toBe("top\n🎉🎉🎉🎉…");
  });
});
