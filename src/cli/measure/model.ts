import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type EmojiMeasurement, measureEmoji } from "../../measure/emoji/measure.ts";
import { describeModel } from "../../model/source/describe.ts";
import { withRun } from "../../run/open.ts";
import type { Run } from "../../run/run.ts";
import { chooseQuestions } from "../../study/emoji/run-study.ts";
import { questionAbout, type Register } from "../../trait/questions.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { withEngine } from "../open-model.ts";
import type { Subject } from "../persona-option.ts";
import { bundledHashes } from "../tuning-rows.ts";
import { figuresText } from "./describe.ts";

interface MeasureCall {
  subject: Subject;
  /** The persona's folder. */
  persona: string | undefined;
  settings: {
    questions: number;
    register: Register;
    temperature: number;
    topP: number;
    maxNewTokens: number;
    accuracy: "int8" | "f32";
  };
  batch: number;
  threads: number | undefined;
  /** The run's folder; nothing is kept where there is none. */
  out: string | undefined;
  fresh: boolean;
}

/** Measures a model or persona, in a run's folder where one is named. */
export async function measureModel(call: MeasureCall, context: Context): Promise<Output> {
  const { subject, settings, out, fresh } = call;
  const { host, paths, seed, signal } = context;
  const { source, spec } = subject.model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const work = async (run?: Run) => {
    for (const note of [...(run?.notes ?? []), ...source.notes]) context.say(note);
    const { figures } = await asked(call, run, context);
    const { architecture, parameters } = describeModel(source.raw, source);
    const { trait, pole, inducer } = subject.persona ?? {};
    return {
      schema: 1,
      instrument: "emoji",
      model: { name: source.name, sha256, architecture, parameters },
      ...(inducer === undefined ? {} : { persona: { inducer, trait, pole } }),
      settings: { ...settings, seed },
      ...figures,
    };
  };
  const findings =
    out === undefined
      ? await work()
      : await withRun<Awaited<ReturnType<typeof work>>>(
          out,
          {
            command: "measure emoji",
            config: { ...settings, model: subject.model.given, persona: call.persona },
            seed,
            inputs: {
              model: sha256,
              ...personaHashes(subject, call.persona),
              ...bundledHashes(["test-topics.jsonl"], paths),
            },
            versions: host.versions,
            machine: host.machine,
            processes: host.processes,
            fresh,
          },
          work,
        );
  const title = `${subjectName(call)}: ${findings.n} answers, register ${settings.register}, temperature ${settings.temperature}, seed ${seed}`;
  const kept = out === undefined ? "" : `\n\nResponses and findings: ${relative(process.cwd(), out) || "."}`;
  return { json: findings, text: figuresText(title, findings, "responses") + kept };
}

function asked(
  { subject, settings, batch, threads }: MeasureCall,
  run: Run | undefined,
  context: Context,
): Promise<EmojiMeasurement> {
  const { seed, signal, onProgress } = context;
  const { spec, tokenizer } = subject.model;
  const { questions: count, register, temperature, topP, maxNewTokens } = settings;
  const questions = chooseQuestions(count, seed).map(({ id, topic }) => ({
    id,
    messages: subject.chat({ question: questionAbout(topic, register), topic }),
  }));
  const sampling = { temperature, topP, topK: 0, minP: 0, repetitionPenalty: 1 };
  return withEngine(threads, context, (engine) =>
    measureEmoji({
      engine,
      spec,
      tokenizer,
      questions,
      sampling,
      maxNewTokens,
      seed,
      batch,
      keep: run,
      signal,
      onProgress,
    }),
  );
}

function subjectName({ subject, persona }: MeasureCall): string {
  const { name } = subject.model.source;
  return persona === undefined ? name : `${name} as ${relative(process.cwd(), persona) || "."}`;
}

function personaHashes({ persona }: Subject, folder: string | undefined): Record<string, string> {
  if (folder === undefined) return {};
  const files = ["persona.json", ...(persona?.adapter === undefined ? [] : ["adapter/adapter_model.safetensors"])];
  return Object.fromEntries(
    files.map((name) => [
      `persona/${name}`,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}
