import { createHash } from "node:crypto";
import type { Op } from "./op.ts";
import type { Dim, DType, ExternalTensor, TensorData, TensorType, Value } from "./value.ts";

/** A node of the graph: an op and its values. */
export interface Application {
  op: Op<unknown>;
  attributes: unknown;
  inputs: readonly Value[];
  outputs: readonly Value[];
}

/** A constant small enough to travel inside the graph. */
export interface Constant {
  value: Value;
  data: TensorData;
}

/**
 * A typed tensor program, built by calling ops on values. Nothing runs here: {@link encodeModel} writes it as ONNX.
 * Order of building is order of running, so a graph is a list, and reverse mode walks it backwards.
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly constants: Constant[] = [];
  readonly weights: { value: Value; external: ExternalTensor }[] = [];
  readonly applications: Application[] = [];
  readonly outputs: { name: string; value: Value }[] = [];
  private readonly constantByKey = new Map<string, Value>();
  private readonly weightByName = new Map<string, Value>();
  private readonly makers = new Map<Value, Application>();
  private counter = 0;

  /** A tensor given anew at every run. A symbolic dimension takes its length from the first input that names it. */
  input(name: string, dtype: DType, shape: readonly Dim[]): Value {
    if (this.inputs.some((other) => other.name === name)) throw new Error(`graph input ${name} is declared twice`);
    const value: Value = { graph: this, name, dtype, shape };
    this.inputs.push(value);
    return value;
  }

  /** A constant; equal constants are one. */
  constant(data: TensorData, shape: readonly number[], dtype: DType): Value {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = `${dtype}[${shape}]${createHash("sha256").update(bytes).digest("base64")}`;
    const known = this.constantByKey.get(key);
    if (known) return known;
    const value: Value = { graph: this, name: this.name("const"), dtype, shape };
    this.constants.push({ value, data });
    this.constantByKey.set(key, value);
    return value;
  }

  /** An f32 scalar. */
  scalar(x: number): Value {
    return this.constant(Float32Array.of(x), [], "f32");
  }

  /** A tensor in a file, mapped and never copied through JavaScript; asked for twice, it is one initializer. */
  weight(external: ExternalTensor): Value {
    const known = this.weightByName.get(external.name);
    if (known) return known;
    const value: Value = { graph: this, name: external.name, dtype: external.dtype, shape: external.shape };
    this.weights.push({ value, external });
    this.weightByName.set(external.name, value);
    return value;
  }

  /** Applies an op. */
  apply<Attributes>(op: Op<Attributes>, inputs: readonly Value[], attributes: Attributes): readonly Value[] {
    for (const input of inputs)
      if (input.graph !== this) throw new Error(`${op.name}: ${input.name} belongs to another graph`);
    const types: readonly TensorType[] = op.shape(inputs, attributes);
    const outputs = types.map(({ dtype, shape }): Value => ({ graph: this, name: this.name(op.name), dtype, shape }));
    const application: Application = { op: op as Op<unknown>, attributes, inputs, outputs };
    this.applications.push(application);
    for (const output of outputs) this.makers.set(output, application);
    return outputs;
  }

  /** The application that gives a value; undefined for an input, a weight and a constant. */
  makerOf(value: Value): Application | undefined {
    return this.makers.get(value);
  }

  /** Names a value that every run gives back. Each is copied into JavaScript, so reduce first. */
  output(name: string, value: Value): void {
    if (this.outputs.some((other) => other.name === name)) throw new Error(`graph output ${name} is declared twice`);
    this.outputs.push({ name, value });
  }

  private name(stem: string): string {
    return `${stem}_${this.counter++}`;
  }
}
