import { badInput } from "../base/errors.ts";
import { canonicalJson } from "../base/json.ts";
import type { AppendFile } from "./append-file.ts";

/** Some items of a run, computed in any order and kept in one. */
export interface ItemGroup<T> {
  /** Keys of the items still to compute, in the group's order; those that are `put` leave it. */
  readonly missing: readonly string[];
  /** Hands in a finished item. It is written once all items before it are. Throws "incomplete" on a full disk. */
  put(key: string, value: T): void;
  /** Every item, in the group's order; throws while one is missing. */
  values(): T[];
}

interface Entry {
  group: string;
  key: string;
  value: unknown;
}

/**
 * The items of a run, one a line. Their order is the order in which the work was declared: the groups as they were
 * opened, each with its keys as given, so line i is the i-th declared item whatever order the items were finished in,
 * and a run that was stopped and continued leaves the same bytes as one that was not. An item that is finished before
 * its turn waits in memory; a kill loses those that wait, never one that is written.
 */
export class Items {
  readonly #file: AppendFile;
  /** Entries on disk; those past `#declared.length` were written by an earlier call and not asked for yet. */
  readonly #written: Entry[];
  readonly #declared: { group: string; key: string }[] = [];
  readonly #waiting = new Map<number, unknown>();
  readonly #groups = new Set<string>();

  constructor(file: AppendFile, lines: readonly string[]) {
    this.#file = file;
    this.#written = lines.map((line, i) => readEntry(file.path, line, i));
  }

  /** Items on disk. */
  get count(): number {
    return this.#written.length;
  }

  /** Items on disk that no group has asked for: 0 once the whole study has been declared. */
  get undeclared(): number {
    return Math.max(0, this.#written.length - this.#declared.length);
  }

  /** Declares the next items. Throws "bad-input" where the file holds others in their place, or a value that `isItem` refuses. */
  group<T>(group: string, keys: readonly string[], isItem: (value: unknown) => boolean = () => true): ItemGroup<T> {
    if (this.#groups.has(group)) throw new Error(`the items of ${group} were asked for twice`);
    if (new Set(keys).size !== keys.length) throw new Error(`two items of ${group} have the same key`);
    this.#groups.add(group);
    const first = this.#declared.length;
    const places = new Map(keys.map((key, i) => [key, first + i]));
    for (const key of keys) this.#declare(group, key, isItem);
    const isMissing = (key: string) => places.get(key)! >= this.#written.length && !this.#waiting.has(places.get(key)!);
    const waitingPut = (key: string, value: T) => {
      const place = places.get(key);
      if (place === undefined) throw new Error(`${group} has no item ${key}`);
      if (!isMissing(key)) throw new Error(`item ${key} of ${group} was put twice`);
      canonicalJson(value); // refuse what cannot be written now, where the caller is to be seen
      this.#waiting.set(place, value);
      this.#writeReady();
    };
    return {
      get missing() {
        return keys.filter(isMissing);
      },
      put: waitingPut,
      values: () => keys.map((key) => this.#value(group, key, places.get(key)!) as T),
    };
  }

  /** Flushes what is written to the disk. */
  sync(): void {
    this.#file.sync();
  }

  close(): void {
    this.#file.close();
  }

  #declare(group: string, key: string, isItem: (value: unknown) => boolean): void {
    const line = this.#declared.length;
    const found = this.#written[line];
    if (found !== undefined && (found.group !== group || found.key !== key)) {
      throw badInput(
        `${this.#file.path} line ${line + 1} holds item ${found.key} of ${found.group}, where this command puts ${key} of ${group}: another version wrote it; start over with --fresh, or give another --out.`,
      );
    }
    if (found !== undefined && !isItem(found.value)) throw damaged(this.#file.path, line);
    this.#declared.push({ group, key });
  }

  #writeReady(): void {
    for (let next = this.#written.length; this.#waiting.has(next); next++) {
      const { group, key } = this.#declared[next]!;
      const line = canonicalJson({ group, key, value: this.#waiting.get(next) });
      this.#file.append(line);
      this.#waiting.delete(next);
      this.#written.push(JSON.parse(line) as Entry); // as a resumed run reads it
    }
  }

  #value(group: string, key: string, place: number): unknown {
    const entry = this.#written[place];
    if (entry === undefined) throw new Error(`item ${key} of ${group} is not finished`);
    return entry.value;
  }
}

function readEntry(path: string, line: string, index: number): Entry {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    entry = undefined;
  }
  if (isEntry(entry)) return entry;
  throw damaged(path, index);
}

const damaged = (path: string, index: number): Error =>
  badInput(
    `${path} line ${index + 1} is not a finished item: cut the file before this line to continue from there, or start over with --fresh.`,
  );

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" &&
  value !== null &&
  "group" in value &&
  typeof value.group === "string" &&
  "key" in value &&
  typeof value.key === "string" &&
  "value" in value;
