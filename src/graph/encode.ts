import { create, toBinary } from "@bufbuild/protobuf";
import { Emitter } from "./emitter.ts";
import type { Application, Graph } from "./graph.ts";
import {
  GraphProtoSchema,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx/onnx_pb.ts";
import { onnxTypes } from "./onnx/types.ts";
import type { DType, ExternalTensor, TensorData, Value } from "./value.ts";

/** What a session must be told beside the bytes. */
export interface EncodedModel {
  /** The ONNX model; weights are external, their paths relative to `/`. */
  bytes: Uint8Array;
  inputs: { name: string; dtype: DType; shape: Value["shape"] }[];
  /** Names by which the graph's outputs are asked for, and the ONNX tensors that hold them. */
  outputs: { name: string; tensor: string }[];
  /** Bytes of weights that the model maps. */
  weightBytes: number;
}

/** Writes a graph as an ONNX model (opset 21 and com.microsoft 1). Only what the outputs need is written. */
export function encodeModel(graph: Graph): EncodedModel {
  const applications = live(graph);
  const used = new Set(applications.flatMap((a) => a.inputs.map((v) => v.name)));
  for (const { value } of graph.outputs) used.add(value.name);
  const emitter = new Emitter(dimSources(graph));
  for (const application of applications) application.op.emit(emitter, application);
  const outputs = uniqueOutputs(graph, emitter);

  // A symbolic dimension may be read from an input that no op uses, so every input stays.
  const weights = graph.weights.filter((w) => used.has(w.value.name)).map((w) => w.external);
  const constants = graph.constants.filter((c) => used.has(c.value.name));
  const model = create(ModelProtoSchema, {
    irVersion: 10n,
    producerName: "traitlab",
    opsetImport: [
      { domain: "", version: 21n },
      { domain: "com.microsoft", version: 1n },
    ],
    graph: create(GraphProtoSchema, {
      name: "graph",
      node: emitter.nodes,
      initializer: [
        ...constants.map(({ value, data }) => inlineTensor(value.name, value.dtype, value.shape as number[], data)),
        ...emitter.initializers.map((c) => inlineTensor(c.name, c.dtype, c.shape, c.data)),
        ...weights.map(externalTensor),
      ],
      input: graph.inputs.map((value) => valueInfo(value.name, value)),
      output: outputs.map(({ tensor, value }) => valueInfo(tensor, value)),
    }),
  });
  return {
    bytes: toBinary(ModelProtoSchema, model),
    inputs: graph.inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    outputs: outputs.map(({ name, tensor }) => ({ name, tensor })),
    weightBytes: weights.reduce((sum, weight) => sum + weight.bytes, 0),
  };
}

/** A value is an output under its own name, without a copy; one asked for twice, or a graph input, needs an Identity. */
function uniqueOutputs(graph: Graph, emitter: Emitter): { name: string; tensor: string; value: Value }[] {
  const taken = new Set(graph.inputs.map((input) => input.name));
  return graph.outputs.map(({ name, value }) => {
    const tensor = taken.has(value.name) ? emitter.node("Identity", [value.name]) : value.name;
    taken.add(value.name);
    return { name, tensor, value };
  });
}

/** The applications that some output depends on, in the order of building. */
function live(graph: Graph): Application[] {
  const needed = new Set(graph.outputs.map(({ value }) => value.name));
  const kept: Application[] = [];
  for (const application of graph.applications.toReversed()) {
    if (!application.outputs.some((value) => needed.has(value.name))) continue;
    for (const input of application.inputs) needed.add(input.name);
    kept.push(application);
  }
  return kept.reverse();
}

function dimSources(graph: Graph): Map<string, { input: string; axis: number }> {
  const sources = new Map<string, { input: string; axis: number }>();
  for (const input of graph.inputs) {
    for (const [axis, dim] of input.shape.entries())
      if (typeof dim === "string" && !sources.has(dim)) sources.set(dim, { input: input.name, axis });
  }
  return sources;
}

function inlineTensor(name: string, dtype: DType, shape: readonly number[], data: TensorData): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: onnxTypes[dtype],
    dims: shape.map(BigInt),
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

/** ONNX Runtime refuses absolute paths; it resolves relative ones from the working directory, which the engine sets to `/`. */
function externalTensor(external: ExternalTensor): TensorProto {
  const entries = {
    location: external.file.replace(/^\//, ""),
    offset: String(external.offset),
    length: String(external.bytes),
  };
  return create(TensorProtoSchema, {
    name: external.name,
    dataType: onnxTypes[external.dtype],
    dims: external.shape.map(BigInt),
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
  });
}

function valueInfo(name: string, value: { dtype: DType; shape: Value["shape"] }): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: onnxTypes[value.dtype],
          shape: {
            dim: value.shape.map((dim) => ({
              value:
                typeof dim === "number"
                  ? ({ case: "dimValue", value: BigInt(dim) } as const)
                  : ({ case: "dimParam", value: dim } as const),
            })),
          },
        },
      },
    },
  });
}
