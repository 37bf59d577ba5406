import { createHash } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readGguf } from "../gguf/read.ts";
import type { GgufMetadata } from "../gguf/types.ts";
import { answerSpan } from "./chat.ts";
import { chatTemplateFromGguf } from "./chat-template.ts";
import { tokenizerFromGguf } from "./gguf-tokenizer.ts";
import { pieces } from "./pieces.ts";
import { realGolden } from "./testing/golden.ts";

// Skipped without TRAITLAB_MODEL_CACHE, a folder with smollm2.gguf and gemma3.gguf: 350 MB that a checkout does not have.
const cache = process.env.TRAITLAB_MODEL_CACHE;

describe.skipIf(cache === undefined).each(["smollm2", "gemma3"] as const)(
  "%s.gguf (needs TRAITLAB_MODEL_CACHE)",
  (name) => {
    let metadata: GgufMetadata;
    beforeAll(async () => {
      metadata = (await readGguf(join(cache!, `${name}.gguf`))).metadata;
    });

    test("is the file that the golden ids are of", () => {
      const tokens = metadata.get("tokenizer.ggml.tokens") as string[];
      expect(createHash("sha256").update(tokens.join("\n")).digest("hex")).toBe(realGolden[name].sha256);
    });

    test("ids equal the reference library's", () => {
      const tokenizer = tokenizerFromGguf(metadata);
      realGolden.texts.forEach((text, i) => {
        expect([text, tokenizer.encode(text)]).toEqual([text, realGolden[name].ids[i]]);
      });
    });

    test("every id has its bytes", () => {
      const tokenizer = tokenizerFromGguf(metadata);
      const all = [...pieces(tokenizer)];
      expect(all.length).toBe({ smollm2: 49_152 - 17, gemma3: 262_144 - 6249 }[name]);
      expect(all.every(([, bytes]) => bytes.length > 0)).toBe(true);
    });

    test("its chat template, or that it has none", () => {
      if (name === "gemma3") {
        expect(() => chatTemplateFromGguf(metadata)).toThrow("has no chat template");
        return;
      }
      const tokenizer = tokenizerFromGguf(metadata);
      const template = chatTemplateFromGguf(metadata);
      const { ids, answerStart, end } = answerSpan(tokenizer, template, [{ role: "user", content: "Hi" }], "Hello 😀");
      expect(tokenizer.decode(ids.slice(0, answerStart), { special: true }).endsWith("<|im_start|>assistant\n")).toBe(
        true,
      );
      expect(tokenizer.decode(ids.slice(answerStart, end))).toBe("Hello 😀");
      expect([ids[end], tokenizer.ends]).toEqual([2, [2]]);
    });
  },
);
