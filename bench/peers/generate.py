"""transformers in f32 on the GGUF's dequantised weights: greedy generation with its key/value cache."""

from statistics import median

from peer import gguf_model, peak_mb, peer, timed


def generate(request, torch, transformers, _):
    torch.set_num_threads(request["threads"])
    model = gguf_model(request["model"], torch, transformers)
    # An end token must not end a sequence, nor cost a look at every step.
    model.generation_config.eos_token_id = None
    prompts = torch.tensor(request["prompts"])
    count = request["newTokens"]

    def work(_):
        out = model.generate(
            prompts,
            attention_mask=torch.ones_like(prompts),
            max_new_tokens=count,
            do_sample=False,
            pad_token_id=0,
        )
        assert out.shape[1] == prompts.shape[1] + count

    with torch.inference_mode():
        second = median(timed(1, request["runs"], work))
    return {
        "newTokensPerSecond": count * len(prompts) / second,
        "promptTokensPerSecond": prompts.numel() / second,
        "peakMb": peak_mb(),
    }


peer(["torch", "transformers", "gguf"], generate)
