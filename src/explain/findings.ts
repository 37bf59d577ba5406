import type { z } from "zod";
import { readAs } from "../base/read-as.ts";

export { bounded, type Estimated, estimateSchema } from "../measure/statistics/estimated.ts";

/** Reads an explanation's findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export function readExplanation<Schema extends z.ZodType>(
  part: string,
  schema: Schema,
  value: unknown,
  where: string,
): z.infer<Schema> {
  return readAs(schema, value, { where, what: `findings of explain ${part}`, remedy: "run the command again" });
}
