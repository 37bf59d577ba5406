import * as ort from "onnxruntime-node";
import { badInput } from "../base/errors.ts";
import type { EncodedModel } from "./encode.ts";
import type { DType, TensorData } from "./value.ts";

/** A tensor that goes into or comes out of a run. */
export interface HostTensor {
  dtype: DType;
  shape: readonly number[];
  data: TensorData;
  /** ONNX Runtime's view of the same data, made when the tensor is first fed: fed again, it is not made anew. */
  view?: ort.Tensor;
}

export interface SessionOptions {
  /** Threads inside one op. The bits of products with weights that are not prepacked may depend on it. */
  threads: number;
  /**
   * Let ONNX Runtime repack weights for its kernels: a private copy for each session. MatMulNBits needs it (4-bit weights
   * are small). f32 weights run without it as fast at 512 rows, mapped and shared, but two thirds as fast at 16, and then the bits of
   * a row depend on how many rows and threads there are.
   */
  prepack: boolean;
  /**
   * Let ONNX Runtime note what a run takes and claim that in one piece at the next run of the same shapes, on top of what it holds
   * already; true where left out. False for large runs: a training step of 512 tokens then takes 1 GB less, in the same time.
   */
  planMemory?: boolean;
}

const ortTypes: Record<DType, ort.Tensor.Type> = {
  f32: "float32",
  f16: "float16",
  bf16: "uint16",
  i64: "int64",
  i32: "int32",
  u32: "uint32",
  u8: "uint8",
  i8: "int8",
  u4: "uint8",
  bool: "bool",
};

const dtypeOf = (type: string): DType | undefined =>
  (Object.keys(ortTypes) as DType[]).find((key) => ortTypes[key] === type);

const settingsOf = (
  { threads, prepack, planMemory = true }: SessionOptions,
  session: Record<string, string>,
): ort.InferenceSession.SessionOptions => ({
  executionProviders: ["cpu"],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: "sequential",
  enableMemPattern: planMemory,
  graphOptimizationLevel: "all",
  logSeverityLevel: 3,
  extra: { session: { disable_prepacking: prepack ? "0" : "1", ...session } },
});

/** A loaded graph. Runs block the calling thread: sessions live in the engine process, never beside a user interface. */
export class Session {
  readonly inputs: EncodedModel["inputs"];
  readonly threads: number;
  private readonly outputs: ReadonlyMap<string, string>;
  private readonly session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession, model: Pick<EncodedModel, "inputs" | "outputs">, threads: number) {
    this.session = session;
    this.threads = threads;
    this.inputs = model.inputs;
    this.outputs = new Map(model.outputs.map(({ name, tensor }) => [name, tensor]));
  }

  /** Loads an encoded graph on the CPU. Throws "internal" with ONNX Runtime's words where it refuses the graph. */
  static async create(model: EncodedModel, options: SessionOptions): Promise<Session> {
    const settings = settingsOf(options, { model_external_initializers_file_folder_path: "/" });
    return new Session(await ort.InferenceSession.create(model.bytes, settings), model, options.threads);
  }

  /**
   * Loads somebody's `.onnx` file on the CPU; weights in files of their own must lie beside it. `inputs` then tells what it takes. Throws
   * "bad-input" with ONNX Runtime's words where it refuses the file, and for an input or output that is no tensor of a known kind.
   *
   * @param path absolute and real: links are not followed to weights beside it
   */
  static async open(path: string, options: SessionOptions): Promise<Session> {
    let session: ort.InferenceSession;
    try {
      session = await ort.InferenceSession.create(path, settingsOf(options, {}));
    } catch (cause) {
      throw badInput(`${path} cannot be run: ${(cause as Error).message}: export the model to ONNX again.`, cause);
    }
    const { inputMetadata, outputMetadata } = session;
    const typed = (metadata: ort.InferenceSession.ValueMetadata) => {
      const dtype = metadata.isTensor ? dtypeOf(metadata.type) : undefined;
      if (metadata.isTensor && dtype) return { name: metadata.name, dtype, shape: metadata.shape };
      throw badInput(`${path}: "${metadata.name}" is no tensor of a kind that is supported.`);
    };
    const outputs = outputMetadata.map(typed).map(({ name }) => ({ name, tensor: name }));
    return new Session(session, { inputs: inputMetadata.map(typed), outputs }, options.threads);
  }

  /** Runs the graph. Inputs are read in place; every output asked for is copied into a new array. */
  async run(feeds: Record<string, HostTensor>, outputs?: readonly string[]): Promise<Record<string, HostTensor>> {
    const tensors: Record<string, ort.Tensor> = {};
    for (const { name } of this.inputs) {
      const feed = feeds[name];
      if (!feed) throw new Error(`the run lacks input ${name}`);
      feed.view ??= new ort.Tensor(ortTypes[feed.dtype], feed.data as never, feed.shape);
      tensors[name] = feed.view;
    }
    const wanted = outputs ?? [...this.outputs.keys()];
    const tensorOf = (name: string): string => {
      const tensor = this.outputs.get(name);
      if (tensor === undefined) throw new Error(`the graph has no output ${name}`);
      return tensor;
    };
    const results = await this.session.run(tensors, wanted.map(tensorOf));
    const out: Record<string, HostTensor> = {};
    for (const name of wanted) {
      const tensor = results[tensorOf(name)]!;
      const dtype = dtypeOf(tensor.type);
      if (!dtype) throw new Error(`output ${name} has type ${tensor.type}`);
      out[name] = { dtype, shape: tensor.dims, data: tensor.data as TensorData };
    }
    return out;
  }

  /** Frees the session's memory. */
  async dispose(): Promise<void> {
    await this.session.release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** ONNX Runtime's version, for manifests and `doctor`; throws "bad-input" with the way out where its library cannot load. */
export function runtimeVersion(): string {
  const version = ort.env.versions.node ?? ort.env.versions.common;
  if (!version) throw badInput("onnxruntime-node loaded without a version: reinstall it with `npm ci`");
  return version;
}

export const f32 = (data: Float32Array, shape: readonly number[]): HostTensor => ({ dtype: "f32", shape, data });
export const i64 = (values: ArrayLike<number>, shape: readonly number[]): HostTensor => ({
  dtype: "i64",
  shape,
  data: BigInt64Array.from(values as number[], BigInt),
});
