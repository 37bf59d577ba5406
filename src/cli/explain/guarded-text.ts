import type { GuardedFindings } from "../../explain/guarded/findings.ts";
import { guardedAnswer } from "../../report/explain/guarded.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { percent, small } from "../../study/emoji/numbers.ts";
import { warningsText } from "../measure/warnings-text.ts";
import { table } from "../table.ts";

/** The findings as a person reads them, 80 columns wide. */
export function guardedText(findings: GuardedFindings, title: string): string {
  const right = (name: string) => ({ title: name, align: "right" as const });
  const share = (estimate: GuardedFindings["arms"][number]["removed"]) =>
    estimate === null ? "-" : percent(estimate.value);
  const rows = findings.arms.map(({ label, esr, mass, alignment, removed, retained }) => [
    label,
    percent(esr.value),
    mass === null ? "-" : small(mass.value),
    alignment === null ? "-" : percent(alignment.value),
    share(removed),
    share(retained),
  ]);
  const columns = ["emoji", "mass", "trait", "emoji gone", "trait left"].map(right);
  return [
    wrap(`${title}: tuned again under guards that are gone when it is measured.`, 80),
    wrap(guardedAnswer(findings), 80),
    table([{ title: "tuned", shrinks: true }, ...columns], rows),
    ...warningsText(findings.warnings),
  ].join("\n\n");
}
