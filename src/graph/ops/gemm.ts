import { defineOp } from "../op.ts";
import { rank, type Value } from "../value.ts";
import { matmul } from "./matmul.ts";

/** y = c + a @ b in one kernel; a [m, k], b [k, n], c [m, n]. Gradient: dA = dy @ b^T, dB = a^T @ dy, dC = dy. */
const op = defineOp<null>({
  name: "gemm",
  shape: ([c, a, b]) => {
    const fits = [a, b, c].every((x) => rank(x!) === 2) && a!.shape[1] === b!.shape[0] && c!.shape[1] === b!.shape[1];
    if (!fits) throw new Error(`gemm: [${c!.shape}] + [${a!.shape}] times [${b!.shape}]`);
    return [c!];
  },
  emit: (e, { inputs: [c, a, b], outputs: [y] }) => e.node("Gemm", [a!.name, b!.name, c!.name], { outputs: [y!.name] }),
  gradient: ({ inputs: [, a, b], grads: [dy], wants }) => [
    dy,
    wants[1] ? matmul(dy!, b!, { transB: true }) : undefined,
    wants[2] ? matmul(a!, dy!, { transA: true }) : undefined,
  ],
});

/** c + a @ b. */
export const gemm = (c: Value, a: Value, b: Value): Value => c.graph.apply(op, [c, a, b], null)[0]!;
