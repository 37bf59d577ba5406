"""Vectors in the formats of others: files that PyTorch and repeng wrote, and what three ways of steering compute with the same vectors.

Writes oracles/golden/vectors-formats/made.json: `files`, by name the bytes (base64) with `tensors` (values of every tensor, row-major, and
shape) where they are to be read and without where they are to be refused; `vectors` [L + 1, d] for the tiny Llama `tied` of oracles/llama.py,
as persona_vectors lays them out; `logits`, by row k the logits of the case's sequences with `coefficient` * row k added to the output of
block k - 1, which persona_vectors' hook on `model.layers[k - 1]`, assistant-axis' on `model.layers[i]` with row i = k - 1 of [L, d], and
repeng's ControlModel with `direction.{k - 1}` must all give.
Reads back, and compares, what src/model/directions/formats writes for the same vectors: ours-persona-vectors.pt, ours-assistant-axis.pt and
ours.gguf beside it; and computes `folded` logits with the folder that src/model/fold writes, folded/.
Python 3.11, torch 2.15.0, transformers 5.23.0, repeng 0.4.0, gguf 0.19.0, numpy 2.4.6; seed 7.
"""

import base64
import collections
import io
import json
import os
import pickle
import tempfile
from pathlib import Path

import gguf
import numpy as np
import torch
from transformers import AutoModelForCausalLM

from llama import GOLDEN, flat, inputs, random_case, tiny_llama

np.float_ = np.float64  # repeng 0.4.0 names it, NumPy 2 has dropped it
from repeng import ControlModel, ControlVector  # noqa: E402

FOLDER = GOLDEN.parent / "vectors-formats"
COEFFICIENT = 1.5


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


class Runs:
    """What must never happen: a pickle that calls os.system."""

    def __reduce__(self):
        return (os.system, ("touch /tmp/should-not-be-here",))


def torch_files():
    torch.manual_seed(7)
    generator = torch.Generator().manual_seed(7)
    draw = lambda *shape: torch.randn(*shape, generator=generator)
    tricky = torch.tensor([[1e-45, -0.0, 0.1], [3.4028235e38, 1 / 3, -(2.0**-126)]])
    notes = {"n": 3, "big": 2**40, "huge": -(2**70), "lr": 1.5, "ok": True, "no": None, "list": [1, (2, "ü")]}
    big = draw(6, 9)
    read = {
        "f32": tricky,
        "f16": draw(3, 4).half(),
        "bf16": draw(3, 4).bfloat16(),
        "f64": draw(3, 4).double(),
        "strided": big.T[2:7, ::2],
        "expanded": draw(1, 4).expand(3, 4),
        "dict": {"axis": draw(2, 3), "metadata": notes},
        "ordered": collections.OrderedDict(a=draw(2), b=draw(2)),
        "shared": {"a": big[1:3], "b": big[4]},
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 4),
        "protocol4": ({"axis": draw(2, 3)}, {"pickle_protocol": 4}),
    }
    refused = {
        "module": torch.nn.Linear(2, 2),
        "state": torch.nn.Linear(2, 2).state_dict(),
        "parameter": torch.nn.Parameter(draw(2, 2)),
        "int": torch.arange(4),
        "runs": {"axis": draw(2, 2), "x": Runs()},
        "runs4": ([Runs()], {"pickle_protocol": 4}),
        "numpy": {"a": np.arange(3.0)},
        "old": (draw(2, 2), {"_use_new_zipfile_serialization": False}),
    }
    for name, value in {**read, **refused}.items():
        value, options = value if isinstance(value, tuple) else (value, {})
        data = saved(value, **options)
        if name == "old":
            data = data[:64]  # what follows are addresses in memory
        yield name, data, tensors_in(value) if name in read else None
    yield "pickle", pickle.dumps({"x": Runs()}, protocol=2), None


def tensors_in(value):
    parts = {"": value} if torch.is_tensor(value) else {k: v for k, v in value.items() if torch.is_tensor(v)}
    return {k: dict(shape=list(v.shape), values=[float(x) for x in v.float().flatten()]) for k, v in parts.items()}


def written_by_repeng(vectors):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.gguf"
        ControlVector("llama", {i: row for i, row in enumerate(vectors[1:].numpy())}).export_gguf(path)
        return path.read_bytes()


def steered(hooked, sequences):
    """One sequence at a time: repeng's mask of padding wants positions for each row, and transformers 5 gives one row of them."""
    model = tiny_llama("tied")
    hooked(model)
    with torch.no_grad():
        return torch.cat([model(**inputs([sequence]), use_cache=False).logits[0] for sequence in sequences])


def add_to_output(layer, shift):
    def hook(module, args, output):
        return (output[0] + shift, *output[1:]) if isinstance(output, tuple) else output + shift

    return lambda model: model.model.layers[layer].register_forward_hook(hook)


def controlled(layer, vectors):
    """repeng numbers blocks from 0, and its vectors by them."""

    def control(model):
        wrapped = ControlModel(model, [layer])
        wrapped.set_control(ControlVector("llama", {layer: vectors[layer + 1].numpy()}), COEFFICIENT)

    return control


def logits_of(vectors, sequences):
    axis = vectors[1:]
    rows = {}
    for k in range(1, len(vectors)):
        ways = [
            add_to_output(k - 1, COEFFICIENT * vectors[k]),  # persona_vectors: row k, layer_idx = k - 1
            add_to_output(k - 1, COEFFICIENT * axis[k - 1]),  # assistant-axis: row i, layer_indices = i
            controlled(k - 1, vectors),
        ]
        found = [steered(way, sequences) for way in ways]
        for other in found[1:]:
            torch.testing.assert_close(other, found[0], rtol=0, atol=1e-5)
        rows[str(k)] = found[0].flatten().tolist()
    return rows


def check_ours(vectors):
    zeroed = vectors.clone()
    zeroed[0] = 0  # we hold nothing about embeddings
    for name, expected in [("ours-persona-vectors.pt", zeroed), ("ours-assistant-axis.pt", vectors[1:])]:
        if (FOLDER / name).exists():
            for mmap in [False, True]:
                assert torch.equal(torch.load(FOLDER / name, weights_only=True, mmap=mmap), expected), name
    if (FOLDER / "ours.gguf").exists():
        found = ControlVector.import_gguf(FOLDER / "ours.gguf")
        assert found.model_type == "llama" and list(found.directions) == [1]
        assert np.array_equal(found.directions[1], vectors[2].numpy())
        reader = gguf.GGUFReader(FOLDER / "ours.gguf")
        assert reader.get_field("controlvector.layer_count").contents() == 1


def folded_logits(sequences):
    if not (FOLDER / "folded").exists():
        return None
    model = AutoModelForCausalLM.from_pretrained(FOLDER / "folded", dtype=torch.float32, attn_implementation="eager").eval()
    with torch.no_grad():
        return flat(model(**inputs(sequences), use_cache=False).logits, sequences).flatten().tolist()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, data, tensors in torch_files():
        files[name] = dict(base64=base64.b64encode(data).decode(), **({} if tensors is None else dict(tensors=tensors)))
    sequences, _ = random_case(67)
    vectors = torch.randn(3, 32, generator=torch.Generator().manual_seed(8))
    check_ours(vectors)
    golden = dict(
        files=files,
        repeng=base64.b64encode(written_by_repeng(vectors)).decode(),
        vectors=vectors.tolist(),
        coefficient=COEFFICIENT,
        logits=logits_of(vectors, sequences),
        folded=folded_logits(sequences),
    )
    (FOLDER / "made.json").write_text(json.dumps(golden))


if __name__ == "__main__":
    main()
