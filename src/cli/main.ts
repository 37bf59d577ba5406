#!/usr/bin/env node
// Nothing is imported before the check: an older Node stops at the first syntax it does not know, with no clear word.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `error: traitlab needs Node 20.19 or newer, and this is Node ${process.versions.node}: install a newer one.\n`,
  );
  process.exitCode = 3;
} else {
  const [{ runCli }, { commands }] = await Promise.all([import("./run-cli.ts"), import("./commands.ts")]);
  await runCli(process.argv.slice(2), commands);
}
