/** What went wrong, in one word that a program can test. It decides the exit code. */
export type ErrorCode = "usage" | "bad-input" | "memory" | "incomplete" | "interrupted" | "internal";

const exitCodes: Record<ErrorCode, number> = {
  usage: 2,
  "bad-input": 3,
  memory: 4,
  incomplete: 5,
  interrupted: 130,
  internal: 1,
};

/**
 * The one base class of every error a user may see. The message is one clear sentence: what was asked, what was found
 * and where, what would be legal, and a way out.
 */
export class TraitlabError extends Error {
  override readonly name = "TraitlabError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The process exit code that belongs to {@link code}: 2 usage, 3 bad input, 4 memory, 5 incomplete, 130 interrupted, 1 our bug. */
  get exitCode(): number {
    return exitCodes[this.code];
  }
}

/** A file, model or data set that cannot be used as it is. */
export const badInput = (message: string, cause?: unknown): TraitlabError =>
  new TraitlabError("bad-input", message, cause === undefined ? undefined : { cause });

/** An option or argument outside what is legal. */
export const usage = (message: string): TraitlabError => new TraitlabError("usage", message);
