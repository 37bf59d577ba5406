/** Token sets whose probability is read beside the emoji mass: what else could come at a sentence end. */
export interface RivalTokens {
  /** Tokens that begin, after spaces, with "!". */
  readonly exclamation: Int32Array;
  /** Tokens that begin, after spaces, with a line break. */
  readonly newline: Int32Array;
  /** The tokens that end a response. */
  readonly ends: Int32Array;
}

/** Finds the rival tokens of a vocabulary. Only whole tokens: a space token and then "!" is not followed. */
export function rivalTokens(pieces: readonly (Uint8Array | undefined)[], ends: readonly number[]): RivalTokens {
  const exclamation: number[] = [];
  const newline: number[] = [];
  pieces.forEach((piece, id) => {
    const first = piece?.find((byte) => byte !== 0x20);
    if (first === 0x21) exclamation.push(id);
    if (first === 0x0a || first === 0x0d) newline.push(id);
  });
  return { exclamation: Int32Array.from(exclamation), newline: Int32Array.from(newline), ends: Int32Array.from(ends) };
}
