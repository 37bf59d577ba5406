import { relative } from "node:path";
import { usage } from "../../base/errors.ts";
import { onnxReader } from "../../measure/classifier/onnx/onnx-reader.ts";
import type { TextReader } from "../../measure/classifier/reader.ts";
import { classifiedBy } from "../../measure/judge/classified.ts";
import { type JudgingOptions, judgeInstrument, judgeTexts, type Others } from "../../measure/judge/instrument.ts";
import { type Judge, judgeOf } from "../../measure/judge/judge.ts";
import type { JudgeResult } from "../../measure/judge/result.ts";
import { coherenceRubric, traitRubric } from "../../measure/judge/rubric.ts";
import { judgeScales } from "../../measure/judge/scale.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { questionAbout } from "../../trait/questions.ts";
import { type Answerer, openAnswerer } from "../answerer.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, withEngineAtNeed } from "../open-model.ts";
import { serversOf } from "../servers.ts";
import type { ScoresGiven } from "../trait-scores.ts";
import { openReader } from "./classifier-reader.ts";
import { readJudgeFile } from "./judge-file.ts";
import { type JudgeCall, keptIn, type OpenedJudging, settingsOf } from "./judge-run.ts";
import { judgeText } from "./judge-text.ts";
import { samplingFrom } from "./options.ts";

/** Has a subject's answers, or a file's texts, judged; in a run's folder where one is named. */
export async function measureJudgeOf(call: JudgeCall, context: Context): Promise<Output> {
  const servers = serversOf(call, context);
  const { model, accuracy, persona, texts } = call;
  const open = async (name: string, folder?: string, z?: ScoresGiven) => {
    const answerer = await openAnswerer({ model: name, persona: folder, z, accuracy }, servers, context);
    answerer.model?.template();
    return answerer;
  };
  const judges: Answerer[] = [];
  for (const name of call.judge) judges.push(await open(name));
  const opened: OpenedJudging = {
    judges,
    subject: texts === undefined ? await open(model, persona, call.z) : undefined,
    before: call.pae ? await open(model) : undefined,
    file: texts === undefined ? undefined : readJudgeFile(texts, call),
    rubrics: [...call.poles.map(traitRubric), coherenceRubric],
    reader: undefined,
  };
  opened.reader = await readerOf(call, opened.subject?.model, context);
  try {
    return await measured(call, opened, context);
  } finally {
    const spent = servers.spent();
    if (spent !== undefined) context.say(spent);
  }
}

async function measured(call: JudgeCall, opened: OpenedJudging, context: Context): Promise<Output> {
  const { out } = call;
  const { subject, file, judges } = opened;
  const settings = settingsOf(call);
  const work = async (keep: Keep, notes: readonly string[]) => {
    const all = [...notes, ...[subject, ...judges].flatMap((each) => each?.notes ?? [])];
    for (const note of new Set(all)) context.say(note);
    return {
      schema: 1,
      instrument: "judge",
      ...(subject?.about ?? { texts: file!.path }),
      settings: { ...settings, seed: context.seed },
      ...(await judged(call, opened, keep, context)),
    };
  };
  const findings = out === undefined ? await work(inMemory, []) : await keptIn(call, opened, settings, work, context);
  const title = subject?.name ?? relative(process.cwd(), file!.path);
  const told = out === undefined ? "" : `\n\nKept in ${relative(process.cwd(), out) || "."}`;
  return { json: findings, text: judgeText(findings, title) + told };
}

function judged(call: JudgeCall, opened: OpenedJudging, keep: Keep, context: Context): Promise<JudgeResult> {
  const { seed, signal, onProgress } = context;
  const scale = judgeScales[call.scale];
  const { samples, judgeTokens, batch, maxNewTokens, register } = call;
  return withEngineAtNeed(call.threads, context, async (engine) => {
    const judges: Judge[] = [];
    for (const each of opened.judges) {
      const respondent = await each.respondent(engine, call.judgeBy !== "sampled");
      const alone = opened.judges.every((other) => other === each || other.name !== each.name);
      judges.push(judgeOf(alone ? respondent : { ...respondent, name: each.given }, scale, call.judgeBy));
    }
    const judging: JudgingOptions = { judges, rubrics: opened.rubrics, scale, samples, judgeTokens };
    const measuring = { keep, seed, batch, signal, onProgress };
    const { file, subject, before, reader } = opened;
    const classified = reader === undefined ? undefined : classifiedBy(reader, await engine());
    const others: Others = async (...given) => [...(file?.others ?? []), ...((await classified?.(...given)) ?? [])];
    if (file !== undefined) return judgeTexts(file.texts, judging, measuring, others);
    const instrument = judgeInstrument({
      ...judging,
      questions: chooseQuestions(call.questions, seed).map((each) => ({
        ...each,
        question: questionAbout(each.topic, register),
      })),
      sampling: samplingFrom(call),
      maxNewTokens,
      others,
      before: await before?.respondent(engine, false),
    });
    return instrument.measure(await subject!.respondent(engine, false), measuring);
  });
}

/** The classifier to compare with. Throws "usage" where it reads with the subject's model and that is not here. */
async function readerOf(
  { classifier, threads }: JudgeCall,
  model: OpenedModel | undefined,
  context: Context,
): Promise<TextReader | undefined> {
  if (classifier === undefined) return undefined;
  if (classifier.by === "onnx") return onnxReader(classifier.folder, { cacheDir: context.paths.cache });
  if (model !== undefined) return (await openReader(classifier, model, threads, context)).reader;
  throw usage(
    `--classifier ${classifier.by} reads with the model that answered, and it is not here: give --classifier onnx:DIR, or leave it out.`,
  );
}
