import { badInput } from "../../base/errors.ts";

/** One of several named chat templates: `name`, or the one called "default". Throws "bad-input" listing the names. */
export function chooseTemplate(
  templates: ReadonlyMap<string, string>,
  name: string | undefined,
  where: string,
): string {
  const template = templates.get(name ?? "default");
  if (template !== undefined) return template;
  const names = [...templates.keys()].map((one) => JSON.stringify(one)).join(", ");
  throw badInput(
    `${where} has no chat template named ${JSON.stringify(name ?? "default")}; it has ${names}: choose one by name.`,
  );
}
