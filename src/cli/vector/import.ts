import { usage } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import { neutralNorms } from "../../measure/vectors/neutral-norms.ts";
import { type Directions, directionTap } from "../../model/directions/about.ts";
import { writeDirections } from "../../model/directions/file.ts";
import type { VectorFormat } from "../../model/directions/formats/foreign.ts";
import { importVectors } from "../../model/directions/formats/import.ts";
import { readForeignVectors } from "../../model/directions/formats/read.ts";
import { norm } from "../../model/directions/vectors.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { embedded } from "../model-name.ts";
import { openForCommand, withEngine } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { table } from "../table.ts";
import { neutralRows } from "./neutral.ts";

interface Given {
  file: string | undefined;
  model: string;
  out: string | undefined;
  format: VectorFormat | "auto";
  layers: number[] | undefined;
  meaning: string | undefined;
  force: boolean;
  threads: number | undefined;
}

/** Makes a vector of ours of somebody else's file, with the unit of strengths measured where it lacks it. */
export async function importVectorOf(given: Given, context: Context): Promise<Output> {
  const { file, out, format, layers, meaning, force, threads } = given;
  if (file === undefined) throw usage("Which file is to be imported? Name a .pt, .gguf, .safetensors or .csv.");
  if (out === undefined) throw usage("--out is missing: name the vector's file, for example --out evil.safetensors.");
  const model = await openForCommand({ model: given.model, accuracy: "f32" }, context);
  const { source, spec, tokenizer, answers } = model;
  const { layers: depth, dModel } = source.config;
  const size = { layers: depth, dModel };
  const { signal, onProgress } = context;
  const foreign = await readForeignVectors(file, format === "auto" ? undefined : format, size);
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const options = { model: { name: source.name, sha256 }, sha256: fileSha256(foreign.path), layers, meaning, force };
  const { about, vectors } = importVectors(foreign, options);
  const measured = about.medianNorms
    ? undefined
    : await withEngine(threads, context, (engine) =>
        neutralNorms({ engine, spec, tokenizer }, neutralRows(model), { size, signal, onProgress }),
      );
  const recipe = measured
    ? { ...about.recipe, norms: { origin: answers.origin, answers: measured.answers } }
    : about.recipe;
  const medianNorms = about.medianNorms ?? measured!.medianNorms;
  const directions: Directions = { about: { ...about, recipe, medianNorms }, vectors };
  await writeDirections(out, directions);
  const notes = [
    ...(measured ? foreign.notes : []),
    measured
      ? `The file does not say how long the residual stream is, the unit of strengths: measured on ${measured.answers} neutral answers (${answers.origin}).`
      : "traitlab wrote the file: what it is and the unit of strengths came along.",
  ];
  return {
    json: { file: out, format: foreign.format, about: directions.about, layers: lengths(directions), notes },
    text: importText(out, foreign.format, directions, { notes, model: model.given }),
  };
}

/** Length of each layer's vector, raw and as a share of the residual stream's. */
function lengths({ about, vectors }: Directions) {
  return [...vectors].map(([layer, vector]) => {
    const [length, medianNorm] = [norm(vector), about.medianNorms[directionTap(layer)] ?? Number.NaN];
    return { layer, norm: length, medianNorm, share: length / medianNorm };
  });
}

/** Most layers of the table: evenly from the first to the last. */
const rows = 12;

function importText(
  out: string,
  format: VectorFormat,
  directions: Directions,
  { notes, model }: { notes: readonly string[]; model: string },
): string {
  const { about, vectors } = directions;
  const all = lengths(directions);
  const step = Math.max(1, (all.length - 1) / (rows - 1));
  const shown = Array.from({ length: Math.min(rows, all.length) }, (_, i) => all[Math.round(i * step)]!);
  const right = (title: string) => ({ title, align: "right" as const });
  const count = `${vectors.size} layer${vectors.size === 1 ? "" : "s"}`;
  const path = shownPath(out, process.cwd());
  return [
    wrap(`Wrote ${path}: ${count} for ${about.model.name}, read as ${format}; + means: ${about.meaning}.`, 80),
    notes.map((note) => wrap(note, 80)).join("\n"),
    table(
      ["layer", "length", "stream", "share"].map(right),
      shown.map(({ layer, norm: length, medianNorm, share }) => [
        String(layer),
        length.toPrecision(3),
        medianNorm.toPrecision(3),
        share.toPrecision(2),
      ]),
    ),
    `Next: traitlab vector project ${path}${model === embedded ? "" : ` -m ${shownPath(model, process.cwd())}`}`,
  ].join("\n\n");
}
