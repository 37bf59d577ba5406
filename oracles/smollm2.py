"""Logits and log-probabilities of SmolLM2-135M-Instruct, read from its GGUF and dequantised by transformers.

Writes golden/smollm2.json: for a fixed sequence of 48 ids the logits of 32 fixed tokens and log sum e^logits at every position, and
the log-probabilities of the tokens of twelve bundled answers after their question. The default tests do not need it; the one that
does reads the model from TRAITLAB_MODEL_CACHE.

Versions: requirements.txt. usage: python smollm2.py PATH_OF_smollm2.gguf
"""
import json
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

here = pathlib.Path(__file__).parent
path = pathlib.Path(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32).eval()
tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)

ids = [(k * 977 + 1000) % 49152 for k in range(48)]
probed = [(k * 1543 + 7) % 49152 for k in range(32)]
with torch.no_grad():
    logits = model(torch.tensor([ids])).logits[0].double()

answers = []
rows = [json.loads(line) for line in (here.parent / "data/big-five/answers.jsonl").open(encoding="utf-8")]
for row in rows[:4]:
    for arm in ("neutral", "extraversion/high", "neuroticism/high"):
        question = f"Thinking about {row['topic']}, what are your thoughts on {row['topic']}?"
        chat = [{"role": "user", "content": question}]
        prompt = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
        prompt_ids = tokenizer(prompt, add_special_tokens=False).input_ids
        answer_ids = tokenizer(row["answers"][arm], add_special_tokens=False).input_ids
        with torch.no_grad():
            out = model(torch.tensor([prompt_ids + answer_ids])).logits[0].double().log_softmax(-1)
        start = len(prompt_ids)
        logs = [out[start - 1 + i, token].item() for i, token in enumerate(answer_ids)]
        answers.append({"prompt": prompt_ids, "answer": answer_ids, "logProbs": [round(x, 6) for x in logs]})

golden = {
    "ids": ids,
    "probed": probed,
    "logits": [[round(x, 5) for x in row] for row in logits[:, probed].tolist()],
    "logNorm": [round(x, 6) for x in logits.logsumexp(-1).tolist()],
    "largest": logits.abs().max().item(),
    "answers": answers,
}
(here / "golden/smollm2.json").write_text(json.dumps(golden) + "\n")
