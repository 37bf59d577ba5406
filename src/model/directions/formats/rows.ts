import { basename } from "node:path";
import { badInput } from "../../../base/errors.ts";
import type { ForeignVectors, ModelSize } from "./foreign.ts";

/** Formats whose vectors are rows of one matrix. */
export type RowFormat = "persona-vectors" | "assistant-axis";

/**
 * persona_vectors' [L + 1, d]: row 0 is the embeddings, row k the output of block k - 1 (arXiv 2507.21509, released code: its hook sits on
 * block k - 1). assistant-axis' [L, d]: row k is the output of block k (arXiv 2601.10387, released code).
 */
const firstRow: Record<RowFormat, number> = { "persona-vectors": 1, "assistant-axis": 0 };

/** The format that so many rows are in, for a model of so many layers. */
const formatOf = (rows: number, { layers }: ModelSize): RowFormat | undefined =>
  rows === layers + 1 ? "persona-vectors" : rows === layers ? "assistant-axis" : undefined;

/** The format of a matrix of vectors. Throws "bad-input" for a shape that the model has no place for, in the format asked for where one is. */
export function rowFormat(
  path: string,
  shape: readonly number[],
  asked: RowFormat | undefined,
  model: ModelSize,
): RowFormat {
  const { layers, dModel } = model;
  const format = shape.length === 2 && shape[1] === dModel ? formatOf(shape[0]!, model) : undefined;
  if (format !== undefined && (asked ?? format) === format) return format;
  const why = format === undefined ? ": it belongs to another model." : `, and ${asked} was asked for.`;
  throw badInput(
    `${path} has a tensor of shape [${shape.join(", ")}]; for this model of ${layers} layers and width ${dModel} ` +
      `[${layers + 1}, ${dModel}] (persona-vectors) or [${layers}, ${dModel}] (assistant-axis) is legal${why}`,
  );
}

/**
 * The vectors of a matrix by layer.
 *
 * @param values row-major, of the shape that {@link rowFormat} has checked
 */
export function vectorsOfRows(
  path: string,
  format: RowFormat,
  values: Float32Array,
  { layers, dModel }: ModelSize,
): ForeignVectors {
  const vectors = Array.from({ length: layers }, (_, layer) => {
    const from = (layer + firstRow[format]) * dModel;
    return [layer, values.slice(from, from + dModel)] as const;
  });
  const facts = format === "persona-vectors" ? personaVectors(basename(path), layers) : axis;
  return { path, format, vectors: new Map(vectors), ...facts };
}

/** The matrix of vectors by layer, in the format's order; rows that there is nothing for are zero. */
export function rowsOfVectors(
  vectors: ReadonlyMap<number, Float32Array>,
  format: RowFormat,
  { layers, dModel }: ModelSize,
): { rows: number; columns: number; values: Float32Array } {
  const first = firstRow[format];
  const rows = layers + first;
  const values = new Float32Array(rows * dModel);
  for (const [layer, vector] of vectors) values.set(vector, (layer + first) * dModel);
  return { rows, columns: dModel, values };
}

const readAt: Record<string, string> = {
  response_avg: "mean over the response's tokens",
  prompt_avg: "mean over the prompt's tokens",
  prompt_last: "last token of the prompt",
};

function personaVectors(file: string, layers: number): Pick<ForeignVectors, "says" | "notes"> {
  const [, trait, at = ""] = /^(.+)_(response_avg|prompt_avg|prompt_last)_diff\.pt$/.exec(file) ?? [];
  return {
    says: {
      meaning: trait ?? file.replace(/\.\w+$/, ""),
      pooling: readAt[at] ?? "not said in the file",
      positions: "answers that show the trait; answers that do not",
    },
    notes: [
      "Row 0, the embeddings, is left out: nothing is steered or watched there.",
      `Row ${layers} is taken for the output of layer ${layers - 1}; read from transformers' hidden states it comes from behind the final norm, which is another space: leave layer ${layers - 1} out with --layers if that is how it was made.`,
    ],
  };
}

const axis: Pick<ForeignVectors, "says" | "notes"> = {
  says: {
    meaning: "more like the Assistant, less in a role",
    pooling: "mean over each turn's tokens, then over turns",
    positions: "default answers; answers fully in a role",
  },
  notes: ["+ means more like the Assistant: playing a role lies at negative strengths."],
};
