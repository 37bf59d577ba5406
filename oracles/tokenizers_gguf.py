"""Tiny GGUF vocabularies of the SentencePiece kind and what the SentencePiece library does with them.

Writes golden/tokenizers_gguf.json.gz: for each vocabulary the metadata that a GGUF of that model carries and, for each
text, the ids without control tokens (`plain`), with control tokens in the text recognised (`ids`) and the decoded text
of `plain`. Python 3.11, sentencepiece 0.2.3. Training is deterministic. Run in the folder oracles/.
With a folder as argument, vocabulary-only .gguf files of the same metadata are written there (needs gguf 0.19.0), to be
compared with llama.cpp by hand.
"""
import gzip
import io
import json
import re
import sys
from pathlib import Path

import sentencepiece as spm

from tokenizer_texts import LONE, NASTY, TRAINING, random_texts, well_formed

UNKNOWN, NORMAL, CONTROL, USER, BYTE = 2, 1, 3, 4, 6
MISTRAL_TEMPLATE = "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token }}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"
GEMMA_TEMPLATE = "{{ bos_token }}{% for message in messages %}{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else message['role']) + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"


def train(**options):
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(TRAINING.splitlines()), model_writer=model, model_type="bpe", remove_extra_whitespaces=False,
        normalization_rule_name="identity", split_digits=True, allow_whitespace_only_pieces=True, character_coverage=0.98, num_threads=1, minloglevel=2,
        **{"vocab_size": 700, "hard_vocab_limit": False, "byte_fallback": True, **options})
    return spm.SentencePieceProcessor(model_proto=model.getvalue())


def metadata(sp, **further):
    """As llama.cpp's converter writes it."""
    count = sp.get_piece_size()
    types = [UNKNOWN if sp.is_unknown(i) else CONTROL if sp.is_control(i) else BYTE if sp.is_byte(i) else NORMAL for i in range(count)]
    return {
        "tokenizer.ggml.model": "llama", "tokenizer.ggml.tokens": [sp.id_to_piece(i) for i in range(count)],
        "tokenizer.ggml.scores": [sp.get_score(i) for i in range(count)], "tokenizer.ggml.token_type": types,
        **{f"tokenizer.ggml.{key}" if not key.startswith("chat") else f"tokenizer.{key}": value for key, value in further.items()},
    }


def llama2():
    """LLaMA-2-7B-chat's early conversions say nothing of begin tokens or spaces, and carry no template."""
    sp = train(unk_id=0, bos_id=1, eos_id=2, pad_id=-1)
    return sp, metadata(sp, bos_token_id=1, eos_token_id=2, unknown_token_id=0)


def mistral():
    """Mistral-7B-Instruct's: flags and a template, and a few control tokens."""
    sp = train(unk_id=0, bos_id=1, eos_id=2, pad_id=-1, control_symbols=["[INST]", "[/INST]"])
    return sp, metadata(sp, bos_token_id=1, eos_token_id=2, unknown_token_id=0, padding_token_id=0, add_bos_token=True, add_eos_token=False, pre="default", chat_template=MISTRAL_TEMPLATE)


def gemma():
    """Gemma's: no space in front, runs of white space and HTML tags as user-defined tokens with scores of -1000."""
    user = ["▁" * n for n in range(2, 9)] + ["\n" * n for n in range(1, 9)] + ["\t\t", "\t\t\t", "<table>", "<td>", "</td>"]
    sp = train(pad_id=0, eos_id=1, bos_id=2, unk_id=3, add_dummy_prefix=False, user_defined_symbols=user, control_symbols=["<start_of_turn>", "<end_of_turn>"])
    meta = metadata(sp, pre="default", bos_token_id=2, eos_token_id=1, unknown_token_id=3, padding_token_id=0, add_bos_token=True, add_eos_token=False, add_space_prefix=False, chat_template=GEMMA_TEMPLATE)
    for i, token in enumerate(meta["tokenizer.ggml.tokens"]):
        if token in user:
            meta["tokenizer.ggml.token_type"][i] = USER
            meta["tokenizer.ggml.tokens"][i] = token.replace("▁", " ")
        if meta["tokenizer.ggml.token_type"][i] in (UNKNOWN, CONTROL, USER):
            meta["tokenizer.ggml.scores"][i] = -1000.0
    return sp, meta


def no_bytes():
    """Without byte pieces: what is no piece becomes one unknown token a run."""
    sp = train(unk_id=0, bos_id=1, eos_id=2, pad_id=-1, byte_fallback=False)  # the library decodes the unknown token as " ⁇ "
    return sp, metadata(sp, bos_token_id=1, eos_token_id=2, unknown_token_id=0, add_bos_token=False)


def case(sp, controls, text):
    text_in = well_formed(text)
    plain = sp.encode(text_in)
    sections = re.split("(" + "|".join(map(re.escape, controls)) + ")", text_in)
    ids = [i for section in sections if section for i in ([controls[section]] if section in controls else sp.encode(section))]
    return {"text": text, "plain": plain, "ids": ids, "decoded": sp.decode(plain)}


def write_gguf(path, meta):
    import gguf

    writer = gguf.GGUFWriter(path, "llama")
    for key, value in [("context_length", 64), ("embedding_length", 8), ("block_count", 1), ("feed_forward_length", 8), ("attention.head_count", 1)]:
        writer.add_uint32(f"llama.{key}", value)
    writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    for key, value in meta.items():
        if isinstance(value, bool):
            writer.add_bool(key, value)
        elif isinstance(value, int):
            writer.add_uint32(key, value)
        elif isinstance(value, str):
            writer.add_string(key, value)
        else:
            writer.add_array(key, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


if __name__ == "__main__":
    texts = NASTY + LONE + random_texts(60)
    golden = []
    for make in [llama2, mistral, gemma, no_bytes]:
        sp, meta = make()
        types = meta["tokenizer.ggml.token_type"]
        controls = {sp.id_to_piece(i): i for i in range(len(types)) if types[i] in (UNKNOWN, CONTROL)}
        golden.append({"name": make.__name__, "metadata": meta, "cases": [case(sp, controls, text) for text in texts]})
        if len(sys.argv) > 1:
            write_gguf(str(Path(sys.argv[1], f"{make.__name__}.gguf")), meta)
    with gzip.GzipFile("golden/tokenizers_gguf.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(golden).encode())
    print({one["name"]: len(one["metadata"]["tokenizer.ggml.tokens"]) for one in golden}, Path("golden/tokenizers_gguf.json.gz").stat().st_size)
