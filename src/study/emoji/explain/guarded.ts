import { join } from "node:path";
import { TraitlabError } from "../../../base/errors.ts";
import { explainGuarded, type GuardedTuning } from "../../../explain/guarded/explain.ts";
import type { GuardedFindings } from "../../../explain/guarded/findings.ts";
import type { Neurons } from "../../../explain/neurons/explain.ts";
import { corpusRead } from "../../../explain/texts.ts";
import type { GuardRequest } from "../../../induce/finetune/guard/guard.ts";
import { answerSet } from "../../../measure/capability/text-sets.ts";
import type { MeasureOptions } from "../../../measure/instrument.ts";
import type { CorpusArm } from "../../../trait/corpus/arms.ts";
import { parseTrait } from "../../../trait/parse.ts";
import { type TuningPlan, tunePersona } from "../../personas.ts";
import { defaultsOf } from "../plan.ts";
import type { Explaining } from "./run-explain.ts";

/** The most suspected neurons, held at their mean in the untuned model: the mean over them of the squared distance joins the loss. */
function penaltyOf({ ranked }: Pick<Neurons, "ranked">) {
  const units = ranked.mlp.protocol.slice(0, 64);
  return { units, strength: 1 / Math.max(1, units.length) };
}

/** The same tuning under guards; or why there is nothing to guard against. */
export async function explainGuardedIn(
  { options: study, arms, texts, asked, sampling }: Explaining,
  neurons: Pick<Neurons, "ranked"> | undefined,
  options: MeasureOptions,
): Promise<GuardedFindings | { missing: string }> {
  const { config, run, tokenizer, answers, model, reader } = study;
  if (reader === undefined) return { missing: "No reader of traits is there to tell whether the trait stays." };
  const { register, silent, sentences } = defaultsOf(config);
  const rowsOf = (arm: CorpusArm) => study.rowsOf({ arm, sentences });
  const rows = rowsOf(arms.voice as CorpusArm);
  const plain: TuningPlan = { id: arms.personas[0]!.id, arm: arms.voice as CorpusArm, silent, sentences, seed: 0 };
  const tune = async (id: string, guard: GuardRequest | undefined): Promise<GuardedTuning> => {
    // Plain tuning is what the study has done already.
    const plan = guard === undefined ? plain : { ...plain, id: `guarded/${id}`, guard };
    const { steps, lossFirst, lossLast, guard: record } = await tunePersona(plan, study, run);
    return {
      adapter: join(run.personaFolder(plan.id), "adapter"),
      steps,
      lossFirst,
      lossLast,
      ...(record && { guard: record }),
    };
  };
  try {
    return await explainGuarded(
      {
        base: arms.base,
        model,
        target: parseTrait(arms.voice.replace("/", ":")),
        rows,
        texts: texts.filter(({ writer }) => writer !== "corpus"),
        traitTexts: {
          shown: corpusRead(rows, register, tokenizer),
          neutral: corpusRead(rowsOf("neutral"), register, tokenizer),
        },
        folder: run.personaFolder("guarded/directions"),
        questions: asked,
        sampling,
        maxNewTokens: config.maxNewTokens,
        reader,
        neutral: answerSet(answers),
        ...(neurons && { penalise: penaltyOf(neurons) }),
        tune,
      },
      options,
    );
  } catch (error) {
    // Without emoji there is no direction of them to guard against: no failure of the study.
    if (error instanceof TraitlabError && error.code === "bad-input" && /emoji direction/.test(error.message))
      return { missing: error.message };
    throw error;
  }
}
