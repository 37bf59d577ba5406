import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { badInput } from "../../base/errors.ts";
import { isTemporary, readIfThere } from "../../base/files.ts";
import { throughJson } from "../../base/json.ts";
import { type Persona, writePersona } from "../../model/persona.ts";
import type { PersonaTexts } from "../../model/persona-chat.ts";
import { differences } from "../../run/difference.ts";
import { readManifest } from "../../run/manifest.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import type { TraitPole } from "../../trait/framework.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { embedded } from "../model-name.ts";
import { type OpenedModel, openForCommand } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { systemPlaceNote } from "../persona-option.ts";
import { personaFolder, traitOf } from "./options.ts";

/** How a persona of texts is made: no tuning, so it is there at once. */
interface TextInducer {
  inducer: string;
  recipe: Record<string, unknown>;
  texts(target: TraitPole, answers: Answers): PersonaTexts;
}

/** What the commands of such personas are given. */
interface Given {
  model: string;
  trait: string | undefined;
  out: string | undefined;
  fresh: boolean;
}

/** Writes a persona that is all in its texts, and says how to use it. */
export async function induceTexts(
  given: Given,
  { inducer, recipe, texts }: TextInducer,
  context: Context,
): Promise<Output> {
  const [folder, target] = [personaFolder(given.out), traitOf(given.trait)];
  const model = await openForCommand({ ...given, accuracy: "f32" }, context);
  const { trait, pole, name } = target;
  const made = { inducer, recipe, trait, pole, ...texts(target, model.answers) };
  return keepTexts({ model, folder, made, fresh: given.fresh, name: `${name} by ${inducer}` }, context);
}

/** A persona of texts that is to be kept in a folder. */
interface MadeTexts {
  model: OpenedModel;
  folder: string;
  made: Pick<Persona, "inducer" | "recipe" | "trait" | "pole"> & PersonaTexts;
  fresh: boolean;
  /** "extraversion by prompt". */
  name: string;
  /** Shown between what was written and how to use it. */
  shown?: string;
}

/** Writes it for the model, unless it is there already, and says how to use it. */
export async function keepTexts(
  { model, folder, made, fresh, name, shown }: MadeTexts,
  context: Context,
): Promise<Output> {
  const { source, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal: context.signal });
  const persona: Persona = { schema: 1, base: { name: source.name, sha256 }, seed: context.seed, ...made };
  const there = await keepPersona(folder, persona, fresh);
  const note = systemPlaceNote(model, persona);
  if (note !== undefined) context.say(note);
  return {
    json: { folder, persona },
    text: [
      `${there ? "Already there" : "Wrote"}: ${relative(process.cwd(), folder) || "."}, ${name}, for ${source.name}.`,
      ...(shown === undefined ? [] : ["", shown, ""]),
      tryIt(model, folder),
    ].join("\n"),
  };
}

/** The command that talks with a persona. */
export function tryIt({ given }: OpenedModel, folder: string): string {
  const typed = (path: string) => {
    const shown = shownPath(path, process.cwd());
    return shown === embedded ? `./${shown}` : shown;
  };
  const which = given === embedded ? "" : ` -m ${typed(given)}`;
  return `Talk with it: traitlab chat${which} -p ${typed(folder)}`;
}

/**
 * Writes the persona, unless the folder holds it already: then true. Throws "bad-input" where it holds anything else.
 *
 * @param files writes what lies beside `persona.json`, before it
 */
export async function keepPersona(
  folder: string,
  persona: Persona,
  fresh: boolean,
  files?: () => Promise<void>,
): Promise<boolean> {
  const run = readManifest(folder);
  if (run !== undefined)
    throw badInput(
      `${folder} holds a run of \`${run.command}\`: give another --out, or delete it with \`traitlab run rm\`.`,
    );
  const text = readIfThere(join(folder, "persona.json"));
  if (text === undefined && existsSync(folder) && readdirSync(folder).some((name) => !isTemporary(name)))
    throw badInput(`${folder} holds files but no persona: give a new or empty folder as --out.`);
  if (text !== undefined && !fresh) {
    const differing = differences(parsed(text), throughJson(persona)).map(({ path }) => path);
    if (differing.length === 0) return true;
    throw badInput(
      `${folder} holds another persona (it differs in ${differing.slice(0, 3).join(", ")}): give another --out, or start over with --fresh.`,
    );
  }
  await files?.();
  writePersona(folder, persona);
  return false;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
