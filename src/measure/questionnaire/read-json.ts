import type { z } from "zod";
import { badInput } from "../../base/errors.ts";

/** Throws "bad-input" where a document says that it is of another schema than 1, before its fields are looked at. */
export function refuseOtherSchema(document: unknown, where: string): void {
  const schema =
    typeof document === "object" && document !== null && "schema" in document ? document.schema : undefined;
  if (schema === 1) return;
  throw badInput(
    typeof schema === "number" && schema > 1
      ? `${where} is of schema ${schema}, and this version knows 1: take a later traitlab.`
      : `${where} does not say of which schema it is: write "schema": 1 into it.`,
  );
}

/** A field's place as a person writes it: `items[3].key`. */
export const placeOf = (issue: z.core.$ZodIssue): string =>
  issue.path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
