"""repeng 0.4.0 on transformers in f32: a control vector at one layer with one strength after the other, prompts side by side."""

from statistics import median

import numpy
from peer import gguf_model, peak_mb, peer, timed

# repeng 0.4.0 names a type that NumPy 2 has not.
if not hasattr(numpy, "float_"):
    numpy.float_ = numpy.float64


def sweep(request, torch, transformers, repeng, _):
    torch.set_num_threads(request["threads"])
    model = gguf_model(request["model"], torch, transformers)
    # An end token must not end a sequence, nor cost a look at every step.
    model.generation_config.eos_token_id = None
    prompts = torch.tensor(request["prompts"])
    count = request["newTokens"]
    width = model.config.hidden_size
    total = 0

    def setting(layer, strength):
        nonlocal total
        # As bench/harness/vector-sweep.ts makes them: cosines of a length of 1.
        raw = numpy.cos(numpy.arange(width) * (layer + 1), dtype=numpy.float64)
        direction = (raw / numpy.linalg.norm(raw)).astype(numpy.float32)
        control = repeng.ControlModel(model, [layer])
        control.set_control(repeng.ControlVector("llama", {layer: direction}), strength)
        out = model.generate(
            prompts,
            attention_mask=torch.ones_like(prompts),
            max_new_tokens=count,
            do_sample=False,
            pad_token_id=0,
        )
        control.unwrap()
        assert out.shape[1] == prompts.shape[1] + count
        total += out[:, prompts.shape[1] :].sum().item()

    settings = [(layer, strength) for layer in request["layers"] for strength in request["strengths"]]

    def work(_):
        nonlocal total
        total = 0
        for layer, strength in settings:
            setting(layer, strength)

    with torch.inference_mode():
        setting(*settings[0])
        second = median(timed(0, request["runs"], work))
    return {
        "answersPerSecond": len(settings) * len(prompts) / second,
        "peakMb": peak_mb(),
        "meanToken": total / (len(settings) * prompts.shape[0] * count),
    }


peer(["torch", "transformers", "repeng", "gguf"], sweep)
