import { CommanderError } from "commander";
import { TraitlabError, usage } from "../base/errors.ts";

/** Any error as the one that the user sees: ours as they are, commander's as "usage", everything else as our bug. */
export function presentable(error: unknown): TraitlabError {
  if (error instanceof TraitlabError) return whole(error);
  if (error instanceof CommanderError && error.code === "commander.help")
    return usage("Give one of the commands above.");
  if (error instanceof CommanderError) return usage(sentence(error.message));
  const message = error instanceof Error ? error.message : String(error);
  return new TraitlabError("internal", `This is a bug in traitlab: ${message} (--debug shows where).`, {
    cause: error,
  });
}

/** The error with its message as a sentence: a capital first (unless a name stands there) and a full stop. */
function whole(error: TraitlabError): TraitlabError {
  const { message, code } = error;
  const begun = /^(the|a|an|no) /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  const ended = /[.?!]$/.test(begun) ? begun : `${begun}.`;
  return ended === message ? error : new TraitlabError(code, ended, { cause: error });
}

/** The lines for stderr: one sentence, and with --debug the stack of everything under it. */
export function errorText(error: TraitlabError, debug: boolean): string {
  const lines = [`error: ${error.message}`];
  for (let each: unknown = error; debug && each instanceof Error; each = each.cause)
    lines.push(each.stack ?? String(each));
  return lines.join("\n");
}

/** "error: unknown command 'rnu'\n(Did you mean run?)" as a sentence. */
function sentence(message: string): string {
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const text = `${first.replace(/\.$/, "")}${
    rest.length > 0
      ? `; ${rest
          .join(" ")
          .replace(/^\(Did/, "did")
          .replace(/\)$/, "")}`
      : ""
  }`;
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[?]$/.test(capital) ? capital : `${capital}.`;
}
