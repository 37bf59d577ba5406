"""A LoRA step of torch and peft on the GGUF's dequantised weights: forward, backward, clipping, AdamW."""

from statistics import median

from peer import gguf_model, lora, peak_mb, peer, timed


def lora_step(request, torch, transformers, peft, _):
    torch.set_num_threads(request["threads"])
    torch.manual_seed(0)
    base = gguf_model(request["model"], torch, transformers).to(getattr(torch, request["dtype"]))
    model = lora(base, request, peft)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=2e-4, weight_decay=0)
    ids = torch.tensor(request["sequences"])
    losses = []

    def work(_):
        loss = model(input_ids=ids, labels=ids, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())

    seconds = timed(2, request["steps"], work)
    return {"tokensPerSecond": ids.numel() / median(seconds), "peakMb": peak_mb(), "loss": losses[-1]}


peer(["torch", "transformers", "peft", "gguf"], lora_step)
