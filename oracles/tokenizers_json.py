"""Tiny vocabularies in the form of tokenizer.json and what the Rust library does with them.

Writes golden/tokenizers_json.json.gz: for each vocabulary the files and, for each text, ids with control tokens recognised
(`ids`) and as plain characters (`plain`), and the decoded text without and with control tokens; `broken` are ids whose
bytes are not UTF-8, and their text. Python 3.11,
tokenizers 0.23.3, transformers 5.23.0 (for `bos`). Training is deterministic. Run in the folder oracles/.
"""
import gzip
import json
import tempfile
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

from tokenizer_texts import LONE, NASTY, TRAINING, random_texts, well_formed

ALPHABET = pre_tokenizers.ByteLevel.alphabet()
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def train(tokenizer, size, special, alphabet=None, **options):
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=special, initial_alphabet=alphabet or [], show_progress=False, **options)
    tokenizer.train_from_iterator(TRAINING.splitlines(keepends=True), trainer)
    return tokenizer


def smollm():
    """Digits, GPT-2's words, and an alphabet that lacks bytes, as SmolLM2's does."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    tokenizer.decoder = decoders.ByteLevel()
    lacking = {0x04, 0x06, 0x13, 0x14, 0x16, 0x1D, 0xC0, 0xC1, 0xF5, 0xFF}
    train(tokenizer, 700, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], [table()[b] for b in range(256) if b not in lacking])
    return tokenizer, {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "chat_template": "{{ '<|im_end|>' }}"}


def table():
    """The character of each byte: the printable ones their own, then the rest in order."""
    printable = [byte for byte in range(256) if 0x21 <= byte <= 0x7E or 0xA1 <= byte <= 0xAC or 0xAE <= byte <= 0xFF]
    order = printable + [byte for byte in range(256) if byte not in printable]
    return dict(zip(order, sorted(ALPHABET, key=ord)))


def llama3():
    """Llama 3's regex, ignore_merges, a begin token by template, a token that eats the space to its right."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(LLAMA3), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    train(tokenizer, 700, ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"], ALPHABET)
    tokenizer.add_tokens([AddedToken("<tool>", normalized=False), AddedToken("<left>", lstrip=True, normalized=False)])
    tokenizer.add_special_tokens([AddedToken("<right>", rstrip=True, normalized=False)])
    begin = tokenizer.token_to_id("<|begin_of_text|>")
    tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", begin)])])
    return tokenizer, {"bos_token": "<|begin_of_text|>", "eos_token": "<|eot_id|>"}


def bytes_first(special):
    return special + [f"<0x{byte:02X}>" for byte in range(256)]


def sentencepiece_like(normalizer, pre_tokenizer, decoder, special, extra=()):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizer
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoder
    # The trainer keeps the byte pieces as special tokens; they must be plain pieces, so the model is taken out and put back.
    scratch = Tokenizer(models.BPE(unk_token="<unk>"))
    scratch.normalizer = normalizer
    scratch.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    train(scratch, 800, bytes_first(special), max_token_length=12)
    trained = json.loads(scratch.to_str())["model"]
    merges = [tuple(merge) for merge in trained["merges"]]
    tokenizer.model = models.BPE(vocab=trained["vocab"], merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special])
    tokenizer.add_tokens(list(extra))
    return tokenizer


def sequence(*steps):
    return decoders.Sequence(list(steps))


def llama2():
    """Llama 2's: a mark put before every section of text by the normalizer."""
    tokenizer = sentencepiece_like(
        normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), None,
        sequence(decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)), ["<unk>", "<s>", "</s>"])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer, {"bos_token": {"content": "<s>"}, "eos_token": {"content": "</s>"}, "add_bos_token": True}


def mistral():
    """Mistral's later form: Metaspace, a mark before the first section only."""
    tokenizer = sentencepiece_like(
        None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False),
        sequence(decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)), ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return tokenizer, {"bos_token": "<s>", "eos_token": "</s>", "add_bos_token": True}


def metaspace():
    """A Metaspace that splits into words, with its own decoder."""
    tokenizer = sentencepiece_like(None, pre_tokenizers.Metaspace(prepend_scheme="always", split=True), decoders.Metaspace(prepend_scheme="always"), ["<unk>", "<s>", "</s>"])
    return tokenizer, {"eos_token": "</s>", "bos_token": "<s>"}


