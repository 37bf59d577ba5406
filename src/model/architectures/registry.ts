import { badInput } from "../../base/errors.ts";
import type { Value } from "../../graph/value.ts";
import type { DecoderBuilder } from "../decoder/builder.ts";
import { llama } from "./llama.ts";

/** An architecture writes a decoder in the builder's words and gives the hidden states after the final norm. */
export type Architecture = (b: DecoderBuilder) => Value;

const architectures: Record<string, Architecture> = { llama };

/** Names that `ModelConfig.architecture` may have. */
const supportedArchitectures = Object.keys(architectures);

/** Throws "bad-input" with the supported names for one that is not among them. */
export function architectureOf(name: string): Architecture {
  const architecture = architectures[name];
  if (!architecture)
    throw badInput(`architecture "${name}" is not supported; these are: ${supportedArchitectures.join(", ")}`);
  return architecture;
}
