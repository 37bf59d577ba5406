import type { VectorSweepRequest } from "../harness/requests.ts";
import { subject } from "../harness/subject.ts";
import { vectorSweepFigures } from "../harness/vector-sweep.ts";

await subject<VectorSweepRequest>(vectorSweepFigures);
