"""Writes golden/explain_layers.json: the logit lens on the tiny Llamas by plain PyTorch hooks, without and with an adapter, that
src/model/lens must equal.

The residual stream is taken by hooks (before the first block, between attention and MLP, after each block), the model's own final norm and
head are applied to it, and log-probabilities are summed and ranked over sets of tokens. Everything in float64.
Needs torch==2.15.0, transformers==5.23.0, peft==0.21.2, safetensors==0.8.0. Reads what llama.py and peft_folders.py wrote. Run in the
folder oracles/.
"""
import json

import torch
from peft import PeftModel
from safetensors import safe_open
from transformers import LlamaForCausalLM

VARIANTS = ["tied", "untied-linear-attention-bias", "dynamic-mlp-bias", "llama3-biases"]
SETS = [[5], [1, 2, 3, 40], list(range(0, 67, 3)), [66, 0]]


def streams(model, ids):
    """{tap: [tokens, d_model]} of the residual stream, and the model's own logits."""
    taps, hooks = {}, []

    def keep(name, of_input):
        def hook(_, args, kwargs, output):
            value = (args[0] if args else kwargs["hidden_states"]) if of_input else output
            taps[name] = (value[0] if isinstance(value, tuple) else value)[0]

        return hook

    for i, layer in enumerate(model.model.layers):
        for name, module, of_input in [
            ("resid_pre", layer, True),
            ("resid_mid", layer.post_attention_layernorm, True),
            ("resid_post", layer, False),
        ]:
            hooks.append(module.register_forward_hook(keep(f"layers.{i}.{name}", of_input), with_kwargs=True))
    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids]), use_cache=False).logits[0]
    for hook in hooks:
        hook.remove()
    return taps, logits


def lens(model, ids):
    """By tap: log-probability and rank of each set, [tokens, sets]."""
    taps, logits = streams(model, ids)
    with torch.no_grad():
        heads = {name: model.lm_head(model.model.norm(x)) for name, x in taps.items()}
    last = f"layers.{len(model.model.layers) - 1}.resid_post"
    assert torch.equal(heads[last], logits), "the last block's lens is the model's own output"
    found = {}
    for name, values in heads.items():
        log_probs = values.log_softmax(-1)
        best = torch.stack([values[:, chosen].amax(-1) for chosen in SETS], -1)
        found[name] = dict(
            logProbs=torch.stack([log_probs[:, chosen].logsumexp(-1) for chosen in SETS], -1).tolist(),
            ranks=(1 + (values[:, None, :] > best[:, :, None]).sum(-1)).tolist(),
        )
    return found


def rounded(x):
    if isinstance(x, dict):
        return {key: rounded(value) for key, value in x.items()}
    if isinstance(x, list):
        return [rounded(value) for value in x]
    return round(x, 7)


golden = {"sets": SETS, "models": {}}
for variant in VARIANTS:
    folder = f"golden/llama/{variant}"
    with safe_open(f"{folder}/expected.safetensors", "pt") as file:
        sequences = json.loads(file.metadata()["case"])["sequences"]
    model = LlamaForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=torch.float64).eval()
    golden["models"][variant] = [lens(model, ids) for ids in sequences]
    if variant == "llama3-biases":
        PeftModel.from_pretrained(model, "golden/peft/made").eval()  # puts the adapter into the model itself
        golden["models"]["adapted"] = [lens(model, ids) for ids in sequences]

with open("golden/explain_layers.json", "w") as file:
    json.dump(rounded(golden), file, separators=(",", ":"))
    file.write("\n")
