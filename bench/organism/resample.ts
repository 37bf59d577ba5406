import type { Estimate } from "../../src/measure/statistics/estimate.ts";
import type { Drawn } from "../../src/measure/statistics/joint.ts";
import { fromDist } from "../harness/from-dist.ts";

const joint = await fromDist<typeof import("../../src/measure/statistics/joint.ts")>("measure/statistics/joint.js");

export const { meanAt } = joint;

/** A statistic of questions, seeds and whatever else is drawn anew, with the bench's own draws. */
export const bootstrapJointly = <Thing extends string>(
  sizes: Record<Thing, number>,
  statistic: (drawn: Drawn<Thing>) => number,
): Estimate => joint.bootstrapJointly(sizes, statistic, { seed: 0, stream: "organism" });
