"""The loss of a batch of equally long windows and its gradient toward every parameter of tiny Llamas, from PyTorch.

Writes oracles/golden/pretraining.safetensors: for each variant `<variant>/loss` [1] and `<variant>/grad.<parameter>`; the
windows are in its metadata. The models are those of oracles/llama.py, biases included.
Python 3.11, torch 2.15.0, transformers 5.23.0, safetensors 0.8.0; seeds 0 and 5.
"""

import json

import torch
from safetensors.torch import save_file

from llama import GOLDEN, tiny_llama

VARIANTS = ["tied", "llama3-biases"]


def main():
    generator = torch.Generator().manual_seed(5)
    tensors, windows = {}, {}
    for variant in VARIANTS:
        model = tiny_llama(variant)
        batch = torch.randint(0, model.config.vocab_size, (3, 10), generator=generator)
        logits = model(batch[:, :-1], use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())
        loss.backward()
        tensors[f"{variant}/loss"] = loss.detach().reshape(1)
        for name, parameter in model.named_parameters():
            tensors[f"{variant}/grad.{name}"] = parameter.grad
        windows[variant] = batch.tolist()
    save_file(tensors, GOLDEN.parent / "pretraining.safetensors", metadata={"windows": json.dumps(windows)})


if __name__ == "__main__":
    main()
