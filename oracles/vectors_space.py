"""How vectors lie to each other, by NumPy and SciPy: cosines, principal components of the unit vectors, the dendrogram's joins and leaves, vectors made
anew of drawn questions, and slopes.

Python 3.11, numpy 2.4.6, scipy 1.17.1, seed 7. Run from the repository: python oracles/vectors_space.py
"""

import json
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform
from scipy.stats import linregress, t

random = np.random.default_rng(7)
vectors_, width, questions = 7, 12, 6
means = random.normal(size=(vectors_, width))
means[4] = -means[1] + 0.1 * random.normal(size=width)
vectors = means.astype(np.float32).astype(np.float64)

units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
cosines = units @ units.T
centred = units - units.mean(axis=0)
left, singular, _ = np.linalg.svd(centred, full_matrices=False)
variance = singular**2 / (singular**2).sum()
scores = (left * singular).T[: vectors_ - 1]
scores = np.array([row * np.sign(row[np.abs(row).argmax()]) for row in scores])
tree = linkage(squareform(1 - cosines, checks=False), method="average")

# Texts by question: one of each vector and a last one that all are held against.
texts = random.normal(size=(questions, vectors_ + 1, width)).astype(np.float32)
drawn = [0, 0, 3, 5, 5, 1]
differences = texts[:, :vectors_].astype(np.float64) - texts[:, vectors_:].astype(np.float64)
anew = differences[drawn].mean(axis=0)
anew = anew / np.linalg.norm(anew, axis=1, keepdims=True)

talks = random.normal(size=(5, 8))
slopes = [linregress(np.arange(8), talk).slope for talk in talks]
reach = t.ppf(0.975, 4) * np.std(slopes, ddof=1) / np.sqrt(5)

golden = {
    "vectors": vectors.tolist(),
    "cosines": cosines.tolist(),
    "shares": variance[: vectors_ - 1].tolist(),
    "scores": scores.tolist(),
    "common": float((units.mean(axis=0) ** 2).sum()),
    "joins": [{"first": int(a), "second": int(b), "distance": float(d)} for a, b, d, _ in tree],
    "leaves": leaves_list(tree).tolist(),
    "texts": texts.astype(np.float64).tolist(),
    "drawn": drawn,
    "cosinesAnew": (anew @ anew.T).tolist(),
    "talks": talks.tolist(),
    "slopes": slopes,
    "slope": {"value": float(np.mean(slopes)), "low": float(np.mean(slopes) - reach), "high": float(np.mean(slopes) + reach)},
}
path = Path(__file__).parent / "golden" / "vectors_space.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
