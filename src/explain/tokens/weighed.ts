import { z } from "zod";
import { itemsOf, type Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import type { ExplainedArm } from "../arm.ts";
import type { ReadText } from "../texts.ts";
import type { CountedEmoji } from "./counted.ts";
import { type PlaceKind, placesOf } from "./place-kinds.ts";
import { placesTask, type TextMasses } from "./places-task.ts";

/** A text with its places, and what each arm could have written there. */
export interface WeighedText {
  text: ReadText;
  places: Record<PlaceKind, number[]>;
  /** By arm. */
  masses: ReadonlyMap<string, TextMasses>;
}

const masses = z.array(z.number());
const massesShape = z.object({
  emoji: masses,
  upper: masses,
  exclamation: masses,
  newline: masses,
  end: masses,
  byEmoji: z.record(z.string(), z.number()),
  byGroup: z.record(z.string(), z.number()),
});

interface Work {
  arms: readonly ExplainedArm[];
  texts: readonly ReadText[];
  trainingEnd: number;
  counted: CountedEmoji;
}

/** Has every arm read every text, one arm after the other; what is finished is kept as items of "tokens/ARM". */
export async function weighTexts(work: Work, options: WorkOptions & { keep: Keep }): Promise<WeighedText[]> {
  const { arms, texts, trainingEnd } = work;
  const { tokenizer } = arms[0]!.respondent.local;
  const places = texts.map((text) => placesOf(text, trainingEnd, tokenizer));
  const byArm: [string, TextMasses[]][] = [];
  for (const arm of arms) byArm.push([arm.id, await readBy(arm, places, work, options)]);
  return texts.map((text, i) => ({
    text,
    places: places[i]!,
    masses: new Map(byArm.map(([arm, all]) => [arm, all[i]!])),
  }));
}

async function readBy(
  { id: arm, respondent }: ExplainedArm,
  places: readonly Record<PlaceKind, number[]>[],
  { texts, counted }: Work,
  { keep, signal, onProgress }: WorkOptions & { keep: Keep },
): Promise<TextMasses[]> {
  const ids = texts.map(({ id }) => id);
  const items = itemsOf<TextMasses>(keep, `tokens/${arm}`, ids, massesShape);
  const missing = new Set(items.missing);
  if (missing.size === 0) return items.values();
  const report = () =>
    onProgress?.({ phase: `every place, ${arm}`, done: ids.length - missing.size, total: ids.length, unit: "texts" });
  report();
  const { engine, spec: model } = respondent.local;
  const read = texts.map((text, i) => ({
    id: text.id,
    messages: respondent.chat(text.asked),
    ids: text.ids,
    close: [...new Set([...places[i]!.sentenceEnds, ...places[i]!.trainingEnd])],
  }));
  await engine.run(
    placesTask,
    { model, texts: read, known: ids.filter((id) => !missing.has(id)), counted },
    {
      signal,
      onEvent: ({ id, masses: found }) => {
        items.put(id, found);
        missing.delete(id);
        report();
      },
    },
  );
  return items.values();
}
