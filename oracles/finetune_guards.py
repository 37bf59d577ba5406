"""A LoRA step of peft under guards, made with plain PyTorch hooks: loss, penalty and gradients.

Writes oracles/golden/finetune_guards.safetensors: `vector.<layer>` [d_model], and for each guard `<guard>.loss` [1],
`<guard>.grad.<layer>.<projection>.a|b`; for the penalty `penalise.penalty` [1], whose gradients are those of loss + penalty.
steer: strength * (v_0, then v_1 - v_0) added to the outputs of blocks 0 and 1; steer-one: strength * v_1 to that of block 1;
ablate: both directions taken out; penalise: units' squared distance from their mean in the base over the tokens with loss.
Model, sequences, labels and adapter are those of the variant `tied` of oracles/llama.py.
Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seeds 0 to 4.
"""

import json

import torch
from safetensors.torch import save_file

from llama import ADAPTERS, GOLDEN, inputs, lora_parameters, random_case, tiny_llama, with_adapter

VARIANT = "tied"
STRENGTH = 0.7
UNITS = [(0, 5), (0, 40), (1, 0), (1, 13), (1, 47)]
PENALTY = 0.3


def edited(model, edits):
    """Hooks that change the outputs of blocks."""

    def hook(edit):
        return lambda module, args, output: (edit(output[0]), *output[1:]) if isinstance(output, tuple) else edit(output)

    return [model.model.layers[layer].register_forward_hook(hook(edit)) for layer, edit in edits.items()]


def unit_activations(model, run):
    """Inputs of every down_proj while `run` runs, by layer."""
    seen = {}
    keep = lambda layer: lambda module, args: seen.__setitem__(layer, args[0])
    hooks = [l.mlp.down_proj.register_forward_pre_hook(keep(i)) for i, l in enumerate(model.model.layers)]
    result = run()
    for hook in hooks:
        hook.remove()
    return seen, result


def main():
    model = tiny_llama(VARIANT)
    sequences, labels = random_case(model.config.vocab_size)
    batch = inputs(sequences, labels)
    generator = torch.Generator().manual_seed(4)
    vectors = [3 * torch.randn(model.config.hidden_size, generator=generator) for _ in range(2)]
    adapted = with_adapter(model, ADAPTERS[VARIANT])
    tensors = {f"vector.{layer}": v for layer, v in enumerate(vectors)}

    def keep(name, total):
        adapted.zero_grad()
        total.backward()
        tensors.update({f"{name}.grad.{key}": p.grad.clone() for key, p in lora_parameters(adapted)})

    without = lambda v: lambda h: h - (h @ (v / v.norm())).unsqueeze(-1) * (v / v.norm())
    guards = {
        "steer": {0: lambda h: h + STRENGTH * vectors[0], 1: lambda h: h + STRENGTH * (vectors[1] - vectors[0])},
        "steer-one": {1: lambda h: h + STRENGTH * vectors[1]},
        "ablate": {0: without(vectors[0]), 1: without(vectors[1])},
    }
    for name, edits in guards.items():
        hooks = edited(model, edits)
        loss = adapted(**batch, use_cache=False).loss
        for hook in hooks:
            hook.remove()
        keep(name, loss)
        tensors[f"{name}.loss"] = loss.detach().reshape(1)

    # Row t - 1 predicts token t, so that is where its loss is.
    rows = torch.nn.functional.pad(batch["labels"][:, 1:] != -100, (0, 1))
    with torch.no_grad(), adapted.disable_adapter():
        base, _ = unit_activations(model, lambda: adapted(**batch, use_cache=False))
    seen, output = unit_activations(model, lambda: adapted(**batch, use_cache=False))
    squares = [(seen[l][rows][:, u] - base[l][rows][:, u].mean()) ** 2 for l, u in UNITS]
    penalty = PENALTY * torch.stack(squares).sum(0).mean()
    keep("penalise", output.loss + penalty)
    tensors["penalise.loss"] = output.loss.detach().reshape(1)
    tensors["penalise.penalty"] = penalty.detach().reshape(1)

    settings = dict(strength=STRENGTH, units=UNITS, penalty=PENALTY)
    save_file(tensors, GOLDEN.parent / "finetune_guards.safetensors", metadata={"settings": json.dumps(settings)})
    print({name: t.item() for name, t in tensors.items() if t.numel() == 1})


if __name__ == "__main__":
    main()
