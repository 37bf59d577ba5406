import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../src/graph/engine/engine.ts";
import { remoteTask } from "../src/graph/engine/task.ts";
import { fromDist } from "./from-dist.ts";

const { startEngine } = await fromDist<typeof import("../src/graph/engine/fork.ts")>("graph/engine/fork.js");
const { inlineEngine } = await fromDist<typeof import("../src/graph/engine/inline.ts")>("graph/engine/inline.js");
const { TraitlabError } = await fromDist<typeof import("../src/base/errors.ts")>("base/errors.js");

const module = new URL("./workers/engine-tasks.mjs", import.meta.url).href;
const echo = remoteTask<unknown, unknown>(module, "echo");
const count = remoteTask<{ steps: number }, number, number>(module, "count");
const finishAnyway = remoteTask<object, string, string>(module, "finishAnyway");
const waitLikeFetch = remoteTask<object, string, string>(module, "waitLikeFetch");
const fail = remoteTask<{ kind: string }, unknown, unknown>(module, "fail");
const remember = remoteTask<
  { key: string },
  { value: { key: string; number: number }; made: number; freed: number; threads: number }
>(module, "remember");
const keepUnfreeable = remoteTask<object>(module, "keepUnfreeable");

const thrownBy = (run: Promise<unknown>): Promise<Error> =>
  run.then(
    () => Promise.reject(new Error("the run was expected to reject")),
    (thrown: Error) => thrown,
  );

const endless = { steps: Number.POSITIVE_INFINITY };
const engines = {
  inline: async (threads: number) => inlineEngine({ threads }),
  forked: (threads: number) => startEngine({ threads }),
};

