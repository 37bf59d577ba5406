import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { writeFailure } from "../../base/files.ts";
import type { OnProgress } from "../../base/progress.ts";
import { layoutSafetensors, type SafetensorsLayout } from "../safetensors/layout.ts";
import { ensureCacheFile } from "./cache-file.ts";
import type { Form } from "./forms/form.ts";
import { identityOf } from "./identity.ts";
import type { FileState } from "./open-file.ts";
import { type PlanOptions, planNotes, planWeights } from "./plan.ts";
import { type PreparedWeights, rangesOf, type WeightsIndex, weightsOf } from "./prepared.ts";
import { readRows } from "./rows.ts";
import type { ExternalTensor, StoredTensor } from "./types.ts";

/** To be raised with every change of what a cache file holds. */
const repackVersion = 2;
/** A cache line, and more than any dtype asks for. */
const alignment = 64;

/** What of a model its weights are made from; a `ModelSource` is one. */
export interface WeightsSource {
  path: string;
  files: readonly FileState[];
  tensors: ReadonlyMap<string, StoredTensor>;
}

export interface PrepareOptions extends PlanOptions {
  /** Where converted weights live; made if it is not there. */
  cacheDir: string;
  signal?: AbortSignal;
  /** Called while tensors are converted, in bytes of the user's file. */
  onProgress?: OnProgress;
}

/**
 * Makes a model's weights ready to be mapped: floats where they lie, everything else converted once, tensor by tensor,
 * into one cache file (safetensors, every tensor at a multiple of 64 bytes) that later runs and other processes reuse.
 * Throws "bad-input" where the precision cannot be had or a file has changed, "incomplete" on a full disk, and the
 * signal's reason when aborted; no partial file is left.
 */
export async function prepareWeights(source: WeightsSource, options: PrepareOptions): Promise<PreparedWeights> {
  const plan = planWeights(source.tensors.values(), options);
  const layout = layoutOf(plan, options);
  const file = layout.places.size === 0 ? undefined : await cached(source, plan, layout, options);
  const index: WeightsIndex = {
    model: source.path,
    precision: options.precision,
    notes: planNotes(plan),
    tensors: new Map(
      [...plan].map(([{ name, shape }, form]) => [
        name,
        { shape, weight: form.weight((part) => placed(part, form, layout, file!)) },
      ]),
    ),
    bytes: 0,
  };
  const ranges = [...index.tensors.values()].flatMap(({ weight }) => rangesOf(weight));
  return weightsOf({ ...index, bytes: ranges.reduce((sum, { bytes }) => sum + bytes, 0) });
}

const layoutOf = (plan: ReadonlyMap<StoredTensor, Form>, { precision }: PrepareOptions): SafetensorsLayout => {
  const parts = [...plan.values()].flatMap((form) => form.parts);
  if (parts.length === 0) return { header: new Uint8Array(), places: new Map(), size: 0 };
  return layoutSafetensors(parts, { format: "traitlab-weights", version: String(repackVersion), precision }, alignment);
};

/** The path of the cache file that holds the plan's parts, made if it is not there. */
async function cached(
  source: WeightsSource,
  plan: ReadonlyMap<StoredTensor, Form>,
  layout: SafetensorsLayout,
  options: PrepareOptions,
): Promise<string> {
  const { precision, doubleQuant = false, exact = false, cacheDir, signal } = options;
  signal?.throwIfAborted();
  const identity = await identityOf(source.files, `${repackVersion}/${precision}/${doubleQuant}/${exact}`);
  makeFolder(cacheDir);
  const stem = basename(source.path)
    .replace(/\.gguf$/, "")
    .replace(/[^\w.-]+/g, "-");
  const path = join(cacheDir, `${stem}-${precision}-${identity.slice(0, 24)}.safetensors`);
  const converted = [...plan].filter(([, { parts }]) => parts.length > 0);
  const total = converted.reduce((sum, [tensor]) => sum + tensor.bytes, 0);
  let done = 0;
  return ensureCacheFile(path, layout, async (put) => {
    for (const [tensor, form] of converted) {
      await form.fill(async function* (multiple) {
        for await (const chunk of readRows(tensor, multiple)) {
          signal?.throwIfAborted();
          yield chunk;
          done += chunk.bytes.length;
          options.onProgress?.({ phase: "preparing weights", done, total, unit: "bytes" });
        }
      }, put);
    }
  });
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw writeFailure(path, error);
  }
}

function placed(name: string, form: Form, layout: SafetensorsLayout, file: string): ExternalTensor {
  const { dtype, shape } = form.parts.find((part) => part.name === name)!;
  return { name, dtype: dtype.toLowerCase() as ExternalTensor["dtype"], shape, file, ...layout.places.get(name)! };
}
