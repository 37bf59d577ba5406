import { join, relative } from "node:path";
import { usage } from "../base/errors.ts";
import { fileSha256 } from "../base/file-hash.ts";
import type { Engine } from "../graph/engine/engine.ts";
import { engineRespondent } from "../measure/engine-respondent.ts";
import type { Respondent } from "../measure/respondent.ts";
import type { ModelConfig } from "../model/config.ts";
import { personaSpec } from "../model/engine/persona-spec.ts";
import { type Persona, readPersona } from "../model/persona.ts";
import { type Asked, type PersonaTexts, personaChat } from "../model/persona-chat.ts";
import { readPrefix } from "../model/prefix/file.ts";
import type { ChatMessage } from "../model/tokenizer/types.ts";
import { topicOf } from "../trait/questions.ts";
import { parameter } from "./command.ts";
import type { Context } from "./context.ts";
import { path, text } from "./kinds.ts";
import type { OpenedModel } from "./open-model.ts";
import { type ScoresGiven, scoresGiven, scoresOf, scoresText } from "./trait-scores.ts";

/** Who answers: the model as it is, or a persona folder. */
export const personaOption = parameter("-p, --persona <dir>", "a persona folder made for this model", path);

export const scoresOption = parameter(
  "--z <scores>",
  "of a PsychAdapter: 2, or extraversion=2,neuroticism=-1",
  scoresGiven,
);

export const topicOption = parameter("--topic <text>", "what is asked about, for a persona of the IKE form", text);

/** A model with a persona on it. */
export interface Subject {
  model: OpenedModel;
  /** Undefined for the model as it is, as is its folder. */
  persona: Persona | undefined;
  folder: string | undefined;
  /** The chat that the persona makes of a question; the topic is read from the study's own questions. */
  chat(asked: Asked): ChatMessage[];
}

/**
 * Puts a persona on a model: its adapter runs with the model, its prompt and examples go before each question. Throws "usage" for trait
 * scores where there is no PsychAdapter, and for those of a trait that it does not have.
 *
 * @param z trait scores in place of the persona's own
 */
export async function withPersona(
  model: OpenedModel,
  folder: string | undefined,
  { say, signal }: Pick<Context, "say" | "signal">,
  z?: ScoresGiven,
): Promise<Subject> {
  if (folder === undefined) {
    if (z !== undefined) throw usage("--z sets the trait scores of a persona: name a PsychAdapter with --persona.");
    return { model, persona: undefined, folder, chat: (asked) => personaChat({}, asked) };
  }
  const { source, spec } = model;
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal });
  const persona = await atScores(readPersona(folder, { base: { sha256 } }), folder, source.config, z);
  const place = systemPlaceNote(model, persona);
  if (place !== undefined) say(place);
  const own = await personaSpec(folder, persona, { config: source.config, sha256 });
  return {
    model: { ...model, spec: { ...spec, ...own } },
    persona,
    folder,
    chat: (asked) => personaChat(persona, { topic: topicOf(asked.question), ...asked }),
  };
}

/** The persona at the trait scores that were given, where any were. */
async function atScores(
  persona: Persona,
  folder: string,
  config: ModelConfig,
  given: ScoresGiven | undefined,
): Promise<Persona> {
  if (given === undefined) return persona;
  if (persona.psychadapter === undefined)
    throw usage(
      `--z sets the trait scores of a PsychAdapter, and ${folder} was made by ${persona.inducer}: leave it out.`,
    );
  const { traits } = await readPrefix(join(folder, persona.psychadapter), config);
  const names = traits.map(({ name }) => name);
  return { ...persona, z: scoresOf(given, names) };
}

/** The subject as instruments have it. */
export const respondentOf = ({ model, persona, folder }: Subject, engine: Engine): Respondent =>
  engineRespondent(
    subjectName({ model, folder, persona }),
    { engine, spec: model.spec, tokenizer: model.tokenizer },
    persona,
  );

/** "smollm2", "smollm2 as personas/tuned", "smollm2 as personas/e at extraversion 2". */
export function subjectName({
  model: { source },
  folder,
  persona,
}: Pick<Subject, "model" | "folder"> & Partial<Pick<Subject, "persona">>): string {
  if (folder === undefined) return source.name;
  const at = persona?.psychadapter === undefined ? "" : ` at ${scoresText(persona.z ?? {})}`;
  return `${source.name} as ${relative(process.cwd(), folder) || "."}${at}`;
}

/** Hashes of what a subject's persona is made of, by name; none for the model as it is. */
export const personaHashes = ({ persona, folder }: Pick<Subject, "persona" | "folder">): Record<string, string> =>
  persona === undefined || folder === undefined ? {} : folderHashes("persona", folder, persona);

/** Hashes of a persona folder's files, by name behind `prefix`. */
export function folderHashes(
  prefix: string,
  folder: string,
  { adapter, steering = [], psychadapter }: Persona,
): Record<string, string> {
  const files = [
    "persona.json",
    ...(adapter === undefined ? [] : [`${adapter}/adapter_model.safetensors`]),
    ...new Set(steering.map(({ vectors }) => vectors)),
    ...(psychadapter === undefined ? [] : [psychadapter]),
  ];
  return Object.fromEntries(files.map((name) => [`${prefix}/${name}`, fileSha256(join(folder, name))]));
}

/** What a person should know where a persona's system prompt cannot be a message of its own. */
export function systemPlaceNote(model: OpenedModel, { systemPrompt }: PersonaTexts): string | undefined {
  return systemPrompt === undefined || model.template().systemPlace === "system message"
    ? undefined
    : "The model's chat template has no system role: the persona's prompt goes before the first user message.";
}
