import { badInput } from "../../base/errors.ts";
import type { RopeConfig } from "../config.ts";
import { fieldsOf, limits } from "./fields.ts";

const supported = "default, linear, dynamic and llama3";

/**
 * Rotary embedding from a `config.json`: `rope_parameters` (transformers 5) or `rope_theta` with `rope_scaling`
 * (before). Throws "bad-input" for a kind that is not supported.
 */
export function ropeFromConfig(
  where: string,
  config: Readonly<Record<string, unknown>>,
  sizes: { headDim: number; context: number },
): RopeConfig {
  const parameters = asObject(config.rope_parameters) ?? asObject(config.rope_scaling) ?? {};
  if (Object.values(parameters).some((value) => asObject(value) !== undefined)) {
    throw badInput(`${where} gives each kind of layer its own rope_parameters, which is not supported.`);
  }
  const fields = fieldsOf(where, (key) => parameters[key] ?? config[key]);
  const partial = fields.positive("partial_rotary_factor", 1);
  if (partial !== 1) {
    throw badInput(`${where} rotates a part of each head (partial_rotary_factor ${partial}), which is not supported.`);
  }
  return { theta: fields.positive("rope_theta", 10000), dims: sizes.headDim, scaling: scalingOf() };

  function scalingOf(): RopeConfig["scaling"] {
    const own = fieldsOf(where, (key) => parameters[key]);
    const kind = own.raw("rope_type") ?? own.raw("type") ?? "default";
    const factor = () => own.positive("factor");
    switch (kind) {
      case "default":
        return { kind: "none" };
      case "linear":
        return { kind: "linear", factor: factor() };
      case "dynamic":
        return { kind: "dynamic", factor: factor(), originalContext: sizes.context };
      case "llama3":
        return {
          kind: "llama3",
          factor: factor(),
          lowFreqFactor: own.positive("low_freq_factor"),
          highFreqFactor: own.positive("high_freq_factor"),
          originalContext: own.count("original_max_position_embeddings", limits.context, sizes.context),
        };
      default:
        throw badInput(`${where} scales rotary positions by "${String(kind)}"; supported are ${supported}.`);
    }
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
