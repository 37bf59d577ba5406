import { readTrainingRun } from "../report/training/from-run.ts";
import { renderTrainingReport } from "../report/training/html.ts";
import type { RunDetails } from "../run/list.ts";
import type { Context } from "./context.ts";
import { ablateReport } from "./explain/ablate.ts";
import { guardedReport } from "./explain/guarded.ts";
import { iclReport } from "./explain/icl.ts";
import { layersReport } from "./explain/layers.ts";
import { neuronsReport } from "./explain/neurons.ts";
import { renderExplanation } from "./explain/report.ts";
import { tokensReport } from "./explain/tokens.ts";
import { doseReport } from "./measure/dose.ts";
import { reportOfProfile } from "./study/profile/report.ts";
import { reportOfStudy } from "./study/report.ts";
import { reportOfShape } from "./study/shape.ts";
import { reportOfShift } from "./study/shift/report.ts";
import { reportOfSteer } from "./study/steer/report.ts";
import { driftReport } from "./vector/drift.ts";
import { renderExtraction } from "./vector/extract-report.ts";
import { projectReport } from "./vector/project.ts";
import { screenReport } from "./vector/screen.ts";
import { shiftReport } from "./vector/shift.ts";
import { spaceReport } from "./vector/space.ts";
import { sweepReport } from "./vector/sweep.ts";
import { renderVectors } from "./vector/work.ts";

/** Renders the HTML report of a finished run, by the command that made the run; `model` is where its model lies now. */
export const reports: Readonly<
  Record<string, (run: RunDetails, context: Context, model: string | undefined) => Promise<string>>
> = {
  "study emoji": reportOfStudy,
  "study shape": reportOfShape,
  "study steer": reportOfSteer,
  "study shift": reportOfShift,
  "study profile": reportOfProfile,
  "explain ablate": async (run) => renderExplanation(run, ablateReport),
  "explain guarded": async (run) => renderExplanation(run, guardedReport),
  "explain icl": async (run) => renderExplanation(run, iclReport),
  "explain layers": async (run) => renderExplanation(run, layersReport),
  "explain neurons": async (run) => renderExplanation(run, neuronsReport),
  "explain tokens": async (run) => renderExplanation(run, tokensReport),
  "vector sweep": async (run) => renderVectors(run, sweepReport),
  "measure dose": async (run) => renderVectors(run, doseReport),
  "vector space": async (run) => renderVectors(run, spaceReport),
  "vector extract": async (run) => renderExtraction(run),
  "vector drift": async (run) => renderVectors(run, driftReport),
  "vector project": async (run) => renderVectors(run, projectReport),
  "vector shift": async (run) => renderVectors(run, shiftReport),
  "vector screen": async (run) => renderVectors(run, screenReport),
  "model train": async (run) => renderTrainingReport(readTrainingRun(run)),
};
