import type { ShiftFindings } from "../../study/shift/findings.ts";
import type { TerminalOptions } from "../emoji/terminal.ts";

export function shiftSummary(findings: ShiftFindings, { reportPath }: TerminalOptions): string {
  return [...findings.claims.map((c) => `${c.verdict}: ${c.claim} ${c.evidence}`), reportPath].join("\n");
}
