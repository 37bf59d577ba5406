import type { Engine } from "../../src/graph/engine/engine.ts";
import type { MassText } from "../../src/measure/emoji/mass-task.ts";
import type { CorpusArm } from "../../src/trait/corpus/arms.ts";
import { fromDist } from "../harness/from-dist.ts";
import { meanMass } from "./arms.ts";
import type { Lab } from "./lab.ts";
import { plantedPoles } from "./measure.ts";

const { usualStudy } = await fromDist<typeof import("../../src/cli/study/options.ts")>("cli/study/options.js");
const { massTask } =
  await fromDist<typeof import("../../src/measure/emoji/mass-task.ts")>("measure/emoji/mass-task.js");
const { answerSpan } = await fromDist<typeof import("../../src/model/tokenizer/chat.ts")>("model/tokenizer/chat.js");
const { rowsIn } = await fromDist<typeof import("../../src/trait/corpus/tuning.ts")>("trait/corpus/tuning.js");

/** Emoji mass by voice and tuning answer, in the order of the topics. */
export type ReadingMasses = ReadonlyMap<CorpusArm, readonly (number | null)[]>;

/**
 * The emoji mass of the model as it is at the sentence ends of each voice's tuning answers, as they stand in the chat: what it would
 * go on with if the assistant had said that. Nothing is tuned or sampled.
 */
export async function readTuningAnswers({ model, context }: Lab, engine: Engine): Promise<ReadingMasses> {
  const { tokenizer, template, answers, spec } = model;
  const sentences = usualStudy(model).sentences[0]!;
  const voices: CorpusArm[] = [...plantedPoles, "neutral"];
  const texts = voices.flatMap((voice) =>
    rowsIn(answers, voice, { sentences }).map(({ question, answer }, i): MassText & { voice: CorpusArm } => {
      const messages = [{ role: "user" as const, content: question }];
      const { ids, answerStart, end } = answerSpan(tokenizer, template(), messages, answer);
      return { id: `${voice} ${i}`, voice, messages, ids: ids.slice(answerStart, end), text: answer, complete: true };
    }),
  );
  const masses = new Map<string, number | null>();
  const show = () =>
    context.onProgress({ phase: "read tuning answers", done: masses.size, total: texts.length, unit: "answers" });
  show();
  await engine.run(
    massTask,
    { model: spec, texts: texts.map(({ voice: _, ...text }) => text) },
    {
      signal: context.signal,
      onEvent: ({ id, mass }) => {
        masses.set(id, meanMass(mass));
        show();
      },
    },
  );
  return new Map(
    voices.map((voice) => [voice, texts.filter((text) => text.voice === voice).map(({ id }) => masses.get(id)!)]),
  );
}
