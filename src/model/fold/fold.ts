import { existsSync, realpathSync } from "node:fs";
import { badInput } from "../../base/errors.ts";
import type { ModelSource } from "../source.ts";
import type { Steer } from "../steering/types.ts";
import { foldableShifts, steeringBiases } from "./biases.ts";
import type { CopyOptions } from "./copy.ts";
import { foldIntoFolder } from "./folder.ts";
import { foldIntoGguf } from "./gguf.ts";

/**
 * Writes the model that is steered so: what is added to the output of layer N becomes the bias of its down_proj, x + (mlp(x) + b), at no cost
 * when it runs. Of a GGUF a GGUF at `target` (`blk.N.ffn_down.bias`, which llama.cpp reads), of a folder a folder there (`mlp_bias`, with
 * biases of zero where transformers wants more); all else is copied as it lies. Throws "bad-input" for steering that no bias can do, with the
 * reason, and for a target that is the model itself; "incomplete" on a full disk; the signal's reason.
 */
export async function foldSteering(
  source: ModelSource,
  steering: readonly Steer[],
  target: string,
  options: CopyOptions = {},
): Promise<void> {
  if (existsSync(target) && realpathSync(target) === source.path)
    throw badInput(`${target} is the model that is to be folded: name another place.`);
  const shifts = foldableShifts(steering, source.config);
  const biases = await steeringBiases(source, shifts);
  if (source.raw.kind === "gguf") await foldIntoGguf(source.raw.file, biases, target, options);
  else await foldIntoFolder(source, source.raw.config, biases, target, options);
}
