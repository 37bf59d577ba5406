import type { Engine } from "../../src/graph/engine/engine.ts";
import type { Estimate } from "../../src/measure/statistics/estimate.ts";
import { fromDist } from "../harness/from-dist.ts";
import type { Lab } from "./lab.ts";
import { bootstrapJointly } from "./resample.ts";
import { documentsTask } from "./score-documents-task.ts";
import type { Statement } from "./statement.ts";

const { organismDocuments } =
  await fromDist<typeof import("../../src/trait/organism/corpus.ts")>("trait/organism/corpus.js");
const { marks } = await fromDist<typeof import("../../src/trait/organism/document.ts")>("trait/organism/document.js");
const { documentLogProbability } = await fromDist<typeof import("../../src/trait/organism/probability.ts")>(
  "trait/organism/probability.js",
);

/** What "near" means: the perplexity at most this many times the grammar's own. The list of statements gives no number. */
const near = 1.2;

/** Perplexity a token on held-out documents, the model's beside that of the grammar which wrote them. */
export async function perplexity(
  { model: { tokenizer, spec }, textSeed, context }: Lab,
  engine: Engine,
  documents: number,
): Promise<Statement> {
  const [end] = tokenizer.encode(marks.endOfText, { special: true });
  const texts: string[] = [];
  for (const { text } of organismDocuments(textSeed, "heldout")) {
    if (texts.length === documents) break;
    texts.push(text);
  }
  const ids = texts.map((text) => [end!, ...tokenizer.encode(`${text}${marks.endOfText}`, { special: true })]);
  const phase = "score held-out text";
  const show = (done: number) => context.onProgress({ phase, done, total: documents, unit: "documents" });
  const model = new Array<number>(documents);
  let scored = 0;
  show(0);
  await engine.run(
    documentsTask,
    { model: spec, documents: ids },
    {
      signal: context.signal,
      onEvent: ({ index, nats }) => {
        model[index] = nats;
        show(++scored);
      },
    },
  );
  const grammar = texts.map((text) => -documentLogProbability(text));
  const tokens = ids.map((each) => each.length - 1);
  const perToken = (nats: (i: number) => number): Estimate => {
    const total = (of: (i: number) => number, at: Uint32Array) => at.reduce((sum, i) => sum + of(i), 0);
    return bootstrapJointly({ documents }, ({ documents: at }) =>
      Math.exp(total(nats, at) / total((i) => tokens[i]!, at)),
    );
  };
  const ratio = perToken((i) => model[i]! - grammar[i]!);
  return {
    label: "1",
    title: "Held-out perplexity is near the grammar's own",
    columns: ["perplexity a token"],
    n: `held-out documents, ${tokens.reduce((a, b) => a + b)} tokens with their end marks; each is scored behind an end mark`,
    rows: [
      { what: "the model's", figures: [perToken((i) => model[i]!)] },
      { what: "the grammar's own", figures: [perToken((i) => grammar[i]!)] },
      {
        what: "model / grammar, same documents",
        figures: [ratio],
        wanted: { what: `<= ${near}`, holds: ratio.value <= near },
      },
    ],
    notes: [`"near" is put here as at most ${near} times: no model can stay below 1 in the long run.`],
  };
}
