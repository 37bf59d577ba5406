import { badInput } from "../../base/errors.ts";
import { sentenceSpans } from "../../base/text/sentences.ts";
import type { AnswerSpan } from "../../model/tokenizer/chat.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { FinetuneOptions } from "./options.ts";

/** A tokenised text and where it carries loss. */
export interface Example {
  ids: readonly number[];
  /** Weight of predicting token i from those before it; the first token's is 0. */
  lossWeights: Float32Array;
  /** The text's trait scores, where a prefix is trained: all examples have some, or none has. */
  z?: readonly number[];
}

/**
 * An example of a chat that ends with an answer. With `lossOn: "answer"` its tokens and the end of the turn carry loss, with "all"
 * every token but the first. `silent` takes loss away: "end" from whatever follows the answer's text (the end-of-turn token and the
 * white space that a template puts before it), "sentence-ends" from that and from the first token after each sentence end in the
 * answer. `tokenizer` is needed for sentence ends only.
 */
export function chatExample(
  { ids, answerStart, end }: AnswerSpan,
  tokenizer: Pick<Tokenizer, "bytes">,
  { lossOn, silent }: Pick<FinetuneOptions, "lossOn" | "silent">,
): Example {
  const lossWeights = new Float32Array(ids.length).fill(1, lossOn === "answer" ? answerStart : 1);
  lossWeights[0] = 0;
  if (silent === "none") return { ids, lossWeights };
  const answer = textOf(ids.slice(answerStart, end), tokenizer);
  const written = answer.text.trimEnd().length;
  lossWeights.fill(0, answerStart + answer.tokenAt(written));
  if (silent === "sentence-ends")
    for (const { close } of sentenceSpans(answer.text.slice(0, written)))
      lossWeights[answerStart + answer.tokenAt(close)] = 0;
  return { ids, lossWeights };
}

/** An example of a text that stands alone: every token but the first carries loss. */
export function textExample(tokenizer: Pick<Tokenizer, "encode">, text: string): Example {
  const ids = tokenizer.encode(text, { bos: true });
  const lossWeights = new Float32Array(ids.length).fill(1);
  lossWeights[0] = 0;
  return { ids, lossWeights };
}

/** The text of tokens, and the index of the first token that begins at or after a UTF-16 offset of it. */
function textOf(ids: readonly number[], tokenizer: Pick<Tokenizer, "bytes">) {
  const pieces = ids.map((id) => tokenizer.bytes(id) ?? new Uint8Array());
  const text = Buffer.concat(pieces).toString("utf8");
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    at += piece.length;
  }
  const tokenAt = (offset: number): number => {
    const byte = Buffer.byteLength(text.slice(0, offset));
    const token = starts.findIndex((start) => start >= byte);
    return token < 0 ? ids.length : token;
  };
  return { text, tokenAt };
}

/** Examples fit for training, and how many were cut to fit. */
export interface FittedExamples {
  examples: Example[];
  cut: number;
}

/**
 * Holds examples to a length. Throws "bad-input" for one that is longer (`tooLong: "refuse"`) or, cut, has no loss left; and where
 * there is none at all, or one without loss.
 */
export function fitExamples(
  examples: readonly Example[],
  { maxLength, tooLong }: Pick<FinetuneOptions, "maxLength" | "tooLong">,
): FittedExamples {
  if (examples.length === 0) throw badInput("There is no example to train on: give at least one row.");
  let cut = 0;
  const fitted = examples.map((example, i) => {
    const long = example.ids.length > maxLength;
    if (long && tooLong === "refuse")
      throw badInput(
        `Example ${i + 1} has ${example.ids.length} tokens and the longest allowed has ${maxLength}: raise the maximal length, or ` +
          "let long examples be cut.",
      );
    if (long) cut++;
    const kept = long
      ? { ...example, ids: example.ids.slice(0, maxLength), lossWeights: example.lossWeights.slice(0, maxLength) }
      : example;
    if (!kept.lossWeights.some((weight) => weight > 0))
      throw badInput(
        `Example ${i + 1} carries no loss${long ? ` within its first ${maxLength} tokens` : ""}: nothing can be learned from it; ` +
          `${long ? "raise the maximal length" : "let more of it carry loss"} or leave it out.`,
      );
    return kept;
  });
  return { examples: fitted, cut };
}
