"""Tiny Llamas of oracles/llama.py run as variants: units clamped, scaled and transplanted, directions added and held, adapters at some strength.

Writes oracles/golden/edits.safetensors. Its metadata holds, for each model, the variants as src/model/edit takes them (vectors as lists),
and for each variant the prompt's length; its tensors `<model>/<variant>` are the logits [tokens, vocab] of the first two sequences of the
model's case, end to end. Edits are plain PyTorch hooks; adapters are added by hand from `lora.*` of the model's expected.safetensors.
Python 3.11, torch 2.15.0, transformers 5.23.0, safetensors 0.8.0; seed 5.
"""

import json

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from llama import ADAPTERS, GOLDEN, PROJECTIONS, random_case, tiny_llama

MODELS = ["tied", "untied-linear-attention-bias"]
PROMPT = 3


def unit(width, generator):
    vector = torch.randn(width, generator=generator)
    return (vector / vector.norm()).tolist()


def variants(width, neurons, generator):
    vector = lambda n: torch.randn(n, generator=generator).tolist()
    act, post, pre, mid = "layers.0.mlp.act", "layers.1.resid_post", "layers.1.resid_pre", "layers.0.resid_mid"
    hold = lambda tap, low, high: dict(kind="hold", tap=tap, direction=unit(width, generator), low=low, high=high)
    far = 1e30
    return [
        dict(id="base"),
        dict(id="tuned", adapters=[1]),
        dict(id="half", adapters=[0.5]),
        dict(id="scale", adapters=[1], edits=[dict(kind="scale", tap=act, units=[1, 7, 20], factor=0)]),
        dict(id="set", edits=[dict(kind="set", tap=act, units=[3, 40], values=[1.5, -2])]),
        dict(id="add", where="response", edits=[dict(kind="add", tap=mid, vector=vector(width))]),
        dict(id="attention", edits=[dict(kind="add", tap="layers.1.attn_out", vector=vector(width))]),
        dict(id="ablate", adapters=[1], edits=[hold(post, 0, 0)]),
        dict(id="mean", where="response", edits=[hold("layers.0.resid_post", 0.7, 0.7)]),
        dict(id="cap", edits=[hold(pre, -far, 0.1)]),
        dict(id="floor", edits=[hold("layers.0.mlp_out", 0.1, far)]),
        dict(id="norm", edits=[hold("final_norm", -0.2, 0.2)]),
        dict(id="two holds", edits=[hold(post, 0, 0), hold(post, -0.1, 0.1)]),
        dict(
            id="several",
            adapters=[1],
            edits=[
                dict(kind="scale", tap=act, units=[0, 2], factor=0.25),
                dict(kind="set", tap=act, units=[2, 5], values=[0.5, 0.25]),
                dict(kind="add", tap=act, vector=vector(neurons)),
                dict(kind="scale", tap="layers.1.mlp.act", units=[9], factor=3),
                dict(kind="add", tap=pre, vector=vector(width)),
            ],
        ),
        dict(id="take", adapters=[1], edits=[dict(kind="take", tap=act, units=list(range(24)))], twin="base"),
        dict(id="take all", edits=[dict(kind="take", tap=pre, units="all", share=0.5)], twin="tuned"),
        dict(id="take response", where="response", edits=[dict(kind="take", tap=post, units=[4, 8])], twin="tuned"),
        dict(id="dropped", adapters=[dict(default=1, places={"0.q_proj": 0, "1.down_proj": 0.5, "1.o_proj": [1, 0, 2, 1][:4]})]),
    ]


ORDER = ["scale", "set", "take", "add", "hold"]


def edited(value, edits, twin):
    """value [tokens, width] after the edits of one tap; `twin` is the same tap of the twin's run."""
    value = value.clone()
    for edit in sorted(edits, key=lambda e: ORDER.index(e["kind"])):
        kind = edit["kind"]
        units = slice(None) if edit.get("units") == "all" else edit.get("units")
        if kind == "scale":
            value[:, units] *= edit["factor"]
        elif kind == "set":
            value[:, units] = torch.tensor(edit["values"], dtype=value.dtype)
        elif kind == "take":
            share = edit.get("share", 1)
            value[:, units] = (1 - share) * value[:, units] + share * twin[:, units]
        elif kind == "add":
            value += torch.tensor(edit["vector"], dtype=value.dtype)
        else:
            direction = torch.tensor(edit["direction"], dtype=value.dtype)
            projection = value @ direction
            value += (projection.clamp(edit["low"], edit["high"]) - projection)[:, None] * direction
    return value


