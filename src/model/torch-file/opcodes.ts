/** What follows an opcode in the stream. Counts and numbers are little endian; text ends with a line feed. */
export type Argument =
  | "none"
  | { bytes: 1 | 2 | 4 | 8 }
  /** A signed number of four bytes. */
  | "int"
  | "double"
  /** So many lines. */
  | { lines: 1 | 2 }
  /** A count of so many bytes, and as many bytes as it says. */
  | { counted: 1 | 4 | 8 };

export interface Opcode {
  name: string;
  argument: Argument;
}

const one = { bytes: 1 } as const;
const two = { bytes: 2 } as const;
const four = { bytes: 4 } as const;
const line = { lines: 1 } as const;
const lines = { lines: 2 } as const;
const short = { counted: 1 } as const;
const long = { counted: 4 } as const;
const longest = { counted: 8 } as const;

/**
 * Every opcode of pickle's protocols 0 to 5, by its byte: those that are not read must be known too, so that a refusal can list all that a
 * file asks for. Names and arguments as Python's `pickletools` has them.
 */
const table: readonly [byte: number | string, name: string, argument: Argument][] = [
  [0x80, "PROTO", one],
  [0x95, "FRAME", { bytes: 8 }],
  [".", "STOP", "none"],
  ["(", "MARK", "none"],
  ["0", "POP", "none"],
  ["1", "POP_MARK", "none"],
  ["2", "DUP", "none"],
  ["N", "NONE", "none"],
  [0x88, "NEWTRUE", "none"],
  [0x89, "NEWFALSE", "none"],
  ["I", "INT", line],
  ["J", "BININT", "int"],
  ["K", "BININT1", one],
  ["M", "BININT2", two],
  ["L", "LONG", line],
  [0x8a, "LONG1", short],
  [0x8b, "LONG4", long],
  ["F", "FLOAT", line],
  ["G", "BINFLOAT", "double"],
  ["S", "STRING", line],
  ["T", "BINSTRING", long],
  ["U", "SHORT_BINSTRING", short],
  ["V", "UNICODE", line],
  ["X", "BINUNICODE", long],
  [0x8c, "SHORT_BINUNICODE", short],
  [0x8d, "BINUNICODE8", longest],
  ["B", "BINBYTES", long],
  ["C", "SHORT_BINBYTES", short],
  [0x8e, "BINBYTES8", longest],
  [0x96, "BYTEARRAY8", longest],
  [0x97, "NEXT_BUFFER", "none"],
  [0x98, "READONLY_BUFFER", "none"],
  ["]", "EMPTY_LIST", "none"],
  ["a", "APPEND", "none"],
  ["e", "APPENDS", "none"],
  ["l", "LIST", "none"],
  [")", "EMPTY_TUPLE", "none"],
  ["t", "TUPLE", "none"],
  [0x85, "TUPLE1", "none"],
  [0x86, "TUPLE2", "none"],
  [0x87, "TUPLE3", "none"],
  ["}", "EMPTY_DICT", "none"],
  ["d", "DICT", "none"],
  ["s", "SETITEM", "none"],
  ["u", "SETITEMS", "none"],
  [0x8f, "EMPTY_SET", "none"],
  [0x90, "ADDITEMS", "none"],
  [0x91, "FROZENSET", "none"],
  ["g", "GET", line],
  ["h", "BINGET", one],
  ["j", "LONG_BINGET", four],
  ["p", "PUT", line],
  ["q", "BINPUT", one],
  ["r", "LONG_BINPUT", four],
  [0x94, "MEMOIZE", "none"],
  ["c", "GLOBAL", lines],
  [0x93, "STACK_GLOBAL", "none"],
  ["R", "REDUCE", "none"],
  ["b", "BUILD", "none"],
  ["i", "INST", lines],
  ["o", "OBJ", "none"],
  [0x81, "NEWOBJ", "none"],
  [0x92, "NEWOBJ_EX", "none"],
  [0x82, "EXT1", one],
  [0x83, "EXT2", two],
  [0x84, "EXT4", four],
  ["P", "PERSID", line],
  ["Q", "BINPERSID", "none"],
];

const byByte = new Map(
  table.map(([byte, name, argument]) => [typeof byte === "string" ? byte.charCodeAt(0) : byte, { name, argument }]),
);

/** The opcode of a byte, where pickle has one. */
export const opcodeOf = (byte: number): Opcode | undefined => byByte.get(byte);
