"""Writes golden/explain_neurons.json: direct effects of MLP units on chosen logits, and hypergeometric tails, for src/explain/neurons.

Needs torch==2.15.0, safetensors==0.8.0, scipy==1.17.1. Run in the folder oracles/ after llama.py.
"""
import json

import torch
from safetensors.torch import load_file
from scipy.stats import hypergeom

chosen = [3, 11, 40]
models = {}
for variant in ("tied", "untied-linear-attention-bias"):
    weights = {name: tensor.double() for name, tensor in load_file(f"golden/llama/{variant}/model.safetensors").items()}
    taps = load_file(f"golden/llama/{variant}/expected.safetensors")
    config = json.load(open(f"golden/llama/{variant}/config.json"))
    head = weights["model.embed_tokens.weight" if config["tie_word_embeddings"] else "lm_head.weight"]
    stream = taps[f"tap.layers.{config['num_hidden_layers'] - 1}.resid_post"].double()
    # The norm's division is held at its mean square over the tokens, and the unit reaches the head by its own column only.
    scale = (stream.square().mean() + config["rms_norm_eps"]).rsqrt()
    effects = {}
    for layer in range(config["num_hidden_layers"]):
        activation = torch.zeros(config["intermediate_size"], dtype=torch.float64, requires_grad=True)
        moved = weights[f"model.layers.{layer}.mlp.down_proj.weight"] @ activation
        logits = head @ (moved * scale * weights["model.norm.weight"])
        (logits[chosen].mean() - logits.mean()).backward()
        effects[f"mlp.{layer}"] = activation.grad.tolist()
    place = torch.zeros(config["hidden_size"], dtype=torch.float64, requires_grad=True)
    logits = head @ (place * scale * weights["model.norm.weight"])
    (logits[chosen].mean() - logits.mean()).backward()
    effects["residual"] = place.grad.tolist()
    models[variant] = {"scale": scale.item(), "effects": effects}

tails = [
    {"shared": x, "n": n, "marked": m, "k": k, "p": float(hypergeom.sf(x - 1, n, m, k))}
    for x, n, m, k in ((0, 50, 10, 10), (3, 50, 10, 10), (10, 50, 10, 10), (5, 46080, 100, 100), (2, 640, 20, 12), (8, 20, 15, 12))
]
json.dump({"chosen": chosen, "models": models, "tails": tails}, open("golden/explain_neurons.json", "w"))
