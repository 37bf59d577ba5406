"""A trait-conditioned key/value prefix (PsychAdapter) in plain PyTorch: logits, loss and gradients of W, b and LoRA.

Writes oracles/golden/psychadapter.safetensors, for each variant of oracles/llama.py: `<variant>.z` [sequences, traits], `.weight` [width, traits]
and `.bias` [width]; `.logits` [tokens, vocab] of the base model behind the prefix; with the adapter `.loss` [1] and `.grad.weight`, `.grad.bias`,
`.grad.<layer>.<projection>.a|b`; and `.alone.grad.weight|bias`, `.alone.loss` without it. u = W z + b is cut by layer into key and value, [kv_heads, 1, d_head]
each, and given to transformers as `past_key_values`, so that text begins at position 1 and keys of the prefix are not rotated.
Sequences, labels and adapters are those of oracles/llama.py. Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seeds 0 to 5.
"""

import torch
from safetensors.torch import save_file
from transformers import DynamicCache

from llama import ADAPTERS, GOLDEN, VARIANTS, flat, inputs, lora_parameters, random_case, tiny_llama, with_adapter

TRAITS = 3


def behind(config, weight, bias, z):
    """The cache that holds the prefix of every row of z, and nothing else."""
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    u = (z @ weight.T + bias).view(len(z), config.num_hidden_layers, 2, config.num_key_value_heads, 1, head)
    cache = DynamicCache()
    for layer in range(config.num_hidden_layers):
        cache.update(u[:, layer, 0], u[:, layer, 1], layer)
    return cache


def run(model, batch, cache):
    ones = torch.ones(len(batch["input_ids"]), 1, dtype=torch.long)
    mask = torch.cat([ones, batch["attention_mask"]], 1)
    return model(**{**batch, "attention_mask": mask}, past_key_values=cache, use_cache=True)


def main():
    tensors = {}
    for variant in VARIANTS:
        model = tiny_llama(variant)
        config = model.config
        head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        width = 2 * config.num_hidden_layers * config.num_key_value_heads * head
        generator = torch.Generator().manual_seed(5)
        weight = torch.randn(width, TRAITS, generator=generator).requires_grad_()
        bias = torch.randn(width, generator=generator).requires_grad_()
        sequences, labels = random_case(config.vocab_size)
        z = torch.randn(len(sequences), TRAITS, generator=generator)
        out = {"z": z, "weight": weight.detach().clone(), "bias": bias.detach().clone()}
        batch = inputs(sequences, labels)
        alone = run(model, batch, behind(config, weight, bias, z))
        alone.loss.backward()
        out["logits"] = flat(alone.logits.detach(), sequences)
        out["alone.loss"] = alone.loss.detach().reshape(1)
        out["alone.grad.weight"], out["alone.grad.bias"] = weight.grad.clone(), bias.grad.clone()
        weight.grad = bias.grad = None
        adapted = with_adapter(model, ADAPTERS[variant])
        loss = run(adapted, batch, behind(config, weight, bias, z)).loss
        loss.backward()
        out["loss"] = loss.detach().reshape(1)
        out["grad.weight"], out["grad.bias"] = weight.grad, bias.grad
        out |= {f"grad.{name}": p.grad for name, p in lora_parameters(adapted)}
        tensors |= {f"{variant}.{name}": value.contiguous() for name, value in out.items()}
        print(variant, out["alone.loss"].item(), loss.item())
    save_file(tensors, GOLDEN.parent / "psychadapter.safetensors")


if __name__ == "__main__":
    main()
