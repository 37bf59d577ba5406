import { badInput } from "../../base/errors.ts";
import { Global, isKnown, orderedDict, rebuildTensor } from "./globals.ts";
import type { Instruction } from "./instructions.ts";
import { refusal } from "./refusal.ts";
import { storageOf, tensorOf } from "./tensor.ts";
import type { PickledValue } from "./value.ts";

type Step = (machine: Machine, instruction: Instruction) => void;
const nothing: Step = () => undefined;
const number: Step = (machine, { number }) => machine.push(number);
const text: Step = (machine, { bytes }) => machine.push(Buffer.from(bytes).toString("utf8"));
const array: Step = (machine) => machine.push([]);
const put: Step = (machine, { number }) => machine.remember(number);
const get: Step = (machine, { number }) => machine.push(machine.remembered(number));
const tuple =
  (count: number): Step =>
  (machine) =>
    machine.push(machine.popMany(count));

/** What each opcode does; those that are not here are not read. */
const steps: Record<string, Step> = {
  PROTO: nothing,
  FRAME: nothing,
  STOP: nothing,
  MARK: (machine) => machine.mark(),
  NONE: (machine) => machine.push(null),
  NEWTRUE: (machine) => machine.push(true),
  NEWFALSE: (machine) => machine.push(false),
  BININT: number,
  BININT1: number,
  BININT2: number,
  BINFLOAT: number,
  LONG1: (machine, { bytes }) => machine.push(longOf(bytes)),
  BINUNICODE: text,
  SHORT_BINUNICODE: text,
  EMPTY_LIST: array,
  APPEND: (machine) => machine.append([machine.pop()]),
  APPENDS: (machine) => machine.append(machine.popToMark()),
  EMPTY_TUPLE: array,
  TUPLE: (machine) => machine.push(machine.popToMark()),
  TUPLE1: tuple(1),
  TUPLE2: tuple(2),
  TUPLE3: tuple(3),
  EMPTY_DICT: (machine) => machine.push(new Map()),
  SETITEM: (machine) => machine.setItems(machine.popMany(2)),
  SETITEMS: (machine) => machine.setItems(machine.popToMark()),
  BINPUT: put,
  LONG_BINPUT: put,
  MEMOIZE: (machine) => machine.remember(),
  BINGET: get,
  LONG_BINGET: get,
  GLOBAL: (machine, { lines }) => machine.push(machine.global(lines)),
  STACK_GLOBAL: (machine) => machine.push(machine.global(machine.popMany(2))),
  REDUCE: (machine) => machine.push(machine.call(machine.popMany(2))),
  BINPERSID: (machine) => machine.push(machine.storage(machine.pop())),
};

export const readOpcodes: ReadonlySet<string> = new Set(Object.keys(steps));

/** Pickle's machine: a stack, marks in it, and a memo. Each of its methods throws "bad-input" where what it needs is not there. */
export class Machine {
  private readonly where: string;
  private readonly stack: PickledValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickledValue>();

  /** @param where names the pickle in messages */
  constructor(where: string) {
    this.where = where;
  }

  step(instruction: Instruction): void {
    const step = steps[instruction.name];
    if (!step) throw refusal(this.where, [instruction.name], []);
    step(this, instruction);
  }

  push(value: PickledValue): void {
    this.stack.push(value);
  }

  pop(): PickledValue {
    // A value below the last mark is out of reach, as in Python.
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.damaged("takes a value that is not there");
    return this.stack.pop()!;
  }

  popMany(count: number): PickledValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  popToMark(): PickledValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.damaged("goes back to a mark that is not there");
    return this.stack.splice(mark);
  }

  remember(number = this.memo.size): void {
    this.memo.set(number, this.top());
  }

  remembered(number: number): PickledValue {
    const value = this.memo.get(number);
    if (value === undefined) throw this.damaged(`asks for memo ${number}, which was not set`);
    return value;
  }

  append(values: readonly PickledValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.damaged("appends to something that is no list");
    for (const value of values) list.push(value);
  }

  setItems(items: readonly PickledValue[]): void {
    const dict = this.top();
    if (!(dict instanceof Map) || items.length % 2 !== 0) throw this.damaged("sets items of something that is no dict");
    for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
  }

  global(parts: readonly PickledValue[]): Global {
    if (!parts.every((part) => typeof part === "string")) throw this.damaged("names something by what is no text");
    const name = parts.join(".");
    if (!isKnown(name)) throw refusal(this.where, [], [name]);
    return new Global(name);
  }

  call([callee, given]: readonly PickledValue[]): PickledValue {
    const name = callee instanceof Global ? callee.name : undefined;
    if (name === rebuildTensor) return tensorOf(given!, this.where);
    if (name === orderedDict && Array.isArray(given) && given.length === 0) return new Map();
    throw this.damaged("calls something that is no function, or with what it does not take");
  }

  storage(id: PickledValue): PickledValue {
    return storageOf(id, this.where);
  }

  private top(): PickledValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  private damaged(what: string): Error {
    return badInput(`${this.where} ${what}: the file is damaged; download or save it again.`);
  }
}

/** A whole number as pickle writes long ones: two's complement, little endian. */
function longOf(bytes: Uint8Array): number | bigint {
  const hex = Buffer.from(bytes).reverse().toString("hex");
  const value = BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex || "0"}`));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
