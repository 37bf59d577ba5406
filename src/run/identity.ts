import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "./manifest.ts";

/** What more of may be asked for when a run is continued. */
export interface Growing {
  /** Options that are lists of parts: a run made with the first of them is continued by asking for more behind them. */
  options: readonly string[];
  /** Inputs that only some parts read. */
  inputs: readonly string[];
}

/** The run as it would have been begun with the parts that are asked for behind its own, and what those read. */
export function grown(found: Manifest, asked: Manifest, { options, inputs }: Growing): Manifest {
  const more = options.filter((option) => isBeginning(found.config[option], asked.config[option]));
  if (more.length === 0) return found;
  const read = inputs.filter((input) => asked.inputs[input] !== undefined && found.inputs[input] === undefined);
  return {
    ...found,
    config: { ...found.config, ...Object.fromEntries(more.map((option) => [option, asked.config[option]!])) },
    inputs: { ...found.inputs, ...Object.fromEntries(read.map((input) => [input, asked.inputs[input]!])) },
  };
}

const isBeginning = (list: unknown, longer: unknown): boolean =>
  Array.isArray(list) &&
  Array.isArray(longer) &&
  list.length < longer.length &&
  isDeepStrictEqual(list, longer.slice(0, list.length));

/** What must be the same for a run to be continued. A file is known by its hash: an option that names one may name another place. */
export const identity = ({ command, config, seed, inputs }: Manifest) => ({
  command,
  config: Object.fromEntries(Object.entries(config).filter(([option]) => !(option in inputs))),
  seed,
  inputs,
});

/** What may differ, and is then written down. */
export const place = ({ versions, machine }: Pick<Manifest, "versions" | "machine">) => ({ versions, machine });
