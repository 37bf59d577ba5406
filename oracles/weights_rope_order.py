"""The order in which llama.cpp's converter writes the rows of q and k projections.

Writes oracles/golden/weights_rope_order.json: for each size the original row that stands at each place of the GGUF, by
the converter's own formula (convert_hf_to_gguf.py, LlamaModel.permute):
w.reshape(n_head, 2, rows // n_head // 2, *rest).swapaxes(1, 2).reshape(shape). Python 3.11, numpy 2.4.6.
"""

import json
from pathlib import Path

import numpy as np

golden = []
for heads, head_dim in [(1, 2), (3, 4), (2, 64)]:
    rows = np.arange(heads * head_dim)
    converted = rows.reshape(heads, 2, head_dim // 2).swapaxes(1, 2).reshape(rows.shape)
    golden.append({"heads": heads, "headDim": head_dim, "converted": converted.tolist()})

path = Path(__file__).parent / "golden" / "weights_rope_order.json"
path.write_text(json.dumps(golden) + "\n")
