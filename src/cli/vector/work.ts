import { join, relative } from "node:path";
import { writeFileAtomic } from "../../base/files.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { type Content, html } from "../../report/html/markup.ts";
import { type PageSection, page } from "../../report/html/page.ts";
import { factList } from "../../report/html/table.ts";
import { idOf, plain, reproduction } from "../../report/run/reproduce.ts";
import { contents } from "../../run/folder.ts";
import { type RunDetails, showRun } from "../../run/list.ts";
import type { Manifest } from "../../run/manifest.ts";
import { withRun } from "../../run/open.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { embedded } from "../model-name.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { option, unusual } from "../study/command-line.ts";

/** How one kind of findings about vectors is reported. */
export interface VectorReport {
  title: string;
  /** What its command's options are when nothing is typed. */
  usual: Readonly<Record<string, unknown>>;
  /** The answer above them, where there is one in a few sentences. */
  lead?(findings: unknown, where: string): Content;
  /** Its sections, from findings.json. Throws "bad-input", naming `where`, for other findings. */
  sections(findings: unknown, where: string): readonly PageSection[];
}

/** Work with vectors as a command has it. */
export interface VectorCall<Findings extends object> {
  /** As typed: "vector project". */
  command: string;
  /** What was typed behind it: paths of vectors. */
  vectors: readonly string[];
  model: OpenedModel;
  /** Who was looked at, for reports: "smollm2 as personas/tuned". */
  title: string;
  /** What findings say of model, vectors and personas, beside the model itself. */
  about: Record<string, unknown>;
  /** Whatever decides a number. */
  settings: Record<string, unknown>;
  /** SHA-256 of what else decides one. */
  inputs: Record<string, string>;
  batch?: number | undefined;
  threads: number | undefined;
  /** The run's folder; nothing is kept where there is none. */
  out: string | undefined;
  fresh: boolean;
  /** @param folder of the run, where there is one, for files beside its findings */
  work(engine: Engine, options: MeasureOptions, folder: string | undefined): Promise<Findings>;
  /** The findings as a person reads them, 80 columns wide. */
  describe(findings: Findings, title: string): string;
  report: VectorReport;
  /** One line about requests to servers; undefined where there were none. */
  spent?(): string | undefined;
}

/** What a command about vectors leaves as findings.json. */
interface About {
  schema: 1;
  model: { name: string; sha256: string };
  title: string;
  settings: Record<string, unknown>;
}

/** Works with vectors, in a run's folder where one is named, and then with a report. */
export async function runVectors<Findings extends object>(
  call: VectorCall<Findings>,
  context: Context,
): Promise<Output> {
  try {
    return await worked(call, context);
  } finally {
    const spent = call.spent?.();
    if (spent !== undefined) context.say(spent);
  }
}

async function worked<Findings extends object>(call: VectorCall<Findings>, context: Context): Promise<Output> {
  const { model, title, out, settings } = call;
  const { seed, signal, onProgress, host, say } = context;
  const sha256 = await model.source.sha256({ cacheDir: model.spec.cacheDir, signal });
  const work = async (keep: Keep, notes: readonly string[], folder: string | undefined): Promise<Findings & About> => {
    for (const note of [...notes, ...model.source.notes]) say(note);
    const options = { keep, seed, batch: call.batch, signal, onProgress };
    const findings = await withEngine(call.threads, context, (engine) => call.work(engine, options, folder));
    const about = { schema: 1 as const, model: { name: model.source.name, sha256 }, title, ...call.about };
    return { ...about, settings: { ...settings, seed }, ...findings };
  };
  if (out === undefined) {
    const findings = await work(inMemory, [], undefined);
    return { json: findings, text: call.describe(findings, title) };
  }
  const findings = await withRun<Findings & About>(
    out,
    {
      command: call.command,
      config: { ...settings, model: model.given, vectors: call.vectors },
      seed,
      inputs: { model: sha256, ...call.inputs },
      ...host,
      fresh: call.fresh,
    },
    (run) => work(run, run.notes, run.folder),
  );
  const report = join(out, contents.report);
  writeFileAtomic(report, renderVectors(showRun(out, host.processes), call.report));
  return {
    json: findings,
    text: `${call.describe(findings, title)}\n\nReport: ${relative(process.cwd(), report)}`,
  };
}

/** Finished work with vectors as a page of its own, from what lies in its folder. */
export function renderVectors(
  { manifest, findings, folder }: RunDetails,
  { title, usual, lead, sections }: VectorReport,
): string {
  const { model, title: subject } = findings as About;
  return page({
    title,
    subtitle: `${subject}, seed ${manifest.seed}.`,
    lead: lead?.(findings, folder),
    sections: [
      ...sections(findings, folder),
      reproduction(
        { ...manifest, commandLine: commandLineOf(manifest, usual) },
        html`<h3>Who was looked at</h3>${factList([
          ["model", html`${model.name} ${idOf(model.sha256)}`],
          ["subject", plain(subject)],
        ])}`,
      ),
    ],
    footer: `Written by traitlab ${manifest.versions.traitlab ?? ""} from findings.json of this folder.`,
  });
}

function commandLineOf({ command, config, seed }: Manifest, usual: VectorReport["usual"]): string {
  const { model, vectors, ...rest } = config as Record<string, unknown> & { vectors: string[] };
  return [
    ["traitlab", command, ...(vectors.length > 0 ? [vectors.join(",")] : [])].join(" "),
    ...(model === embedded ? [] : [option("model", model)]),
    ...unusual(rest, usual),
    ...(seed === 0 ? [] : [option("seed", seed)]),
  ].join(" ");
}
