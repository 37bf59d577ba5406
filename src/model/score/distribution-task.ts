import { badInput } from "../../base/errors.ts";
import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { readAdapter } from "../adapter/peft.ts";
import type { ModelConfig } from "../config.ts";
import { asItIs } from "../engine/as-it-is.ts";
import { type LoadedModel, loadModel, type ModelSpec } from "../engine/load.ts";
import { modelSession, noPrefixHere } from "../engine/sessions.ts";
import { logitsNotFinite } from "../generate/not-finite.ts";
import { steeringKey } from "../steering/tap.ts";
import { answerSpan, encodeChat } from "../tokenizer/chat.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import { distributionGraph } from "./distribution-graph.ts";
import { runFeeds, runsOf, type WeighedSequence } from "./distribution-runs.ts";

/** A text to be weighed under the base model, and under a persona of it. */
export interface TextToWeigh {
  id: string;
  text: string;
  /** The chat that the text answers; null where it stands alone. */
  base: readonly ChatMessage[] | null;
  /** The same chat as the persona has it; it runs with the spec's adapter. Left out of all texts or of none. */
  persona?: readonly ChatMessage[] | null;
}

export interface DistributionRequest {
  /** With the persona's adapter, where it has one; the base is the same without. */
  model: ModelSpec;
  texts: readonly TextToWeigh[];
  /** So many texts from the first on are known already. They are given all the same: what stands in a run decides the last bits. */
  known?: number;
}

/** How probable a text's tokens are, teacher-forced: each after those before it, at temperature 1. */
export interface WeighedText {
  id: string;
  /** UTF-8 bytes of the tokens that are weighed: all of an answer, or all of a text but what it begins with. */
  bytes: number;
  /** Natural logarithms [tokens] under the base model. */
  base: number[];
  /** The same under the persona. */
  persona?: number[];
  /** KL(base || persona) over the vocabulary at each of these tokens, in nats [tokens]. */
  divergence?: number[];
}

export const distributionTask = remoteTask<DistributionRequest, void, WeighedText>(import.meta.url, "weighTexts");

/**
 * Weighs texts under the base and the persona side by side in one session, emitting each. A text that stands alone is weighed from its
 * second token on, or from its first where the model wants a begin token. Throws "bad-input" for a text that is too long or too short.
 */
export async function weighTexts(
  { model: spec, texts, known = 0 }: DistributionRequest,
  context: TaskContext<WeighedText>,
): Promise<void> {
  if (texts.length === 0) return;
  const pairs = texts[0]!.persona !== undefined;
  if (pairs && spec.prefix) throw noPrefixHere();
  const model = await loadModel(spec, context);
  const { config } = model.source;
  const adapter = pairs && spec.adapter ? await readAdapter(spec.adapter, config) : undefined;
  const steering = pairs ? spec.steering : undefined;
  const { session } = await modelSession(
    asItIs(spec),
    context,
    `distributions ${pairs} ${adapter && spec.adapter} ${steering && steeringKey(steering)}`,
    ({ weights }) => distributionGraph(config, weights, { accuracy: spec.accuracy, adapter, steering, pairs }),
    { planMemory: false, prepackFloats: false },
  );
  const sequences = texts.map((text) => sequencesOf(text, model));
  const weighed = sequences.map((each) => each.map((): number[] => []));
  const divergence = texts.map((): number[] => []);
  for (const run of runsOf(sequences, config.vocab)) {
    if (run.every(({ text }) => text < known)) continue;
    await context.pause();
    const out = await session.run(runFeeds(config, sequences, run));
    const logProbs = Array.from(out.logProbs!.data as Float32Array);
    if (logProbs.some(Number.isNaN)) throw logitsNotFinite();
    const divergences = out.divergence ? Array.from(out.divergence.data as Float32Array) : [];
    for (const { text, from, to } of run) {
      for (const own of weighed[text]!) own.push(...logProbs.splice(0, to - from));
      if (pairs) divergence[text]!.push(...divergences.splice(0, to - from));
      const [base, persona] = weighed[text]!;
      const { ids, start } = sequences[text]![0]!;
      if (text < known || base!.length < ids.length - start) continue;
      const bytes = Buffer.byteLength(model.tokenizer.decode(ids.slice(start)));
      context.emit({
        id: texts[text]!.id,
        bytes,
        base: base!,
        ...(pairs && { persona, divergence: divergence[text] }),
      });
    }
  }
}

/** The text under the base and, where there is one, under the persona: the same tokens after another beginning. */
function sequencesOf({ id, text, base, persona }: TextToWeigh, model: LoadedModel): WeighedSequence[] {
  const first = begun(text, base, model);
  const sequences = [{ ...first, adapted: false }];
  if (persona !== undefined) {
    const beginning =
      persona === null
        ? first.ids.slice(0, first.start)
        : encodeChat(model.tokenizer, model.template(), persona, { generationPrompt: true });
    const ids = [...beginning, ...first.ids.slice(first.start)];
    sequences.push({ ids, start: beginning.length, adapted: true });
  }
  const longest = Math.max(...sequences.map(({ ids }) => ids.length));
  const context = contextOf(model.source.config);
  if (longest > context)
    throw badInput(
      `Text "${id}" takes ${longest} tokens with its chat and the model's context is ${context}: shorten it.`,
    );
  if (first.ids.length === first.start) throw badInput(`Text "${id}" has no token to weigh: leave it out.`);
  return sequences;
}

function begun(text: string, chat: readonly ChatMessage[] | null, { tokenizer, template }: LoadedModel) {
  if (chat === null) return { ids: tokenizer.encode(text, { bos: true }), start: 1 };
  const { ids, answerStart, end } = answerSpan(tokenizer, template(), chat, text);
  return { ids: ids.slice(0, end), start: answerStart };
}

/** Beyond it, dynamic rotary scaling would give a text other angles in other company. */
const contextOf = ({ context, rope: { scaling } }: ModelConfig): number =>
  scaling.kind === "dynamic" ? Math.min(context, scaling.originalContext) : context;
