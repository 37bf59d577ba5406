import { badInput } from "./errors.ts";
import { readIfThere } from "./files.ts";

/** The JSON value in a file. Throws "bad-input" where there is no file or it is not JSON; `what` names what it should hold. */
export function readJson(path: string, what: string): unknown {
  const text = readIfThere(path);
  if (text === undefined) throw badInput(`There is no file ${path} to read ${what} from: check the path.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badInput(`${path} is not JSON (${(cause as Error).message}): ${what} is one JSON document.`, cause);
  }
}
