import { usage } from "../../base/errors.ts";
import { parameter } from "../command.ts";
import { listOf, path } from "../kinds.ts";

/** The vectors that a command is about, as its argument or as `--vector`: some are thought of first, some last. */
export const vectorArguments = {
  argument: parameter("[vectors]", "files or folders, with commas between them", listOf(path)),
  option: parameter("--vector <files>", "the same, as an option", listOf(path)),
};

/** The vectors named in either way. Throws "usage" where none is, or some in both. */
export function vectorsNamed(argument: readonly string[] | undefined, option: readonly string[] | undefined) {
  if (argument && option) throw usage("Vectors are named twice, with and without --vector: name them once.");
  const named = argument ?? option;
  if (named) return named;
  throw usage(
    "No vector is named: give the file that `traitlab vector extract` or `vector import` made, or its folder.",
  );
}
