import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diskOf } from "../base/testing/disk.ts";
import { AppendFile } from "./append-file.ts";
import { Items } from "./items.ts";
import { temporaryFolder, thrownBy } from "./testing/fixtures.ts";

const open = (path: string) => {
  const { file, lines } = AppendFile.open(path);
  return new Items(file, lines);
};

describe("Items", () => {
  it("leaves the same bytes whatever order items are finished in, and wherever the run is cut and continued", () => {
    const path = join(temporaryFolder(), "items.jsonl");
    const plan = { base: ["q0", "q1", "q2"], "tuned/seed0": ["q0", "q1"], mass: ["only"] };
    const all = Object.entries(plan).flatMap(([group, keys]) => keys.map((key) => ({ group, key })));
    const valueFor = (group: string, key: string) => ({ text: `${group} ${key} 🎉`, ids: [1, 2], score: -0 });
    const expected = all
      .map(
        ({ group, key }) =>
          `{"group":"${group}","key":"${key}","value":{"ids":[1,2],"score":-0,"text":"${group} ${key} 🎉"}}\n`,
      )
      .join("");
    const orders = fc.shuffledSubarray(all, { minLength: all.length });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(orders, fc.nat(all.length), fc.nat(30)), { maxLength: 4 }),
        orders,
        (calls, lastOrder) => {
          writeFileSync(path, "");
          for (const [order, finished, torn] of [...calls, [lastOrder, all.length, 0] as const]) {
            const items = open(path);
            const groups = new Map(Object.entries(plan).map(([group, keys]) => [group, items.group(group, keys)]));
            for (const { group, key } of order.slice(0, finished)) {
              if (groups.get(group)!.missing.includes(key)) groups.get(group)!.put(key, valueFor(group, key));
            }
            items.close();
            const text = readFileSync(path);
            writeFileSync(path, text.subarray(0, text.length - torn));
          }
          expect(readFileSync(path, "utf8")).toBe(expected);
          const items = open(path);
          expect(items.group("base", plan.base).values()).toStrictEqual(plan.base.map((key) => valueFor("base", key)));
          items.close();
        },
      ),
    );
  });

  it("writes an item at its turn: nothing waits behind one that is finished in order", () => {
    const path = join(temporaryFolder(), "items.jsonl");
    const items = open(path);
    const group = items.group<number>("base", ["a", "b", "c"]);
    group.put("b", 2);
    expect([items.count, group.missing]).toEqual([0, ["a", "c"]]);
    group.put("a", 1);
    expect([items.count, group.missing]).toEqual([2, ["c"]]);
    expect(() => group.values()).toThrow("item c of base is not finished");
    items.close();
  });

  it("gives the first run what a continued one reads", () => {
    const path = join(temporaryFolder(), "items.jsonl");
    const items = open(path);
    const group = items.group<object>("base", ["a"]);
    group.put("a", { left: undefined, kept: 1 });
    expect(group.values()).toStrictEqual([{ kept: 1 }]);
    items.close();
  });

  it("holds back an item that met a full disk, and writes it once there is room", async () => {
    const path = join(temporaryFolder(), "items.jsonl");
    let disk = diskOf(50);
    const { file } = AppendFile.open(path, (...args) => disk(...args));
    const items = new Items(file, []);
    const group = items.group<string>("base", ["a", "b"]);
    group.put("a", "one");
    expect(await thrownBy(() => group.put("b", "two"))).toMatchObject({ code: "incomplete" });
    disk = diskOf(1000);
    expect(await thrownBy(() => group.put("b", "two"))).toMatchObject({
      message: expect.stringContaining("put twice"),
    });
    const more = items.group<string>("more", ["c"]);
    more.put("c", "three");
    expect(group.values()).toEqual(["one", "two"]);
    items.close();
  });

  it("names the line where the file is another version's, damaged, or holds too much", async () => {
    const path = join(temporaryFolder(), "items.jsonl");
    writeFileSync(path, '{"group":"base","key":"a","value":1}\n{"group":"base","key":"b","value":1}\n');
    const items = open(path);
    expect(items.undeclared).toBe(2);
    items.group("base", ["a"]);
    expect(items.undeclared).toBe(1);
    expect(await thrownBy(() => items.group("other", ["c"]))).toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/items\.jsonl line 2 holds item b of base, where this command puts c of other/),
    });
    items.close();
    writeFileSync(path, '{"group":"base","key":"a","value":1}\n{"group":"base"}\n');
    expect(await thrownBy(() => open(path))).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("line 2 is not a finished item"),
    });
  });

  it("refuses what a study must not do", () => {
    const items = open(join(temporaryFolder(), "items.jsonl"));
    const group = items.group<unknown>("base", ["a"]);
    expect(() => items.group("base", ["b"])).toThrow("asked for twice");
    expect(() => items.group("twins", ["b", "b"])).toThrow("same key");
    expect(() => group.put("z", 1)).toThrow("base has no item z");
    expect(() => group.put("a", Number.NaN)).toThrow("not JSON");
    items.close();
  });

  it("refuses a value that is no item of its group, and names the line", () => {
    const path = join(temporaryFolder(), "items.jsonl");
    writeFileSync(path, '{"group":"g","key":"a","value":{"text":"x"}}\n{"group":"g","key":"b","value":{}}\n');
    const items = open(path);
    const isItem = (value: unknown) => typeof (value as { text?: unknown }).text === "string";
    expect(() => items.group("g", ["a", "b"], isItem)).toThrow(`${path} line 2 is not a finished item`);
  });
});
