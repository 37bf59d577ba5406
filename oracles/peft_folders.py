"""Adapter folders that cross between PEFT and us, each on the tiny Llama `llama3-biases` of oracles/llama.py.

Writes oracles/golden/peft/made/ (a folder that PEFT wrote) and, for each folder there, oracles/golden/peft/<folder>.safetensors:
`logits` [tokens, vocab] that PEFT computes with it on the sequences of oracles/llama.py. The folder `ours` is what writeAdapter
writes for the adapter of src/model/adapter/peft.test.ts, which compares the bytes.
Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seeds 0, 1 and 3.
"""

import torch
from peft import PeftModel
from safetensors.torch import save_file

from llama import GOLDEN, flat, inputs, random_case, tiny_llama, with_adapter

VARIANT = "llama3-biases"
FOLDER = GOLDEN.parent / "peft"


def main():
    options = dict(r=2, lora_alpha=3, target_modules=["q_proj", "k_proj", "up_proj", "down_proj"])
    adapted = with_adapter(tiny_llama(VARIANT), options, seed=3)
    adapted.save_pretrained(FOLDER / "made")
    (FOLDER / "made" / "README.md").unlink()
    for name in ["made", "ours"]:
        if not (FOLDER / name).exists():
            continue
        model = PeftModel.from_pretrained(tiny_llama(VARIANT), FOLDER / name).eval()
        sequences, _ = random_case(model.config.vocab_size)
        with torch.no_grad():
            logits = model(**inputs(sequences), use_cache=False).logits
        save_file({"logits": flat(logits, sequences)}, FOLDER / f"{name}.safetensors")


if __name__ == "__main__":
    main()
