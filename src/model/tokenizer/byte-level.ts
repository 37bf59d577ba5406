/**
 * GPT-2's byte alphabet: the printable character that stands for each byte in a byte-level vocabulary. Printable bytes of
 * Latin-1 stand for themselves, the other 68 for U+0100, U+0101, ... in order.
 */
export const byteCharacters: readonly string[] = (() => {
  let next = 0x100;
  const printable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();

/** Byte of each of the characters above by code unit, -1 elsewhere; the last one is U+0143. */
const byteOfUnit = new Int16Array(0x144).fill(-1);
byteCharacters.forEach((character, byte) => {
  byteOfUnit[character.charCodeAt(0)] = byte;
});

/** The bytes that a byte-level token stands for, or undefined where it holds a character outside the alphabet. */
export function byteLevelBytes(token: string): Uint8Array | undefined {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = byteOfUnit[token.charCodeAt(i)] ?? -1;
    if (byte < 0) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
