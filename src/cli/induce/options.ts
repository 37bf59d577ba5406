import { usage } from "../../base/errors.ts";
import type { TraitPole } from "../../trait/framework.ts";
import { legalTraits, parseTrait } from "../../trait/parse.ts";
import { flag, parameter } from "../command.ts";
import { path, text } from "../kinds.ts";

/** What every way to make a persona takes, beside the model. */
export const personaOptions = {
  trait: parameter("-t, --trait <trait>", "extraversion, openness:low, E, N:high ...", text),
  out: parameter("-o, --out <dir>", "the persona's folder", path),
  fresh: flag("--fresh", "start over in the folder"),
};

/** The folder asked for. Throws "usage" where none is named. */
export function personaFolder(out: string | undefined): string {
  if (out !== undefined) return out;
  throw usage("--out is missing: name the folder for the persona, for example --out personas/outgoing.");
}

/** The trait asked for. Throws "usage" where none or an unknown one is named. */
export function traitOf(trait: string | undefined): TraitPole {
  if (trait !== undefined) return parseTrait(trait);
  throw usage(`--trait is missing. ${legalTraits}`);
}
