import { instructions } from "./instructions.ts";
import { Machine, readOpcodes } from "./machine.ts";
import { checkInstructions } from "./refusal.ts";
import type { PickledValue } from "./value.ts";

/**
 * Reads a pickle without running anything of it: a few opcodes build values, the only calls are of `_rebuild_tensor_v2` and `OrderedDict`, and
 * those are functions of ours. Throws "bad-input" listing what else it asks for, and for a damaged one.
 *
 * @param where names the pickle in messages
 */
export function unpickle(pickle: Uint8Array, where: string): PickledValue {
  checkInstructions(pickle, readOpcodes, where);
  const machine = new Machine(where);
  for (const instruction of instructions(pickle, where)) machine.step(instruction);
  return machine.pop();
}
