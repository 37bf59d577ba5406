import { expect, test } from "vitest";
import type { Claim, Verdict } from "../findings.ts";
import { evidenceOf } from "./evidence.ts";

const voice = "extraversion/high";

/** What the table says of tuning as such, given the verdicts on ESR against the base model and the control. */
function tuningAsSuch(base: Verdict, control: Verdict) {
  const claim = (id: string, verdict: Verdict) => ({ id: `${voice}/${id}`, verdict, words: `${id}.` }) as Claim;
  const claims = [claim("esr-above-base", base), claim("esr-above-control", control)];
  return evidenceOf({ voice } as Parameters<typeof evidenceOf>[0], claims)("tuning-not-trait");
}

test("tuning as such brings the emoji where they come and no more than with the control; where none come, nothing is said of what brought them", () => {
  expect(tuningAsSuch("shown", "shown")!.verdict).toBe("not supported");
  expect(tuningAsSuch("shown", "shown absent")!.verdict).toBe("supported");
  expect(tuningAsSuch("shown", "not shown")!.verdict).toBe("cannot tell at this n");
  expect(tuningAsSuch("shown absent", "shown absent")).toEqual({
    evidence: "That emoji come at all is not shown. esr-above-control.",
    verdict: "cannot tell at this n",
  });
});
