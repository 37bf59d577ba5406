import { usage } from "../base/errors.ts";
import type { Context } from "./context.ts";
import type { Kind } from "./kinds.ts";

/** An option ("--questions <n>") or an argument ("<run>", "[dir]") of a command, and what its text becomes. */
export interface Parameter<T> {
  flags: string;
  about: string;
  /** Undefined for a switch, which is true when given. */
  kind: Kind<unknown> | undefined;
  /** The value where none is given, already read. */
  fallback: T | undefined;
  /** Heading in the command's help; "Options" where there is none. */
  heading?: string;
}

export type Parameters = Record<string, Parameter<unknown>>;
export type Values<P extends Parameters> = { [Name in keyof P]: P[Name] extends Parameter<infer T> ? T : never };

/** What a command gives back: one value for programs and one text for people. Both say the same. */
export interface Output {
  /** Printed by --json. */
  json: unknown;
  /** Printed without --json; nothing where it is empty. */
  text: string;
  /** 0 unless set. */
  exitCode?: number;
}

/** What a command takes and does, with its types erased, ready to be hung into the program. */
export interface Definition {
  /** Shown under the options in the command's help: examples, mostly. */
  more: string;
  arguments: readonly Parameter<unknown>[];
  options: readonly Parameter<unknown>[];
  /** Texts in the order of `arguments` and `options`; undefined where not given, true for a switch. Throws "usage" on an illegal one. */
  run(given: { arguments: readonly Given[]; options: readonly Given[] }, context: Context): Promise<Output>;
}

export type Given = string | true | undefined;

/** An option with a value, or an argument; without a `fallback` its value is undefined where none is given. */
export function parameter<T>(flags: string, about: string, kind: Kind<T>): Parameter<T | undefined>;
export function parameter<T>(flags: string, about: string, kind: Kind<T>, fallback: T): Parameter<T>;
export function parameter<T>(flags: string, about: string, kind: Kind<T>, fallback?: T): Parameter<T | undefined> {
  return { flags, about, kind, fallback };
}

/** An argument that must be given: "<run>". */
export const required = <T>(flags: string, about: string, kind: Kind<T>): Parameter<T> => ({
  flags,
  about,
  kind,
  fallback: undefined,
});

/** An option that is on when given. */
export const flag = (flags: string, about: string): Parameter<boolean> => ({
  flags,
  about,
  kind: undefined,
  fallback: false,
});

/** The options under a heading of their own in the help. */
export const under = <P extends Parameters>(heading: string, parameters: P): P =>
  Object.fromEntries(Object.entries(parameters).map(([name, each]) => [name, { ...each, heading }])) as P;

/**
 * A command: its parameters, each described once, become a typed config; `run` hands the config to a function of a lower
 * floor and says what came out. It neither prints nor exits.
 */
export function defineCommand<A extends Parameters, O extends Parameters>(spec: {
  more?: string;
  arguments?: A;
  options?: O;
  /** @param typed the names of the options and arguments that were given */
  run(config: Values<A> & Values<O>, context: Context, typed: ReadonlySet<string>): Promise<Output>;
}): Definition {
  const { more = "", arguments: positional = {} as A, options = {} as O } = spec;
  return {
    more,
    arguments: Object.values(positional),
    options: Object.values(options),
    run: (given, context) => {
      const config = { ...readAll(positional, given.arguments), ...readAll(options, given.options) };
      const typed = new Set([...namesGiven(positional, given.arguments), ...namesGiven(options, given.options)]);
      return spec.run(config as Values<A> & Values<O>, context, typed);
    },
  };
}

const readAll = (parameters: Parameters, given: readonly Given[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).map(([name, each], i) => [name, read(each, given[i])]));

const namesGiven = (parameters: Parameters, given: readonly Given[]): string[] =>
  Object.keys(parameters).filter((_, i) => given[i] !== undefined);

/**
 * The config with other values for what was not typed: texts by long names, `{ "rank": "8" }`; a switch's is "true" or "false". A name
 * that is no option of these is left alone. Throws "usage" on an illegal text.
 */
export function withUsual<P extends Parameters, C extends object>(
  parameters: P,
  config: C,
  usual: Readonly<Record<string, string>>,
  typed: ReadonlySet<string> = new Set(),
): C {
  const changed = Object.entries(parameters).flatMap(([name, each]) => {
    const text = usual[shortName(each.flags).slice(2)];
    return text === undefined || typed.has(name) ? [] : [[name, readUsual(each, text)] as const];
  });
  return { ...config, ...Object.fromEntries(changed) };
}

function readUsual(parameter: Parameter<unknown>, text: string): unknown {
  if (parameter.kind !== undefined) return read(parameter, text);
  if (text === "true" || text === "false") return text === "true";
  throw usage(`${shortName(parameter.flags)} takes true or false, not "${text}".`);
}

/** What a command's config is when nothing is typed. */
export const untyped = <P extends Parameters>(parameters: P): Values<P> => readAll(parameters, []) as Values<P>;

/** The value of a parameter from the text given for it. Throws "usage" with what it takes where the text is not legal. */
export function read<T>(parameter: Parameter<T>, given: Given): T {
  if (given === undefined) return parameter.fallback as T;
  if (parameter.kind === undefined) return true as T;
  const value = parameter.kind.read(String(given));
  if (value === undefined) {
    throw usage(`${shortName(parameter.flags)} takes ${parameter.kind.takes}, not "${given}".`);
  }
  return value as T;
}

/** "--questions" of "-q, --questions <n>"; an argument stays as it is. */
const shortName = (flags: string): string => /--[a-z-]+/.exec(flags)?.[0] ?? flags;
