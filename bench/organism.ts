import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromDist } from "./harness/from-dist.ts";
import { machineFacts } from "./harness/machine.ts";
import { risesAfterTuning, withTheEndTrained } from "./organism/after-tuning.ts";
import { forecasts } from "./organism/forecast.ts";
import { baseInChat, promptedInChat } from "./organism/in-chat.ts";
import { type Lab, openLab } from "./organism/lab.ts";
import { measureBase, measurePoles } from "./organism/measure.ts";
import { type OrganismBenchOptions, organismBenchOptions } from "./organism/options.ts";
import { plantedOrder } from "./organism/order.ts";
import { perplexity } from "./organism/perplexity.ts";
import { readTuningAnswers } from "./organism/reading.ts";
import { outcome, type Statement, statementText } from "./organism/statement.ts";
import { ownEmoji, pastTheEnd } from "./organism/what-is-written.ts";

const { withEngine } = await fromDist<typeof import("../src/cli/open-model.ts")>("cli/open-model.js");
const { canonicalJson } = await fromDist<typeof import("../src/base/json.ts")>("base/json.js");

const { errorText, presentable } = await fromDist<typeof import("../src/cli/report-error.ts")>("cli/report-error.js");

/** Measures what must be true of an organism; the order is that of the statements, the long study last. */
async function statementsOf(lab: Lab, options: OrganismBenchOptions): Promise<Statement[]> {
  const { likely, reading } = await withEngine(undefined, lab.context, async (engine) => ({
    likely: await perplexity(lab, engine, options.documents),
    reading: await readTuningAnswers(lab, engine),
  }));
  const base = await measureBase(lab, options);
  const measured = await measurePoles(lab, options);
  return [
    likely,
    baseInChat(base),
    promptedInChat(measured),
    risesAfterTuning(measured),
    withTheEndTrained(measured),
    pastTheEnd(measured),
    plantedOrder(measured),
    ownEmoji(measured),
    ...forecasts(measured, reading),
  ];
}

async function main(): Promise<void> {
  const options = organismBenchOptions(process.argv.slice(2));
  const machine = machineFacts();
  const lab = await openLab(options.model);
  try {
    const { model, context, textSeed } = lab;
    const sha256 = await model.source.sha256({ cacheDir: model.spec.cacheDir, signal: context.signal });
    const statements = await statementsOf(lab, options);
    const { seeds, questions, out, quick } = options;
    console.log(`What must be true of the organism ${model.given}, seed ${textSeed}, SHA-256 ${sha256.slice(0, 12)}
${seeds} tuning seeds of ten poles and the control, ${questions} questions for each arm; a figure is: value [95 % interval], n
${machine}
${quick ? "--quick: shows that the bench works; the sizes are too small to tell anything\n" : ""}`);
    for (const statement of statements) console.log(`${statementText(statement)}\n`);
    for (const statement of statements) console.log(`${statement.label}. ${outcome(statement)}: ${statement.title}`);
    const results = {
      schema: 1,
      model: { given: model.given, sha256, textSeed },
      options,
      machine,
      versions: context.host.versions,
      statements: statements.map((statement) => ({ ...statement, outcome: outcome(statement) })),
    };
    const file = join(out, "organism.json");
    writeFileSync(file, `${canonicalJson(results, 2)}\n`);
    console.log(`\n${file}; the study's report: ${join(out, "study", "report.html")}`);
  } finally {
    lab.close();
  }
}

await main().catch((thrown: unknown) => {
  const error = presentable(thrown);
  process.stderr.write(`${errorText(error, error.code === "internal")}\n`);
  process.exitCode = error.exitCode;
});
