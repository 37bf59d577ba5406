"""Writes golden/vectors_recipes.json: directions by each recipe, and how far held-out pairs lie along them, that src/measure/vectors must equal.

Needs repeng==0.4.0, scikit-learn==1.9.1, numpy==2.4.6. Seed 0. Run in the folder oracles/.
"""
import json

import numpy as np

np.float_ = np.float64  # repeng 0.4.0 names it, and numpy 2 has no such name
import repeng.extract
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(0)
penalty = 0.1


def short(values, digits=9):
    return np.round(np.asarray(values, dtype=float), digits).tolist()


def by_repeng(positive, negative, method):
    """repeng's own function on these hidden states: it gets them in the order positive, negative, positive, ..."""
    hidden = np.empty((2 * len(positive), positive.shape[1]), dtype=np.float32)
    hidden[::2], hidden[1::2] = positive, negative
    repeng.extract.batched_get_hiddens = lambda *_: {0: hidden.copy()}

    repeng.extract.model_layer_list = lambda _: [None]
    inputs = [repeng.extract.DatasetEntry(positive="", negative="")] * len(positive)
    return repeng.extract.read_representations(None, None, inputs, hidden_layers=[0], method=method)[0]


def by_regression(positive, negative):
    rows = np.concatenate([positive, negative]).astype(float)
    labels = np.repeat([1, 0], len(positive))
    scale = StandardScaler().fit(rows)
    fit = LogisticRegression(C=1 / (penalty * len(rows)), tol=1e-12, max_iter=100_000).fit(scale.transform(rows), labels)
    normal = fit.coef_[0] / scale.scale_
    return normal / np.linalg.norm(normal)


recipes = {
    "mean-diff": lambda p, n: p.astype(float).mean(0) - n.astype(float).mean(0),
    "pca-center": lambda p, n: by_repeng(p, n, "pca_center"),
    "pca-diff": lambda p, n: by_repeng(p, n, "pca_diff"),
    "logistic": by_regression,
}


def purified(direction, others):
    basis, _ = np.linalg.qr(np.asarray(others, dtype=float).T)
    return direction - basis @ (basis.T @ direction)


def held_out(positive, negative, parts, make):
    """Each part along the unit direction of all others, from the midpoint of their means."""
    along = np.empty((2, len(positive)))
    for part in parts:
        others = [i for each in parts if each is not part for i in each]
        unit = make(positive[others], negative[others]).astype(float)
        unit /= np.linalg.norm(unit)
        midpoint = (positive[others].astype(float) @ unit).mean() / 2 + (negative[others].astype(float) @ unit).mean() / 2
        along[0, part] = positive[part].astype(float) @ unit - midpoint
        along[1, part] = negative[part].astype(float) @ unit - midpoint
    return along


def cohen(a, b):
    spread = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (len(a) + len(b) - 2)
    return (a.mean() - b.mean()) / np.sqrt(spread)


cases = []
# Fewer pairs than columns and more; a difference that is large or hardly there.
for pairs, width, size in [(12, 24, 1.5), (40, 8, 0.4)]:
    shared = random.normal(size=(pairs, width)) * np.linspace(0.5, 3, width)
    shift = random.normal(size=width)
    negative = (shared + random.normal(size=(pairs, width))).astype(np.float32)
    positive = (shared + size * shift * random.normal(1, 0.5, size=(pairs, 1)) + random.normal(size=(pairs, width))).astype(np.float32)
    others = random.normal(size=(2, width)).astype(np.float32)
    parts = [list(range(k, pairs, 4)) for k in range(4)]
    # Two pairs a question; each question as often as a resample draws it.
    questions = [i // 2 for i in range(pairs)]
    drawn = random.integers(0, pairs // 2, size=pairs // 2)
    weights = np.bincount(drawn, minlength=pairs // 2)[questions]
    found = {}
    for name, make in recipes.items():
        direction = make(positive, negative)
        along = held_out(positive, negative, parts, make)
        labels = np.repeat([1, 0], pairs)
        kept = weights > 0
        a, b = (np.repeat(side, weights) for side in along)
        found[name] = {
            "direction": short(direction),
            "purified": short(purified(direction.astype(float), others)),
            "along": short(along),
            "auc": roc_auc_score(labels, along.ravel()),
            "d": cohen(*along),
            "drawnAuc": roc_auc_score(labels, along.ravel(), sample_weight=np.tile(weights, 2)),
            "drawnD": cohen(a, b),
        }
    cases.append(
        {
            "positive": short(positive),
            "negative": short(negative),
            "others": short(others),
            "parts": parts,
            "questions": questions,
            "drawn": drawn.tolist(),
            "recipes": found,
        }
    )

with open("golden/vectors_recipes.json", "w") as file:
    json.dump({"penalty": penalty, "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