def gemma():
    """Gemma's: no mark in front, tokens of white space matched in the normalized text."""
    spaces = [AddedToken("▁" * n, normalized=True) for n in range(2, 9)]
    lines = [AddedToken("\n" * n, normalized=False) for n in range(1, 9)]
    tokenizer = sentencepiece_like(
        normalizers.Replace(" ", "▁"), pre_tokenizers.Split(" ", "merged_with_previous"),
        sequence(decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()), ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"],
        spaces + lines + [AddedToken("<table>", normalized=False)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A", special_tokens=[("<bos>", 2)])
    return tokenizer, {"bos_token": "<bos>", "eos_token": "<eos>", "add_bos_token": True, "chat_template": "{{ '<end_of_turn>' }}"}


def words():
    """The other pre-tokenizers: punctuation one by one, then words and what lies between."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation(behavior="isolated"), pre_tokenizers.Split("e", "merged_with_next"), pre_tokenizers.Split("[-]", "isolated"), pre_tokenizers.Split("-", "merged_with_previous"), pre_tokenizers.Split("|", "removed"), pre_tokenizers.Split(Regex("[aou]+"), "contiguous"), pre_tokenizers.Digits(individual_digits=False), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    train(tokenizer, 600, ["<unk>", "<end>"], ALPHABET)
    return tokenizer, {"eos_token": "<end>"}


def prefixed():
    """ByteLevel on its own, which puts a space before each section of text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    return train(tokenizer, 600, ["<end>", "<|im_end|>"], ALPHABET), {"eos_token": "<end>"}


def case(tokenizer, text):
    tokenizer.encode_special_tokens = False
    ids = tokenizer.encode(well_formed(text), add_special_tokens=False).ids
    tokenizer.encode_special_tokens = True
    plain = tokenizer.encode(well_formed(text), add_special_tokens=False).ids
    return {"text": text, "ids": ids, "plain": plain, "decoded": tokenizer.decode(ids), "shown": tokenizer.decode(ids, skip_special_tokens=False)}


def bos_of(tokenizer, config):
    """Whether transformers puts the begin token in front."""
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.save(f"{folder}/tokenizer.json")
        flat = {k: v["content"] if isinstance(v, dict) else v for k, v in config.items()}
        Path(folder, "tokenizer_config.json").write_text(json.dumps({**flat, "tokenizer_class": "PreTrainedTokenizerFast"}))
        return AutoTokenizer.from_pretrained(folder)("x").input_ids


def broken(tokenizer):
    """Decoded ids of bytes that are no text, by byte-level characters or by <0x..> pieces."""
    out = []
    for data in [b"\xe2\x82", b"a\xe2\x82b", b"\xf0\x9f\x98", b"\x80\x80", b"\xf0\x9f\xe2\x82\xac", b"ok\xff", b"\xc3(\xa9"]:
        chars = [table()[byte] for byte in data]
        pieces = [f"<0x{byte:02X}>" if byte >= 128 else chr(byte) for byte in data]
        ids = [tokenizer.token_to_id(piece) for piece in (pieces if tokenizer.token_to_id("<0xE2>") is not None else chars)]
        if None not in ids:
            out.append({"ids": ids, "decoded": tokenizer.decode(ids)})
    return out


texts = NASTY + LONE + random_texts(60)
golden = []
for make in [smollm, llama3, llama2, mistral, metaspace, gemma, words, prefixed]:
    tokenizer, config = make()
    loaded = bos_of(tokenizer, config)
    golden.append({"name": make.__name__, "json": json.loads(tokenizer.to_str()), "config": config, "x": loaded, "broken": broken(tokenizer), "cases": [case(tokenizer, text) for text in texts]})

Path("golden").mkdir(exist_ok=True)
with gzip.GzipFile("golden/tokenizers_json.json.gz", "wb", mtime=0) as file:
    file.write(json.dumps(golden).encode())
print({one["name"]: len(one["json"]["model"]["vocab"]) for one in golden}, Path("golden/tokenizers_json.json.gz").stat().st_size)
