import type { Engine } from "../../graph/engine/engine.ts";
import type { EmojiConfig } from "../../study/emoji/config.ts";
import type { EmojiStudyOptions } from "../../study/emoji/run-study.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { tune } from "../tune.ts";

interface Tuner {
  config: EmojiConfig;
  model: OpenedModel;
  engine: Engine;
  sha256: string;
}

/** How the study tunes an arm: LoRA on the arm's answers in the engine, into the persona's folder. */
export function tunerOf(
  { config, model, engine, sha256 }: Tuner,
  context: Pick<Context, "signal" | "onProgress" | "say">,
): EmojiStudyOptions["tune"] {
  return async ({ id, arm, silent, seed }, rows, folder, checkpoints) => {
    const options = { ...config.tuning, silent, seed };
    const phase = `tune ${id}`;
    const result = await tune(engine, { model, sha256, arm, rows, options, folder, checkpoints, phase }, context);
    const { rows: count, steps, lossFirst, lossLast, curve } = result;
    return { rows: count, steps, lossFirst, lossLast, curve };
  };
}
