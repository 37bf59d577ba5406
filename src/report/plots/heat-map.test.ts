import { describe, expect, test } from "vitest";
import { tagsOf } from "../testing/well-formed.ts";
import { heatMap } from "./heat-map.ts";

const draw = (over: Partial<Parameters<typeof heatMap>[0]> = {}) =>
  heatMap({
    caption: "Cosines <of> vectors",
    rows: ["a", "b"],
    columns: ["a", "b"],
    cells: [
      [
        { value: 1, text: "1.00", framed: true },
        { value: -0.5, text: "-0.50", name: '"low" to high', below: "n 3" },
      ],
      [{ value: 0.1, text: "+0.10", weak: true }, undefined],
    ],
    tint: { middle: 0, full: 1 },
    ...over,
  }).text;

describe("a heat map", () => {
  test("is a well-formed table whose tints go by the distance from the middle", () => {
    const text = draw();
    tagsOf(text);
    expect(text).toContain("Cosines &lt;of&gt; vectors");
    expect(text).toContain('<td class="heat-up framed" style="--strength:45%">1.00</td>');
    expect(text).toContain('class="heat-down" style="--strength:23%" title="&quot;low&quot; to high">-0.50<small>n 3');
    expect(text).toContain('<td class="weak" style="--strength:5%">+0.10</td>');
    expect(text.match(/<td class="empty"><\/td>/g)).toHaveLength(2);
  });

  test("a value beyond the full tint has no deeper one, and one at the middle has none", () => {
    const text = draw({ tint: { middle: 1, full: 0.1 } });
    expect(text).toContain('<td class="framed" style="--strength:0%">1.00</td>');
    expect(text).toContain('class="heat-down" style="--strength:45%"');
  });

  test("labels of many columns, or long ones, stand upright", () => {
    expect(draw()).not.toContain("upright");
    expect(draw({ columns: ["conscientiousness", "b"] })).toContain('<table class="upright">');
    expect(draw({ axes: { row: "layer", column: "strength" } })).toContain('colspan="2">strength →');
  });
});
