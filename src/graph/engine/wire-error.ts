import { type ErrorCode, TraitlabError } from "../../base/errors.ts";

/** An error as data. `code` is there for a TraitlabError. */
export interface WireError {
  name: string;
  message: string;
  code?: ErrorCode;
  stack?: string;
  cause?: WireError;
}

/** A chain of causes longer than this is cut: it may be a ring. */
const causesKept = 8;

/** How V8 and ONNX Runtime say that an allocation failed. */
const allocationFailed = /bad_alloc|failed to allocate memory|array buffer allocation failed/i;

/** The error of a task that was asked to end. */
export const interrupted = (task: string): TraitlabError => new TraitlabError("interrupted", `${task} was interrupted`);

/**
 * What a task threw, as the TraitlabError that its caller gets; the stack stays that of the place where it was thrown.
 *
 * @param aborted whether the task had been asked to end: an AbortError is then the answer to that
 */
export function taskError(thrown: unknown, task: string, aborted = false): TraitlabError {
  if (thrown instanceof TraitlabError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const wrapped =
    aborted && error.name === "AbortError"
      ? interrupted(task)
      : allocationFailed.test(error.message)
        ? new TraitlabError("memory", `${task} ran out of memory: use a smaller model, batch or context`, {
            cause: error,
          })
        : new TraitlabError("internal", `${task} failed: ${error.name}: ${error.message}`, { cause: error.cause });
  if (error.stack) wrapped.stack = error.stack;
  return wrapped;
}

/** An error as data that any serializer copies whole. */
export function toWire(thrown: unknown, causes = causesKept): WireError {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) };
  const wire: WireError = { name: thrown.name, message: thrown.message };
  if (thrown instanceof TraitlabError) wire.code = thrown.code;
  if (thrown.stack) wire.stack = thrown.stack;
  if (thrown.cause !== undefined && causes > 0) wire.cause = toWire(thrown.cause, causes - 1);
  return wire;
}

/** The error that {@link toWire} was given: a TraitlabError again, or an Error with the same name. */
export function fromWire(wire: WireError): Error {
  const options = wire.cause && { cause: fromWire(wire.cause) };
  const error = wire.code ? new TraitlabError(wire.code, wire.message, options) : new Error(wire.message, options);
  if (!(error instanceof TraitlabError)) error.name = wire.name;
  if (wire.stack) error.stack = wire.stack;
  return error;
}
