import { appendFileSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../model/testing/folder.ts";
import { organismRecipe } from "../trait/organism/recipe.ts";
import { embeddedFaults, readEmbeddedManifest } from "./embedded-model.ts";
import { packageRoot } from "./paths.ts";

const shipped = { data: join(packageRoot, "data") };
const paths = { data: join(temporaryFolder(), "data") };
const file = (...names: string[]) => join(paths.data, "organism", ...names);

beforeEach(() => {
  rmSync(paths.data, { recursive: true, force: true });
  cpSync(join(shipped.data, "organism"), file(), { recursive: true });
});

test("the embedded model's files are those of its manifest, made by the recipe as it is now", () => {
  const manifest = readEmbeddedManifest(shipped);
  expect(embeddedFaults(shipped, manifest)).toEqual([]);
  expect(manifest.recipe).toEqual(JSON.parse(JSON.stringify({ recipe: "organism", ...organismRecipe })));
  expect(manifest.tokens).toBe(organismRecipe.tokens);
  expect(manifest.perplexity.model).toBeGreaterThan(manifest.perplexity.grammar);
});

test("a file that is missing, cut, changed or new is named", () => {
  rmSync(file("embedded", "answers.jsonl"));
  appendFileSync(file("embedded", "config.json"), " ");
  writeFileSync(file("embedded", "generation_config.json"), "x".repeat(23));
  writeFileSync(file("embedded", "README.md"), "");
  expect(embeddedFaults(paths, readEmbeddedManifest(paths))).toEqual([
    "answers.jsonl is missing",
    "config.json has 466 bytes, not 465",
    "generation_config.json was changed",
    "README.md does not belong there",
  ]);
  rmSync(file("embedded"), { recursive: true });
  expect(embeddedFaults(paths, readEmbeddedManifest(paths))).toHaveLength(7);
});

test("a manifest that is missing or damaged is a reason to install again", () => {
  writeFileSync(file("manifest.json"), '{"schema": 1}');
  expect(() => readEmbeddedManifest(paths)).toThrow("is damaged: install traitlab again");
  writeFileSync(file("manifest.json"), "{");
  expect(() => readEmbeddedManifest(paths)).toThrow("is damaged");
  rmSync(file("manifest.json"));
  expect(() => readEmbeddedManifest(paths)).toThrow("is missing: install traitlab again");
});
