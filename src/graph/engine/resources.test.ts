import { expect, test } from "vitest";
import { Resources } from "./resources.ts";

test("a resource is made once, also when asked for twice at a time", async () => {
  const resources = new Resources();
  let made = 0;
  const create = async () => ({ number: ++made });
  const [a, b] = await Promise.all([resources.get("model", create), resources.get("model", create)]);
  expect(a).toBe(b);
  expect((await resources.get("other", create)).number).toBe(2);
  expect(resources.keys()).toEqual(["model", "other"]);
});

test("a failed creation is forgotten", async () => {
  const resources = new Resources();
  const fail = () => {
    throw new Error("no such file");
  };
  await expect(resources.get("model", fail)).rejects.toThrow("no such file");
  expect(resources.keys()).toEqual([]);
  expect(await resources.get("model", () => "loaded")).toBe("loaded");
  await resources.dispose();
});

test("a deleted resource is freed once and can be made again", async () => {
  const resources = new Resources();
  const freed: number[] = [];
  let made = 0;
  const get = () =>
    resources.get(
      "model",
      () => ++made,
      (n) => freed.push(n),
    );
  await get();
  await Promise.all([resources.delete("model"), resources.delete("model")]);
  expect(freed).toEqual([1]);
  expect(await get()).toBe(2);
  await resources.dispose();
  expect(freed).toEqual([1, 2]);
});

test("disposal goes from the youngest to the oldest, through each one's own way, and past a failure", async () => {
  const resources = new Resources();
  const freed: string[] = [];
  await resources.get("async", () => ({ [Symbol.asyncDispose]: async () => void freed.push("async") }));
  await resources.get("sync", () => ({ [Symbol.dispose]: () => void freed.push("sync") }));
  await resources.get("plain", () => 1);
  await resources.get(
    "stuck",
    () => 1,
    () => {
      throw new Error("stuck");
    },
  );
  await resources.get(
    "explicit",
    () => "value",
    async (value) => void freed.push(`explicit ${value}`),
  );
  await expect(resources.dispose()).rejects.toThrow("stuck");
  expect(freed).toEqual(["explicit value", "sync", "async"]);
  expect(resources.keys()).toEqual([]);
});
