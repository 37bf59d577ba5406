import { badInput } from "../../../base/errors.ts";
import { remoteTask, type TaskContext } from "../task.ts";

export interface SumRequest {
  values: Float32Array;
}

/** Adds up the values, one a step, and reports each partial sum. */
export const sumTask = remoteTask<SumRequest, number, number>(import.meta.url, "runSum");

export async function runSum({ values }: SumRequest, context: TaskContext<number>): Promise<number> {
  if (values.length === 0) throw badInput("there is nothing to add up");
  let sum = 0;
  for (const value of values) {
    sum += value;
    context.emit(sum);
    await context.pause();
  }
  return sum;
}
