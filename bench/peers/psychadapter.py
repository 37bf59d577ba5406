"""transformers in f32 on the GGUF's dequantised weights, behind a key/value prefix: greedy generation without a cache.

As the published PsychAdapter generates: every new token runs the prefix and all text before it anew.
"""

import math
from statistics import median

from peer import gguf_model, peak_mb, peer, timed


def generate(request, torch, transformers, _):
    torch.set_num_threads(request["threads"])
    model = gguf_model(request["model"], torch, transformers)
    config = model.config
    prompts = torch.tensor(request["prompts"])
    count, rows = request["newTokens"], len(prompts)
    heads, width = config.num_key_value_heads, model.model.layers[0].self_attn.head_dim
    size = 2 * config.num_hidden_layers * heads * width
    # The same numbers as bench/harness/requests.ts makes.
    u = torch.tensor([[math.sin(0.7 * i + row) / 2 for i in range(size)] for row in range(rows)])
    u = u.view(rows, config.num_hidden_layers, 2, heads, 1, width)
    text = prompts

    def work(_):
        nonlocal text
        text = prompts
        for _ in range(count):
            cache = transformers.DynamicCache()
            for layer in range(config.num_hidden_layers):
                cache.update(u[:, layer, 0], u[:, layer, 1], layer)
            mask = torch.ones(rows, 1 + text.shape[1], dtype=torch.long)
            logits = model(text, attention_mask=mask, past_key_values=cache, use_cache=True, logits_to_keep=1).logits
            text = torch.cat([text, logits[:, -1].argmax(-1, keepdim=True)], 1)

    with torch.inference_mode():
        second = median(timed(1, request["runs"], work))
    return {
        "newTokensPerSecond": count * rows / second,
        "peakMb": peak_mb(),
        "idSum": text[:, prompts.shape[1] :].sum().item(),
    }


peer(["torch", "transformers", "gguf"], generate)
