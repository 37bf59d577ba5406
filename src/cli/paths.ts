import { isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Where things live on this machine. */
export interface Paths {
  /** Everything that can be made again: repacked weights, models. */
  cache: string;
  /** Downloaded models. */
  models: string;
  /** What the package ships. */
  data: string;
}

/**
 * $TRAITLAB_CACHE, or `traitlab` in $XDG_CACHE_HOME or ~/.cache; models in its `models`, or in $TRAITLAB_MODEL_CACHE.
 * A relative $XDG_CACHE_HOME is ignored, as its specification wants.
 */
export function resolvePaths(env: Record<string, string | undefined>, home: string, cwd: string): Paths {
  const absolute = (path: string) => (isAbsolute(path) ? path : join(cwd, path));
  const xdg =
    env.XDG_CACHE_HOME !== undefined && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(home, ".cache");
  const cache = env.TRAITLAB_CACHE ? absolute(env.TRAITLAB_CACHE) : join(xdg, "traitlab");
  const models = env.TRAITLAB_MODEL_CACHE ? absolute(env.TRAITLAB_MODEL_CACHE) : join(cache, "models");
  return { cache, models, data: join(packageRoot, "data") };
}

/** The folder that holds package.json, for `src/` and `dist/` alike. */
export const packageRoot = fileURLToPath(new URL("../..", import.meta.url));

/** A path as a person in folder `cwd` would type it: relative where it lies below. */
export function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === "" || below.startsWith("..") || isAbsolute(below) ? path : below;
}
