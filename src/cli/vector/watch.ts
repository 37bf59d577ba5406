import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { badInput } from "../../base/errors.ts";
import { inMemory } from "../../measure/keep.ts";
import { centred } from "../../measure/projection/neutral.ts";
import { projectTexts } from "../../measure/projection/project-texts.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { centredBar } from "../../report/terminal/bar.ts";
import { signed } from "../../report/vector/words.ts";
import { findContrastTrait } from "../../trait/contrast/load.ts";
import { parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { listOf, path, text } from "../kinds.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { displayWidth } from "../table.ts";
import { openAxes } from "./axes.ts";
import { neutralBeside } from "./neutral.ts";
import { vectorPath } from "./open.ts";

/** Options of a command that shows projections while it runs. */
export const watchOptions = {
  watch: parameter("--watch <vectors>", "show how far along vectors each answer is", listOf(text)),
  vectors: parameter("--vectors <dir>", "where --watch finds vectors by name: E,N", path),
};

/** How far along one vector a turn is, in standard deviations of neutral text. */
export interface WatchedTurn {
  vector: string;
  layer: number;
  /** At the prompt's last token, and mean over the answer. */
  before: number;
  answer: number;
}

/** Looks at the turns of a chat. */
export interface ChatWatch {
  /** Undefined for an answer without a token. */
  turn(messages: readonly ChatMessage[], answer: readonly number[]): Promise<WatchedTurn[] | undefined>;
}

/**
 * Does work with a watch on its turns, where vectors are named. The watch has an engine of its own, since one engine holds one session:
 * the chat's would be made anew at each turn.
 *
 * @param base the model as it is, of which neutral text is read
 * @param model with what its persona does to it
 */
export async function withWatch<T>(
  given: Values<typeof watchOptions> & { threads: number | undefined },
  { base, model }: { base: OpenedModel; model: OpenedModel },
  context: Context,
  work: (watch: ChatWatch | undefined) => Promise<T>,
): Promise<T> {
  const { watch: names, vectors: folder, threads } = given;
  if (names === undefined) return work(undefined);
  const paths = names.map((name) => watchedPath(name, folder));
  const opened = await openAxes(paths, base, { layers: undefined, force: false, usual: "main" }, context);
  return withEngine(threads, context, async (engine) => {
    const neutral = await neutralBeside(opened, base, engine, context);
    context.say("Under each answer: standard deviations of neutral text, before it > in it.");
    return work({
      async turn(messages, answer) {
        const how = { keep: inMemory, group: "turn", phase: "watch", signal: context.signal };
        const local = { engine, spec: model.spec };
        const [read] = await projectTexts(local, opened.axes, [{ id: "turn", messages, answer }], how);
        const { promptLast, responseMean } = read!;
        if (promptLast === null || responseMean === null) return undefined;
        return opened.axes.map(({ id, layer }, axis) => ({
          vector: names[axis]!,
          layer,
          before: centred(promptLast[axis]!, neutral.axes[id]!.promptLast),
          answer: centred(responseMean[axis]!, neutral.axes[id]!.responseMean),
        }));
      },
    });
  });
}

/** A turn as one line, at most `width` columns: with bars where they fit. */
export function watchLine(turn: readonly WatchedTurn[], width = 80): string {
  const figures = turn.map(({ vector, before, answer }) => ({
    text: `${shortName(vector)} ${signed(before)} > ${signed(answer)}`,
    answer,
  }));
  const drawn = [8, 6, 4, 3].map((half) =>
    figures.map((one) => `${one.text} ${centredBar(one.answer, { half })}`).join("  "),
  );
  const plain = figures.map((one) => one.text).join("  ");
  const line = [...drawn, plain].find((one) => displayWidth(one.trimEnd()) <= width - 2) ?? plain;
  return `  ${line.trimEnd()}`.slice(0, width);
}

const shortName = (vector: string): string => {
  const stem = basename(vector, extname(vector));
  return stem.length > 14 ? `${stem.slice(0, 13)}…` : stem;
};

/** The file of a vector that is named by its path, or by its name or trait in a folder. Throws "bad-input" where there is none. */
function watchedPath(name: string, folder: string | undefined): string {
  if (folder === undefined) return vectorPath(resolve(name));
  if (!existsSync(folder)) throw badInput(`There is no folder ${folder} for --vectors.`);
  const wanted = [name.toLowerCase(), findContrastTrait(name)?.id];
  const entries = readdirSync(folder).filter((entry) => !entry.endsWith(".json"));
  const found = entries.find((entry) => wanted.includes(basename(entry, ".safetensors").toLowerCase()));
  if (found !== undefined) return vectorPath(join(folder, found));
  throw badInput(`There is no vector "${name}" in ${folder}: it holds ${entries.join(", ") || "nothing"}.`);
}
