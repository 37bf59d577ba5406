"""Twenty AdamW steps of PyTorch and peft on a tiny Llama, from a B that is not zero.

Writes oracles/golden/finetune.safetensors: `initial.<name>`, `final.<name>` and `square.<name>` (Adam's second moment, at the end) of
every adapter tensor, `loss`, `lr` and `norm` (before clipping) [steps]. Model, sequences, labels and adapter are those of the variant
`untied-linear-attention-bias` of oracles/llama.py; each step is over all sequences. Cosine schedule with warm-up, decoupled weight decay, clipping.
Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seeds 0 to 2.
"""

import json

import torch
from safetensors.torch import save_file
from transformers import get_cosine_schedule_with_warmup

from llama import ADAPTERS, GOLDEN, inputs, lora_parameters, random_case, tiny_llama, with_adapter

VARIANT = "untied-linear-attention-bias"
SETTINGS = dict(steps=20, lr=0.01, warmupRatio=0.1, weightDecay=0.05, clipNorm=2.0)


def main():
    adapted = with_adapter(tiny_llama(VARIANT), ADAPTERS[VARIANT])
    adapted.train()
    named = dict(lora_parameters(adapted))
    batch = inputs(*random_case(adapted.config.vocab_size))
    steps = SETTINGS["steps"]
    optimizer = torch.optim.AdamW(named.values(), lr=SETTINGS["lr"], weight_decay=SETTINGS["weightDecay"])
    schedule = get_cosine_schedule_with_warmup(optimizer, int(SETTINGS["warmupRatio"] * steps), steps)
    tensors = {f"initial.{name}": p.detach().clone() for name, p in named.items()}
    losses, rates, norms = [], [], []
    for _ in range(steps):
        loss = adapted(**batch, use_cache=False).loss
        loss.backward()
        losses.append(loss.item())
        rates.append(schedule.get_last_lr()[0])
        norms.append(torch.nn.utils.clip_grad_norm_(named.values(), SETTINGS["clipNorm"]).item())
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    tensors |= {f"final.{name}": p.detach() for name, p in named.items()}
    tensors |= {f"square.{name}": optimizer.state[p]["exp_avg_sq"] for name, p in named.items()}
    tensors |= {"loss": torch.tensor(losses), "lr": torch.tensor(rates), "norm": torch.tensor(norms)}
    save_file(tensors, GOLDEN.parent / "finetune.safetensors", metadata={"settings": json.dumps(SETTINGS)})
    print(losses, norms)


if __name__ == "__main__":
    main()
