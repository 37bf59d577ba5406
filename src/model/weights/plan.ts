import { badInput } from "../../base/errors.ts";
import { projections } from "../config.ts";
import { layoutSafetensors } from "../safetensors/layout.ts";
import { blockFormats } from "./blocks/registry.ts";
import { copied } from "./forms/copied.ts";
import { type Form, isFloat } from "./forms/form.ts";
import { inPlace } from "./forms/in-place.ts";
import { nbits } from "./forms/nbits.ts";
import { nf4 } from "./forms/nf4.ts";
import { widened } from "./forms/widened.ts";
import type { BlockEncoding, StoredTensor, WeightPrecision, Weights } from "./types.ts";

export interface PlanOptions {
  precision: WeightPrecision;
  /** With nf4: quantise the blocks' absmax values as well (QLoRA's double quantisation). */
  doubleQuant?: boolean;
  /**
   * Products are to be exact, not of activations rounded to 8 bits. Then 8-bit blocks become f32: their exact kernel unpacks the
   * whole matrix at every run (0.7 ms for 576 x 1536 and one row, where the rounding one takes 10 us).
   */
  exact?: boolean;
}

/** For each tensor the form it will run in. Throws "bad-input" naming a tensor that cannot have the precision. */
export function planWeights(tensors: Iterable<StoredTensor>, options: PlanOptions): Map<StoredTensor, Form> {
  return new Map([...tensors].map((tensor) => [tensor, formOf(tensor, options)]));
}

function formOf(tensor: StoredTensor, { precision, doubleQuant = false, exact = false }: PlanOptions): Form {
  if (precision === "nf4" && isProjection(tensor)) {
    if (isFloat(tensor)) return nf4(tensor, doubleQuant);
    throw badInput(
      `NF4 is made from float weights, and tensor "${tensor.name}" of ${tensor.file} is ${tensor.encoding.toUpperCase()} already: ` +
        "run the file in its own precision, or give the model's safetensors.",
    );
  }
  if (precision === "f32" && tensor.encoding !== "f32") return widened(tensor, "asked for: precision f32");
  if (isFloat(tensor)) {
    const aligned = tensor.offset % (tensor.encoding === "f32" ? 4 : 2) === 0;
    return aligned && tensor.ropePermutedHeads === undefined ? inPlace(tensor) : copied(tensor);
  }
  if (tensor.shape.length < 2) return widened(tensor, "a vector is small");
  const blocks = tensor as StoredTensor & { encoding: BlockEncoding };
  if (exact && blockFormats[blocks.encoding].bits === 8)
    return widened(tensor, "exact products of 8-bit blocks are slower than of f32");
  return nbits(blocks);
}

const isProjection = ({ name, shape }: StoredTensor): boolean =>
  shape.length === 2 && projections.some((projection) => name.endsWith(`.${projection}.weight`));

/** What runs as what, and why: the tensors of a plan counted by encoding and form. */
export function planNotes(plan: ReadonlyMap<StoredTensor, Form>): Weights["notes"] {
  const counts = new Map<string, Weights["notes"][number]>();
  for (const [{ encoding }, { runsAs, reason }] of plan) {
    const key = [encoding, runsAs, reason].join("\n");
    counts.set(key, { encoding, runsAs, reason, tensors: (counts.get(key)?.tensors ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** Bytes that a plan's weights fill: those of the cache file, and those mapped where they lie. */
export function plannedBytes(plan: ReadonlyMap<StoredTensor, Form>): number {
  const parts = [...plan.values()].flatMap((form) => form.parts);
  const mapped = [...plan].filter(([, form]) => form.parts.length === 0).map(([{ bytes }]) => bytes);
  return mapped.reduce((sum, bytes) => sum + bytes, layoutSafetensors(parts, {}).size);
}
