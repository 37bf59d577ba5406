import { badInput } from "../../base/errors.ts";
import type { ExternalTensor, MatrixWeight, WeightPrecision, Weights } from "./types.ts";

/** The plain data behind {@link PreparedWeights}: what can be sent to another process. */
export interface WeightsIndex {
  /** The model's path, for messages. */
  model: string;
  precision: WeightPrecision;
  bytes: number;
  notes: Weights["notes"];
  /** By Hugging Face's names. A vector's weight is a `float`. */
  tensors: ReadonlyMap<string, { shape: readonly number[]; weight: MatrixWeight }>;
}

export interface PreparedWeights extends Weights {
  readonly index: WeightsIndex;
}

/** Weights from their index, here or in another process: no file is read. */
export function weightsOf(index: WeightsIndex): PreparedWeights {
  const find = (name: string, shape: readonly number[]): MatrixWeight => {
    const found = index.tensors.get(name);
    const wanted = `[${shape.join(", ")}]`;
    if (found === undefined) {
      throw badInput(`${index.model} lacks the tensor "${name}" of shape ${wanted}, which its configuration asks for.`);
    }
    if (found.shape.join() === shape.join()) return found.weight;
    throw badInput(
      `${index.model}: tensor "${name}" has the shape [${found.shape.join(", ")}], but its configuration asks for ${wanted}.`,
    );
  };
  return {
    index,
    precision: index.precision,
    bytes: index.bytes,
    notes: index.notes,
    has: (name) => index.tensors.has(name),
    matrix: find,
    vector(name, length): ExternalTensor {
      const weight = find(name, [length]);
      if (weight.kind === "float") return weight.values;
      throw new Error(`the vector ${name} was prepared as ${weight.kind}`);
    },
  };
}

/** What a weight maps. */
export function rangesOf(weight: MatrixWeight): ExternalTensor[] {
  if (weight.kind === "float") return [weight.values];
  if (weight.kind === "nf4") return [weight.quants, weight.absmax];
  return [weight.quants, weight.scales, ...(weight.offsets === undefined ? [] : [weight.offsets])];
}
