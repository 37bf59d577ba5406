"""A small safetensors file written by the reference implementation, byte for byte.

Writes oracles/golden/weights_safetensors.json: the file (base64) and each tensor's values as f32 (base64).
Python 3.11, safetensors 0.8.0, torch 2.15.0, numpy 2.4.6; seed 0.
"""

import base64
import json
from pathlib import Path

import torch
from safetensors.torch import save

torch.manual_seed(0)
tensors = {
    "model.norm.weight": torch.randn(5),
    "b.half": torch.randn(3, 2).to(torch.float16),
    "a.brain": torch.randn(2, 3).to(torch.bfloat16),
    "10": torch.randn(2),
    "9": torch.randn(1, 2),
    "scalar": torch.tensor(1.5),
    "quants": torch.arange(7, dtype=torch.uint8),
    "é": torch.zeros(0, 4),
}
golden = {
    "file": base64.b64encode(save(tensors, {"format": "pt"})).decode(),
    "tensors": {
        name: {
            "shape": list(tensor.shape),
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "values": base64.b64encode(tensor.float().numpy().tobytes()).decode(),
        }
        for name, tensor in tensors.items()
    },
}
path = Path(__file__).parent / "golden" / "weights_safetensors.json"
path.write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
