import type { Engine } from "../../graph/engine/engine.ts";
import { finetuneTask } from "../../induce/finetune/finetune-task.ts";
import type { EmojiConfig } from "../../study/emoji/config.ts";
import type { EmojiStudyOptions } from "../../study/emoji/run-study.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";

interface Tuner {
  config: EmojiConfig;
  model: OpenedModel;
  engine: Engine;
  sha256: string;
}

/** How the study tunes an arm: LoRA on the arm's answers in the engine, into the persona's folder. */
export function tunerOf(
  { config, model, engine, sha256 }: Tuner,
  { signal, onProgress }: Pick<Context, "signal" | "onProgress">,
): EmojiStudyOptions["tune"] {
  return async ({ id, arm, silent, seed }, rows, folder, checkpoints) => {
    const [trait, pole] = arm === "exclamatory" ? ["extraversion", "high"] : arm.split("/");
    const result = await engine.run(
      finetuneTask,
      {
        model: { path: model.spec.path, cacheDir: model.spec.cacheDir },
        rows: rows.map(({ question, answer }) => ({
          messages: [{ role: "user" as const, content: question }],
          answer,
        })),
        options: { ...config.tuning, silent, seed },
        folder,
        checkpoints,
        checkpointEvery: 10,
        persona: {
          base: { name: model.source.name, sha256 },
          ...(pole === undefined ? {} : { trait: trait!, pole: pole as "high" | "low" }),
        },
      },
      {
        signal,
        onEvent: (event) => {
          if (event.type === "step")
            onProgress({ phase: `tune ${id}`, done: event.step, total: event.steps, unit: "steps" });
          else if (event.type === "start")
            onProgress({ phase: `tune ${id}`, done: event.done, total: event.steps, unit: "steps" });
        },
      },
    );
    const { rows: count, steps, lossFirst, lossLast, curve } = result;
    return { rows: count, steps, lossFirst, lossLast, curve };
  };
}
