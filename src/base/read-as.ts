import type { z } from "zod";
import { badInput } from "./errors.ts";

/** What a value is meant to be, for whoever reads that it is not: "data.json holds no FINDINGS at PLACE: WHY; REMEDY." */
export interface ReadAs {
  where: string;
  what: string;
  remedy: string;
}

/** A value of parsed JSON as a schema has it. Throws "bad-input" on anything else. */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { where, what, remedy }: ReadAs,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const at = issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw badInput(`${where} holds no ${what}${at}: ${issue.message}; ${remedy}.`);
}
