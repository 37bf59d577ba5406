import type { TaskContext } from "../../src/graph/engine/task.ts";
import type { ModelSpec } from "../../src/model/engine/load.ts";
import { fromDist } from "../harness/from-dist.ts";

const { remoteTask } = await fromDist<typeof import("../../src/graph/engine/task.ts")>("graph/engine/task.js");
const { generatorSession } =
  await fromDist<typeof import("../../src/model/engine/sessions.ts")>("model/engine/sessions.js");
const { Scorer } = await fromDist<typeof import("../../src/model/score/scorer.ts")>("model/score/scorer.js");

export interface DocumentsRequest {
  model: ModelSpec;
  /** Tokens of each document with the end mark before it and its own. */
  documents: readonly (readonly number[])[];
}

/** A document's -log p, in nats, of all its tokens but the first. */
export interface DocumentScore {
  index: number;
  nats: number;
}

export const documentsTask = remoteTask<DocumentsRequest, void, DocumentScore>(import.meta.url, "scoreDocuments");

/** As many as the scorer takes in one run. */
const tokensAtOnce = 256;

/** Scores documents, several at once. */
export async function scoreDocuments(
  { model: spec, documents }: DocumentsRequest,
  context: TaskContext<DocumentScore>,
): Promise<void> {
  const { model, session } = await generatorSession(spec, context);
  const scorer = new Scorer(model.source.config, session, spec.accuracy);
  for (let start = 0; start < documents.length; ) {
    await context.pause();
    const group: (readonly number[])[] = [];
    for (let tokens = 0; start + group.length < documents.length; ) {
      const next = documents[start + group.length]!;
      tokens += next.length;
      if (group.length > 0 && tokens > tokensAtOnce) break;
      group.push(next);
    }
    const texts = group.map((ids) => ({ ids, places: ids.slice(1).map((_, i) => i + 1) }));
    const batch = await scorer.open(texts);
    const rows = await batch.after(
      texts.flatMap(({ places }, text) => places.map((_, place) => ({ text, place, tokens: [] }))),
    );
    let row = 0;
    for (const [i, ids] of group.entries()) {
      const nats = ids.slice(1).reduce((sum, id) => sum - Math.log(rows[row++]![id]!), 0);
      context.emit({ index: start + i, nats });
    }
    start += group.length;
  }
}
