import type { DType } from "../value.ts";
import { TensorProto_DataType } from "./onnx_pb.ts";

/** ONNX's number for each element type. */
export const onnxTypes: Record<DType, TensorProto_DataType> = {
  f32: TensorProto_DataType.FLOAT,
  f16: TensorProto_DataType.FLOAT16,
  bf16: TensorProto_DataType.BFLOAT16,
  i64: TensorProto_DataType.INT64,
  i32: TensorProto_DataType.INT32,
  u32: TensorProto_DataType.UINT32,
  u8: TensorProto_DataType.UINT8,
  i8: TensorProto_DataType.INT8,
  u4: TensorProto_DataType.UINT4,
  bool: TensorProto_DataType.BOOL,
};
