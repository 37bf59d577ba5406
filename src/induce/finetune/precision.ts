import type { ModelConfig } from "../../model/config.ts";
import { projections } from "../../model/config.ts";
import { projectionShape } from "../../model/decoder/projection-shape.ts";
import type { WeightPrecision } from "../../model/weights/types.ts";
import type { FinetuneOptions } from "./options.ts";

/** Bytes of a model's matrices in f32. */
function f32Bytes(config: ModelConfig): number {
  const block = projections.reduce((sum, projection) => {
    const [out, input] = projectionShape(config, projection);
    return sum + out * input;
  }, 0);
  return 4 * (config.layers * block + (config.tiedHead ? 1 : 2) * config.vocab * config.dModel);
}

/**
 * How the frozen weights lie while training, and why. `auto` takes f32 where it fills at most half of the memory: it is the fastest
 * at a batch's hundreds of rows, and its file is mapped, so that the system may let go of pages.
 * @param memoryBytes the machine's
 */
export function trainingPrecision(
  asked: FinetuneOptions["precision"],
  config: ModelConfig,
  memoryBytes: number,
): { precision: WeightPrecision; reason: string } {
  if (asked !== "auto") return { precision: asked, reason: "asked for" };
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const bytes = f32Bytes(config);
  const fits = bytes <= memoryBytes / 2;
  const facts = `the weights in f32 are ${gib(bytes)}, the memory is ${gib(memoryBytes)}`;
  return fits
    ? { precision: "f32", reason: `fastest, and at most half of the memory: ${facts}` }
    : { precision: "native", reason: `f32 would fill more than half of the memory: ${facts}` };
}
