import { badInput } from "../../base/errors.ts";
import { opcodeOf } from "./opcodes.ts";

/** One instruction of a pickle: the opcode's name and what follows it, as bytes or as a number. */
export interface Instruction {
  name: string;
  /** The argument's bytes; of lines, without their ends. */
  bytes: Uint8Array;
  /** The argument as a number, where it is one. */
  number: number;
  /** The argument's lines, where it is lines. */
  lines: readonly string[];
}

const nothing = new Uint8Array();

/**
 * The instructions of a pickle up to its STOP, one by one; nothing is done with them. Throws "bad-input" for a byte that is no opcode and
 * where the bytes end before STOP.
 *
 * @param where names the pickle in messages
 */
export function* instructions(pickle: Uint8Array, where: string): Generator<Instruction> {
  const view = new DataView(pickle.buffer, pickle.byteOffset, pickle.byteLength);
  let at = 0;
  const take = (length: number): number => {
    if (!(length >= 0 && length <= pickle.length - at))
      throw badInput(`${where} ends in the midst of an instruction: the file is damaged; download or save it again.`);
    at += length;
    return at - length;
  };
  const slice = (length: number) => {
    const from = take(length);
    return pickle.subarray(from, at);
  };
  const unsigned = (bytes: 1 | 2 | 4 | 8): number => {
    const from = take(bytes);
    if (bytes === 8) return Number(view.getBigUint64(from, true));
    return bytes === 4 ? view.getUint32(from, true) : bytes === 2 ? view.getUint16(from, true) : view.getUint8(from);
  };
  const line = (): string => {
    const end = pickle.indexOf(10, at);
    const text = Buffer.from(slice((end < 0 ? pickle.length + 1 : end) - at)).toString("latin1");
    at += 1;
    return text;
  };
  for (;;) {
    const byte = pickle[take(1)]!;
    const opcode = opcodeOf(byte);
    if (opcode === undefined)
      throw badInput(`${where} is no pickle, or a damaged one: byte ${byte} at ${at - 1} is no opcode.`);
    const { name, argument } = opcode;
    const plain = { name, bytes: nothing, number: Number.NaN, lines: [] };
    if (argument === "none") yield plain;
    else if (argument === "int") yield { ...plain, number: view.getInt32(take(4), true) };
    else if (argument === "double") yield { ...plain, number: view.getFloat64(take(8)) };
    else if ("lines" in argument) yield { ...plain, lines: Array.from({ length: argument.lines }, line) };
    else if ("counted" in argument) yield { ...plain, bytes: slice(unsigned(argument.counted)) };
    else yield { ...plain, number: unsigned(argument.bytes) };
    if (name === "STOP") return;
  }
}
