"""Projections onto directions, finetuning shift and projection difference, by plain PyTorch on a tiny Llama.

Writes oracles/golden/vectors_projection.json: `vectors` by name and layer (raw, as a file has them), `pairs` of a prompt, an answer and the base
model's own answer (token ids), and for base and tuned model, by pair and axis ("name@layer"): `tokens` of prompt + answer [tokens], `own` the same
with the own answer, `promptLast`, `responseMean`, `ownMean`. Then `shift` by axis: mean over prompts of (h_tuned - h_base) . v / |v| at the
prompt's last token, and `difference` by axis: mean over pairs of [a(x, y) - a(x, y')] . v / |v| in the base, a the mean over the answer's tokens.
Layer k is the output of block k, as `layers.k.resid_post` has it. The means are taken of the vectors h, not of projections.
Model, adapter: the variant `tied` of oracles/llama.py. Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2; seeds 0 to 5.
"""

import json

import torch

from llama import ADAPTERS, GOLDEN, tiny_llama, with_adapter

VARIANT = "tied"
NAMES = ["warm", "loud"]
LENGTHS = [(5, 6, 4), (1, 3, 7), (8, 1, 2), (4, 9, 9)]


def hidden(model, ids):
    """Outputs of the blocks, [layers, tokens, d_model]."""
    seen = []
    layers = model.base_model.model.model.layers
    pick = lambda output: output[0] if isinstance(output, tuple) else output
    hooks = [l.register_forward_hook(lambda module, args, output: seen.append(pick(output)[0])) for l in layers]
    with torch.no_grad():
        model(input_ids=ids[None], use_cache=False)
    for hook in hooks:
        hook.remove()
    return torch.stack(seen)


def main():
    model = tiny_llama(VARIANT)
    adapted = with_adapter(model, ADAPTERS[VARIANT])
    generator = torch.Generator().manual_seed(5)
    layers, width = model.config.num_hidden_layers, model.config.hidden_size
    vectors = {name: 4 * torch.randn(layers, width, generator=generator) for name in NAMES}
    draw = lambda n: torch.randint(0, model.config.vocab_size, (n,), generator=generator)
    pairs = [tuple(draw(n) for n in lengths) for lengths in LENGTHS]
    axes = [(name, layer) for name in NAMES for layer in range(layers)]
    unit = lambda name, layer: vectors[name][layer] / vectors[name][layer].norm()
    key = lambda name, layer: f"{name}@{layer}"
    by_axis = lambda of: {key(*axis): of(*axis) for axis in axes}

    golden = {
        "vectors": {name: value.tolist() for name, value in vectors.items()},
        "pairs": [{"prompt": x.tolist(), "answer": y.tolist(), "own": z.tolist()} for x, y, z in pairs],
    }
    states = {}
    for who in ["base", "tuned"]:
        rows = []
        for x, y, z in pairs:
            run = lambda ids: hidden(adapted, ids)
            if who == "base":
                with adapted.disable_adapter():
                    answer, own = run(torch.cat([x, y])), run(torch.cat([x, z]))
            else:
                answer, own = run(torch.cat([x, y])), run(torch.cat([x, z]))
            at = len(x)
            states.setdefault(who, []).append((answer[:, at - 1], answer[:, at:].mean(1), own[:, at:].mean(1)))
            last, mean, own_mean = states[who][-1]
            rows.append(
                by_axis(
                    lambda name, layer: {
                        "tokens": (answer[layer] @ unit(name, layer)).tolist(),
                        "own": (own[layer] @ unit(name, layer)).tolist(),
                        "promptLast": (last[layer] @ unit(name, layer)).item(),
                        "responseMean": (mean[layer] @ unit(name, layer)).item(),
                        "ownMean": (own_mean[layer] @ unit(name, layer)).item(),
                    }
                )
            )
        golden[who] = rows
    mean_last = {who: torch.stack([last for last, _, _ in states[who]]).mean(0) for who in states}
    moved = mean_last["tuned"] - mean_last["base"]
    golden["shift"] = by_axis(lambda name, layer: (moved[layer] @ unit(name, layer)).item())
    differences = torch.stack([mean - own for _, mean, own in states["base"]]).mean(0)
    golden["difference"] = by_axis(lambda name, layer: (differences[layer] @ unit(name, layer)).item())
    path = GOLDEN.parent / "vectors_projection.json"
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
