import { badInput } from "../../base/errors.ts";
import type { GgufMetadata } from "../gguf/types.ts";
import { type SpecialTexts, specialTexts, type TokenizerFiles, templateOfFiles } from "./files.ts";
import { templateOfGguf } from "./gguf-tokenizer.ts";
import { readGgufVocabulary } from "./gguf-vocabulary.ts";
import { compileTemplate, TemplateRefusal } from "./python-jinja.ts";
import type { ChatTemplate } from "./types.ts";

export interface ChatTemplateOptions {
  /** Which of several templates, where the model has more than one; "default" unless given. */
  name?: string;
  /** What a template that prints today's date takes for today (read in UTC), so that a run can be repeated. */
  now?: Date;
}

/**
 * Compiles a chat template (Jinja, as Hugging Face models carry it). Throws "bad-input" where it does not parse, and, when
 * it renders, with the template's own words where it refuses the chat.
 */
export function chatTemplate(source: string, special: SpecialTexts, options?: ChatTemplateOptions): ChatTemplate {
  const compiled = attempt(() => compileTemplate(source));
  const { bos: bos_token, eos: eos_token, unk: unk_token, pad: pad_token } = special;
  return {
    render: (messages, { generationPrompt }) =>
      attempt(() =>
        compiled(
          {
            messages: messages.map(({ role, content }) => ({ role, content })),
            add_generation_prompt: generationPrompt,
            tools: null,
            documents: null,
            bos_token,
            eos_token,
            unk_token,
            pad_token,
          },
          options?.now ?? new Date(),
        ),
      ),
  };
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateRefusal)
      throw badInput(`The model's chat template refuses this chat: ${error.message}`, error);
    throw badInput(`The model's chat template cannot be used: ${(error as Error).message}.`, error);
  }
}

/** The chat template of a model folder. Throws "bad-input" where it has none. */
export function chatTemplateFromFiles(files: TokenizerFiles, options?: ChatTemplateOptions): ChatTemplate {
  const source = templateOfFiles(files, options?.name);
  if (source === undefined)
    throw noTemplate(files.where, "no chat_template.jinja and no chat_template in tokenizer_config.json");
  return chatTemplate(source, specialTexts(files), options);
}

/** The chat template of a GGUF. Throws "bad-input" where it has none. */
export function chatTemplateFromGguf(metadata: GgufMetadata, options?: ChatTemplateOptions): ChatTemplate {
  const source = templateOfGguf(metadata, options?.name);
  if (source === undefined) throw noTemplate("The GGUF", "no tokenizer.chat_template");
  const { tokens, id } = readGgufVocabulary(metadata);
  const text = (key: string) => tokens[id(key) ?? -1];
  return chatTemplate(
    source,
    {
      bos: text("bos_token_id"),
      eos: text("eos_token_id"),
      unk: text("unknown_token_id"),
      pad: text("padding_token_id"),
    },
    options,
  );
}

const noTemplate = (where: string, what: string) =>
  badInput(
    `${where} has no chat template (${what}), as is usual for a base model: use the model's instruct or chat version, or give the template of its chat format as a Jinja file.`,
  );
