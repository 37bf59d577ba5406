import { create } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from "./onnx/onnx_pb.ts";
import { onnxTypes } from "./onnx/types.ts";
import type { Dim, DType, TensorData } from "./value.ts";

/** An ONNX attribute: whole numbers and floats are told apart by the caller, as ONNX does. */
export type Attribute = { int: number } | { float: number } | { ints: readonly number[] } | { string: string };

export interface NodeOptions {
  attributes?: Record<string, Attribute>;
  /** "com.microsoft" for ONNX Runtime's own ops. */
  domain?: string;
  /** Names of the results; made up when left out. An empty name drops an optional output. */
  outputs?: readonly string[];
}

/** Collects the ONNX nodes that ops write. */
export class Emitter {
  readonly nodes: NodeProto[] = [];
  /** Small constants that ops need, by name. */
  readonly initializers: { name: string; dtype: DType; shape: readonly number[]; data: TensorData }[] = [];
  private readonly shapeTensors = new Map<string, string>();
  private readonly dimSources: ReadonlyMap<string, { input: string; axis: number }>;
  private counter = 0;

  /** @param dimSources which input and axis tell the length of each symbolic dimension */
  constructor(dimSources: ReadonlyMap<string, { input: string; axis: number }>) {
    this.dimSources = dimSources;
  }

  /** Writes one node and gives back the name of its first output. An empty input name leaves an optional input out. */
  node(opType: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const outputs = options.outputs ?? [`t${this.counter++}`];
    this.nodes.push(
      create(NodeProtoSchema, {
        opType,
        domain: options.domain ?? "",
        input: [...inputs],
        output: [...outputs],
        attribute: Object.entries(options.attributes ?? {}).map(([name, attribute]) =>
          encodeAttribute(name, attribute),
        ),
      }),
    );
    return outputs[0]!;
  }

  /** An int64 vector as a constant. */
  ints(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], "i64");
  }

  constant(data: TensorData, shape: readonly number[], dtype: DType): string {
    const name = `c${this.counter++}`;
    this.initializers.push({ name, dtype, shape, data });
    return name;
  }

  /** The int64 vector of a shape; symbolic dimensions are read from the inputs, once for each distinct shape. */
  shape(dims: readonly Dim[]): string {
    const key = dims.join(",");
    let name = this.shapeTensors.get(key);
    if (name === undefined) {
      name = this.buildShape(dims);
      this.shapeTensors.set(key, name);
    }
    return name;
  }

  /** Like {@link shape}, with every symbolic dimension written out: for Expand and ConstantOfShape, which know no -1. */
  fullShape(dims: readonly Dim[]): string {
    const key = `full ${dims.join(",")}`;
    let name = this.shapeTensors.get(key);
    if (name === undefined) {
      const symbolic = dims.some((dim) => typeof dim === "string");
      name = symbolic ? this.concatShape(dims) : this.ints(dims as number[]);
      this.shapeTensors.set(key, name);
    }
    return name;
  }

  /**
   * A constant, given on only once the value `after` (f32, any shape) is there. What has only constants for inputs is computed when a
   * graph is loaded, and the result is kept; what waits for no other value may be computed first of all in a run, and kept until it
   * is used. Of 4-bit matrices that are to be dequantised, either holds f32 copies of all.
   */
  late(constant: string, shape: readonly number[], after: string, output?: string): string {
    const flat = this.node("Reshape", [after, this.ints([1, -1])]);
    const one = this.node("Slice", [flat, this.ints([0]), this.ints([1]), this.ints([1])]);
    // The index of the largest of one entry: 0, whatever the entry is, and only known at a run.
    const nothing = this.node("ArgMax", [one], { attributes: { axis: { int: 1 }, keepdims: { int: 0 } } });
    const outputs = output === undefined ? undefined : [output];
    return this.node("Reshape", [constant, this.node("Add", [this.ints(shape), nothing])], { outputs });
  }

  /** The same numbers in another type. */
  cast(input: string, to: DType, output?: string): string {
    return this.node("Cast", [input], {
      attributes: { to: { int: onnxTypes[to] } },
      outputs: output ? [output] : undefined,
    });
  }

  private buildShape(dims: readonly Dim[]): string {
    const symbolic = dims.filter((dim) => typeof dim === "string");
    if (symbolic.length <= 1) return this.ints(dims.map((dim) => (typeof dim === "string" ? -1 : dim)));
    return this.concatShape(dims);
  }

  private concatShape(dims: readonly Dim[]): string {
    const parts = dims.map((dim) => (typeof dim === "string" ? this.dim(dim) : this.ints([dim])));
    return this.node("Concat", parts, { attributes: { axis: { int: 0 } } });
  }

  private dim(dim: string): string {
    const key = `dim ${dim}`;
    let name = this.shapeTensors.get(key);
    if (name === undefined) {
      const source = this.dimSources.get(dim);
      if (!source) throw new Error(`no graph input tells the length of dimension "${dim}"`);
      const attributes = { start: { int: source.axis }, end: { int: source.axis + 1 } };
      name = this.node("Shape", [source.input], { attributes });
      this.shapeTensors.set(key, name);
    }
    return name;
  }
}

function encodeAttribute(name: string, attribute: Attribute): AttributeProto {
  const types = AttributeProto_AttributeType;
  if ("int" in attribute) return create(AttributeProtoSchema, { name, type: types.INT, i: BigInt(attribute.int) });
  if ("float" in attribute) return create(AttributeProtoSchema, { name, type: types.FLOAT, f: attribute.float });
  if ("ints" in attribute)
    return create(AttributeProtoSchema, { name, type: types.INTS, ints: attribute.ints.map(BigInt) });
  return create(AttributeProtoSchema, { name, type: types.STRING, s: new TextEncoder().encode(attribute.string) });
}
