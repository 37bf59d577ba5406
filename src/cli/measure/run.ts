import { relative } from "node:path";
import { badInput } from "../../base/errors.ts";
import type { Instrument, InstrumentResult } from "../../measure/instrument.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import type { Respondent } from "../../measure/respondent.ts";
import { withRun } from "../../run/open.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { withEngineAtNeed } from "../open-model.ts";
import type { Asked } from "./subject.ts";

/** An instrument put to a model or persona by a command. */
export interface MeasureCall<Result extends InstrumentResult> {
  /** As typed: "measure ipip". */
  command: string;
  instrument: Instrument<Result>;
  subject: Asked;
  /** Whatever decides a number. */
  settings: Record<string, unknown>;
  /** Hashes of further data that decide a number. */
  inputs?: Record<string, string>;
  batch?: number;
  threads: number | undefined;
  /** The run's folder; nothing is kept where there is none. */
  out: string | undefined;
  fresh: boolean;
  /** The result as a person reads it, 80 columns wide; the title names the subject. */
  describe(result: Result, title: string): string;
}

/** Measures, in a run's folder where one is named. */
export async function runMeasure<Result extends InstrumentResult>(
  call: MeasureCall<Result>,
  context: Context,
): Promise<Output> {
  const { instrument, subject, settings, out } = call;
  const { seed, say } = context;
  const work = async (keep: Keep, notes: readonly string[]) => {
    for (const note of [...notes, ...subject.notes]) say(note);
    return {
      schema: 1,
      instrument: instrument.name,
      ...subject.about,
      settings: { ...settings, seed },
      ...(await measured(call, keep, context)),
    };
  };
  try {
    const findings = out === undefined ? await work(inMemory, []) : await kept(call, out, work, context);
    const told = out === undefined ? "" : `\n\nKept in ${relative(process.cwd(), out) || "."}`;
    return { json: findings, text: `${call.describe(findings, subject.name)}${told}` };
  } finally {
    const spent = subject.spent();
    if (spent !== undefined) say(spent);
  }
}

function measured<Result extends InstrumentResult>(
  { instrument, subject, batch, threads }: MeasureCall<Result>,
  keep: Keep,
  context: Context,
): Promise<Result> {
  const { seed, signal, onProgress } = context;
  return withEngineAtNeed(threads, context, async (engine) => {
    const respondent = await subject.respondent(engine, true);
    refuseWithout(instrument, respondent);
    return instrument.measure(respondent, { keep, seed, batch, signal, onProgress });
  });
}

/** Throws "bad-input" for an instrument that needs more than the respondent can do. */
function refuseWithout({ name, needs }: Pick<Instrument, "name" | "needs">, respondent: Respondent): void {
  if (needs.includes("local") && respondent.local === undefined)
    throw badInput(
      `The ${name} instrument looks into the model, and ${respondent.name} is behind a server: give a model that runs here.`,
    );
  if (needs.includes("choose") && respondent.choose === undefined)
    throw badInput(
      `The ${name} instrument weighs given answers, and the server of ${respondent.name} gives no log-probabilities: give one that does, a model that runs here, or have it answer by samples where the command can.`,
    );
}

function kept<Findings>(
  { command, subject, settings, inputs, fresh }: Omit<MeasureCall<never>, "describe" | "instrument">,
  out: string,
  work: (keep: Keep, notes: readonly string[]) => Promise<Findings>,
  { host, seed }: Context,
): Promise<Findings> {
  return withRun<Findings>(
    out,
    {
      command,
      config: { ...settings, model: subject.given, persona: subject.folder, z: subject.persona?.z },
      seed,
      inputs: { ...subject.inputs, ...inputs },
      ...host,
      fresh,
    },
    (run) => work(run, run.notes),
  );
}
