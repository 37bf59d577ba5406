import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { badInput, usage } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import { writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import { type Screened, type ScreenRow, screenRows } from "../../measure/projection/screen.ts";
import {
  differenceMethods,
  readScreenFindings,
  type ScreenFindings,
} from "../../measure/projection/screen-findings.ts";
import { screenSections } from "../../report/vector/screen.ts";
import { contents } from "../../run/folder.ts";
import { readExchanges } from "../../trait/corpus/exchanges.ts";
import { type Cells, readRows } from "../../trait/corpus/read-file.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { decimal, integer, oneOf, path, text } from "../kinds.ts";
import { questionOptions, samplingFrom } from "../measure/options.ts";
import { openForCommand } from "../open-model.ts";
import { respondentOf, withPersona } from "../persona-option.ts";
import { openAxes } from "./axes.ts";
import { neutralRows } from "./neutral.ts";
import { forceOption, vectorOptions } from "./options.ts";
import { openScoring, scoringOptions } from "./scoring.ts";
import { screenText } from "./screen-text.ts";
import { runVectors, type VectorReport } from "./work.ts";

export const screenOptions = {
  ...vectorOptions,
  data: parameter("--data <file>", "training rows, .jsonl or .csv: question and answer, messages, ...", path),
  method: parameter("--method <how>", "exact, sampled, proxy", oneOf(differenceMethods), "exact" as const),
  sample: parameter("--sample <n>", "rows held against own answers, with sampled", integer({ min: 2 }), 50),
  percentile: parameter("--percentile <p>", "of clean text, above it is flagged", decimal({ min: 50, max: 100 }), 95),
  clean: parameter("--clean <file>", "clean rows (default: the bundled neutral answers)", path),
  planted: parameter("--planted <field>", "rows whose field is true are known to be bad", text),
  temperature: questionOptions.temperature,
  topP: questionOptions.topP,
  maxNewTokens: questionOptions.maxNewTokens,
  force: forceOption,
  ...scoringOptions,
};

export const screenReport: VectorReport = {
  title: "What training data would teach",
  usual: Object.fromEntries(Object.entries(screenOptions).map(([name, { fallback }]) => [name, fallback])),
  sections: (findings, where) => screenSections(readScreenFindings(findings, where)),
};

/** Ranks training data along a vector and flags what stands out. */
export async function screenOf(
  given: Values<typeof screenOptions> & { vector: string },
  context: Context,
): Promise<Output> {
  const { data, layers, force, accuracy, method, sample, percentile, clean, planted, batch, threads, out, fresh } =
    given;
  if (data === undefined) throw usage("Name the training rows to screen with --data.");
  const cells = readRows(data);
  const rows = rowsOf(data, cells, planted);
  const model = await openForCommand(given, context);
  model.template();
  const base = await withPersona(model, undefined, context);
  const opened = await openAxes([given.vector], model, { layers, force, usual: "all" }, context);
  const [vector] = opened.vectors;
  const { directions, main } = vector!;
  const scoring = await openScoring(given, directions.about, model, context);
  const { temperature, topP, maxNewTokens } = given;
  const cleanRows = clean === undefined ? neutralRows(model) : rowsOf(clean, readRows(clean), undefined);
  const origin = clean === undefined ? model.answers.origin : clean;
  return runVectors<ScreenFindings>(
    {
      command: "vector screen",
      vectors: [given.vector],
      model,
      title: `${model.source.name}, ${rows.length} rows of ${data}`,
      about: {},
      settings: {
        ...{ data, clean, planted, method, percentile, layers, accuracy, force },
        ...(method === "sampled" ? { sample } : {}),
        ...(method === "proxy" ? {} : { temperature, topP, maxNewTokens }),
        ...scoring.settings,
      },
      inputs: {
        ...opened.inputs,
        ...scoring.inputs,
        data: fileSha256(data),
        ...(clean === undefined ? {} : { clean: fileSha256(clean) }),
      },
      ...{ batch, threads, out, fresh },
      work: async (engine, options, folder) => {
        const respondent = respondentOf(base, engine);
        const screened = await screenRows(
          {
            ...{ axes: opened.axes, main, rows, method, sample, percentile },
            base: { ...respondent, local: respondent.local! },
            clean: { origin, rows: cleanRows },
            scorer: await scoring.scorer(engine, options, maxNewTokens),
          },
          { ...options, sampling: samplingFrom(given), maxNewTokens },
        );
        if (folder !== undefined) writeRanking(folder, screened, cells);
        return screened.findings;
      },
      describe: screenText,
      report: screenReport,
      spent: scoring.spent,
    },
    context,
  );
}

/** The rows of a file; emoji may stand in them, since nothing is trained here. Throws "bad-input" as `readTuningFile` does, and for a field that no row has. */
function rowsOf(file: string, cells: readonly Cells[], planted: string | undefined): ScreenRow[] {
  const rows = readExchanges(file, cells);
  if (planted !== undefined && !cells.some((row) => Object.hasOwn(row, planted)))
    throw badInput(`${file} has no column "${planted}" for --planted; it has ${Object.keys(cells[0]!).join(", ")}.`);
  return rows.map(({ question, answer }, i) => ({
    question,
    answer,
    planted: planted === undefined ? null : isTrue(cells[i]![planted]),
  }));
}

const isTrue = (cell: unknown): boolean => /^(true|yes|1)$/i.test(String(cell ?? "").trim());

const columns = [
  ...["rank", "row", "question", "answer", "metric", "deviations", "difference", "proxy", "score", "combined"],
  ...["flagged", "reasons", "planted"],
];

/** `ranked.csv`: every row, the most suspicious first; `flagged.jsonl`: the flagged ones as they stood in the file, with reasons. */
function writeRanking(folder: string, { ranked }: Screened, cells: readonly Cells[]): void {
  const lines = ranked.map(({ reasons, planted, ...row }, i) => ({
    ...row,
    rank: i + 1,
    flagged: String(reasons.length > 0),
    reasons: reasons.join("; "),
    planted: planted === null ? undefined : String(planted),
  }));
  writeFileAtomic(join(folder, contents.ranking), stringify(lines, { columns, header: true }));
  const flagged = ranked.flatMap(({ row, reasons, deviations, score }) =>
    reasons.length === 0
      ? []
      : [
          `${canonicalJson({ ...cells[row - 1], screened: { row, deviations, score: score ?? undefined, reasons } })}\n`,
        ],
  );
  writeFileAtomic(join(folder, contents.flagged), flagged.join(""));
}
