const topLevel: Record<string, string> = {
  "token_embd.weight": "model.embed_tokens.weight",
  "output_norm.weight": "model.norm.weight",
  "output.weight": "lm_head.weight",
};

const perLayer: Record<string, string> = {
  attn_norm: "input_layernorm",
  attn_q: "self_attn.q_proj",
  attn_k: "self_attn.k_proj",
  attn_v: "self_attn.v_proj",
  attn_output: "self_attn.o_proj",
  ffn_norm: "post_attention_layernorm",
  ffn_gate: "mlp.gate_proj",
  ffn_up: "mlp.up_proj",
  ffn_down: "mlp.down_proj",
};

/** Hugging Face's name of a tensor of a GGUF of architecture "llama"; undefined for one that a Llama does not have. */
export function llamaTensorName(name: string): string | undefined {
  if (Object.hasOwn(topLevel, name)) return topLevel[name];
  const [, layer, module, kind] = /^blk\.(\d+)\.(\w+)\.(weight|bias)$/.exec(name) ?? [];
  if (module === undefined || !Object.hasOwn(perLayer, module)) return undefined;
  return `model.layers.${layer}.${perLayer[module]}.${kind}`;
}

/** Tables that old converters stored beside the weights; they are computed from the configuration. */
export const isDerivedTable = (name: string): boolean =>
  /^(blk\.\d+\.)?(attn_rot_embd|rope_freqs|attn\.rotary_emb\.inv_freq)(\.weight)?$/.test(name);
