"""A LoRA step of peft under dropout whose masks are known: loss and gradients.

Writes oracles/golden/finetune_dropout.safetensors: `bits` [tokens, widest] (32 random bits as two floats, `bits.high` and `bits.low`, 16
each), `loss` [1] and `grad.<layer>.<projection>.a|b`. peft gives every adapter a dropout of its own; here each is replaced by a mask
made from the one table as hash-dropout.ts makes it. Model, sequences, labels and adapter are those of the variant `tied` of
oracles/llama.py. Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seeds 0 to 3.
"""

import torch
from safetensors.torch import save_file

from llama import ADAPTERS, GOLDEN, PROJECTIONS, inputs, lora_parameters, random_case, tiny_llama, with_adapter

VARIANT = "tied"
RATE = 0.3


def multiplier(place):
    """Odd, from MurmurHash3's finaliser of place + 1."""
    h = place + 1
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) % 2**32
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) % 2**32
    return (h ^ (h >> 16)) | 1


class KnownDropout(torch.nn.Module):
    def __init__(self, keep):
        super().__init__()
        self.keep = keep

    def forward(self, x):
        return x * self.keep[..., : x.shape[-1]] / (1 - RATE)


def main():
    model = tiny_llama(VARIANT)
    sequences, labels = random_case(model.config.vocab_size)
    width = model.config.intermediate_size
    generator = torch.Generator().manual_seed(3)
    bits = torch.randint(0, 2**32, (sum(map(len, sequences)), width), generator=generator)
    adapted = with_adapter(model, ADAPTERS[VARIANT])
    for layer, block in enumerate(model.model.layers):
        for index, projection in enumerate(PROJECTIONS):
            place = layer * len(PROJECTIONS) + index
            kept = ((bits * multiplier(place)) % 2**32 >= int(RATE * 2**32)).float()
            rows = torch.nn.utils.rnn.pad_sequence(kept.split([len(s) for s in sequences]), batch_first=True)
            module = block.self_attn if projection[0] in "qkvo" else block.mlp
            getattr(module, projection).lora_dropout["default"] = KnownDropout(rows)
    adapted.train()
    loss = adapted(**inputs(sequences, labels), use_cache=False).loss
    loss.backward()
    tensors = {"loss": loss.detach().reshape(1), "bits.high": (bits >> 16).float(), "bits.low": (bits % 2**16).float()}
    tensors |= {f"grad.{name}": parameter.grad for name, parameter in lora_parameters(adapted)}
    save_file(tensors, GOLDEN.parent / "finetune_dropout.safetensors", metadata={"rate": str(RATE)})
    print(loss.item())


if __name__ == "__main__":
    main()
