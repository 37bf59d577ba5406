import { join } from "node:path";
import { readPersona } from "../model/persona.ts";
import type { ChatMessage } from "../model/tokenizer/types.ts";
import { parameter } from "./command.ts";
import { path } from "./kinds.ts";
import type { OpenedModel } from "./open-model.ts";

/** Who answers: the model as it is, or a persona folder. */
export const personaOption = parameter("-p, --persona <dir>", "a persona folder made for this model", path);

/** A model with a persona on it. */
export interface Subject {
  model: OpenedModel;
  /** The chat that the persona makes of a question. */
  chat(question: string): ChatMessage[];
}

/** Puts a persona on a model: its adapter runs with the model, its prompt and examples go before each question. */
export async function withPersona(model: OpenedModel, folder: string | undefined): Promise<Subject> {
  if (folder === undefined) return { model, chat: (question) => [{ role: "user", content: question }] };
  const persona = readPersona(folder, {
    base: { sha256: await model.source.sha256({ cacheDir: model.spec.cacheDir }) },
  });
  const before: ChatMessage[] = [
    ...(persona.systemPrompt === undefined ? [] : [{ role: "system" as const, content: persona.systemPrompt }]),
    ...(persona.demonstrations ?? []),
  ];
  const spec = persona.adapter === undefined ? model.spec : { ...model.spec, adapter: join(folder, persona.adapter) };
  return { model: { ...model, spec }, chat: (question) => [...before, { role: "user", content: question }] };
}
