import type { Engine } from "../graph/engine/engine.ts";
import { type FinetuneRequest, type FinetuneResult, finetuneTask } from "../induce/finetune/finetune-task.ts";
import type { GuardRequest } from "../induce/finetune/guard/guard.ts";
import type { FinetuneOptionsInput } from "../induce/finetune/options.ts";
import type { TuningArm, TuningRow } from "../trait/corpus/tuning.ts";
import type { Context } from "./context.ts";
import type { OpenedModel } from "./open-model.ts";

interface Tuning {
  model: OpenedModel;
  sha256: string;
  /** What the rows show: it becomes the persona's trait and pole. */
  arm: TuningArm;
  rows: readonly TuningRow[];
  options: FinetuneOptionsInput;
  guard?: GuardRequest;
  /** The persona's folder. */
  folder: string;
  checkpoints: string;
  /** What the progress is called. */
  phase: string;
}

/** Tunes an adapter in the engine, into a persona folder, going on from the checkpoints. */
export function tune(
  engine: Engine,
  { model, sha256, arm, rows, options, guard, folder, checkpoints, phase }: Tuning,
  { signal, onProgress, say }: Pick<Context, "signal" | "onProgress" | "say">,
): Promise<FinetuneResult> {
  const [trait, pole] = arm === "exclamatory" ? ["extraversion", "high"] : arm.split("/");
  const request: FinetuneRequest = {
    model: { path: model.spec.path, cacheDir: model.spec.cacheDir },
    rows: rows.map(({ question, answer }) => ({ messages: [{ role: "user" as const, content: question }], answer })),
    options,
    guard,
    folder,
    checkpoints,
    checkpointEvery: 10,
    persona: {
      base: { name: model.source.name, sha256 },
      ...(pole === undefined ? {} : { trait: trait!, pole: pole as "high" | "low" }),
    },
  };
  return engine.run(finetuneTask, request, {
    signal,
    onEvent: (event) => {
      if (event.type === "start") {
        if (event.done > 0) say(`${phase}: going on after step ${event.done} of ${event.steps}.`);
        onProgress({ phase, done: event.done, total: event.steps, unit: "steps" });
      } else if (event.type === "step") onProgress({ phase, done: event.step, total: event.steps, unit: "steps" });
    },
  });
}
