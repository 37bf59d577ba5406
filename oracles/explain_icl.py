"""Whether replies depend on the trait (label exchange within wordings, all of them) and cosine distances of counts.
numpy 2.4.6, scipy 1.17.1; seed 0. Writes golden/explain_icl.json."""

import itertools
import json
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cosine

rng = np.random.default_rng(0)


def apart(distances, swaps):
    n = len(swaps)
    label = np.concatenate([swaps, 1 - np.asarray(swaps)])
    wording = np.tile(np.arange(n), 2)
    across, within = [], []
    for i in range(2 * n):
        for j in range(i):
            if wording[i] == wording[j]:
                continue
            (within if label[i] == label[j] else across).append(distances[i][j])
    return float(np.mean(across) - np.mean(within))


cases = []
for n, effect in [(3, 0.0), (5, 0.3), (6, 0.0), (7, 0.1)]:
    points = rng.normal(size=(2 * n, 3))
    points[n:, 0] += 10 * effect
    raw = np.linalg.norm(points[:, None] - points[None], axis=-1)
    distances = np.round(raw / raw.max(), 6)
    observed = apart(distances, [0] * n)
    values = [apart(distances, list(swaps)) for swaps in itertools.product([0, 1], repeat=n)]
    cases.append(
        {
            "distances": distances.tolist(),
            "moved": float(np.mean([distances[w][n + w] for w in range(n)])),
            "apart": observed,
            "p": float(np.mean(np.asarray(values) >= observed - 1e-9)),
        }
    )

words = list("abcdefgh")
cosines = []
for _ in range(5):
    a, b = rng.integers(0, 5, size=(2, len(words)))
    a[0] = b[0] = 1
    counts = [{w: int(c) for w, c in zip(words, row) if c > 0} for row in (a, b)]
    cosines.append({"a": counts[0], "b": counts[1], "distance": float(cosine(a, b))})

path = Path(__file__).parent / "golden" / "explain_icl.json"
path.write_text(json.dumps({"dependence": cases, "cosine": cosines}) + "\n")
