import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Persona, readPersona, writePersona } from "./persona.ts";
import { temporaryFolder } from "./testing/folder.ts";

const folder = temporaryFolder();
const sha256 = "ab".repeat(32);
const persona: Persona = {
  schema: 1,
  base: { name: "tiny", sha256 },
  trait: "extraversion",
  pole: "high",
  inducer: "finetune",
  recipe: { rank: 4, targets: ["q_proj"] },
  seed: 0,
  systemPrompt: "You are outgoing.",
  demonstrations: [
    { role: "user", content: "Hello" },
    { role: "assistant", content: "Hi there!" },
  ],
  adapter: "adapter",
};
const base = { sha256 };

describe("a persona folder", () => {
  it("comes back as it was written; equal personas give equal bytes", () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    writePersona(one, persona);
    writePersona(two, Object.fromEntries(Object.entries(persona).reverse()) as Persona);
    expect(readPersona(one, { base })).toEqual(persona);
    expect(readFileSync(join(two, "persona.json"))).toEqual(readFileSync(join(one, "persona.json")));
  });

  it("is refused on another model, unless forced", () => {
    writePersona(join(folder, "other"), persona);
    const read = (force: boolean) => readPersona(join(folder, "other"), { base: { sha256: "cd".repeat(32) }, force });
    expect(() => read(false)).toThrow(expect.objectContaining({ code: "bad-input" }));
    expect(() => read(false)).toThrow('was made for the model "tiny" (SHA-256 abababababab...)');
    expect(read(true)).toEqual(persona);
  });

  it("may hold what a later version adds, but not another schema", () => {
    const path = join(folder, "later");
    const write = (change: object) => {
      writePersona(path, persona);
      writeFileSync(join(path, "persona.json"), JSON.stringify({ ...persona, ...change }));
    };
    write({ mood: "sunny" });
    expect(readPersona(path, { base })).toEqual(persona);
    write({ schema: 2 });
    expect(() => readPersona(path, { base })).toThrow("schema that this version does not know");
    write({ adapter: "../../elsewhere" });
    expect(() => readPersona(path, { base })).toThrow('"adapter" is not legal');
  });

  it("is refused where it is none, or damaged", () => {
    expect(() => readPersona(join(folder, "nowhere"), { base })).toThrow("has no persona.json");
    writePersona(join(folder, "damaged"), persona);
    writeFileSync(join(folder, "damaged", "persona.json"), "{");
    expect(() => readPersona(join(folder, "damaged"), { base })).toThrow("is not JSON");
  });
});
