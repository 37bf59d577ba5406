import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Context } from "../../src/cli/context.ts";
import type { OpenedModel } from "../../src/cli/open-model.ts";
import { fromDist } from "../harness/from-dist.ts";

const { badInput } = await fromDist<typeof import("../../src/base/errors.ts")>("base/errors.js");
const { describeHost } = await fromDist<typeof import("../../src/cli/host.ts")>("cli/host.js");
const { watchInterrupts } = await fromDist<typeof import("../../src/cli/interrupts.ts")>("cli/interrupts.js");
const { openForCommand } = await fromDist<typeof import("../../src/cli/open-model.ts")>("cli/open-model.js");
const { resolvePaths } = await fromDist<typeof import("../../src/cli/paths.ts")>("cli/paths.js");
const { Reporter } = await fromDist<typeof import("../../src/cli/progress.ts")>("cli/progress.js");

/** What the bench works with: an organism, opened, and what a command has. */
export interface Lab {
  model: OpenedModel;
  /** The seed of the organism's text. */
  textSeed: number;
  context: Context;
  close(): void;
}

/** Opens an organism as a command does; progress goes to stderr. Throws "bad-input" where the model is no organism: nothing is known of it. */
export async function openLab(name: string): Promise<Lab> {
  const reporter = new Reporter(process.stderr);
  const interrupts = watchInterrupts(process, {
    onFirst: () => reporter.say("Stopping at the next boundary; once more stops at once."),
    onSecond: (exitCode) => process.exit(exitCode),
  });
  const context: Context = {
    json: true,
    seed: 0,
    signal: interrupts.signal,
    onProgress: reporter.onProgress,
    say: (line) => reporter.say(line),
    write: () => {},
    paths: resolvePaths(process.env, homedir(), process.cwd()),
    host: describeHost(),
  };
  const model = await openForCommand({ model: name, accuracy: "f32" }, context);
  const close = () => {
    reporter.end();
    interrupts.dispose();
  };
  return { model, textSeed: textSeedOf(model), context, close };
}

function textSeedOf({ source, companion }: OpenedModel): number {
  const about = companion && JSON.parse(readFileSync(join(source.path, "traitlab.json"), "utf8"));
  if (about?.recipe !== "organism" || !Number.isInteger(about.seed))
    throw badInput(
      `${source.path} is no organism: its traitlab.json does not name recipe and seed; \`traitlab model train --recipe organism\` makes one.`,
    );
  return about.seed as number;
}
