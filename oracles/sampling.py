"""What transformers' logits processors keep of the same logits, and with which probabilities.

Writes oracles/golden/sampling.json: `logits` (float32, rows of 200, no two equal in a row), `prompt` (token ids that were seen before)
and `cases`: the settings, the row, the kept ids (ascending) and their probabilities after the warpers in generate()'s own order:
repetition penalty, temperature, top-k, top-p, min-p. Cases whose cut lies within float noise of a token are left out.
Python 3.11, torch 2.15.0, transformers 5.23.0; seed 0.
"""

import itertools
import json
from pathlib import Path

import torch
from transformers import (
    LogitsProcessorList,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

OUT = Path(__file__).parent / "golden" / "sampling.json"
PROMPT = [3, 17, 17, 42, 199]


def processors(temperature, topK, topP, minP, repetitionPenalty):
    chain = LogitsProcessorList()
    if repetitionPenalty != 1:
        chain.append(RepetitionPenaltyLogitsProcessor(repetitionPenalty))
    if temperature != 1:
        chain.append(TemperatureLogitsWarper(temperature))
    if topK > 0:
        chain.append(TopKLogitsWarper(topK))
    if topP < 1:
        chain.append(TopPLogitsWarper(topP))
    if minP > 0:
        chain.append(MinPLogitsWarper(minP))
    return chain


def kept(row, settings, dtype):
    scores = processors(**settings)(torch.tensor([PROMPT]), row.to(dtype).unsqueeze(0).clone())[0]
    probabilities = scores.softmax(-1)
    ids = (scores > -torch.inf).nonzero().flatten()
    return ids.tolist(), probabilities[ids].tolist()


def main():
    generator = torch.Generator().manual_seed(0)
    # One flat, one as a model's, one with nearly all on a few tokens.
    logits = torch.stack([scale * torch.randn(200, generator=generator) for scale in (0.3, 2.5, 8.0)])
    cases = []
    grid = itertools.product([0.3, 1.0, 1.7], [0, 1, 5, 40], [1.0, 0.95, 0.5, 0.01], [0.0, 0.05, 0.5], [1.0, 1.3])
    for temperature, topK, topP, minP, repetitionPenalty in grid:
        settings = dict(
            temperature=temperature, topK=topK, topP=topP, minP=minP, repetitionPenalty=repetitionPenalty
        )
        for number, row in enumerate(logits):
            single = kept(row, settings, torch.float32)
            double = kept(row, settings, torch.float64)
            if single[0] != double[0]:
                continue
            # Few of the many cases that keep all: those say the same.
            if len(double[0]) == len(row) and temperature != 1.0:
                continue
            ids, probabilities = double
            cases.append([settings, number, ids, [float(f"{p:.6g}") for p in probabilities]])
    cases = cases[::3]
    names = ["settings", "row", "ids", "probabilities"]
    golden = dict(logits=[[float(x) for x in row] for row in logits.tolist()], prompt=PROMPT)
    golden["cases"] = [dict(zip(names, case)) for case in cases]
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
