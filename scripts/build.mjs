// Compiles src/ into dist/ and makes the program executable: npm sets that bit for what it installs, not in a clone.
// --clean deletes dist/ first, so that nothing of an older build is packed.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
if (process.argv.includes("--clean")) rmSync(join(root, "dist"), { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
if (status === 0) chmodSync(join(root, "dist/cli/main.js"), 0o755);
process.exitCode = status ?? 1;
