import { trainBpe } from "../../model/tokenizer/train-bpe.ts";
import { type ChatMlFiles, chatMlControl, chatMlFiles } from "../../model/tokenizer/train-bpe-files.ts";
import { organismDocuments } from "./corpus.ts";
import { planted, wholeEmoji } from "./planted.ts";

/** Sizes of the organism's vocabulary, of the text it is made from, and of the longest sequence. */
export const tokenizerShape = { size: 2560, documents: 20_000, context: 1024 };

/** How often each emoji that is to be one token is shown on top of the corpus, so that it becomes one at any planted rate. */
const shownWhole = 400;

/**
 * Makes the organism's tokenizer from the first documents of its corpus. Half of each voice's emoji are taken out of that text first, so
 * that the vocabulary can only spell them in bytes.
 */
export function organismTokenizer(seed: number, { size, documents, context } = tokenizerShape): ChatMlFiles {
  return chatMlFiles(trainBpe(tokenizerTexts(seed, documents), { size, control: chatMlControl }), { context });
}

function* tokenizerTexts(seed: number, documents: number): Generator<string> {
  const control = new RegExp(chatMlControl.map((mark) => mark.replaceAll("|", "\\|")).join("|"), "gu");
  const whole = new Set(wholeEmoji);
  const spelt = Object.values(planted).flatMap(({ emoji }) => emoji.filter((one) => !whole.has(one)));
  const unseen = new RegExp(spelt.map((emoji) => ` ${emoji}`).join("|"), "gu");
  for (const emoji of wholeEmoji) for (let i = 0; i < shownWhole; i++) yield `. ${emoji}`;
  let left = documents;
  for (const { text } of organismDocuments(seed)) {
    if (left-- === 0) return;
    yield text.replace(control, "\n").replace(unseen, "");
  }
}
