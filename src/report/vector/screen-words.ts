import type { Flagger, ScreenFindings } from "../../measure/projection/screen-findings.ts";
import { interval } from "../../study/emoji/numbers.ts";
import { signed } from "./words.ts";

export const flaggerWords: Readonly<Record<Flagger, string>> = {
  projection: "projection",
  scorer: "scorer",
  either: "either",
  both: "both",
};

/** What was found, in a few sentences. */
export function screenAnswer(findings: ScreenFindings): string[] {
  const { axis, method, percentile, rows, clean, difference, proxy, flagged, scorer } = findings;
  const all = scorer ? flagged.either! : flagged.projection!;
  const share = ((100 * all) / rows).toFixed(1);
  const by = method === "exact" ? "projection difference" : "projection beyond the prompt’s last token";
  const usual = ((1 - percentile / 100) * 100).toFixed(0);
  return [
    `${all} of ${rows} rows (${share} %) are flagged; of clean text ${usual} % would be. By ${by} at layer ${axis.layer} (${axis.why}), above the ${percentile}th percentile of ${clean.n} clean rows (${clean.origin})${scorer ? `, or a score by ${scorer.name} above ${scorer.threshold.toFixed(0)}` : ""}.`,
    ...(difference
      ? [
          `Projection difference of the data: ${signed(difference.raw.value)} (${interval(difference.raw, signed)}, ${difference.raw.n} rows)${difference.norms ? `, ${signed(difference.norms.value)} median norms` : ""}.`,
        ]
      : []),
    `Proxy: ${signed(proxy.raw.value)} (${interval(proxy.raw, signed)})${correlation(proxy.pearson)}.`,
  ];
}

function correlation(pearson: ScreenFindings["proxy"]["pearson"]): string {
  if (pearson === null || "undefined" in pearson) return "";
  return `; with the exact difference it goes at r ${signed(pearson.value)} (${interval(pearson, signed)}, ${pearson.n} rows)`;
}
