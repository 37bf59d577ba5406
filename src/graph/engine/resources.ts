type Dispose<T> = (value: T) => unknown;

interface Entry {
  value: Promise<unknown>;
  dispose: Dispose<never>;
}

/** Long-lived things of an engine by key, made once and shared by the tasks that ask for them: models, sessions, caches. */
export class Resources {
  private readonly entries = new Map<string, Entry>();

  /**
   * The thing named `key`, made by `create` where it is not there; a failed creation is forgotten. Everything that
   * decides what is made (path, options) belongs into the key.
   *
   * @param dispose frees it; by default its own `Symbol.asyncDispose` or `Symbol.dispose`, where it has one
   */
  get<T>(key: string, create: () => Promise<T> | T, dispose: Dispose<T> = disposeItself): Promise<T> {
    const known = this.entries.get(key);
    if (known) return known.value as Promise<T>;
    const value = Promise.resolve().then(create);
    const entry: Entry = { value, dispose };
    this.entries.set(key, entry);
    value.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
    return value;
  }

  /** The keys of what is there, oldest first. */
  keys(): string[] {
    return [...this.entries.keys()];
  }

  /** Frees the thing named `key`, where there is one, to make room. */
  async delete(key: string): Promise<void> {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    const value = await entry.value;
    await entry.dispose(value as never);
  }

  /** Frees everything, youngest first, since the younger may use the older. All are tried; throws what failed first. */
  async dispose(): Promise<void> {
    const failures: unknown[] = [];
    for (const key of this.keys().reverse()) await this.delete(key).catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}

async function disposeItself(value: unknown): Promise<void> {
  if (typeof value !== "object" || value === null) return;
  if (Symbol.asyncDispose in value) await (value as AsyncDisposable)[Symbol.asyncDispose]();
  else if (Symbol.dispose in value) (value as Disposable)[Symbol.dispose]();
}
