"""Random blocks of each GGUF block format and the values that they stand for.

Writes oracles/golden/weights_blocks.json: for each format the blocks' bytes and gguf.quants.dequantize of them (f32),
both base64. Python 3.11, gguf 0.19.0, numpy 2.4.6; seed 0.
"""

import base64
import json
from pathlib import Path

import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

FORMATS = ["Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K"]
# Where a block keeps its halves: random bytes there must be finite.
HALVES = {"Q4_1": [0, 2], "Q5_1": [0, 2], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}


def random_blocks(rng, name, count):
    _, size = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    blocks = rng.integers(0, 256, (count, size), dtype=np.uint8)
    for at in HALVES.get(name, [0]):
        halves = blocks[:, at : at + 2].copy().view(np.uint16)
        halves[(halves & 0x7C00) == 0x7C00] ^= 0x4000  # no infinity, no NaN
        blocks[:, at : at + 2] = halves.view(np.uint8)
    return blocks


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


rng = np.random.default_rng(0)
golden = {}
for name in FORMATS:
    values, _ = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    blocks = random_blocks(rng, name, 2048 // values)
    decoded = dequantize(blocks, GGMLQuantizationType[name]).astype(np.float32)
    golden[name.lower()] = {"blocks": text(blocks), "values": text(decoded)}

path = Path(__file__).parent / "golden" / "weights_blocks.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
