import { rmSync } from "node:fs";
import { join } from "node:path";
import { badInput, TraitlabError } from "../base/errors.ts";
import { readIfThere, writeFileAtomic } from "../base/files.ts";
import { canonicalJson, throughJson } from "../base/json.ts";
import { AppendFile } from "./append-file.ts";
import { contents, makeFolder, segments } from "./folder.ts";
import { type ItemGroup, Items } from "./items.ts";
import { type Manifest, writeManifest } from "./manifest.ts";
import { Steps } from "./steps.ts";

/**
 * An open run: its items, its steps, its findings. What it holds is on the system's hands before a call returns, so a
 * kill at any moment loses only what was not finished, and the same command goes on from there to the same bytes.
 */
export class Run {
  readonly folder: string;
  /** What a person should know of how the run was opened, one sentence each. */
  readonly notes: readonly string[];
  readonly #unlock: () => void;
  readonly #items: Items;
  readonly #log: AppendFile;
  readonly #steps: Steps;
  #manifest: Manifest;

  /** Use `openRun`. */
  constructor(opened: { folder: string; manifest: Manifest; unlock: () => void; notes: readonly string[] }) {
    this.folder = opened.folder;
    this.notes = opened.notes;
    this.#manifest = opened.manifest;
    this.#unlock = opened.unlock;
    const items = AppendFile.open(join(this.folder, contents.items));
    this.#items = new Items(items.file, items.lines);
    this.#log = AppendFile.open(join(this.folder, contents.log)).file;
    this.#steps = new Steps(this.folder);
    this.log("open", { items: this.#items.count, tornBytes: items.tornBytes });
  }

  get manifest(): Readonly<Manifest> {
    return this.#manifest;
  }

  /** The study is finished: `findings` has its numbers, and there is nothing to do. */
  get done(): boolean {
    return this.#manifest.status === "done";
  }

  /**
   * Declares the next items of `items.jsonl`: `group` says which, e.g. "base/responses". A study declares the same ones in
   * the same order each time. `isItem` tells a value that is one from a damaged one.
   */
  items<T>(group: string, keys: readonly string[], isItem?: (value: unknown) => boolean): ItemGroup<T> {
    return this.#items.group<T>(group, keys, isItem);
  }

  /**
   * The result of a named step, e.g. "tune/extraversion/high/seed0": computed once, kept in `steps/NAME.json`, and read
   * from there when the run is continued. `compute` gets a folder for checkpoints that outlives a kill and is deleted
   * once the step is finished. With `leaves`, paths below the run's folder, the step counts as finished only while they exist.
   */
  async step<T>(
    name: string,
    compute: (checkpoints: string) => Promise<T>,
    options: { leaves?: readonly string[] } = {},
  ): Promise<T> {
    const kept = this.#steps.read<T>(name, options.leaves ?? []);
    if (kept !== undefined) return kept.result;
    this.log("step", { name });
    const result = this.#steps.keep(name, await compute(this.#steps.checkpoints(name)));
    this.log("step done", { name });
    return result;
  }

  /** The folder (made if need be) of an arm's persona, e.g. "finetune/extraversion/high/seed0". */
  personaFolder(arm: string): string {
    const folder = join(this.folder, contents.personas, ...segments(arm));
    makeFolder(folder);
    return folder;
  }

  /** Notes an event with its time in `log.jsonl`, the one file that is not the same in two equal runs. */
  log(event: string, fields: Record<string, unknown> = {}): void {
    this.#log.append(canonicalJson({ ...fields, event, time: new Date().toISOString() }));
  }

  /** Writes the findings and marks the run done. */
  finish(findings: unknown): void {
    if (this.#items.undeclared > 0) {
      throw badInput(
        `${join(this.folder, contents.items)} holds ${this.#items.undeclared} items more than this command makes: another version wrote them; start over with --fresh, or give another --out.`,
      );
    }
    this.#items.sync();
    writeFileAtomic(join(this.folder, contents.findings), `${canonicalJson(findings, 2)}\n`);
    rmSync(join(this.folder, contents.checkpoints), { recursive: true, force: true });
    this.#setStatus("done", { items: this.#items.count });
    this.log("done");
  }

  /** The findings of a finished run. */
  findings<T>(): T {
    const path = join(this.folder, contents.findings);
    const text = readIfThere(path);
    if (text === undefined) throw badInput(`${path} is missing though the run is done; start over with --fresh.`);
    return JSON.parse(text) as T;
  }

  /** Notes why the run ends before it is done: interrupted, or failed. */
  stop(error: unknown): void {
    const code = error instanceof TraitlabError ? error.code : "internal";
    const status = code === "interrupted" ? "interrupted" : "failed";
    const message = error instanceof Error ? error.message : String(error);
    try {
      this.#setStatus(status, { error: { code, message } });
      this.log(status, { code, message });
    } catch {
      // A disk too full for the note: the status stays "running", which reads as interrupted once we are gone.
    }
  }

  /** Closes the files and gives the folder back. A run that is not done can be continued. */
  close(): void {
    try {
      this.#items.close();
    } finally {
      try {
        this.#log.close();
      } finally {
        this.#unlock();
      }
    }
  }

  #setStatus(status: Manifest["status"], { items, error }: Pick<Manifest, "items" | "error">): void {
    this.#manifest = throughJson({ ...this.#manifest, status, items, error });
    writeManifest(this.folder, this.#manifest);
  }
}
