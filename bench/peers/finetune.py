"""An epoch of torch and peft over given batches, each padded to its longest row, loss on given tokens."""

import json
import time
from pathlib import Path

from peer import gguf_model, lora, peak_mb, peer


def finetune(request, torch, transformers, peft, _):
    torch.set_num_threads(request["threads"])
    torch.manual_seed(0)
    tuning = json.loads(Path(request["file"]).read_text())
    options, examples = tuning["options"], tuning["examples"]
    model = lora(gguf_model(request["model"], torch, transformers), options, peft)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=options["lr"], weight_decay=0)
    steps = len(tuning["batches"])
    schedule = transformers.get_cosine_schedule_with_warmup(optimizer, 1, steps)

    def padded(rows, width, fill):
        return torch.tensor([row + [fill] * (width - len(row)) for row in rows])

    start, loss = 0.0, None
    for step, indices in enumerate(tuning["batches"]):
        rows = [examples[i] for i in indices]
        width = max(len(row["ids"]) for row in rows)
        labels = [[t if w > 0 else -100 for t, w in zip(row["ids"], row["lossWeights"])] for row in rows]
        loss = model(
            input_ids=padded([row["ids"] for row in rows], width, 0),
            attention_mask=padded([[1] * len(row["ids"]) for row in rows], width, 0),
            labels=padded(labels, width, -100),
            use_cache=False,
        ).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, options["clipNorm"])
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step == 0:
            start = time.perf_counter()
    seconds = time.perf_counter() - start
    timed_rows = sum(len(indices) for indices in tuning["batches"][1:])
    return {"rowsPerSecond": timed_rows / seconds, "peakMb": peak_mb(), "loss": loss.item()}


peer(["torch", "transformers", "peft", "gguf"], finetune)
