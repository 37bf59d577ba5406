import { badInput } from "../../base/errors.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { projections } from "../config.ts";
import { blockFormats } from "./blocks/registry.ts";
import { copied } from "./forms/copied.ts";
import { folded } from "./forms/folded.ts";
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
   * The products that blocks are made ready for. `f32`: 8-bit blocks become f32, for their exact kernel unpacks the whole matrix at every run (0.7 ms
   * for 576 x 1536 and one row, where the rounding one takes 10 us). `int8`: blocks with offsets become 8-bit ones without (docs/decisions/0011).
   * Left out, blocks stay the same weights.
   */
  accuracy?: Accuracy;
}

/** Models of more weights in blocks with offsets keep them: reading twice the bytes then costs more than a second product. */
const mostFolded = 2 ** 29;

/** For each tensor the form it will run in. Throws "bad-input" naming a tensor that cannot have the precision. */
export function planWeights(tensors: Iterable<StoredTensor>, options: PlanOptions): Map<StoredTensor, Form> {
  const all = [...tensors];
  const withOffsets = all.filter(isMatrixOfBlocks).filter(({ encoding }) => blockFormats[encoding].offsets);
  const weights = withOffsets.reduce((sum, { shape }) => sum + shape.reduce((product, axis) => product * axis, 1), 0);
  const fold = options.accuracy === "int8" && weights <= mostFolded;
  return new Map(all.map((tensor) => [tensor, formOf(tensor, options, fold)]));
}

function formOf(tensor: StoredTensor, options: PlanOptions, fold: boolean): Form {
  const { precision, doubleQuant = false, accuracy } = options;
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
  if (!isMatrixOfBlocks(tensor)) return widened(tensor, "a vector is small");
  const { bits, offsets } = blockFormats[tensor.encoding];
  if (accuracy === "f32" && bits === 8) return widened(tensor, "exact products of 8-bit blocks are slower than of f32");
  return offsets && fold ? folded(tensor) : nbits(tensor);
}

const isMatrixOfBlocks = (tensor: StoredTensor): tensor is StoredTensor & { encoding: BlockEncoding } =>
  !isFloat(tensor) && tensor.shape.length >= 2;

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