def run(model, adapter, variant, ids, twin=None):
    """Logits, and every tap as it came before its edits."""
    taps, hooks, inputs = {}, [], {}
    edits = variant.get("edits", [])
    start = PROMPT - 1 if variant.get("where") == "response" else 0

    def change(name, value):
        taps[name] = value[0].clone()
        own = [e for e in edits if e["tap"] == name]
        if not own:
            return value
        out = value.clone()
        out[0, start:] = edited(value[0, start:], own, None if twin is None else twin[name][start:])
        return out

    first = lambda output: output[0] if isinstance(output, tuple) else output
    again = lambda output, value: (value, *output[1:]) if isinstance(output, tuple) else value
    strength = (variant.get("adapters") or [0])[0]
    for i, layer in enumerate(model.model.layers):
        at = f"layers.{i}"

        def before(module, args, kwargs, i=i, at=at):
            inputs[i] = change(f"{at}.resid_pre", args[0])
            return (inputs[i], *args[1:]), kwargs

        def attention(module, args, kwargs, output, i=i, at=at):
            out = change(f"{at}.attn_out", first(output))
            return again(output, change(f"{at}.resid_mid", inputs[i] + out) - inputs[i])

        hooks.append(layer.register_forward_pre_hook(before, with_kwargs=True))
        hooks.append(layer.self_attn.register_forward_hook(attention, with_kwargs=True))
        hooks.append(layer.mlp.down_proj.register_forward_pre_hook(lambda m, a, at=at: (change(f"{at}.mlp.act", a[0]),)))
        hooks.append(layer.mlp.register_forward_hook(lambda m, a, o, at=at: change(f"{at}.mlp_out", o)))
        hooks.append(layer.register_forward_hook(lambda m, a, o, at=at: again(o, change(f"{at}.resid_post", first(o)))))
        for name in PROJECTIONS:
            place = f"{i}.{name}"
            if f"{place}.a" not in adapter["tensors"]:
                continue
            own = strength if not isinstance(strength, dict) else strength["places"].get(place, strength["default"])
            module = getattr(layer.self_attn if name[0] in "qkvo" else layer.mlp, name)
            a, b = adapter["tensors"][f"{place}.a"], adapter["tensors"][f"{place}.b"]
            gate = torch.tensor(own, dtype=a.dtype) if isinstance(own, list) else own
            hooks.append(
                module.register_forward_hook(
                    lambda m, args, o, a=a, b=b, gate=gate: o + adapter["scale"] * ((args[0] @ a.T) * gate) @ b.T
                )
            )
    hooks.append(model.model.norm.register_forward_hook(lambda m, a, o: change("final_norm", o)))
    # down_proj's own hooks: the adapter must see the edited activations, and the pre-hook runs first.
    with torch.no_grad():
        logits = model(input_ids=ids[None], use_cache=False).logits[0]
    for hook in hooks:
        hook.remove()
    return logits, taps


def main():
    tensors, cases = {}, {}
    for name in MODELS:
        generator = torch.Generator().manual_seed(5)
        model = tiny_llama(name)
        sequences, _ = random_case(model.config.vocab_size)
        options = ADAPTERS[name]
        root = options["r"] ** 0.5 if options.get("use_rslora") else options["r"]
        with safe_open(GOLDEN / name / "expected.safetensors", "pt") as file:
            lora = {key[5:]: file.get_tensor(key) for key in file.keys() if key.startswith("lora.")}
        adapter = dict(scale=options["lora_alpha"] / root, tensors=lora)
        cases[name] = variants(model.config.hidden_size, model.config.intermediate_size, generator)
        for variant in cases[name]:
            for strength in variant.get("adapters", []):
                if isinstance(strength, dict):
                    strength["places"]["1.o_proj"] = strength["places"]["1.o_proj"][: options["r"]]
        by_id = {variant["id"]: variant for variant in cases[name]}
        for variant in cases[name]:
            out = []
            for ids in sequences[:2]:
                twin = run(model, adapter, by_id[variant["twin"]], ids)[1] if "twin" in variant else None
                out.append(run(model, adapter, variant, ids, twin)[0])
            tensors[f"{name}/{variant['id']}"] = torch.cat(out).contiguous()
    save_file(tensors, GOLDEN.parent / "edits.safetensors", metadata={"cases": json.dumps(cases), "prompt": str(PROMPT)})


if __name__ == "__main__":
    main()
