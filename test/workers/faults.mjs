// Loaded before the program (node --import): at chosen changes of the disk it kills processes or lets the disk fail, in
// the command's process or in its engine. TRAITLAB_TEST_FAULT is JSON:
//   in       "command" or "engine": whose change it is
//   at       a regular expression on "CALL PATH", e.g. "write .*items\\.jsonl$"; the engine's start is a change too: "fork"
//   count    the how-manieth such change (1 is the first)
//   outcome  "command", "engine" or "both": who is killed (SIGKILL), a write half done, anything else not begun;
//            or an error's code, e.g. "ENOSPC": that change and every later one that matches fail with it
import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const fault = JSON.parse(process.env.TRAITLAB_TEST_FAULT ?? "null");
const role = process.argv[1]?.endsWith("child.js") ? "engine" : "command";

let engine;
if (role === "command") {
  // The engine starts bare, so it is told of this file here.
  const { fork } = childProcess;
  childProcess.fork = (file, args, options) => {
    meet("fork", file);
    const execArgv = [...options.execArgv, "--import", import.meta.url];
    engine = fork(file, args, { ...options, execArgv });
    return engine;
  };
}

const kill = (who) => {
  if (who !== role) process.kill(role === "engine" ? process.ppid : engine.pid, "SIGKILL");
  if (who !== other(role)) process.kill(process.pid, "SIGKILL");
};
const other = (one) => (one === "engine" ? "command" : "engine");

let count = 0;
/** Called before a change; `half` does half of it. */
function meet(call, path, half) {
  if (fault?.in !== role || !new RegExp(fault.at).test(`${call} ${path}`) || ++count < fault.count) return;
  if (["command", "engine", "both"].includes(fault.outcome)) {
    if (count > fault.count) return;
    half?.();
    kill(fault.outcome);
  } else throw Object.assign(new Error(`${fault.outcome}: injected, ${call} '${path}'`), { code: fault.outcome });
}

const paths = new Map();
const { openSync, writeSync } = fs;
const { open } = fs.promises;
fs.openSync = (path, flags, ...rest) => {
  if (flags !== "r") meet("open", path);
  const fd = openSync(path, flags, ...rest);
  paths.set(fd, path);
  return fd;
};
fs.promises.open = async (path, ...rest) => {
  const handle = await open(path, ...rest);
  paths.set(handle.fd, path);
  return handle;
};
fs.writeSync = (fd, bytes, offset, length, position) => {
  const half = () => writeSync(fd, bytes, offset, Math.floor(length / 2), position);
  if (paths.has(fd)) meet("write", paths.get(fd), half);
  return writeSync(fd, bytes, offset, length, position);
};
for (const [name, call] of [
  ["renameSync", "rename"],
  ["rmSync", "remove"],
  ["mkdirSync", "mkdir"],
]) {
  const original = fs[name];
  fs[name] = (...args) => {
    meet(call, args[name === "renameSync" ? 1 : 0]);
    return original(...args);
  };
}
syncBuiltinESMExports();
