import type { ShiftFindings } from "../../study/shift/findings.ts";
import type { RunFacts } from "../emoji/types.ts";

export const renderShiftReport = (findings: ShiftFindings, _run: RunFacts): string => JSON.stringify(findings);
