import type { LocalModel, Respondent } from "../measure/respondent.ts";

/** Who is explained, or compared with: a model as it is, or a persona of it, that runs here. */
export interface ExplainedArm {
  /** Stable; findings name it so: "base", "finetune/extraversion/high/seed0". */
  readonly id: string;
  readonly respondent: Respondent & { readonly local: LocalModel };
}
