import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import type { ModelConfig } from "../config.ts";
import type { StoredTensor } from "../weights/types.ts";
import { fieldsOf, limits } from "./fields.ts";
import { checkHeads, contextWithin, derivedHeadDim } from "./heads.ts";
import type { Interpretation } from "./interpretation.ts";
import { ropeFromConfig } from "./rope-scaling.ts";

/** What transformers assumes where `config.json` is silent. */
const defaults = {
  LlamaForCausalLM: { max_position_embeddings: 2048, sliding_window: undefined, num_key_value_heads: undefined },
  MistralForCausalLM: { max_position_embeddings: 131072, sliding_window: 4096, num_key_value_heads: 8 },
} as const;
export type LlamaClass = keyof typeof defaults;

/** The classes of `config.json` that are computed as a Llama. */
export const llamaClasses = Object.keys(defaults) as LlamaClass[];

/**
 * Reads the `config.json` of a Llama or Mistral folder. Throws "bad-input" for an absent or absurd value, and for a key
 * that changes the numbers and is not supported.
 */
export function interpretLlamaFolder(
  folder: string,
  kind: LlamaClass,
  config: Readonly<Record<string, unknown>>,
  tensors: ReadonlyMap<string, StoredTensor>,
): Interpretation {
  const where = join(folder, "config.json");
  const fields = fieldsOf(where, (key) => config[key]);
  refuseUnsupported(where, config);
  const dModel = fields.count("hidden_size", limits.width);
  const heads = fields.count("num_attention_heads", limits.heads);
  const kvHeads = fields.count("num_key_value_heads", limits.heads, kvHeadsByDefault(kind, config, heads));
  const headDim =
    fields.raw("head_dim") === undefined
      ? derivedHeadDim(where, dModel, heads)
      : fields.count("head_dim", limits.headDim);
  checkHeads(where, { heads, kvHeads, headDim });
  const stated = fields.count("max_position_embeddings", limits.context, defaults[kind].max_position_embeddings);
  const rope = ropeFromConfig(where, config, { headDim, context: stated });
  const { context, notes } = contextWithin(
    rope.scaling.kind === "dynamic" ? Math.floor(stated * rope.scaling.factor) : stated,
    windowOf(kind, config, where),
  );
  const tiedHead = config.tie_word_embeddings === true;
  const read: ModelConfig = {
    architecture: "llama",
    layers: fields.count("num_hidden_layers", limits.layers),
    dModel,
    heads,
    kvHeads,
    headDim,
    dMlp: fields.count("intermediate_size", limits.width),
    vocab: fields.count("vocab_size", limits.vocab),
    context,
    normEps: fields.positive("rms_norm_eps", 1e-6),
    rope,
    tiedHead,
  };
  return { config: read, tensors: used(tensors, tiedHead), notes };
}

/** A key that is absent takes the class's default; one that is null means one key/value head a head. */
const kvHeadsByDefault = (kind: LlamaClass, config: Readonly<Record<string, unknown>>, heads: number): number =>
  config.num_key_value_heads === null ? heads : (defaults[kind].num_key_value_heads ?? heads);

/** Only Mistral has a window; null turns it off, absence does not. */
function windowOf(kind: LlamaClass, config: Readonly<Record<string, unknown>>, where: string): number | undefined {
  if (kind === "LlamaForCausalLM" || config.sliding_window === null) return undefined;
  return fieldsOf(where, (key) => config[key]).count("sliding_window", limits.context, defaults[kind].sliding_window);
}

function refuseUnsupported(where: string, config: Readonly<Record<string, unknown>>): void {
  if (config.quantization_config != null) {
    throw badInput(
      `${where} has a quantization_config; such weights are not supported: take the original, or a GGUF of it.`,
    );
  }
  const activation = config.hidden_act ?? "silu";
  if (activation !== "silu" && activation !== "swish") {
    throw badInput(`${where} asks for the activation "${String(activation)}"; a Llama's "silu" is supported.`);
  }
}

/** Leaves out the tables that old folders store, and a head that is not used because it is tied to the embeddings. */
function used(tensors: ReadonlyMap<string, StoredTensor>, tiedHead: boolean): Map<string, StoredTensor> {
  const unused = (name: string) => name.endsWith(".rotary_emb.inv_freq") || (tiedHead && name === "lm_head.weight");
  return new Map([...tensors].filter(([name]) => !unused(name)));
}
