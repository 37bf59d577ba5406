import type { SweepBenchRequest } from "../harness/requests.ts";
import { subject } from "../harness/subject.ts";
import { sweepFigures } from "../harness/sweep.ts";

await subject<SweepBenchRequest>(sweepFigures);
