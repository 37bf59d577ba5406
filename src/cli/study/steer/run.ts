import { join } from "node:path";
import { usage } from "../../../base/errors.ts";
import { writeFileAtomic } from "../../../base/files.ts";
import { keepUnder } from "../../../measure/keep.ts";
import { steerSummary } from "../../../report/steer/terminal.ts";
import { contents } from "../../../run/folder.ts";
import { showRun } from "../../../run/list.ts";
import { type SteerConfig, steerConfigSchema } from "../../../study/steer/config.ts";
import type { SteerFindings } from "../../../study/steer/findings.ts";
import { runSteerStudy } from "../../../study/steer/run-study.ts";
import { contrastTrait, contrastTraits } from "../../../trait/contrast/load.ts";
import type { ContrastTrait } from "../../../trait/contrast/types.ts";
import type { Output, Values } from "../../command.ts";
import type { Context } from "../../context.ts";
import { type OpenedModel, withEngine } from "../../open-model.ts";
import { shownPath } from "../../paths.ts";
import { type Servers, type serverOptions, serversOf } from "../../servers.ts";
import { answersHashes, bundledHashes } from "../../tuning-rows.ts";
import { questionsFor } from "../../vector/questions.ts";
import { choicesOf, studyInRun } from "../in-run.ts";
import { terminalStyle } from "../run.ts";
import type { steerOptions } from "./options.ts";
import { reportOfSteer } from "./report.ts";
import { openSeveral } from "./scorer.ts";

export interface SteerCall {
  given: Values<typeof steerOptions> & Values<typeof serverOptions> & { model: string; threads: number | undefined };
  model: OpenedModel;
  out: string;
  fresh: boolean;
}

/** Runs or continues the study in its folder, writes the report and says what came out. */
export async function runSteer(call: SteerCall, context: Context): Promise<Output> {
  const servers = serversOf({ ...call.given, out: call.out }, context);
  try {
    return await inRun(call, servers, context);
  } finally {
    const spent = servers.spent();
    if (spent !== undefined) context.say(spent);
  }
}

async function inRun({ given, model, out, fresh }: SteerCall, servers: Servers, context: Context): Promise<Output> {
  const { host, paths, seed, signal, onProgress } = context;
  const { spec, tokenizer, source, answers } = model;
  const traits = traitsOf(given.traits);
  const { config, why } = configOf(given, traits, model);
  const scoring = await openSeveral(given, traits, model, servers, context);
  const asked = questionsFor(
    { ask: given.ask, questions: config.sweep + config.questions, register: given.register },
    traits.map(({ id, name, description }) => ({ trait: { id, name, description } })),
    model,
    seed,
  );
  if (asked.questions.length < config.sweep + 2)
    throw usage(
      `There are ${asked.questions.length} questions (${asked.why}), and the sweep alone takes ${config.sweep}.`,
    );
  const { ask, register, accuracy } = given;
  const findings = await studyInRun<SteerFindings>(
    {
      command: "study steer",
      config: { ...config, ask, register, accuracy, ...scoring.settings },
      model,
      inputs: { ...answersHashes(model, paths), ...bundledHashes(["test-topics.jsonl"], paths), ...scoring.inputs },
      choices: {
        ...choicesOf({ accuracy }, model),
        from: { value: config.from, reason: why },
        judge: { value: String(scoring.settings.judge), reason: scoring.reason },
      },
      out,
      fresh,
    },
    context,
    (run, facts) =>
      withEngine(given.threads, context, async (engine) => {
        const work = { seed, batch: given.batch, signal, onProgress };
        const scorer = await scoring.make(engine, { ...work, keep: keepUnder(run, "scorer") });
        const { layers, dModel } = source.config;
        return runSteerStudy({
          ...work,
          ...{ config, run, traits, answers, scorer, why },
          local: { engine, spec, tokenizer },
          model: facts,
          size: { layers, dModel },
          questions: asked.questions,
          asked: asked.why,
        });
      }),
  );
  const reportPath = join(out, contents.report);
  writeFileAtomic(reportPath, await reportOfSteer(showRun(out, host.processes)));
  const shown = shownPath(reportPath, process.cwd());
  return { json: findings, text: steerSummary(findings, { reportPath: shown, style: terminalStyle() }) };
}

/** The traits asked for, the ten poles unless told. Throws "usage" for one that is not known, or fewer than two. */
function traitsOf(text: string | undefined): ContrastTrait[] {
  if (text === undefined) return contrastTraits().filter(({ pole }) => pole !== undefined);
  const traits = text.split(",").map((name) => contrastTrait(name.trim()));
  const ids = new Set(traits.map(({ id }) => id));
  if (ids.size < traits.length) throw usage("--traits names a trait twice.");
  if (traits.length < 2)
    throw usage("--traits takes at least two: what one vector does to other traits is the question.");
  return traits;
}

function configOf(given: SteerCall["given"], traits: readonly ContrastTrait[], { companion }: OpenedModel) {
  const stranger = traits.find(({ pole }) => pole === undefined);
  const usual = companion !== undefined && stranger === undefined;
  const from = given.from ?? (usual ? "answers" : "instructions");
  if (from === "answers" && stranger)
    throw usage(
      `Given answers are of the poles of the Big Five, and "${stranger.id}" is none: take --from instructions.`,
    );
  const why =
    given.from !== undefined
      ? "asked for"
      : usual
        ? "the model brings along answers of its own, and follows no instructions"
        : "the model is asked for each trait and for its absence";
  const config: SteerConfig = steerConfigSchema.parse({
    ...given,
    traits: traits.map(({ id }) => id),
    from,
    contrast: from === "answers" ? given.contrast : Math.min(given.contrast, traits[0]!.questions.extract.length),
    prompts: given.prompts || from === "instructions",
  });
  return { config, why };
}
