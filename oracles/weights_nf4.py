"""NF4 as bitsandbytes computes it, with and without double quantisation.

Writes oracles/golden/weights_nf4.json: for each matrix its f32 values, the packed quants, the absmax of each block as
used (double quantisation undone) and the dequantised values, base64; and the 8-bit dynamic code.
The kernels are bitsandbytes' own device-independent ones ("default"), which take the nearest code as the CUDA kernels
do. Its CPU kernels of 0.50.2 differ: quantize_blockwise misses the nearest code where two are almost equally near (1 in
320 values of "outliers"), and dequantize_4bit is wrong where a row is no multiple of 64.
Python 3.11, bitsandbytes 0.50.2, torch 2.15.0, numpy 2.4.6; seed 0.
"""

import base64
import json
from pathlib import Path

import bitsandbytes  # noqa: F401  (registers the kernels)
import torch
from bitsandbytes.functional import create_dynamic_map

DEFAULT = torch._C.DispatchKey.CompositeExplicitAutograd
ops = torch.ops.bitsandbytes


def default_kernel(op, *arguments):
    return op.default._op_dk(DEFAULT, *arguments)


def text(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().tobytes()).decode()


def double_quantised(absmax, code):
    """quantize_4bit(compress_statistics=True), then dequantize_4bit's first step."""
    offset = absmax.mean()
    quants, scale = default_kernel(ops.quantize_blockwise, absmax - offset, code, 256)
    return default_kernel(ops.dequantize_blockwise, quants, scale, code, 256, torch.float32) + offset


torch.manual_seed(0)
code = create_dynamic_map()
matrices = {
    "normal": torch.randn(24, 128) * 0.05,
    "outliers": torch.randn(64, 320) * torch.exp(torch.randn(64, 1)),
    "rows across blocks": torch.randn(6, 96),
    "zeros": torch.cat([torch.zeros(1, 64), torch.randn(1, 64)]),
}
cases = []
for name, weight in matrices.items():
    quants, absmax = default_kernel(ops.quantize_4bit, weight, 64, "nf4", torch.uint8)
    values = default_kernel(ops.dequantize_4bit, quants, absmax, 64, "nf4", list(weight.shape), torch.float32)
    cases.append(
        {
            "name": name,
            "weight": text(weight),
            "quants": text(quants),
            "absmax": text(absmax),
            "doubleAbsmax": text(double_quantised(absmax, code)),
            "values": text(values) if name != "outliers" else None,
        }
    )

path = Path(__file__).parent / "golden" / "weights_nf4.json"
path.write_text(json.dumps({"code": text(code), "cases": cases}, indent=1) + "\n")
