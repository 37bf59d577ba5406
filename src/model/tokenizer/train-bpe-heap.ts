/** A heap whose largest item comes first. */
export class Heap<Item> {
  private readonly items: Item[] = [];
  private readonly before: (a: Item, b: Item) => boolean;

  /** `before(a, b)` says that a comes before b. */
  constructor(before: (a: Item, b: Item) => boolean) {
    this.before = before;
  }

  push(item: Item): void {
    let at = this.items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(item, this.items[parent]!)) break;
      this.items[at] = this.items[parent]!;
      at = parent;
    }
    this.items[at] = item;
  }

  pop(): Item | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.items.length) break;
      if (child + 1 < this.items.length && this.before(this.items[child + 1]!, this.items[child]!)) child++;
      if (!this.before(this.items[child]!, last)) break;
      this.items[at] = this.items[child]!;
      at = child;
    }
    this.items[at] = last;
    return first;
  }
}
