import type { Engine } from "../../graph/engine/engine.ts";
import type { FinetuneOptionsInput } from "../../induce/finetune/options.ts";
import type { Tuner } from "../../study/personas.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { tune } from "../tune.ts";

interface TuningCall {
  /** Options of every arm; seed and silence come from the plan. */
  tuning: FinetuneOptionsInput;
  model: OpenedModel;
  engine: Engine;
  sha256: string;
}

/** How a study tunes an arm: LoRA on the arm's answers in the engine, into the persona's folder. */
export function tunerOf(
  { tuning, model, engine, sha256 }: TuningCall,
  context: Pick<Context, "signal" | "onProgress" | "say">,
): Tuner["tune"] {
  return async ({ id, arm, silent, seed, guard }, rows, folder, checkpoints) => {
    const options = { ...tuning, silent, seed };
    const phase = `tune ${id}`;
    const result = await tune(
      engine,
      { model, sha256, arm, rows, options, guard, folder, checkpoints, phase },
      context,
    );
    const { rows: count, steps, lossFirst, lossLast, curve, guard: record } = result;
    return { rows: count, steps, lossFirst, lossLast, curve, ...(record && { guard: record }) };
  };
}
