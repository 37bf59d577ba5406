import { badInput } from "../../base/errors.ts";
import { nearestNames } from "../../base/text/nearest.ts";

/**
 * The taps of a block, in the order of computing: the residual stream before attention, between attention and MLP, and
 * after the MLP [d_model]; what attention and the MLP add to it [d_model]; the MLP's neurons [d_mlp].
 */
const blockTaps = ["resid_pre", "attn_out", "resid_mid", "mlp.act", "mlp_out", "resid_post"] as const;

/** Every tap of a model with so many layers, in the order of computing. */
export function tapNames(layers: number): string[] {
  const blocks = Array.from({ length: layers }, (_, layer) => blockTaps.map((tap) => `layers.${layer}.${tap}`));
  return [...blocks.flat(), "final_norm", "logits"];
}

/**
 * The taps that the patterns name, in the order of computing, each once. A pattern is a name in which `*` stands for any
 * characters: `layers.*.resid_post`, `layers.7.*`. Throws "bad-input" for one that names none, with the layers that there are or the
 * nearest names.
 */
export function resolveTaps(patterns: readonly string[], layers: number): string[] {
  const names = tapNames(layers);
  const wanted = new Set<string>();
  if (patterns.length === 0) throw badInput(`no tap was asked for; ${legal(layers)}`);
  for (const pattern of patterns) {
    const found = names.filter((name) => matches(name, pattern.split("*")));
    if (found.length === 0) throw unknownTap(pattern, layers);
    for (const name of found) wanted.add(name);
  }
  return names.filter((name) => wanted.has(name));
}

function unknownTap(pattern: string, layers: number): Error {
  const layer = /^layers\.(\d+)(?:\.|$)/.exec(pattern)?.[1];
  if (layer !== undefined && Number(layer) >= layers)
    return badInput(`the model has no layer ${layer} for the tap "${pattern}": its layers are 0 to ${layers - 1}.`);
  const bare = pattern.replace(/^layers\.[^.]*\./, "");
  const nearest = nearestNames(bare, [...blockTaps, "final_norm", "logits"])
    .map((name) => (blockTaps.some((tap) => tap === name) ? `layers.${layer ?? "*"}.${name}` : name))
    .join(", ");
  return badInput(`the model has no tap "${pattern}"; nearest are ${nearest}; ${legal(layers)}`);
}

/** Whether a name consists of these parts with anything between them. */
function matches(name: string, parts: readonly string[]): boolean {
  const escaped = parts.map((part) => part.replace(/[^\w]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(name);
}

const legal = (layers: number) =>
  `legal are final_norm, logits and, for N from 0 to ${layers - 1}, ${blockTaps.map((tap) => `layers.N.${tap}`).join(", ")}; ` +
  "* stands for any part of a name.";
