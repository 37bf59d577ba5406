import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot, resolvePaths, shownPath } from "./paths.ts";

it("puts the cache where the user wants it, or where the system's rules say", () => {
  const at = (env: Record<string, string>) => resolvePaths(env, "/home/ada", "/work");
  expect(at({})).toMatchObject({ cache: "/home/ada/.cache/traitlab", models: "/home/ada/.cache/traitlab/models" });
  expect(at({ XDG_CACHE_HOME: "/var/cache" }).cache).toBe("/var/cache/traitlab");
  expect(at({ XDG_CACHE_HOME: "relative" }).cache).toBe("/home/ada/.cache/traitlab");
  expect(at({ XDG_CACHE_HOME: "/var/cache", TRAITLAB_CACHE: "mine" })).toMatchObject({
    cache: "/work/mine",
    models: "/work/mine/models",
  });
  expect(at({ TRAITLAB_MODEL_CACHE: "/models" })).toMatchObject({
    cache: "/home/ada/.cache/traitlab",
    models: "/models",
  });
});

it("shows a path as it would be typed", () => {
  expect(shownPath("/work/runs/first", "/work")).toBe("runs/first");
  expect(shownPath("/elsewhere/first", "/work")).toBe("/elsewhere/first");
  expect(shownPath("/work", "/work")).toBe("/work");
});

it("finds the package's own folder", () => {
  expect(existsSync(join(packageRoot, "package.json"))).toBe(true);
});
