"""repeng 0.4.0 on transformers in f32: control vectors of all layers by pca_diff, from the last tokens of pairs of texts."""

import json
from pathlib import Path
from statistics import median

import numpy
from peer import gguf_model, peak_mb, peer, timed

# repeng 0.4.0 names a type that NumPy 2 has not.
if not hasattr(numpy, "float_"):
    numpy.float_ = numpy.float64


def extract(request, torch, transformers, repeng, _):
    torch.set_num_threads(request["threads"])
    model = gguf_model(request["model"], torch, transformers)
    path = Path(request["model"])
    tokenizer = transformers.AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    tokenizer.pad_token_id = 0
    pairs = json.loads(Path(request["file"]).read_text())
    entries = [repeng.DatasetEntry(pair["positive"], pair["negative"]) for pair in pairs]
    layers = list(range(model.config.num_hidden_layers - 1))
    vector = None

    def work(_):
        nonlocal vector
        vector = repeng.ControlVector.train(
            model, tokenizer, entries, method="pca_diff", hidden_layers=layers, batch_size=request["batch"]
        )

    seconds = timed(1, request["runs"], work)
    return {"seconds": median(seconds), "peakMb": peak_mb(), "first": float(vector.directions[0][0])}


peer(["torch", "transformers", "repeng", "gguf"], extract)
