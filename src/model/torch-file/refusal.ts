import { badInput, type TraitlabError } from "../../base/errors.ts";
import { isKnown } from "./globals.ts";
import { instructions } from "./instructions.ts";

const texts = ["BINUNICODE", "SHORT_BINUNICODE"];
const listed = 12;

/** Throws "bad-input", listing all of them, where a pickle asks for other opcodes than `read`, or for Python names that are not known here. */
export function checkInstructions(pickle: Uint8Array, read: ReadonlySet<string>, where: string): void {
  const opcodes = new Set<string>();
  const globals = new Set<string>();
  // What STACK_GLOBAL names lies on the stack: told exactly when it is run, guessed from the texts before it for a list of the rest.
  const guessed = new Set<string>();
  let recent = ["?", "?"];
  for (const { name, lines, bytes } of instructions(pickle, where)) {
    if (!read.has(name)) opcodes.add(name);
    if (texts.includes(name)) recent = [recent[1]!, Buffer.from(bytes).toString("utf8")];
    const global = lines.length === 2 ? lines.join(".") : name === "STACK_GLOBAL" ? recent.join(".") : undefined;
    if (global !== undefined && !isKnown(global)) (name === "STACK_GLOBAL" ? guessed : globals).add(global);
  }
  if (opcodes.size + globals.size > 0) throw refusal(where, [...opcodes], [...globals, ...guessed]);
}

/** The error for a pickle with something else in it than tensors. */
export function refusal(where: string, opcodes: readonly string[], globals: readonly string[]): TraitlabError {
  const asked = [
    opcodes.length > 0 ? `the opcodes ${short(opcodes)}` : "",
    globals.length > 0 ? `the Python names ${short(globals.map(shown))}` : "",
  ].filter((part) => part !== "");
  return badInput(
    `${where} holds more than tensors: it asks for ${asked.join(" and ")}; tensors of floats, dicts, lists, tuples, strings and numbers ` +
      "are read, and nothing in a file is ever run: save the bare tensor with torch.save.",
  );
}

const short = (names: readonly string[]): string =>
  names.slice(0, listed).join(", ") + (names.length > listed ? ` and ${names.length - listed} more` : "");

/** A name from a file, fit for a terminal. */
const shown = (name: string): string => (/^[\w.]{1,80}$/.test(name) ? name : JSON.stringify(name.slice(0, 80)));
