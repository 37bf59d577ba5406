import type { Explanation, TableVerdict } from "../../study/emoji/explain/findings.ts";
import { wrap } from "../terminal/wrap.ts";
import { spoken } from "./answer.ts";
import { tableSigns } from "./sections/claim-table.ts";
import type { Style } from "./terminal.ts";

const colours: Record<TableVerdict, Parameters<Style>[0]> = {
  supported: "green",
  "not supported": "red",
  "cannot tell at this n": "yellow",
};

const truths = { true: "true", false: "false", null: "unknown" } as const;

/** The table of claims for a terminal: a line or two a claim, and what is known to be true where the model was made to be known. */
export function explainedLines({ claims, voice }: Explanation, width: number, style: Style): string {
  const groups = ["the paper's", "its critics'", "ours"] as const;
  const known = claims.some(({ truth }) => truth !== null);
  const lines = groups.flatMap((whose) => {
    const own = claims.filter((claim) => claim.whose === whose);
    if (own.length === 0) return [];
    const rows = own.flatMap(({ claim, verdict, truth }) => {
      const told = truth === null ? "" : ` [${truths[`${truth.holds}`]}]`;
      return wrap(`  ${tableSigns[verdict]} ${claim}${told}`, width, 4)
        .split("\n")
        .map((line, i) =>
          i === 0 ? line.replace(tableSigns[verdict], style(colours[verdict], tableSigns[verdict])) : line,
        );
    });
    return [whose[0]!.toUpperCase() + whose.slice(1), ...rows];
  });
  const signs = (Object.keys(tableSigns) as TableVerdict[])
    .map((verdict) => `${tableSigns[verdict]} ${verdict}`)
    .join("   ");
  return [
    style("bold", `What holds about the emoji of ${spoken(voice)}`),
    ...lines,
    style("dim", signs),
    ...(known ? [style("dim", "[in brackets: what is true by the way this model was made]")] : []),
  ].join("\n");
}
