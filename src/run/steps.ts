import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { badInput } from "../base/errors.ts";
import { readIfThere, writeFileAtomic } from "../base/files.ts";
import { canonicalJson } from "../base/json.ts";
import { contents, makeFolder, segments } from "./folder.ts";

/** The results of a run's named steps, one file each: `steps/NAME.json`, where NAME may hold slashes. */
export class Steps {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The kept result, or undefined where the step is not finished or one of the paths it `leaves` is gone. */
  read<T>(name: string, leaves: readonly string[]): { result: T } | undefined {
    const path = this.#path(name);
    const text = readIfThere(path);
    if (text === undefined || !leaves.every((left) => existsSync(join(this.#folder, ...segments(left)))))
      return undefined;
    try {
      const { step, result } = JSON.parse(text) as { step: unknown; result: T };
      if (step === name) return { result };
    } catch {
      // told below
    }
    throw badInput(`${path} is not the result of step ${name}: delete it to run the step again.`);
  }

  /** Keeps the result, deletes the step's checkpoints, and returns what a continued run will read. */
  keep<T>(name: string, result: T): T {
    const path = this.#path(name);
    const text = canonicalJson({ step: name, result: result === undefined ? null : result }, 2);
    makeFolder(dirname(path));
    writeFileAtomic(path, `${text}\n`);
    rmSync(this.#checkpoints(name), { recursive: true, force: true });
    return (JSON.parse(text) as { result: T }).result;
  }

  /** The folder for the step's checkpoints, made if need be. */
  checkpoints(name: string): string {
    const folder = this.#checkpoints(name);
    makeFolder(folder);
    return folder;
  }

  #path(name: string): string {
    return `${join(this.#folder, contents.steps, ...segments(name))}.json`;
  }

  /** One folder a step, flat: deleting a step's must not touch those of steps below its name. */
  #checkpoints(name: string): string {
    return join(this.#folder, contents.checkpoints, segments(name).join("__"));
  }
}
