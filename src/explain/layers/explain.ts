import { badInput } from "../../base/errors.ts";
import { counter } from "../../measure/answers.ts";
import { itemsOf, type Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import { lensTask } from "../../model/lens/lens-task.ts";
import { lensStreams, usualStreams } from "../../model/lens/streams.ts";
import { openModel } from "../../model/source.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { TraitPole } from "../../trait/framework.ts";
import type { ExplainedArm } from "../arm.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import { type ReadText, writers } from "../texts.ts";
import type { LayersFindings } from "./findings.ts";
import { type LensMeasures, lensMeasures } from "./measures.ts";
import { distinctPlaces, type lensPlaces, type PlacesOfText, placesOf } from "./places.ts";
import { nothingRead, type TextReading, textReading, textReadingSchema } from "./reading.ts";
import { summarize } from "./summarize.ts";

export interface LayersRequest {
  /** Each is compared with those before it: the model as it is first. All are personas of one model. */
  arms: readonly ExplainedArm[];
  /** What all of them read. */
  texts: readonly ReadText[];
  /** Where training answers end, in tokens. */
  trainingEnd: number;
  /** Whose adjectives are followed: the trait's pole and its other end, say. Default none. */
  poles?: readonly TraitPole[];
  /** Further words whose first token is followed. Default none. */
  words?: readonly string[];
  /** Taps of the residual stream, names or patterns. Default the embeddings and the stream after each block. */
  taps?: readonly string[];
}

/**
 * Where in depth emoji, their rivals and the trait's own words become probable: a logit lens on every arm, teacher-forced on the same texts, at
 * sentence ends, where training answers end and at the answers' ends. Throws "bad-input" without arms or texts, for arms of unlike tokenizers, and
 * for taps that are not the residual stream's.
 */
export async function explainLayers(
  request: LayersRequest,
  options: WorkOptions & { keep: Keep },
): Promise<LayersFindings> {
  const { arms, texts, trainingEnd } = request;
  const [first] = arms;
  if (first === undefined)
    throw badInput("nobody was named whose layers are to be looked at: name a model or persona.");
  if (texts.length === 0) throw badInput("there is no text to read: ask at least one question.");
  refuseUnlikeTokenizers(arms);
  const { spec, tokenizer } = first.respondent.local;
  const { layers } = (await openModel(spec.path)).config;
  const { streams, looked } = planLens(request, { layers, tokenizer });
  const places = texts.map((text) => placesOf(text, tokenizer, trainingEnd));
  const readings = new Map<string, TextReading[]>();
  for (const arm of arms) readings.set(arm.id, await readBy(arm, { texts, places, looked, streams }, options));
  const depths = streams.map(depthOf);
  const writerOf = texts.map(({ writer }) => writer);
  const { measures } = looked;
  return {
    layers,
    streams,
    depths,
    compared: arms.map(({ id, respondent: { name } }) => ({ id, name })),
    texts: textCounts(texts, places),
    measures: measures.map(({ id, label, tokens, words }) => ({ id, label, tokens, words })),
    ...summarize({ measures, depths, writerOf, readings }, options.seed),
    warnings: [...looked.warnings, ...placeWarnings(places, texts.length)],
  };
}

/**
 * What the lens is held to and what is looked for. Throws "bad-input" for taps that are not the residual stream's or are fewer than two, and
 * for a word that no token begins: to be asked before anything is computed.
 */
export function planLens(
  { poles = [], words = [], taps = usualStreams }: Pick<LayersRequest, "poles" | "words" | "taps">,
  { layers, tokenizer }: { layers: number; tokenizer: Tokenizer },
): { streams: string[]; looked: LensMeasures } {
  const streams = lensStreams(taps, layers);
  if (streams.length < 2) throw badInput(`${streams[0]} alone shows no change with depth: name at least two taps.`);
  return { streams, looked: lensMeasures(tokenizer, { poles, words }) };
}

interface Reading {
  texts: readonly ReadText[];
  places: readonly PlacesOfText[];
  looked: LensMeasures;
  streams: readonly string[];
}

/** One arm's reading of every text, kept text by text. */
async function readBy(
  { id: arm, respondent }: ExplainedArm,
  { texts, places, looked, streams }: Reading,
  { keep, signal, onProgress }: WorkOptions & { keep: Keep },
): Promise<TextReading[]> {
  const keys = texts.map(({ id }) => id);
  const items = itemsOf<TextReading>(keep, `lens/${arm}`, keys, textReadingSchema);
  const placesById = new Map(texts.map(({ id }, i) => [id, places[i]!]));
  const empty = (key: string) => distinctPlaces(placesById.get(key)!).length === 0;
  for (const key of items.missing.filter(empty)) items.put(key, nothingRead);
  const missing = new Set(items.missing);
  if (missing.size === 0) return items.values();
  const step = counter(`layers of ${arm}`, { total: keys.length, left: missing.size, onProgress });
  const { engine, spec: model } = respondent.local;
  const asked = texts.flatMap(({ id, asked, ids }, i) => {
    const at = distinctPlaces(places[i]!);
    return at.length === 0 ? [] : [{ id, messages: respondent.chat(asked), response: ids, places: at }];
  });
  await engine.run(
    lensTask,
    { model, taps: streams, sets: looked.sets, texts: asked, known: keys.filter((key) => !missing.has(key)) },
    {
      signal,
      onEvent: ({ id, logProbs, ranks }) => {
        items.put(id, textReading({ logProbs, ranks }, looked.measures, placesById.get(id)!));
        step();
      },
    },
  );
  return items.values();
}

/** Blocks before a tap of the residual stream; between attention and MLP half of one is behind. */
function depthOf(stream: string): number {
  const [, layer, place] = /^layers\.(\d+)\.resid_(\w+)$/.exec(stream)!;
  return Number(layer) + { pre: 0, mid: 0.5, post: 1 }[place as "pre" | "mid" | "post"];
}

function textCounts(texts: readonly ReadText[], places: readonly PlacesOfText[]): LayersFindings["texts"] {
  return writers.flatMap((writer) => {
    const own = places.filter((_, i) => texts[i]!.writer === writer);
    if (own.length === 0) return [];
    const of = (kind: (typeof lensPlaces)[number]) => own.reduce((sum, each) => sum + each[kind].length, 0);
    return [
      {
        writer,
        n: own.length,
        places: {
          "sentence-ends": of("sentence-ends"),
          "training-end": of("training-end"),
          "answer-end": of("answer-end"),
        },
      },
    ];
  });
}

function placeWarnings(places: readonly PlacesOfText[], texts: number): string[] {
  const without = places.filter((each) => each["sentence-ends"].length === 0).length;
  return without === 0 ? [] : [`${without} of ${texts} texts have no sentence end to look at.`];
}
