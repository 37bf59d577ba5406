// Runs one bench: node bench/run.mjs NAME [options]. Node 20 does not run TypeScript, so the benches are stripped of their
// types into dist/bench/ first; what they measure is the build in dist/.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const here = import.meta.dirname;
const dist = join(here, "..", "dist");
const benches = sources("")
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((bench) => bench !== "harness");
const [name, ...options] = process.argv.slice(2);
process.exitCode = run();

function run() {
  if (!benches.includes(name)) {
    process.stderr.write(`usage: npm run bench -- NAME [options]; NAME is one of ${benches.join(", ")}\n`);
    return 2;
  }
  if (!existsSync(join(dist, "index.js"))) {
    process.stderr.write("a bench runs the build, and dist/ is missing: npm run build\n");
    return 2;
  }
  for (const folder of ["", "harness", "organism", "subjects"]) strip(folder);
  const bench = join(dist, "bench", `${name}.js`);
  return spawnSync(process.execPath, [bench, ...options], { stdio: "inherit" }).status ?? 1;
}

function sources(folder) {
  return readdirSync(join(here, folder)).filter((file) => file.endsWith(".ts"));
}

function strip(folder) {
  mkdirSync(join(dist, "bench", folder), { recursive: true });
  const compilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  for (const file of sources(folder)) {
    const source = readFileSync(join(here, folder, file), "utf8");
    const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: file });
    writeFileSync(join(dist, "bench", folder, file.replace(/\.ts$/, ".js")), outputText);
  }
}
