import { join, resolve } from "node:path";
import { writeFileAtomic } from "../../base/files.ts";
import { contents } from "../../run/folder.ts";
import { showRun } from "../../run/list.ts";
import type { RunOptions } from "../../run/open.ts";
import { withRun } from "../../run/open.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { withEngineAtNeed } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { serversOf } from "../servers.ts";
import { answersHashes } from "../tuning-rows.ts";
import { type ExtractGiven, type OpenedExtraction, openExtraction } from "./extract-open.ts";
import { renderExtraction } from "./extract-report.ts";
import { extractText } from "./extract-text.ts";
import { type ExtractionFindings, runExtraction } from "./extract-work.ts";

/** Extracts the vector of a trait into a run's folder, with its report. */
export async function extractVectorOf(given: ExtractGiven, context: Context): Promise<Output> {
  const { host, say } = context;
  const servers = serversOf(given, context);
  const opened = await openExtraction(given, servers, context);
  const folder = given.out ?? resolve("vectors", opened.trait.id);
  try {
    const findings = await withRun<ExtractionFindings>(folder, runOptions(given, opened, context), async (run) => {
      for (const note of [...run.notes, ...opened.model.source.notes]) say(note);
      say(`Contrast by ${opened.source.from}: ${opened.source.reason}.`);
      say(`${opened.scorer.reason}.`);
      return withEngineAtNeed(given.threads, context, (engine) =>
        runExtraction(given, opened, { run, engine }, context),
      );
    });
    writeFileAtomic(join(folder, contents.report), renderExtraction(showRun(folder, host.processes)));
    return { json: findings, text: extractText(findings, shownPath(folder, process.cwd())) };
  } finally {
    const spent = servers.spent();
    if (spent !== undefined) say(spent);
  }
}

function runOptions(
  given: ExtractGiven,
  { model, about, trait, source, scorer, others, settings }: OpenedExtraction,
  { seed, host, paths }: Context,
): RunOptions {
  return {
    command: "vector extract",
    config: { ...settings, model: model.given },
    seed,
    inputs: {
      model: about.sha256,
      ...trait.inputs,
      ...(source.from === "answers" ? answersHashes(model, paths) : {}),
      ...scorer.inputs,
      ...Object.fromEntries(others.map(({ sha256 }, i) => [`orthogonal${i + 1}`, sha256])),
    },
    choices: {
      from: { value: source.from, reason: source.reason },
      judge: { value: scorer.settings.judge, reason: scorer.reason },
    },
    ...host,
    fresh: given.fresh,
  };
}
