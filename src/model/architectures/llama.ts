import { add } from "../../graph/ops/add.ts";
import { swiglu } from "../../graph/ops/swiglu.ts";
import type { Value } from "../../graph/value.ts";
import type { DecoderBuilder } from "../decoder/builder.ts";

/**
 * Llama (and Mistral without a window): pre-norm blocks of grouped-query attention with rotary positions and a SwiGLU MLP.
 * Gives the hidden states after the final norm, [tokens, d_model].
 */
export function llama(b: DecoderBuilder): Value {
  const { layers } = b.config;
  let x = b.embed();
  for (let layer = 0; layer < layers; layer++) {
    const at = (name: string) => `layers.${layer}.${name}`;
    x = b.tap(at("resid_pre"), x);

    const a = b.norm(`model.${at("input_layernorm")}`, x);
    const [q, k, v] = b.project(layer, "self_attn", ["q_proj", "k_proj", "v_proj"], a);
    const mixed = b.attend(layer, q!, k!, v!);
    const [attention] = b.project(layer, "self_attn", ["o_proj"], mixed);
    x = b.tap(at("resid_mid"), add(x, b.tap(at("attn_out"), attention!)));

    const m = b.norm(`model.${at("post_attention_layernorm")}`, x);
    const [gate, up] = b.project(layer, "mlp", ["gate_proj", "up_proj"], m);
    const act = b.tap(at("mlp.act"), swiglu(gate!, up!));
    const [mlp] = b.project(layer, "mlp", ["down_proj"], act);
    x = b.tap(at("resid_post"), add(x, b.tap(at("mlp_out"), mlp!)));
  }
  return b.tap("final_norm", b.norm("model.norm", x));
}
