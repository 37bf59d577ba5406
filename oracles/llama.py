"""Tiny random Llamas and what PyTorch computes with them: activations, logits, loss, every LoRA gradient.

Writes oracles/golden/llama/<variant>/: config.json and model.safetensors (a model in Hugging Face layout) and
expected.safetensors. Its metadata holds the case: the sequences, the labels (-100 = no loss) and the adapter's options.
Its tensors: `tap.<name>` [tokens, width] for every tap, sequences end to end without padding; `logits` [tokens, vocab];
`loss` [1], the mean over labels with an adapter; `lora.<layer>.<projection>.a|b` and `grad.<layer>.<projection>.a|b`.
Taps and logits are the base model's. Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, safetensors 0.8.0; seed 0.
"""

import json
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

GOLDEN = Path(__file__).parent / "golden" / "llama"
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SHAPE = dict(vocab_size=67, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4)
PLAIN = {"rope_type": "default", "rope_theta": 10000.0}
VARIANTS = {
    "tied": dict(num_key_value_heads=2, tie_word_embeddings=True, rope_parameters=PLAIN),
    "untied-linear-attention-bias": dict(
        num_key_value_heads=1,
        tie_word_embeddings=False,
        attention_bias=True,
        rope_parameters={"rope_type": "linear", "factor": 2.5, "rope_theta": 10000.0},
    ),
    "dynamic-mlp-bias": dict(
        num_key_value_heads=4,
        tie_word_embeddings=True,
        mlp_bias=True,
        max_position_embeddings=8,  # shorter than the longest sequence, so that the scaling acts
        rope_parameters={"rope_type": "dynamic", "factor": 2.0, "rope_theta": 10000.0},
    ),
    "llama3-biases": dict(
        num_key_value_heads=2,
        head_dim=16,  # wider than hidden_size / heads
        tie_word_embeddings=False,
        attention_bias=True,
        mlp_bias=True,
        rope_parameters={
            "rope_type": "llama3",
            "rope_theta": 500000.0,
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        },
    ),
}
SEQUENCE_LENGTHS = [7, 12, 4]
ADAPTERS = {
    "tied": dict(r=3, lora_alpha=6, target_modules=PROJECTIONS),
    "untied-linear-attention-bias": dict(r=4, lora_alpha=6, target_modules=PROJECTIONS, use_rslora=True),
    "dynamic-mlp-bias": dict(r=2, lora_alpha=1, target_modules=["q_proj", "v_proj"]),
    "llama3-biases": dict(r=3, lora_alpha=3, target_modules=["o_proj", "gate_proj", "down_proj"]),
}


def tiny_llama(variant, seed=0):
    """A model whose every number matters: weights large enough that activations are far from linear."""
    torch.manual_seed(seed)
    settings = {"max_position_embeddings": 64, **SHAPE, **VARIANTS[variant]}
    model = LlamaForCausalLM(LlamaConfig(**settings, attn_implementation="eager", rms_norm_eps=1e-5)).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.normal_(0, 0.25)
            if "norm" in name:
                parameter.add_(1)
    return model


def random_case(vocab, seed=1):
    """Sequences of unlike lengths; labels only where a coin says so, never on a first token."""
    generator = torch.Generator().manual_seed(seed)
    sequences = [torch.randint(0, vocab, (n,), generator=generator) for n in SEQUENCE_LENGTHS]
    labels = []
    for sequence in sequences:
        silent = torch.rand(len(sequence), generator=generator) < 0.4
        silent[0] = True
        labels.append(torch.where(silent, torch.tensor(-100), sequence))
    return sequences, labels


def padded(rows, value):
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=value)


def inputs(sequences, labels=None):
    mask = padded([torch.ones_like(s) for s in sequences], 0)
    batch = dict(input_ids=padded(sequences, 0), attention_mask=mask)
    return batch if labels is None else dict(batch, labels=padded(labels, -100))


def captured(model, batch):
    """Every tap by the house's names, [batch, pos, width]."""
    taps = {}

    def keep(name, pick):
        def hook(module, args, kwargs, output):
            taps[name] = pick(args, kwargs, output)

        return hook

    first_input = lambda args, kwargs, output: args[0] if args else kwargs["hidden_states"]
    first_output = lambda args, kwargs, output: output[0] if isinstance(output, tuple) else output
    hooks = []
    for i, layer in enumerate(model.model.layers):
        for name, module, pick in [
            ("resid_pre", layer, first_input),
            ("resid_mid", layer.post_attention_layernorm, first_input),
            ("resid_post", layer, first_output),
            ("attn_out", layer.self_attn, first_output),
            ("mlp_out", layer.mlp, first_output),
            ("mlp.act", layer.mlp.down_proj, first_input),
        ]:
            hooks.append(module.register_forward_hook(keep(f"layers.{i}.{name}", pick), with_kwargs=True))
    hooks.append(model.model.norm.register_forward_hook(keep("final_norm", first_output), with_kwargs=True))
    with torch.no_grad():
        logits = model(**batch, use_cache=False).logits
    for hook in hooks:
        hook.remove()
    return taps, logits


def flat(values, sequences):
    return torch.cat([values[i, : len(s)] for i, s in enumerate(sequences)]).contiguous()


def with_adapter(model, options, seed=2):
    """The model under an adapter whose A and B are both far from zero."""
    torch.manual_seed(seed)
    adapted = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", lora_dropout=0.0, **options))
    with torch.no_grad():
        for name, parameter in adapted.named_parameters():
            if "lora_" in name:
                parameter.normal_(0, 0.2)
    return adapted


def lora_parameters(adapted):
    """(house name, parameter) of every adapter tensor."""
    for name, parameter in adapted.named_parameters():
        if "lora_" not in name:
            continue
        parts = name.split(".")
        at = parts.index("layers")
        projection = next(p for p in parts if p in PROJECTIONS)
        yield f"{parts[at + 1]}.{projection}.{'a' if 'lora_A' in name else 'b'}", parameter


def main():
    for variant in VARIANTS:
        folder = GOLDEN / variant
        folder.mkdir(parents=True, exist_ok=True)
        model = tiny_llama(variant)
        model.config.save_pretrained(folder)
        state = {n: t for n, t in model.state_dict().items() if n != "lm_head.weight" or not model.config.tie_word_embeddings}
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})

        sequences, labels = random_case(model.config.vocab_size)
        taps, logits = captured(model, inputs(sequences))
        tensors = {f"tap.{name}": flat(value, sequences) for name, value in taps.items()}
        tensors["logits"] = flat(logits, sequences)

        adapted = with_adapter(model, ADAPTERS[variant])
        loss = adapted(**inputs(sequences, labels), use_cache=False).loss
        loss.backward()
        tensors["loss"] = loss.detach().reshape(1)
        for name, parameter in lora_parameters(adapted):
            tensors[f"lora.{name}"] = parameter.detach()
            tensors[f"grad.{name}"] = parameter.grad
        case = dict(
            sequences=[s.tolist() for s in sequences], labels=[l.tolist() for l in labels], adapter=ADAPTERS[variant]
        )
        save_file(tensors, folder / "expected.safetensors", metadata={"case": json.dumps(case)})


if __name__ == "__main__":
    main()
