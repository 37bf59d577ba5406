import type { Engine } from "../../../graph/engine/engine.ts";
import { engineRespondent } from "../../../measure/engine-respondent.ts";
import type { Keep } from "../../../measure/keep.ts";
import type { PersonaTexts } from "../../../model/persona-chat.ts";
import type { ExplainedArm } from "../../arm.ts";
import { type PlantedKind, plantedArms, plantedTexts, truth } from "../../neurons/testing/planted.ts";
import { type AblateRequest, explainAblate } from "../explain.ts";
import type { AblateFindings } from "../findings.ts";
import type { ArmPair } from "../pair.ts";
import type { AnswerPair, Readings } from "../sweep.ts";

/** The emoji that the planted units write. */
export const plantedEmoji = "😀";

const [shown, other] = truth.trait.letters;

/** Answers with the planted trait's letter, and with the other in its place. */
const pairs: AnswerPair[] = ["zz zz.", "az z.", "zzz a.", "bz z z."].map((answer, i) => ({
  id: String(i),
  question: "And tea?",
  topic: "tea",
  trait: [...Buffer.from(answer)],
  neutral: [...Buffer.from(answer.replaceAll(shown!, other!))],
}));

const texts = plantedTexts(6);

/** Three short answers, four pairs and two fluent texts. */
export const plantedReadings: Readings = { texts: texts.slice(0, 3), pairs, fluent: texts.slice(4) };

/** A tuned persona of a kind beside the model as it is, and all seeds of it and of its controls. */
export async function plantedPair(engine: Engine, folder: string, kind: PlantedKind) {
  const arms = await plantedArms(engine, folder, { whole: plantedEmoji });
  const personas = await arms.tuned(kind, [0, 1, 2]);
  const controls = await arms.tuned("control", [0, 1, 2]);
  const pair: ArmPair = { persona: personas[0]!, reference: arms.base };
  return { pair, personas, controls };
}

/** An arm that is the same but for what stands before each question. */
export function prompted({ respondent: { local } }: ExplainedArm, id: string, texts: PersonaTexts): ExplainedArm {
  return { id, respondent: { ...engineRespondent(id, local, texts), local } };
}

/** Keeps what is put as JSON, over calls; throws at the `stopAt`-th. */
export function kept(stored = new Map<string, string>(), stopAt = Number.POSITIVE_INFINITY): Keep {
  let puts = 0;
  return {
    items: (group, keys) => ({
      get missing() {
        return keys.filter((key) => !stored.has(`${group}/${key}`));
      },
      put: (key, value) => {
        if (++puts >= stopAt) throw new Error("killed");
        stored.set(`${group}/${key}`, JSON.stringify(value));
      },
      values: () => keys.map((key) => JSON.parse(stored.get(`${group}/${key}`)!)),
    }),
  };
}

/** What variants are asked. */
export const plantedQuestions = ["tea", "rain", "walks"].map((id) => ({
  id,
  asked: { question: `And ${id}?`, topic: id },
}));

/** Explains with short answers. */
export const explainPlanted = (request: AblateRequest, keep: Keep = kept()): Promise<AblateFindings> =>
  explainAblate(request, {
    keep,
    seed: 0,
    sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
    maxNewTokens: 12,
  });
