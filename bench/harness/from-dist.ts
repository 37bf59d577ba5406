/**
 * Imports a module of the build, e.g. "model/score/scorer.js": benches lie in dist/bench/ when they run, and an `import`
 * of it would break the type check where there is no build yet. Tests run the benches' sources, and get the module's source.
 */
export async function fromDist<Module>(path: string): Promise<Module> {
  const place = import.meta.url.endsWith(".ts") ? `../../src/${path.replace(/\.js$/, ".ts")}` : `../../${path}`;
  return (await import(new URL(place, import.meta.url).href)) as Module;
}
