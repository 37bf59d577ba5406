import type { Emoji } from "../../base/text/emoji-list.ts";

/** Emoji of a text that are told apart: so many of the most probable ones, and none below this. */
const most = 100;
const least = 1e-9;

/** Adds up a text's emoji mass by the emoji begun. */
export class EmojiTotals {
  private readonly totals = new Map<Emoji, number>();

  add(emoji: Emoji, mass: number): void {
    this.totals.set(emoji, (this.totals.get(emoji) ?? 0) + mass);
  }

  /** By emoji, the most probable ones only, and by group, of all. Largest first. */
  summary(): { byEmoji: Record<string, number>; byGroup: Record<string, number> } {
    const groups = new Map<string, number>();
    for (const [{ group }, mass] of this.totals) groups.set(group, (groups.get(group) ?? 0) + mass);
    const emoji = [...this.totals].map(([{ text }, mass]) => [text, mass] as const);
    return {
      byEmoji: largest(emoji).slice(0, most).reduce(intoRecord, {}),
      byGroup: largest([...groups]).reduce(intoRecord, {}),
    };
  }
}

const largest = (entries: readonly (readonly [string, number])[]) =>
  entries.filter(([, mass]) => mass >= least).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));

function intoRecord(record: Record<string, number>, [name, mass]: readonly [string, number]) {
  record[name] = Number(mass.toPrecision(7));
  return record;
}
