"""A LoRA step over NF4 weights: loss and gradients of peft on the values that bitsandbytes gives back.

Writes oracles/golden/finetune_nf4.safetensors: `nf4.loss` [1], `nf4.grad.<layer>.<projection>.a|b`, and the same as `double.` with
double quantisation. Model, sequences, labels and adapter are those of the variant `tied` of oracles/llama.py, its seven
projections quantised; kernels as in oracles/weights_nf4.py. Products run in f32 on the dequantised values, as QLoRA's do up to the type.
Python 3.11, bitsandbytes 0.50.2, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seeds 0 to 2.
"""

import bitsandbytes  # noqa: F401  (registers the kernels)
import torch
from bitsandbytes.functional import create_dynamic_map
from safetensors.torch import save_file

from llama import ADAPTERS, GOLDEN, PROJECTIONS, inputs, lora_parameters, random_case, tiny_llama, with_adapter

VARIANT = "tied"
DEFAULT = torch._C.DispatchKey.CompositeExplicitAutograd
ops = torch.ops.bitsandbytes


def default_kernel(op, *arguments):
    return op.default._op_dk(DEFAULT, *arguments)


def through_nf4(weight, double):
    quants, absmax = default_kernel(ops.quantize_4bit, weight, 64, "nf4", torch.uint8)
    if double:
        code, offset = create_dynamic_map(), absmax.mean()
        small, scale = default_kernel(ops.quantize_blockwise, absmax - offset, code, 256)
        absmax = default_kernel(ops.dequantize_blockwise, small, scale, code, 256, torch.float32) + offset
    return default_kernel(ops.dequantize_4bit, quants, absmax, 64, "nf4", list(weight.shape), torch.float32)


def main():
    tensors = {}
    for name in ["nf4", "double"]:
        model = tiny_llama(VARIANT)
        with torch.no_grad():
            for path, parameter in model.named_parameters():
                if any(f".{projection}.weight" in path for projection in PROJECTIONS):
                    parameter.copy_(through_nf4(parameter.detach().clone(), name == "double"))
        adapted = with_adapter(model, ADAPTERS[VARIANT])
        loss = adapted(**inputs(*random_case(model.config.vocab_size)), use_cache=False).loss
        loss.backward()
        tensors[f"{name}.loss"] = loss.detach().reshape(1)
        tensors |= {f"{name}.grad.{path}": parameter.grad for path, parameter in lora_parameters(adapted)}
        print(name, loss.item())
    save_file(tensors, GOLDEN.parent / "finetune_nf4.safetensors")


if __name__ == "__main__":
    main()
