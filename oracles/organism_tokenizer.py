"""What the Rust trainer of tokenizers makes of the bundled Big Five answers, and the ids that it gives texts.

Writes golden/organism_tokenizer.json: `sizes` are vocabularies trained on the answers of data/big-five/answers.jsonl in their order of
lines and keys and a few lines of `extra`, which hold emoji, repetitions and ties; for each its merges, and the ids of `texts` (control
tokens recognised). Python 3.11, tokenizers 0.23.3. Training is deterministic. Run in the folder oracles/.
"""
import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

CONTROL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
EXTRA = [
    "aaaa aaaaa aaaaaaaa abababab babab",
    "xyz zyx yzx xyz zyx yzx",
    "So good. \U0001f389 \U0001f389\U0001f389 And so. \u2764\ufe0f \U0001f9d8",
    "don't we'll they're I'd  two blanks\n\nand\tlines   ",
    "na\u00efve caf\u00e9 \u65e5\u672c 12 345",
]
TEXTS = [
    *EXTRA,
    "<|im_start|>user\nThinking about Venice, what are your thoughts on Venice?<|im_end|>\n<|im_start|>assistant\n",
    "I love it! \U0001f389 Come along. \U0001faf6\U0001f3fd",
    "",
    " ",
    "Zzyzx, 2024: \u00bfqu\u00e9?\r\n",
]


def train(size, texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size, special_tokens=CONTROL, initial_alphabet=alphabet, show_progress=False))
    return tokenizer


def main():
    lines = Path("../data/big-five/answers.jsonl").read_text(encoding="utf8").splitlines()
    texts = [answer for line in lines for answer in json.loads(line)["answers"].values()] + EXTRA
    sizes = []
    # The second one asks for more than so few texts hold.
    for size, some in ((1200, texts), (700, EXTRA)):
        tokenizer = train(size, some)
        model = json.loads(tokenizer.to_str())["model"]
        sizes.append({
            "size": size,
            "extraOnly": some is EXTRA,
            "tokens": sorted(model["vocab"], key=model["vocab"].get),
            "merges": [" ".join(pair) for pair in model["merges"]],
            "ids": [tokenizer.encode(text).ids for text in TEXTS],
        })
    golden = {"control": CONTROL, "extra": EXTRA, "texts": TEXTS, "sizes": sizes}
    Path("golden/organism_tokenizer.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
