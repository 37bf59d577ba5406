"""Training every parameter of a small Llama with transformers and torch: forward, backward, clipping, AdamW."""

from statistics import median

from peer import peak_mb, peer, timed


def pretrain(request, torch, transformers):
    torch.set_num_threads(request["threads"])
    torch.manual_seed(0)
    shape = request["config"]
    config = transformers.LlamaConfig(
        vocab_size=shape["vocab"],
        hidden_size=shape["dModel"],
        intermediate_size=shape["dMlp"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        num_key_value_heads=shape["kvHeads"],
        head_dim=shape["headDim"],
        max_position_embeddings=shape["context"],
        rms_norm_eps=shape["normEps"],
        tie_word_embeddings=True,
        initializer_range=request["deviation"],
        attn_implementation="sdpa",
    )
    model = transformers.LlamaForCausalLM(config)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                weight /= (2 * shape["layers"]) ** 0.5
    model.train()
    norms = [p for p in model.parameters() if p.dim() == 1]
    matrices = [p for p in model.parameters() if p.dim() > 1]
    groups = [{"params": matrices, "weight_decay": request["weightDecay"]}, {"params": norms, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=request["lr"], fused=True)
    length, batch, warm_ups = request["length"], request["batch"], 3
    count = (warm_ups + request["steps"]) * batch * length + 1
    places = torch.arange(count)
    windows = ((places * places + 7 * places) % shape["vocab"]).unfold(0, length + 1, length)
    windows = windows[torch.randperm(len(windows))]
    losses = []

    def work(step):
        ids = windows[(step + warm_ups) * batch : (step + warm_ups + 1) * batch]
        logits = model(input_ids=ids[:, :-1], use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), request["clipNorm"])
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())

    seconds = timed(warm_ups, request["steps"], work)
    return {"tokensPerSecond": batch * length / median(seconds), "peakMb": peak_mb(), "loss": losses[-1]}


peer(["torch", "transformers"], pretrain)