describe.each(Object.entries(engines))("an %s engine", (_kind, start) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start(2);
  });
  afterAll(() => engine.dispose());

  test("copies data of every kind there and back", async () => {
    const request = {
      f32: Float32Array.of(0, -0, Number.NaN, 1e-40),
      part: new Float32Array([9, 1, 2, 9]).subarray(1, 3),
      i64: BigInt64Array.of(-1n, 2n ** 62n),
      u8: Uint8Array.of(1, 2),
      u16: Uint16Array.of(65535),
      map: new Map([["a", new Set([1])]]),
      date: new Date(0),
      nothing: undefined,
      text: "🙂 \ud800",
      nested: [{ deep: null }],
    };
    const result = (await engine.run(echo, request)) as typeof request;
    expect(result).toEqual(request);
    expect(result.part).not.toBe(request.part);
    expect(result.f32).toBeInstanceOf(Float32Array);
  });

  test("delivers events in order and before the result", async () => {
    const events: number[] = [];
    expect(await engine.run(count, { steps: 500 }, { onEvent: (event) => events.push(event) })).toBe(500);
    expect(events).toEqual(Array.from({ length: 500 }, (_, i) => i));
  });

  test("runs one task at a time, in the order asked", async () => {
    const seen: string[] = [];
    const run = (name: string, steps: number) => engine.run(count, { steps }, { onEvent: (i) => seen.push(name + i) });
    await Promise.all([run("a", 3), run("b", 1), run("c", 2)]);
    expect(seen).toEqual(["a0", "a1", "a2", "b0", "c0", "c1"]);
  });

  test("ends a task at its next step, and goes on with the next one", async () => {
    const controller = new AbortController();
    const onEvent = (step: number) => {
      if (step === 5) controller.abort();
    };
    const run = engine.run(count, endless, { signal: controller.signal, onEvent });
    await expect(run).rejects.toMatchObject({ code: "interrupted", message: "count was interrupted" });
    expect(await engine.run(echo, 1)).toBe(1);
  });

  test("lets many runs wait on one signal, without a warning", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 20 }, (_, i) => engine.run(echo, i, { signal })));
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });

  test("drops a waiting task at once, and does not begin one that is aborted already", async () => {
    const first = new AbortController();
    const second = new AbortController();
    const started: string[] = [];
    const running = engine.run(count, endless, { signal: first.signal });
    const waiting = engine.run(count, endless, { signal: second.signal, onEvent: () => started.push("waiting") });
    const next = engine.run(echo, "next");
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
    await expect(engine.run(count, endless, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "interrupted",
    });
    first.abort();
    await expect(running).rejects.toMatchObject({ code: "interrupted" });
    expect(await next).toBe("next");
    expect(started).toEqual([]);
  });

  test("keeps the result of a task that finishes all the same", async () => {
    const controller = new AbortController();
    const options = { signal: controller.signal, onEvent: () => controller.abort() };
    expect(await engine.run(finishAnyway, {}, options)).toBe("finished");
  });

  test("takes an AbortError after an abort as the interruption it is", async () => {
    const controller = new AbortController();
    const options = { signal: controller.signal, onEvent: () => controller.abort() };
    await expect(engine.run(waitLikeFetch, {}, options)).rejects.toMatchObject({ code: "interrupted" });
  });

  test("an abort after the end touches nobody", async () => {
    const controller = new AbortController();
    await engine.run(echo, 1, { signal: controller.signal });
    const next = engine.run(count, { steps: 20 });
    controller.abort();
    expect(await next).toBe(20);
  });

  test("brings a TraitlabError with its code, cause and stack", async () => {
    const error = await thrownBy(engine.run(fail, { kind: "bad-input" }));
    expect(error).toBeInstanceOf(TraitlabError);
    expect(error).toMatchObject({ code: "bad-input", message: "row 3 is empty", exitCode: 3 });
    expect(error.cause).toMatchObject({ name: "RangeError", message: "no cells" });
    expect(error.stack).toContain("engine-tasks.mjs");
  });

  test.each([
    ["bug", "internal", "fail failed: TypeError: Cannot read properties of undefined (reading 'property')"],
    ["text", "internal", "fail failed: Error: only text"],
    ["memory", "memory", "fail ran out of memory: use a smaller model, batch or context"],
  ])("makes of a %s the code %s", async (kind, code, message) => {
    const error = await thrownBy(engine.run(fail, { kind }));
    expect(error).toBeInstanceOf(TraitlabError);
    expect(error).toMatchObject({ code, message });
    if (kind !== "text") expect(error.stack).toContain("engine-tasks.mjs");
  });

  test("says which request, event or result cannot be copied, and goes on", async () => {
    const request = engine.run(echo, { run: () => 1 });
    await expect(request).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining("the request of echo cannot be sent"),
    });
    for (const kind of ["event", "result"]) {
      const message = expect.stringContaining("could not be cloned");
      await expect(engine.run(fail, { kind })).rejects.toMatchObject({ code: "internal", message });
    }
    expect(await engine.run(echo, 1)).toBe(1);
  });

  test("ends the task whose events the caller chokes on, with what the caller threw", async () => {
    const mine = new Error("the caller's");
    const onEvent = () => {
      throw mine;
    };
    await expect(engine.run(count, endless, { onEvent })).rejects.toBe(mine);
    expect(await engine.run(echo, 1)).toBe(1);
  });

  test("keeps resources from task to task and tells how many threads there are", async () => {
    const a = await engine.run(remember, { key: "a" });
    const b = await engine.run(remember, { key: "b" });
    const again = await engine.run(remember, { key: "a" });
    expect(again.value).toEqual(a.value);
    expect(b.value.number).toBe(a.value.number + 1);
    expect(again.made).toBe(b.made);
    expect(again.threads).toBe(2);
  });

  test("disposed of, interrupts what is pending and takes no more", async () => {
    const other = await start(1);
    const running = other.run(count, endless, { onEvent: () => void disposal() }).catch((error) => error.code);
    const waiting = other.run(count, endless).catch((error) => error.code);
    let disposed: Promise<void> | undefined;
    const disposal = () => {
      disposed ??= other.dispose();
    };
    expect(await Promise.all([running, waiting])).toEqual(["interrupted", "interrupted"]);
    await disposed;
    await other.dispose();
    await expect(other.run(echo, 1)).rejects.toThrow("the engine has been disposed of");
  });

  test("tells at its disposal what could not be freed", async () => {
    const other = await start(1);
    await other.run(keepUnfreeable, {});
    await expect(other.dispose()).rejects.toMatchObject({ code: "internal", message: "the resource is stuck" });
  });

  test("killed, rejects what is pending at once and takes no more", async () => {
    const other = await start(1);
    const running = other.run(count, endless, { onEvent: () => other.kill() }).catch((error) => error.code);
    const waiting = other.run(count, endless).catch((error) => error.code);
    expect(await Promise.all([running, waiting])).toEqual(["interrupted", "interrupted"]);
    await expect(other.run(echo, 1)).rejects.toMatchObject({ code: "interrupted" });
    await other.dispose();
  });
});
