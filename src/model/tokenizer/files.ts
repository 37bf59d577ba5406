import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { chooseTemplate } from "./choose-template.ts";
import { type TokenizerJson, tokenizerFromVocabulary, tokenizerJson } from "./json-tokenizer.ts";
import type { Tokenizer } from "./types.ts";

/** The parsed files of a model folder in Hugging Face layout; only `tokenizer.json` must be there. */
export interface TokenizerFiles {
  /** Folder or other name for messages. */
  where: string;
  tokenizerJson: unknown;
  tokenizerConfig?: unknown;
  specialTokensMap?: unknown;
  generationConfig?: unknown;
  config?: unknown;
  /** Text of `chat_template.jinja`, which goes before the one in `tokenizer_config.json`. */
  chatTemplate?: string;
}

const tokenText = z.union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)]);
const namedTokens = z.looseObject({
  bos_token: tokenText.nullish(),
  eos_token: tokenText.nullish(),
  unk_token: tokenText.nullish(),
  pad_token: tokenText.nullish(),
});
const tokenizerConfig = namedTokens.extend({
  add_bos_token: z.boolean().nullish(),
  chat_template: z.union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))]).nullish(),
});
const someIds = z.union([z.int(), z.array(z.int())]).nullish();
const generationConfig = z.looseObject({ bos_token_id: z.int().nullish(), eos_token_id: someIds });

/** The texts of special tokens, as templates print them. */
export interface SpecialTexts {
  bos?: string;
  eos?: string;
  unk?: string;
  pad?: string;
}

/** Makes the tokenizer of a folder's files. Throws "bad-input" naming the file and the key. */
export function tokenizerFromFiles(files: TokenizerFiles): Tokenizer {
  const json = parse(files, "tokenizer.json", tokenizerJson, files.tokenizerJson);
  const ids = new Map(json.added_tokens.map(({ content, id }) => [content, id]));
  const idOf = (text: string | undefined) =>
    text === undefined
      ? undefined
      : (ids.get(text) ?? (Object.hasOwn(json.model.vocab, text) ? json.model.vocab[text] : undefined));
  const texts = specialTexts(files);
  const generation = parse(files, "generation_config.json", generationConfig, files.generationConfig ?? {});
  const config = parse(files, "config.json", generationConfig, files.config ?? {});
  const listed = [generation.eos_token_id ?? config.eos_token_id ?? []].flat();
  const bos = idOf(texts.bos) ?? generation.bos_token_id ?? config.bos_token_id ?? undefined;
  const eos = idOf(texts.eos);
  // The tokenizer's own end token first: it is the chat's where fine-tuning changed it.
  return tokenizerFromVocabulary({
    json,
    bos,
    wantsBos: tokenizerConfigOf(files).add_bos_token ?? startsWith(json, texts.bos),
    ends: eos === undefined ? listed : [eos, ...listed],
    chatTemplate: everyTemplate(files),
  });
}

/** The texts of the special tokens that the files name. */
export function specialTexts(files: TokenizerFiles): SpecialTexts {
  const config = tokenizerConfigOf(files);
  const map = parse(files, "special_tokens_map.json", namedTokens, files.specialTokensMap ?? {});
  const text = (key: "bos_token" | "eos_token" | "unk_token" | "pad_token") => config[key] ?? map[key] ?? undefined;
  return { bos: text("bos_token"), eos: text("eos_token"), unk: text("unk_token"), pad: text("pad_token") };
}

/** The source of the chat template, or undefined where the model has none. */
export function templateOfFiles(files: TokenizerFiles, name?: string): string | undefined {
  if (files.chatTemplate !== undefined && name === undefined) return files.chatTemplate;
  const template = tokenizerConfigOf(files).chat_template;
  if (template == null || typeof template === "string") return template ?? undefined;
  return chooseTemplate(new Map(template.map((one) => [one.name, one.template])), name, files.where);
}

/** All that the model's templates write, whichever of them will be used. */
function everyTemplate(files: TokenizerFiles): string | undefined {
  const template = tokenizerConfigOf(files).chat_template;
  const texts = Array.isArray(template) ? template.map((one) => one.template).join("\n") : template;
  return files.chatTemplate ?? texts ?? undefined;
}

const tokenizerConfigOf = (files: TokenizerFiles) =>
  parse(files, "tokenizer_config.json", tokenizerConfig, files.tokenizerConfig ?? {});

/** Whether the post-processor puts the begin token in front of a text. */
function startsWith(json: TokenizerJson, bos: string | undefined): boolean {
  const steps = [json.post_processor ?? []].flat().flatMap((step) => [step, ...((step.processors ?? []) as object[])]);
  return steps.some((step) => {
    const first = (step as { single?: { SpecialToken?: { id: string } }[] }).single?.[0];
    return bos !== undefined && first?.SpecialToken?.id === bos;
  });
}

function parse<T>(files: TokenizerFiles, file: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const at = issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw badInput(`${file} of ${files.where} cannot be used${at}: ${issue.message}.`);
}
