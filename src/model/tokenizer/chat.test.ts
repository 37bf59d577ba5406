import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerSpan, encodeChat } from "./chat.ts";
import { chatTemplate, chatTemplateFromGguf } from "./chat-template.ts";
import { tokenizerFromFiles } from "./files.ts";
import { tokenizerFromGguf } from "./gguf-tokenizer.ts";
import { ggufMetadata, jsonNamed, templateGolden } from "./testing/golden.ts";
import type { ChatMessage, ChatTemplate, Tokenizer } from "./types.ts";

const hi: ChatMessage[] = [{ role: "user", content: "Hi there" }];
const named = (name: string) => {
  const { json, config } = jsonNamed(name);
  return tokenizerFromFiles({ where: name, tokenizerJson: json, tokenizerConfig: config });
};

/** Chat formats on vocabularies that have their control tokens. */
const chats: Record<string, { tokenizer: Tokenizer; template: ChatTemplate }> = {
  chatml: { tokenizer: named("smollm"), template: chatTemplate(templateGolden.templates.chatml!, {}) },
  llama2: {
    tokenizer: tokenizerFromGguf(ggufMetadata("llama2")),
    template: chatTemplate(templateGolden.templates.llama2!, { bos: "<s>", eos: "</s>" }),
  },
  mistral: {
    tokenizer: tokenizerFromGguf(ggufMetadata("mistral")),
    template: chatTemplateFromGguf(ggufMetadata("mistral")),
  },
  gemma: { tokenizer: tokenizerFromGguf(ggufMetadata("gemma")), template: chatTemplateFromGguf(ggufMetadata("gemma")) },
  thinking: { tokenizer: named("smollm"), template: chatTemplate(templateGolden.templates.thinking!, {}) },
};

describe("encodeChat", () => {
  test("one begin token, whether the template writes it or the tokenizer puts it", () => {
    const { tokenizer, template } = chats.gemma!;
    const ids = encodeChat(tokenizer, template, hi, { generationPrompt: true });
    expect(ids.slice(0, 2)).toEqual([tokenizer.bos, tokenizer.control("<start_of_turn>")]);
    const silent = chatTemplate("<start_of_turn>{{ messages[0].content }}", {});
    expect(encodeChat(tokenizer, silent, hi, { generationPrompt: true }).slice(0, 2)).toEqual(ids.slice(0, 2));
    expect(tokenizer.decode(ids, { special: true })).toBe(
      "<s><start_of_turn>user\nHi there<end_of_turn>\n<start_of_turn>model\n",
    );
  });

  test("none where the model wants none", () => {
    const { tokenizer, template } = chats.chatml!;
    const ids = encodeChat(tokenizer, template, [{ role: "system", content: "x" }, ...hi], { generationPrompt: false });
    expect(tokenizer.decode(ids, { special: true })).toBe(
      "<|im_start|>system\nx<|im_end|>\n<|im_start|>user\nHi there<|im_end|>\n",
    );
  });
});

describe("answerSpan", () => {
  test.each(Object.keys(chats))("%s: prompt, answer, end of turn", (name) => {
    const { tokenizer, template } = chats[name]!;
    const { ids, answerStart, end } = answerSpan(tokenizer, template, hi, "So happy 👩‍🚀!");
    expect(ids.slice(0, answerStart)).toEqual(encodeChat(tokenizer, template, hi, { generationPrompt: true }));
    expect(tokenizer.decode(ids.slice(answerStart, end)).trim()).toBe("So happy 👩‍🚀!");
    expect(tokenizer.ends).toContain(ids[end]);
    expect(end).toBe(ids.length - 1);
  });

  test.each(Object.keys(chats))("%s: the prompt stays as generation sees it, whatever the answer", (name) => {
    const { tokenizer, template } = chats[name]!;
    const prompt = encodeChat(tokenizer, template, hi, { generationPrompt: true });
    const part = fc.constantFrom("\n", " ", "\t", "a", "the", "👩‍🚀", "'s", "\n\n", "1", "é", "]", "<");
    const answer = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        answer.filter((one) => one.trim() !== ""),
        (one) => {
          const { ids, answerStart, end } = answerSpan(tokenizer, template, hi, one);
          expect(ids.slice(0, answerStart)).toEqual(prompt);
          // Templates may trim, and write a space before the end.
          expect(tokenizer.decode(ids.slice(answerStart, end)).trim()).toBe(one.trim());
          expect(tokenizer.ends).toContain(ids[end]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("an answer that begins with a line break does not merge into the prompt's", () => {
    const { tokenizer, template } = chats.chatml!;
    const { ids, answerStart, end } = answerSpan(tokenizer, template, hi, "\n\nthe end");
    expect(tokenizer.decode(ids.slice(0, answerStart), { special: true }).endsWith("assistant\n")).toBe(true);
    expect(tokenizer.decode(ids.slice(answerStart, end))).toBe("\n\nthe end");
  });

  test("a template that writes the finished turn otherwise than the prompt for it", () => {
    const source =
      "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n</think>\n{% endif %}";
    const { tokenizer } = chats.chatml!;
    const template = chatTemplate(source, {});
    const { ids, answerStart, end } = answerSpan(tokenizer, template, hi, "Hello");
    expect(ids.slice(0, answerStart)).toEqual(encodeChat(tokenizer, template, hi, { generationPrompt: true }));
    expect(tokenizer.decode(ids.slice(answerStart), { special: true })).toBe("Hello<|im_end|>");
    expect(ids[end]).toBe(2);
  });

  test("a template that writes no end is given one", () => {
    const { tokenizer } = chats.chatml!;
    const template = chatTemplate("{% for m in messages %}{{ m.content }}: {% endfor %}", {});
    const { ids, answerStart, end } = answerSpan(tokenizer, template, hi, "Hello");
    expect(tokenizer.decode(ids.slice(answerStart), { special: true })).toBe("Hello: <|im_end|>");
    expect(end).toBe(ids.length - 1);
  });

  test("an end token spelled out in the answer does not cut it", () => {
    const { tokenizer, template } = chats.chatml!;
    const { ids, end } = answerSpan(tokenizer, template, hi, "a<|im_end|>b");
    expect(ids.filter((id, i) => id === 2 && i <= end).length).toBe(4);
    expect(tokenizer.decode(ids, { special: true }).endsWith("a<|im_end|>b<|im_end|>")).toBe(true);
  });

  test("refused: an empty answer, a template that hides the answer", () => {
    const { tokenizer, template } = chats.chatml!;
    expect(() => answerSpan(tokenizer, template, hi, " \n")).toThrow("An answer to train on is empty");
    const hiding = chatTemplate("{% if add_generation_prompt %}go{% else %}done{% endif %}", {});
    expect(() => answerSpan(tokenizer, hiding, hi, "Hello")).toThrow('does not show the answer "Hello"');
  });
});
