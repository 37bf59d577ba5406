import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { canonicalJson } from "../../base/json.ts";
import type { LoraAdapter } from "./types.ts";

/** What of a PEFT `adapter_config.json` decides the numbers of plain LoRA. */
export type PeftConfig = Pick<LoraAdapter, "rank" | "alpha" | "rsLora" | "dropout">;

const schema = z.object({
  peft_type: z.string(),
  r: z.number().int().min(1),
  lora_alpha: z.number().positive(),
  use_rslora: z.boolean().nullish(),
  lora_dropout: z.number().min(0).max(1).nullish(),
});

/** Keys that change what an adapter computes and are not supported here, with what they may be all the same. */
const refused: Record<string, (value: unknown) => boolean> = {
  use_dora: isOff,
  rank_pattern: isOff,
  alpha_pattern: isOff,
  modules_to_save: isOff,
  layers_to_transform: isOff,
  layer_replication: isOff,
  bias: (value) => value === "none" || isOff(value),
  lora_bias: isOff,
  fan_in_fan_out: isOff,
  trainable_token_indices: isOff,
  target_parameters: isOff,
  alora_invocation_tokens: isOff,
  use_qalora: isOff,
  use_bdlora: isOff,
  kasa_config: isOff,
  arrow_config: isOff,
  monteclora_config: isOff,
  // These ways to begin take a part out of the base model's own weights, and loading must take it out again.
  init_lora_weights: (value) => !/^(pissa|olora|corda|loftq|lora_ga|mica)/i.test(String(value)),
};

function isOff(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/**
 * Reads an `adapter_config.json` as PEFT does: unknown keys are ignored. Throws "bad-input" for what is not LoRA, for a key
 * that changes the numbers and is not supported (by name), and for a value out of range.
 */
export function parsePeftConfig(text: string, path: string): PeftConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badInput(`${path} is not JSON: write or download the adapter again.`, cause);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badInput(
      `${path}: "${issue!.path.join(".")}" is not legal (${issue!.message}): it is no LoRA adapter of PEFT.`,
    );
  }
  const { peft_type: type, r, lora_alpha: alpha, use_rslora: rsLora, lora_dropout: dropout } = parsed.data;
  if (type !== "LORA") throw badInput(`${path} is a "${type}" adapter; only "LORA" is supported.`);
  for (const [key, allowed] of Object.entries(refused)) {
    const value = (json as Record<string, unknown>)[key];
    if (value !== undefined && !allowed(value))
      throw badInput(
        `${path} sets "${key}" to ${JSON.stringify(value)}, which changes what the adapter computes and is not supported: ` +
          "merge it into its base model with PEFT and use the merged model.",
      );
  }
  return { rank: r, alpha, rsLora: rsLora ?? false, dropout: dropout ?? 0 };
}

/** The `adapter_config.json` of an adapter; the text depends on the adapter and the base model's name alone. */
export function peftConfigText(adapter: LoraAdapter, baseModel: string): string {
  const config = {
    base_model_name_or_path: baseModel,
    bias: "none",
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha: adapter.alpha,
    lora_dropout: adapter.dropout,
    peft_type: "LORA",
    r: adapter.rank,
    target_modules: [...adapter.targets],
    task_type: "CAUSAL_LM",
    use_rslora: adapter.rsLora,
  };
  return `${canonicalJson(config, 2)}\n`;
}
