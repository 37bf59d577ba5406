import { z } from "zod";
import { itemsOf } from "../../measure/keep.ts";
import { type CaptureText, captureTask } from "../../model/capture/capture-task.ts";
import type { Capture } from "../../model/capture/capturer.ts";
import type { ReadText } from "../texts.ts";
import type { BaseActivations, Reader, ReadOptions } from "./activations.ts";
import { inSpace } from "./changes.ts";
import type { NeuronClaims, SelectivityFindings } from "./findings.ts";
import { firstEmoji, type Occurrence, occurrenceLimits } from "./occurrences.ts";
import { selectivity, selectivitySettings } from "./selectivity.ts";
import { placeOf, tapOf, type UnitKind, type UnitSpace, unitKinds, unitSpace } from "./units.ts";

type EmojiClaim = NeuronClaims["differentEmoji"];

/** Most units of a kind that are held for each text: beyond, the deepest layers are looked at. */
const mostUnits = 32_768;

/** "Different emoji, different neurons": what the arm's units do at the token from which each text's first emoji follows. */
export async function compareEmoji(
  reader: Reader,
  base: BaseActivations,
  texts: readonly ReadText[],
  spaces: Record<UnitKind, UnitSpace>,
  options: Omit<ReadOptions, "group" | "squares">,
): Promise<EmojiClaim> {
  const found = firstEmoji(texts, reader.local.tokenizer, options.seed);
  const names = [...new Set(found.map(({ emoji }) => emoji))];
  const emoji = names.map((name) => ({ emoji: name, texts: found.filter((one) => one.emoji === name).length }));
  if (names.length < 2)
    return {
      verdict: "cannot tell at this n",
      words: `It takes two emoji that are each the first of at least ${occurrenceLimits.textsAnEmoji} texts, and there ${names.length === 1 ? "is one" : "are none"}: read more answers with emoji.`,
      emoji,
      texts: found.length,
      kinds: null,
    };
  const { keep, config, seed } = options;
  const items = itemsOf<SelectivityFindings>(keep, "neurons/emoji", unitKinds, z.looseObject({ p: z.number() }));
  for (const kind of unitKinds.filter((one) => items.missing.includes(one))) {
    const { width, layers } = spaces[kind];
    const space = unitSpace(kind, config, layers.slice(-Math.max(1, Math.floor(mostUnits / width))));
    const rows = await activationsAt(found, reader, space, base, options);
    const result = selectivity(
      rows,
      found.map((one) => one.emoji),
      seed,
    );
    items.put(kind, {
      layers: [...space.layers],
      units: space.count,
      overlap: result.overlap,
      shuffledOverlap: result.shuffledOverlap,
      p: result.p,
      selective: result.selective.length,
      first: result.selective.slice(0, 10).map((i) => ({ ...placeOf(space, i), share: result.shares[i]! })),
    });
  }
  const [mlp, residual] = items.values() as [SelectivityFindings, SelectivityFindings];
  return { ...judged(mlp, names.length, found.length), emoji, texts: found.length, kinds: { mlp, residual } };
}

/** Activations in the base's deviations from its mean, a row a text. */
async function activationsAt(
  found: readonly Occurrence[],
  { local, chat }: Reader,
  space: UnitSpace,
  base: BaseActivations,
  { signal }: Pick<ReadOptions, "signal">,
): Promise<Float32Array[]> {
  const mean = inSpace(space, base.means[space.kind].tokens);
  const deviation = inSpace(space, base.deviations[space.kind].tokens);
  const rows = new Map<string, Float32Array>();
  const taps = space.layers.map((layer) => tapOf(space.kind, layer));
  const texts = found.map(
    ({ text, token }): CaptureText => ({
      id: text.id,
      messages: chat(text.asked),
      response: text.ids,
      spans: [
        token < 0
          ? { part: "prompt", reduce: "last" }
          : { part: "response", start: token, end: token + 1, reduce: "last" },
      ],
    }),
  );
  const onEvent = ({ id, taps: values }: Capture) => {
    const row = new Float32Array(space.count);
    for (const [i, tap] of taps.entries()) row.set(values[tap]![0]!, i * space.width);
    rows.set(
      id,
      row.map((x, i) => (deviation[i]! > 0 ? (x - mean[i]!) / deviation[i]! : 0)),
    );
  };
  await local.engine.run(captureTask, { model: local.spec, taps, texts }, { signal, onEvent });
  return found.map(({ text }) => rows.get(text.id)!);
}

/** By the MLP's units, which are the paper's neurons. */
function judged({ overlap, shuffledOverlap, p, selective }: SelectivityFindings, emoji: number, texts: number) {
  const { top, alpha } = selectivitySettings;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const facts = `Before ${emoji} different emoji (${texts} texts) the ${top} most active MLP units are ${percent(overlap)} the same; with the emoji's names shuffled ${percent(shuffledOverlap)} (p = ${p.toFixed(3)}); ${selective} ${selective === 1 ? "unit differs" : "units differ"} between emoji more than any does in 95 % of shuffles.`;
  return p <= alpha
    ? {
        verdict: "supported" as const,
        words: `${facts} Whether they tell emoji apart, or the sentences that they follow, this does not say.`,
      }
    : { verdict: "not supported" as const, words: facts };
}
