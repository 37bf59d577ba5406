import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import type { NF4 } from "./matrix.ts";

/** The 16 values of NF4 (QLoRA, appendix E), as bitsandbytes has them. */
export const nf4Values = Float32Array.of(
  -1.0,
  -0.6961928009986877,
  -0.5250730514526367,
  -0.39491748809814453,
  -0.28444138169288635,
  -0.18477343022823334,
  -0.09105003625154495,
  0.0,
  0.07958029955625534,
  0.16093020141124725,
  0.24611230194568634,
  0.33791524171829224,
  0.44070982933044434,
  0.5626170039176941,
  0.7229568362236023,
  1.0,
);

/** w [out, in] in f32 from NF4: each byte picks its pair of values, times its block's absmax. Constant. */
const dequantizeNF4Op = defineOp<{ weight: NF4 }>({
  name: "dequantize_nf4",
  shape: (_, { weight }) => [{ dtype: "f32", shape: [weight.out, weight.in] }],
  emit: (e, { inputs: [quants, absmax, after], outputs: [y], attributes: { weight } }) => {
    const pairs = new Float32Array(512);
    for (let byte = 0; byte < 256; byte++) {
      pairs[2 * byte] = nf4Values[byte >> 4]!;
      pairs[2 * byte + 1] = nf4Values[byte & 15]!;
    }
    const table = e.constant(pairs, [256, 2], "f32");
    const bytes = e.late(quants!.name, [(weight.out * weight.in) / 2], after!.name);
    const unit = e.node("Gather", [table, e.cast(bytes, "i32")], { attributes: { axis: { int: 0 } } });
    const blocks = e.node("Reshape", [unit, e.ints([-1, 64])]);
    const scaled = e.node("Mul", [blocks, e.node("Unsqueeze", [absmax!.name, e.ints([1])])]);
    e.node("Reshape", [scaled, e.ints([weight.out, weight.in])], { outputs: [y!.name] });
  },
});

/** An NF4 matrix in f32, once `after` is there. */
export const dequantizeNF4 = (weight: NF4, after: Value): Value => {
  const { graph } = after;
  return graph.apply(dequantizeNF4Op, [graph.weight(weight.quants), graph.weight(weight.absmax), after], {
    weight,
  })[0]!;
};
