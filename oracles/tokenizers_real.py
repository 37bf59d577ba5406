"""Ids of real GGUF vocabularies by the reference libraries.

Usage: python tokenizers_real.py FOLDER, which holds smollm2.gguf (SmolLM2-135M-Instruct) and gemma3.gguf (Gemma 3 270M).
Writes golden/tokenizers_real.json.gz. SmolLM2: the Rust library, set up as SmolLM2's tokenizer.json is (digits one by one,
GPT-2's words), over the file's tokens and merges. Gemma: the SentencePiece library over a model made of the file's tokens,
scores and types. `sha256` is of each list of tokens, so that the test knows the file. Python 3.11, tokenizers 0.23.3,
sentencepiece 0.2.3, protobuf 7.36.2, gguf 0.19.0. Run in the folder oracles/.
"""
import gzip
import hashlib
import json
import sys
from pathlib import Path

import sentencepiece as spm
from gguf import GGUFReader
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from tokenizer_texts import LONE, NASTY, random_texts, well_formed


def read(path):
    fields = GGUFReader(path).fields
    return {key.removeprefix("tokenizer.ggml."): field.contents() for key, field in fields.items() if key.startswith("tokenizer.ggml.")}


def smollm2(meta):
    vocab = {token: i for i, token in enumerate(meta["tokens"])}
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=[tuple(merge.split(" ")) for merge in meta["merges"]]))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token, kind in zip(meta["tokens"], meta["token_type"]) if kind == 3])
    tokenizer.encode_special_tokens = True
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def gemma3(meta):
    proto = sentencepiece_model_pb2.ModelProto()
    kinds = {1: 1, 2: 2, 3: 3, 4: 4, 6: 6}
    for i, (token, score, kind) in enumerate(zip(meta["tokens"], meta["scores"], meta["token_type"])):
        piece = proto.pieces.add()
        piece.piece = token.replace(" ", "▁") if kind == 4 else token
        piece.score = score
        piece.type = 2 if i == meta["unknown_token_id"] else kinds[kind]
    proto.trainer_spec.model_type = 2
    proto.trainer_spec.byte_fallback = True
    proto.trainer_spec.unk_id = meta["unknown_token_id"]
    proto.trainer_spec.bos_id = meta["bos_token_id"]
    proto.trainer_spec.eos_id = meta["eos_token_id"]
    proto.normalizer_spec.name = "identity"
    proto.normalizer_spec.add_dummy_prefix = False
    proto.normalizer_spec.remove_extra_whitespaces = False
    sp = spm.SentencePieceProcessor(model_proto=proto.SerializeToString())
    return sp.encode


texts = NASTY + LONE + random_texts(100)
golden = {"texts": texts}
for make in [smollm2, gemma3]:
    meta = read(str(Path(sys.argv[1], f"{make.__name__}.gguf")))
    encode = make(meta)
    sha256 = hashlib.sha256("\n".join(meta["tokens"]).encode()).hexdigest()
    golden[make.__name__] = {"sha256": sha256, "ids": [encode(well_formed(text)) for text in texts]}

with gzip.GzipFile("golden/tokenizers_real.json.gz", "wb", mtime=0) as file:
    file.write(json.dumps(golden).encode())
print(Path("golden/tokenizers_real.json.gz").stat().st_size)
