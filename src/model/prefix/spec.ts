import type { TaskContext } from "../../graph/engine/task.ts";
import type { ModelConfig } from "../config.ts";
import { readPrefix } from "./file.ts";
import { keyValuesOf } from "./key-values.ts";
import type { PrefixKeyValues, TraitScores } from "./types.ts";

/** A trait-conditioned prefix to run with: plain data that crosses processes. */
export interface PrefixSpec {
  /** Absolute path of a PsychAdapter's file. */
  path: string;
  /** For every text that does not say its own; traits left out are 0. */
  z: TraitScores;
}

/** The keys and values of a spec's prefix at given scores, each computed once an engine; its own scores where none are given. */
export type PrefixAt = (z?: TraitScores) => PrefixKeyValues;

/** Reads a spec's prefix. Throws "bad-input" as {@link readPrefix} does, and "usage" for a trait that it does not have. */
export async function openPrefix(
  { path, z: usual }: PrefixSpec,
  config: ModelConfig,
  { resources }: Pick<TaskContext, "resources">,
): Promise<PrefixAt> {
  const prefix = await resources.get(`prefix ${path}`, () => readPrefix(path, config));
  const known = new Map<string, PrefixKeyValues>();
  return (z = usual) => {
    const key = JSON.stringify(z);
    const found = known.get(key) ?? keyValuesOf(prefix, z, config);
    known.set(key, found);
    return found;
  };
}
