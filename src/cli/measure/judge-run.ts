import { createHash } from "node:crypto";
import { canonicalJson } from "../../base/json.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { TextReader } from "../../measure/classifier/reader.ts";
import type { JudgeMethod } from "../../measure/judge/judge.ts";
import { judgePrompt, type Rubric } from "../../measure/judge/rubric.ts";
import { type JudgeScale, judgeScales } from "../../measure/judge/scale.ts";
import type { Keep } from "../../measure/keep.ts";
import { withRun } from "../../run/open.ts";
import type { TraitPole } from "../../trait/framework.ts";
import type { Register } from "../../trait/questions.ts";
import type { Answerer } from "../answerer.ts";
import type { Values } from "../command.ts";
import type { Context } from "../context.ts";
import type { serverOptions } from "../servers.ts";
import type { ScoresGiven } from "../trait-scores.ts";
import { bundledHashes } from "../tuning-rows.ts";
import type { Reads } from "./classifier-kind.ts";
import type { JudgeFile } from "./judge-file.ts";

/** What was typed. */
export interface JudgeCall extends Values<typeof serverOptions> {
  model: string;
  persona: string | undefined;
  z: ScoresGiven | undefined;
  poles: readonly TraitPole[];
  judge: readonly string[];
  scale: JudgeScale["name"];
  judgeBy: JudgeMethod | undefined;
  samples: number;
  judgeTokens: number;
  pae: boolean;
  texts: string | undefined;
  column: string | undefined;
  against: string | undefined;
  classifier: Reads | undefined;
  questions: number;
  register: Register;
  temperature: number;
  topP: number;
  maxNewTokens: number;
  accuracy: Accuracy;
  batch: number;
  threads: number | undefined;
  out: string | undefined;
  fresh: boolean;
}

/** Everything that is opened before anything is computed. */
export interface OpenedJudging {
  judges: readonly Answerer[];
  /** Undefined where texts of a file are judged. */
  subject: Answerer | undefined;
  /** The model without its persona, where it is taken off. */
  before: Answerer | undefined;
  file: JudgeFile | undefined;
  rubrics: readonly Rubric[];
  /** Who reads the answers beside the judges. */
  reader: TextReader | undefined;
}

/** Whatever decides a number. */
export function settingsOf(call: JudgeCall) {
  const { poles, judge, scale, judgeBy, samples, judgeTokens, pae, column, against } = call;
  const { questions, register, temperature, topP, maxNewTokens, accuracy } = call;
  const asking = { pae, questions, register, temperature, topP, maxNewTokens };
  return {
    traits: poles.map(({ trait, pole }) => `${trait}/${pole}`),
    judges: judge,
    scale,
    judgeBy: judgeBy ?? "as can be",
    samples,
    judgeTokens,
    accuracy,
    ...(call.classifier === undefined ? {} : { classifier: call.classifier.by }),
    ...(call.texts === undefined ? asking : { column, against }),
  };
}

/** Does the work in the run's folder, or gives back what a finished one found. */
export function keptIn<Findings>(
  call: JudgeCall,
  { subject, file, judges, rubrics, reader }: OpenedJudging,
  settings: ReturnType<typeof settingsOf>,
  work: (keep: Keep, notes: readonly string[]) => Promise<Findings>,
  { host, seed, paths }: Context,
): Promise<Findings> {
  const asked = rubrics.map((rubric) => judgePrompt(rubric, { text: "" }, judgeScales[call.scale]));
  return withRun<Findings>(
    call.out!,
    {
      command: "measure judge",
      config: {
        ...settings,
        ...(subject ? { model: subject.given, persona: call.persona, z: subject.persona?.z } : { texts: file!.path }),
      },
      seed,
      inputs: {
        ...(subject ? { ...subject.inputs, ...bundledHashes(["test-topics.jsonl"], paths) } : { texts: file!.sha256 }),
        ...Object.fromEntries(judges.map(({ inputs }, i) => [`judge${i + 1}`, inputs.model!])),
        ...(reader === undefined ? {} : { reader: reader.sha256 }),
        rubrics: createHash("sha256").update(canonicalJson(asked)).digest("hex"),
      },
      ...host,
      fresh: call.fresh,
    },
    (run) => work(run, run.notes),
  );
}
