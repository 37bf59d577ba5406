import { z } from "zod";
import type { Keep } from "../../measure/keep.ts";
import { itemsOf } from "../../measure/keep.ts";
import type { LocalModel, WorkOptions } from "../../measure/respondent.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { Asked } from "../../model/persona-chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";
import { packed, unpacked } from "./floats.ts";
import { type Moments, momentsTask } from "./moments-task.ts";
import { type PlaceSet, placeSets, placesOf } from "./places.ts";
import { tapOf, type UnitKind, unitKinds } from "./units.ts";

/** Who reads the texts: a model with or without an adapter, behind a chat. */
export interface Reader {
  id: string;
  local: LocalModel;
  chat(asked: Asked): ChatMessage[];
}

/** What every unit of every layer did while an arm read the texts; vectors are [layers * width]. */
export interface Activations {
  /** Tokens of each set of places. */
  counts: Record<PlaceSet, number>;
  means: Record<UnitKind, Record<PlaceSet, Float64Array>>;
}

/** The same with what the base model is asked beside it. */
export interface BaseActivations extends Activations {
  /** Standard deviations over tokens. */
  deviations: Record<UnitKind, Record<PlaceSet, Float64Array>>;
  /** The largest magnitude at any token, the prompts' among them. */
  peaks: Record<UnitKind, Float64Array>;
}

const byPlace = z.object({ tokens: z.string(), sentenceEnds: z.string() });
const byKind = <Shape extends z.ZodType>(shape: Shape) => z.object({ mlp: shape, residual: shape });
const itemSchema = z.object({
  counts: z.object({ tokens: z.number(), sentenceEnds: z.number() }),
  means: byKind(byPlace),
  deviations: byKind(byPlace).optional(),
  peaks: byKind(z.string()).optional(),
});
type Item = z.infer<typeof itemSchema>;

export interface ReadOptions extends WorkOptions {
  keep: Keep;
  /** The group of items that they are kept as. */
  group: string;
  config: ModelConfig;
  /** With deviations and peaks: {@link BaseActivations}. */
  squares: boolean;
}

/** Has each reader read the texts, one after the other, since an engine keeps one session; what is kept already is not read again. */
export async function readActivations(
  readers: readonly Reader[],
  texts: readonly ReadText[],
  { keep, group, config, squares, signal, onProgress }: ReadOptions,
): Promise<Activations[]> {
  const ids = readers.map(({ id }) => id);
  const items = itemsOf<Item>(keep, group, ids, itemSchema);
  const missing = new Set(items.missing);
  const taps = unitKinds.flatMap((kind) => Array.from({ length: config.layers }, (_, layer) => tapOf(kind, layer)));
  const total = readers.length * texts.length;
  let done = (readers.length - missing.size) * texts.length;
  const report = () => onProgress?.({ phase: "activations", done, total, unit: "texts" });
  report();
  for (const { id, local, chat } of readers.filter((reader) => missing.has(reader.id))) {
    const read = texts.map((text) => ({
      id: text.id,
      messages: chat(text.asked),
      response: text.ids,
      places: placesOf(text, local.tokenizer),
    }));
    const request = { model: local.spec, taps, texts: read, sets: placeSets.length, squares };
    const onEvent = (event: { texts: number }) => {
      done += event.texts;
      report();
    };
    items.put(id, itemOf(await local.engine.run(momentsTask, request, { signal, onEvent }), config));
  }
  return items.values().map(activationsOf);
}

/** Adds the base's own to its activations. Throws Error where they were read without. */
export function asBase(activations: Activations): BaseActivations {
  if (!("deviations" in activations))
    throw new Error("the base model's activations were read without their deviations");
  return activations as BaseActivations;
}

function itemOf({ counts, sums, squares, peaks }: Moments, { layers }: ModelConfig): Item {
  const whole = (of: (tap: string) => Float64Array) => (kind: UnitKind) =>
    packed(concatenated(Array.from({ length: layers }, (_, layer) => of(tapOf(kind, layer)))));
  const mean = (sum: number, set: number) => sum / Math.max(1, counts[set]!);
  const over = (of: (tap: string, set: number) => Float64Array) =>
    kinds((kind) => places((set) => whole((tap) => of(tap, set))(kind)));
  return {
    counts: places((set) => counts[set]!),
    means: over((tap, set) => sums[tap]![set]!.map((sum) => mean(sum, set))),
    ...(squares && {
      deviations: over((tap, set) =>
        squares[tap]![set]!.map((square, i) =>
          Math.sqrt(Math.max(0, mean(square, set) - mean(sums[tap]![set]![i]!, set) ** 2)),
        ),
      ),
    }),
    ...(peaks && { peaks: kinds(whole((tap) => peaks[tap]!)) }),
  };
}

function activationsOf({ counts, means, deviations, peaks }: Item): Activations | BaseActivations {
  const read = (of: Record<UnitKind, Record<PlaceSet, string>>) =>
    kinds((kind) => ({ tokens: unpacked(of[kind].tokens), sentenceEnds: unpacked(of[kind].sentenceEnds) }));
  return {
    counts,
    means: read(means),
    ...(deviations && { deviations: read(deviations) }),
    ...(peaks && { peaks: kinds((kind) => unpacked(peaks[kind])) }),
  };
}

const kinds = <T>(of: (kind: UnitKind) => T): Record<UnitKind, T> => ({ mlp: of("mlp"), residual: of("residual") });
const places = <T>(of: (set: number) => T): Record<PlaceSet, T> => ({ tokens: of(0), sentenceEnds: of(1) });

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
