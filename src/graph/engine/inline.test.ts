import { expect, test } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { inlineEngine } from "./inline.ts";
import { remoteTask, siblingModule } from "./task.ts";
import { sumTask } from "./testing/sum-task.ts";

// The behaviour that inline and forked engines share is in test/engine-contract.test.ts, which runs the build.

test("a task of a TypeScript module runs in this process", async () => {
  await using engine = inlineEngine({ threads: 1 });
  const events: number[] = [];
  const sum = await engine.run(sumTask, { values: Float32Array.of(1, 2, 3) }, { onEvent: (e) => events.push(e) });
  expect(sum).toBe(6);
  expect(events).toEqual([1, 3, 6]);
});

test("its TraitlabError arrives as one", async () => {
  await using engine = inlineEngine({ threads: 1 });
  const failure = await engine.run(sumTask, { values: new Float32Array() }).catch((error) => error);
  expect(failure).toBeInstanceOf(TraitlabError);
  expect(failure).toMatchObject({ code: "bad-input", message: "there is nothing to add up" });
});

test("a task is ended between two steps", async () => {
  await using engine = inlineEngine({ threads: 1 });
  const controller = new AbortController();
  let steps = 0;
  const onEvent = () => {
    if (++steps === 3) controller.abort();
  };
  const run = engine.run(sumTask, { values: new Float32Array(1000) }, { signal: controller.signal, onEvent });
  await expect(run).rejects.toMatchObject({ code: "interrupted", message: "runSum was interrupted" });
  expect(steps).toBe(3);
});

test("a module that exports no such function is named", async () => {
  await using engine = inlineEngine({ threads: 1 });
  const wrong = remoteTask<object, void>(sumTask.module, "runProduct");
  await expect(engine.run(wrong, {})).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining("testing/sum-task.ts exports no function named runProduct"),
  });
});

test("a sibling module has the ending of the module that names it", () => {
  expect(siblingModule("file:///src/model/task.ts", "./run.ts")).toBe("file:///src/model/run.ts");
  expect(siblingModule("file:///dist/model/task.js", "../run.ts")).toBe("file:///dist/run.js");
});
