/**
 * Imports a module of the build, e.g. "model/score/scorer.js": benches lie in dist/bench/ when they run, and an `import`
 * of it would break the type check where there is no build yet.
 */
export async function fromDist<Module>(path: string): Promise<Module> {
  return (await import(new URL(`../../${path}`, import.meta.url).href)) as Module;
}
