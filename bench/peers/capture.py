"""transformers in f32: one forward with all hidden states, reduced to means over each text's response."""

from statistics import median

from peer import gguf_model, peak_mb, peer, timed


def capture(request, torch, transformers, _):
    torch.set_num_threads(request["threads"])
    model = gguf_model(request["model"], torch, transformers)
    ids = torch.tensor(request["texts"])
    start = request["promptTokens"]
    states = []
    # The hidden states hold the last layer after the final norm; the residual stream itself is seen by a hook.
    model.model.layers[-1].register_forward_hook(lambda _module, _inputs, output: states.append(output))
    first = 0.0

    def work(_):
        nonlocal first
        states.clear()
        run = model if request["head"] else model.model
        out = run(input_ids=ids, output_hidden_states=True, use_cache=False)
        last = states[0][0] if isinstance(states[0], tuple) else states[0]
        means = torch.stack([x[:, start:].mean(1) for x in [*out.hidden_states[1:-1], last]])
        if request["head"]:
            out.logits[:, start:].mean(1)
        first = means[-1, 0, 0].item()

    with torch.inference_mode():
        seconds = timed(1, request["runs"], work)
    return {"tokensPerSecond": ids.numel() / median(seconds), "peakMb": peak_mb(), "firstMean": first}


peer(["torch", "transformers", "gguf"], capture)
