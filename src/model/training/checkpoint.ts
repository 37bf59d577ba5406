import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { badInput, type TraitlabError } from "../../base/errors.ts";
import { readIfThere, removeTemporaries, writeFailure, writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import { type TensorToWrite, writeSafetensors } from "../safetensors/write.ts";
import type { StepRecord, TrainingState } from "./state.ts";

interface CheckpointJson {
  schema: 1;
  /** Of all that decides the numbers; a checkpoint of other options or data is never continued. */
  key: string;
  /** Steps done, and where the data stands: all random streams are derived from these and the seed. */
  step: number;
  epoch: number;
  seed: number;
  /** Of the next step. */
  lr: number;
  tensors: string;
  history: StepRecord[];
  evaluations: TrainingState["evaluations"];
}

const indexName = "checkpoint.json";

/**
 * Keeps a training run's last state in a folder of its own. The tensors go into a file named by the step, then `checkpoint.json` is
 * put in place of the old one, then older files go: a kill at any moment leaves the old checkpoint or the new one.
 */
export class Checkpoints {
  private readonly folder: string;
  private readonly key: string;

  /** @param key identifies options and data: SHA-256 */
  constructor(folder: string, key: string) {
    this.folder = folder;
    this.key = key;
  }

  /** Steps of the last saved state, 0 where there is none. Throws "bad-input" for another run's checkpoint. */
  stepsDone(): number {
    return this.index()?.step ?? 0;
  }

  /** Puts the last saved state into `state`, tensors in place; false where there is none. Throws as {@link stepsDone}. */
  async restore(state: TrainingState): Promise<boolean> {
    const index = this.index();
    if (!index) return false;
    removeTemporaries(this.folder);
    const path = join(this.folder, index.tensors);
    const { tensors } = await loadSafetensors(path).catch((cause: unknown) => {
      throw this.damaged(path, cause);
    });
    for (const [name, tensor] of state.tensors)
      for (const part of ["values", "mean", "square"] as const) {
        const saved = tensors.get(`${name}.${part}`);
        if (saved?.values.length !== tensor[part].length) throw this.damaged(path);
        tensor[part].set(saved.values);
      }
    state.history.splice(0, state.history.length, ...index.history);
    state.evaluations.splice(0, state.evaluations.length, ...index.evaluations);
    return true;
  }

  /** Saves a state. Throws "incomplete" on a full disk; the checkpoint before stays good. */
  async save(state: TrainingState, position: { epoch: number; seed: number; lr: number }): Promise<void> {
    try {
      mkdirSync(this.folder, { recursive: true });
    } catch (error) {
      throw writeFailure(this.folder, error);
    }
    const step = state.history.length;
    const file = `step-${step}.safetensors`;
    const tensors = new Map<string, TensorToWrite>();
    for (const [name, tensor] of state.tensors)
      for (const part of ["values", "mean", "square"] as const)
        tensors.set(`${name}.${part}`, { shape: [tensor[part].length], values: tensor[part] });
    await writeSafetensors(join(this.folder, file), tensors);
    const { history, evaluations } = state;
    const index: CheckpointJson = {
      schema: 1,
      key: this.key,
      step,
      ...position,
      tensors: file,
      history,
      evaluations,
    };
    writeFileAtomic(join(this.folder, indexName), `${canonicalJson(index)}\n`);
    for (const name of readdirSync(this.folder))
      if (/^step-\d+\.safetensors$/.test(name) && name !== file) rmSync(join(this.folder, name), { force: true });
  }

  private index(): CheckpointJson | undefined {
    const path = join(this.folder, indexName);
    const text = readIfThere(path);
    if (text === undefined) return undefined;
    let index: CheckpointJson;
    try {
      index = JSON.parse(text) as CheckpointJson;
    } catch (cause) {
      throw this.damaged(path, cause);
    }
    if (index.schema === 1 && index.key === this.key) return index;
    throw badInput(
      `${this.folder} holds a checkpoint of a training run with other options, data or base model: choose another output folder, ` +
        "or delete this one to begin again.",
    );
  }

  private damaged(path: string, cause?: unknown): TraitlabError {
    return badInput(`${path} is damaged: delete ${this.folder} to begin the training again.`, cause);
  }
}
