import type { z } from "zod";
import { readAs } from "../base/read-as.ts";

/** Reads a study's findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export function readFindingsOf<Schema extends z.ZodType>(
  study: "emoji" | "shape" | "steer",
  schema: Schema,
  value: unknown,
  where: string,
): z.infer<Schema> {
  return readAs(schema, value, {
    where,
    what: `findings of the ${study} study (schema 1)`,
    remedy: "run the study again",
  });
}
