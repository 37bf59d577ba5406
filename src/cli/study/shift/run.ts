import { join } from "node:path";
import { writeFileAtomic } from "../../../base/files.ts";
import { keepUnder } from "../../../measure/keep.ts";
import { shiftSummary } from "../../../report/shift/terminal.ts";
import { contents } from "../../../run/folder.ts";
import { showRun } from "../../../run/list.ts";
import type { ShiftConfig } from "../../../study/shift/config.ts";
import type { ShiftFindings } from "../../../study/shift/findings.ts";
import { runShiftStudy } from "../../../study/shift/run-study.ts";
import { contrastTrait } from "../../../trait/contrast/load.ts";
import type { CorpusArm } from "../../../trait/corpus/arms.ts";
import { rowsIn } from "../../../trait/corpus/tuning.ts";
import { type Output, untyped, type Values } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openReader } from "../../measure/classifier-reader.ts";
import { type OpenedModel, withEngine } from "../../open-model.ts";
import { shownPath } from "../../paths.ts";
import { type Servers, serverOptions, serversOf } from "../../servers.ts";
import { answersHashes, bundledHashes } from "../../tuning-rows.ts";
import { openVector } from "../../vector/open.ts";
import { openScorer } from "../../vector/scorer.ts";
import { choicesOf, studyInRun } from "../in-run.ts";
import { terminalStyle } from "../run.ts";
import { tunerOf } from "../tune.ts";
import type { shiftStudyOptions } from "./options.ts";
import { reportOfShift } from "./report.ts";

interface ShiftCall {
  config: ShiftConfig;
  given: Values<typeof shiftStudyOptions> & { model: string };
  model: OpenedModel;
  threads: number | undefined;
  out: string;
  fresh: boolean;
}

/** Runs or continues the study in its folder, writes the report and says what came out. */
export async function runShift(call: ShiftCall, context: Context): Promise<Output> {
  const servers = serversOf({ ...untyped(serverOptions), out: call.out }, context);
  try {
    return await inRun(call, servers, context);
  } finally {
    const spent = servers.spent();
    if (spent !== undefined) context.say(spent);
  }
}

async function inRun({ config, given, model, threads, out, fresh }: ShiftCall, servers: Servers, context: Context) {
  const { host, paths, seed, signal, onProgress } = context;
  const { spec, tokenizer, answers, source } = model;
  const vector = given.vector === undefined ? undefined : await openVector(given.vector, model, {}, context);
  const scoring = await openScorer({ ...given, threads }, { model, pole: config.trait }, servers, context);
  const reader =
    config.poles.length > 0
      ? (await openReader({ by: "taps", folder: undefined }, model, threads, context)).reader
      : undefined;
  const { batch: _, ...deciding } = config;
  const findings = await studyInRun<ShiftFindings>(
    {
      command: "study shift",
      config: { ...deciding, ...scoring.settings, vector: given.vector },
      model,
      inputs: {
        ...answersHashes(model, paths),
        ...bundledHashes(["test-topics.jsonl"], paths),
        ...scoring.inputs,
        ...(reader && { classifier: reader.sha256 }),
        ...(vector && { vector: vector.sha256 }),
      },
      choices: { ...choicesOf(config, model), judge: { value: scoring.settings.judge, reason: scoring.reason } },
      out,
      fresh,
    },
    context,
    (run, facts) =>
      withEngine(threads, context, async (engine) => {
        const trait = contrastTrait(config.trait.replace("/", "-"));
        const work = { keep: keepUnder(run, "scorer"), seed, batch: config.batch, signal, onProgress };
        const scorer = await scoring.make(trait, {
          ...work,
          engine: async () => engine,
          maxNewTokens: config.maxNewTokens,
        });
        return runShiftStudy({
          config,
          run,
          engine,
          spec,
          size: source.config,
          tokenizer,
          model: facts,
          answers,
          rowsOf: (arm) => rowsIn(answers, arm as CorpusArm, { sentences: config.sentences }),
          given: vector?.directions,
          scorer: scorer!,
          reader,
          seed,
          tune: tunerOf({ tuning: config.tuning, model, engine, sha256: facts.sha256 }, context),
          signal,
          onProgress,
        });
      }),
  );
  const reportPath = join(out, contents.report);
  writeFileAtomic(reportPath, await reportOfShift(showRun(out, host.processes), context, model.given));
  const summary = shiftSummary(findings, { reportPath: shownPath(reportPath, process.cwd()), style: terminalStyle() });
  return { json: findings, text: summary };
}
