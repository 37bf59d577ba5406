import type { OnProgress } from "../../base/progress.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { TextReader } from "../../measure/classifier/reader.ts";
import type { TraitScorer } from "../../measure/trait-score/types.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { Directions } from "../../model/directions/about.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { Run } from "../../run/run.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import type { Tuner } from "../personas.ts";
import type { ShiftConfig } from "./config.ts";
import type { ShiftFindings } from "./findings.ts";

/** What the study needs from outside. */
export interface ShiftStudyOptions extends Pick<Tuner, "tune"> {
  config: ShiftConfig;
  run: Run;
  engine: Engine;
  spec: ModelSpec;
  /** The model's size. */
  size: ModelConfig;
  tokenizer: Tokenizer;
  /** Facts of the model for the findings. */
  model: ShiftFindings["model"];
  /** The answers that are tuned on, and those that vectors are made of. */
  answers: Answers;
  /** The rows of a pole's answers, or the neutral ones. */
  rowsOf(arm: string): TuningRow[];
  /** The vector of the study's trait; made from answers where left out. */
  given?: Directions | undefined;
  scorer: TraitScorer;
  /** Reads all ten poles at once; needed where poles join. */
  reader?: TextReader | undefined;
  seed: number;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}
