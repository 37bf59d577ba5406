import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const dist = new URL("../dist/", import.meta.url);
const src = new URL("../src/", import.meta.url);

/** The URL of a built module, e.g. "graph/engine/fork.js"; throws a clear sentence where the build is missing or old. */
function distUrl(path: string): string {
  const url = new URL(path, dist);
  const built = statSync(fileURLToPath(url), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) throw new Error(`this test runs the build, and dist/${path} is missing: npm run build`);
  const source = path.replace(/\.js$/, ".ts");
  if (statSync(fileURLToPath(new URL(source, src))).mtimeMs > built)
    throw new Error(`this test runs the build, and dist/${path} is older than src/${source}: npm run build`);
  return url.href;
}

/**
 * Imports a built module. Node 20 cannot run TypeScript in a forked process, so tests that need one run the build; an
 * `import` in the test would break the type check where there is no build yet.
 */
export async function fromDist<Module>(path: string): Promise<Module> {
  return (await import(distUrl(path))) as Module;
}
