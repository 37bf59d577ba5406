import { usage } from "../../base/errors.ts";
import { readUnboundDirections } from "../../model/directions/file.ts";
import type { VectorFormat } from "../../model/directions/formats/foreign.ts";
import { exportDirections, unitDirections } from "../../model/directions/formats/write.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import type { Output } from "../command.ts";
import { shownPath } from "../paths.ts";
import { vectorPath, withLayers } from "./open.ts";

interface Given {
  vector: string | undefined;
  out: string | undefined;
  format: VectorFormat | undefined;
  layers: number[] | undefined;
  depth: number | undefined;
  unit: boolean;
}

/** How each format's users name a layer. */
const readers: Record<VectorFormat, string> = {
  "persona-vectors": "torch.load(path)[N + 1] is layer N; persona_vectors steers with it at layer N + 1",
  "assistant-axis": "torch.load(path)[N] is layer N, as in assistant-axis",
  gguf: "direction.N is layer N: llama.cpp --control-vector, repeng ControlVector.import_gguf",
  safetensors: "tensor layers.N.resid_post is layer N",
  csv: "the row that begins with N is layer N",
};

/** Writes a vector in a format of others. */
export async function exportVectorOf(given: Given): Promise<Output> {
  const { vector, out, format, layers, depth, unit } = given;
  if (vector === undefined) throw usage("Which vector is to be exported? Name its file or folder.");
  if (format === undefined)
    throw usage("--format is missing: persona-vectors, assistant-axis, gguf, safetensors or csv.");
  if (out === undefined) throw usage("--out is missing: name the file to write.");
  const path = vectorPath(vector);
  const all = await readUnboundDirections(path);
  const chosen = layers ? withLayers(path, all, layers) : all;
  const directions = unit ? unitDirections(chosen) : chosen;
  const written = await exportDirections(out, directions, { format, layers: depth });
  const { about } = directions;
  const length = unit ? "of length 1" : "as long as they are";
  const count = `${written.layers.length} layer${written.layers.length === 1 ? "" : "s"}`;
  const lines = [
    `Wrote ${shownPath(out, process.cwd())}: "${about.meaning}" for ${about.model.name}, ${count}, vectors ${length}.`,
    `${readers[format]}. N counts from 0, and layer N is the output of block N.`,
    ...written.notes,
  ];
  return {
    json: { file: out, format, meaning: about.meaning, model: about.model, unit, ...written },
    text: lines.map((line) => wrap(line, 80)).join("\n"),
  };
}
