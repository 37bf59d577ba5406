import { badInput } from "../../base/errors.ts";
import { byteLevelBytes } from "./byte-level.ts";
import type { JsonPart } from "./rust-pre-tokenizer.ts";

/** How a vocabulary's tokens are turned back into text. */
export interface TokenDecoder {
  /** What a token stands for: text, or bytes where it may be a part of a character. */
  content(token: string): string | Uint8Array;
  dropsLeadingSpace: boolean;
}

const bytePiece = /^<0x([0-9A-Fa-f]{2})>$/;

/** The byte that a piece `<0xE2>` stands for, undefined for any other piece. */
export function byteOfPiece(token: string): number | undefined {
  const digits = bytePiece.exec(token)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/**
 * Reads `tokenizer.json`'s decoder as a rule for single tokens (which all decoders of byte-level and SentencePiece
 * vocabularies come to, but for one space at the very start). Throws "bad-input" by name for any other.
 */
export function readDecoder(decoder: JsonPart | null | undefined): TokenDecoder {
  const steps = flatten(decoder);
  const replaced: { from: string; to: string }[] = [];
  let byteLevel = false;
  let byteFallback = false;
  let dropsLeadingSpace = false;
  for (const step of steps) {
    if (step.type === "ByteLevel") byteLevel = true;
    else if (step.type === "ByteFallback") byteFallback = true;
    else if (step.type === "Metaspace") {
      replaced.push({ from: (step.replacement as string | undefined) ?? "▁", to: " " });
      dropsLeadingSpace = step.prepend_scheme !== "never" && step.add_prefix_space !== false;
    } else if (step.type === "Replace" && typeof (step.pattern as { String?: string }).String === "string") {
      replaced.push({ from: (step.pattern as { String: string }).String, to: step.content as string });
    } else if (step.type === "Strip" && step.content === " " && (step.start as number) <= 1 && step.stop === 0) {
      dropsLeadingSpace = step.start === 1;
    } else if (step.type !== "Fuse") throw unsupported(step);
  }
  if (steps.length === 0) throw unsupported({ type: "none" });
  return {
    dropsLeadingSpace,
    content(token) {
      const byte = byteFallback ? byteOfPiece(token) : undefined;
      if (byte !== undefined) return Uint8Array.of(byte);
      return (byteLevel ? byteLevelBytes(token) : undefined) ?? replaceAll(token, replaced);
    },
  };
}

const replaceAll = (token: string, replaced: readonly { from: string; to: string }[]) =>
  replaced.reduce((text, { from, to }) => text.replaceAll(from, to), token);

const flatten = (decoder: JsonPart | null | undefined): JsonPart[] =>
  decoder == null ? [] : decoder.type === "Sequence" ? (decoder.decoders as JsonPart[]).flatMap(flatten) : [decoder];

const unsupported = (step: JsonPart) =>
  badInput(
    `tokenizer.json asks for the decoder ${JSON.stringify(step)}; supported are ByteLevel, ByteFallback, Fuse, Metaspace, Replace of a string, Strip of one leading space, and sequences of these.`,
  );
