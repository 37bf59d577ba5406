"""What every Python peer does: read the request, say what is missing, print one line of JSON.

A peer is run as `python script.py REQUEST`, REQUEST in JSON, and prints {"figures": {...}, "versions": {...}} or
{"absent": "why"} as its last line. Python 3.11, torch 2.15.0, transformers 5.23.0, peft 0.21.2, gguf 0.19.0, emoji 2.16.0;
repeng_sweep.py: repeng 0.4.0.
"""

import importlib
import json
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path


def peer(modules, work):
    """Runs work(request, *imported modules), which returns the figures by name."""
    request = json.loads(sys.argv[1])
    try:
        imported = [importlib.import_module(name) for name in modules]
    except ImportError as error:
        print(json.dumps({"absent": f"{sys.executable}: {error}"}))
        return
    figures = work(request, *imported)
    versions = {name: version(name) for name in modules} | {"python": sys.version.split()[0]}
    print(json.dumps({"figures": figures, "versions": versions}))


def peak_mb():
    """The largest resident memory of this process so far, in MB (the kernel's VmHWM)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return float("nan")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def timed(warm_ups, repeats, work):
    """Seconds that each of `repeats` calls work(repeat) takes, after `warm_ups` that do not count."""
    seconds = []
    for repeat in range(-warm_ups, repeats):
        start = time.perf_counter()
        work(repeat)
        if repeat >= 0:
            seconds.append(time.perf_counter() - start)
    return seconds


def gguf_model(path, torch, transformers):
    """The model of a GGUF file in f32."""
    folder, name = Path(path).parent, Path(path).name
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
    return model.eval()


def lora(base, options, peft):
    """The model with a LoRA adapter to be trained, as rank, alpha and targets of `options` say."""
    config = peft.LoraConfig(
        r=options["rank"],
        lora_alpha=options["alpha"],
        target_modules=options["targets"],
        lora_dropout=0.0,
        task_type="CAUSAL_LM",
    )
    model = peft.get_peft_model(base, config)
    model.train()
    return model
