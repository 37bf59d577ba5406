import { usage } from "../../base/errors.ts";
import { f32, type HostTensor } from "../../graph/session.ts";
import type { ModelConfig } from "../config.ts";
import type { PrefixKeyValues, TraitPrefix, TraitScores } from "./types.ts";

/** Scores in the order of a prefix's traits; 0 for those that are not named. Throws "usage" for a trait that the prefix does not have. */
export function orderedScores({ traits }: Pick<TraitPrefix, "traits">, scores: TraitScores): number[] {
  const names = traits.map(({ name }) => name);
  const unknown = Object.keys(scores).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usage(`The prefix has no trait "${unknown}"; it has ${names.join(", ")}: score those, or train another one.`);
  return names.map((name) => scores[name] ?? 0);
}

/** W z + b, summed in f64, cut by layer into a key and a value. */
export function keyValuesOf(
  prefix: TraitPrefix,
  scores: TraitScores,
  { layers }: Pick<ModelConfig, "layers">,
): PrefixKeyValues {
  const { weight, bias } = prefix;
  const z = orderedScores(prefix, scores);
  const u = bias.map((b, row) => z.reduce((sum, score, trait) => sum + weight[row * z.length + trait]! * score, b));
  const size = u.length / (2 * layers);
  return Array.from({ length: 2 * layers }, (_, i) => u.subarray(i * size, (i + 1) * size));
}

/** Feeds `cache.N.k|v` f32 [batch, kv_heads, 1, d_head] of a run whose sequences hold their prefix and nothing else yet. */
export function prefixFeeds(
  { kvHeads, headDim }: Pick<ModelConfig, "kvHeads" | "headDim">,
  prefixes: readonly PrefixKeyValues[],
): Record<string, HostTensor> {
  const shape = [prefixes.length, kvHeads, 1, headDim];
  return Object.fromEntries(
    prefixes[0]!.map((_, i) => {
      const joint = new Float32Array(prefixes.length * kvHeads * headDim);
      for (const [row, keyValues] of prefixes.entries()) joint.set(keyValues[i]!, row * kvHeads * headDim);
      return [`cache.${i >> 1}.${i & 1 ? "v" : "k"}`, f32(joint, shape)];
    }),
  );
}

/** The prefixes of texts that run side by side; undefined where none has one. Throws where only some have. */
export function prefixesOf(texts: readonly { prefix?: PrefixKeyValues }[]): PrefixKeyValues[] | undefined {
  const prefixes = texts.flatMap(({ prefix }) => (prefix ? [prefix] : []));
  if (prefixes.length === 0) return undefined;
  if (prefixes.length < texts.length) throw new Error("texts with a prefix and texts without one run apart");
  return prefixes;
}
