import { describe, expect, test } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { chatTemplate, chatTemplateFromFiles, chatTemplateFromGguf } from "./chat-template.ts";
import { tokenizerFromFiles } from "./files.ts";
import { ggufMetadata, jsonNamed, templateGolden } from "./testing/golden.ts";
import type { ChatMessage } from "./types.ts";

const special = { bos: "<s>", eos: "</s>" };
/** The day and time of the golden file. */
const now = new Date("2024-03-05T14:07:09Z");
const hi: ChatMessage[] = [{ role: "user", content: "Hi" }];
const render = (source: string, messages = hi) =>
  chatTemplate(source, special, { now }).render(messages, { generationPrompt: false });

describe("against transformers", () => {
  test.each(Object.keys(templateGolden.templates))("%s: every chat, with and without generation prompt", (name) => {
    const template = chatTemplate(templateGolden.templates[name]!, special, { now });
    templateGolden.renders[name]!.forEach((expected, i) => {
      for (const [prompt, { text, refusal }] of expected.entries()) {
        const make = () => template.render(templateGolden.chats[i]!, { generationPrompt: prompt === 1 });
        if (refusal === undefined) expect(make()).toBe(text);
        else
          expect(make).toThrow(
            new TraitlabError("bad-input", `The model's chat template refuses this chat: ${refusal}`),
          );
      }
    });
  });

  test.each(templateGolden.probes)("$source", ({ source, text }) => {
    expect(render(source)).toBe(text);
  });
});

describe("known differences", () => {
  test.each([
    ["an undefined value equals none (Python: no)", "{{ 'yes' if x == none else 'no' }}", "yes"],
    ["true prints as JavaScript's (Python: True)", "{{ true }}", "true"],
    ["split() cuts at JavaScript's white space (Python: not at U+FEFF)", "{{ 'a\ufeffb'.split() | length }}", "2"],
  ])("%s", (_, source, text) => {
    expect(render(source)).toBe(text);
  });
});

test("today is today unless it is given", () => {
  const year = chatTemplate("{{ strftime_now('%Y') }}", special).render(hi, { generationPrompt: false });
  expect(Math.abs(Number(year) - new Date().getUTCFullYear())).toBeLessThanOrEqual(1);
});

describe("what cannot be used", () => {
  test.each([
    ["a template that does not parse", "{% if %}", "chat template cannot be used"],
    ["an unknown filter", "{{ 'x' | nonsense }}", "nonsense"],
    ["an unknown date directive", "{{ strftime_now('%Q') }}", "strftime_now is asked for %Q"],
    ["strip of what is no text", "{{ [1].strip() }}", "strip() is called on what is not a text"],
    ["length of what has none", "{{ 3 | length }}", "length is asked of what has none"],
  ])("%s", (_, source, message) => {
    expect(() => render(source)).toThrow(TraitlabError);
    expect(() => render(source)).toThrow(message);
  });
});

describe("where templates come from", () => {
  const files = { where: "dir", tokenizerJson: jsonNamed("llama2").json };
  const source = "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}";

  test("tokenizer_config.json: a text, or a list of named ones", () => {
    const config = { bos_token: { content: "<s>" }, eos_token: "</s>" };
    const one = { ...files, tokenizerConfig: { ...config, chat_template: source } };
    expect(chatTemplateFromFiles(one).render(hi, { generationPrompt: false })).toBe("<s>Hi</s>");
    const chat_template = [
      { name: "default", template: source },
      { name: "tool_use", template: "tools" },
    ];
    const many = { ...files, tokenizerConfig: { ...config, chat_template } };
    expect(chatTemplateFromFiles(many).render(hi, { generationPrompt: false })).toBe("<s>Hi</s>");
    expect(chatTemplateFromFiles(many, { name: "tool_use" }).render(hi, { generationPrompt: false })).toBe("tools");
    expect(tokenizerFromFiles(many).ends).toEqual([2]);
    expect(() => chatTemplateFromFiles(many, { name: "rag" })).toThrow('it has "default", "tool_use"');
  });

  test("chat_template.jinja goes before it; special tokens may be in special_tokens_map.json", () => {
    const both = {
      ...files,
      chatTemplate: source,
      tokenizerConfig: { chat_template: "no" },
      specialTokensMap: special,
    };
    const map = { bos_token: "<s>", eos_token: "</s>" };
    expect(chatTemplateFromFiles({ ...both, specialTokensMap: map }).render(hi, { generationPrompt: false })).toBe(
      "<s>Hi</s>",
    );
  });

  test("a GGUF, its special tokens by id", () => {
    const metadata = ggufMetadata("mistral");
    expect(chatTemplateFromGguf(metadata).render(hi, { generationPrompt: true })).toBe("<s>[INST] Hi [/INST]");
    const system = [{ role: "system" as const, content: "x" }, ...hi];
    expect(() => chatTemplateFromGguf(metadata).render(system, { generationPrompt: true })).toThrow(
      "The model's chat template refuses this chat: Only user and assistant roles are supported!",
    );
  });

  test("none: the error says so and the way out", () => {
    expect(() => chatTemplateFromFiles(files)).toThrow(
      /^dir has no chat template .*base model: use the model's instruct/,
    );
    expect(() => chatTemplateFromGguf(ggufMetadata("llama2"))).toThrow(
      /^The GGUF has no chat template \(no tokenizer.chat_template\)/,
    );
  });
});
