"""Writes golden/tests_of_contrasts.json: sign-flip tests, Holm adjustments and binomial tails that src/measure/statistics must equal.

Needs scipy==1.17.1, statsmodels==0.15.0, numpy==2.4.6. Seed 0. Run in the folder oracles/.
"""
import json

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

random = np.random.default_rng(0)


def sign_flip(differences):
    x = np.asarray(differences, dtype=float)
    result = stats.permutation_test(
        (x, np.zeros_like(x)), lambda a, b, axis: np.mean(a - b, axis=axis), permutation_type="samples", n_resamples=np.inf, vectorized=True
    )
    return float(result.pvalue)


flips = []
for values in (
    random.normal(0.5, 1, size=8),
    random.normal(0.0, 1, size=10),
    random.choice([-1, 0, 1], size=12, p=[0.1, 0.4, 0.5]),
    random.choice([-1 / 3, 0, 1 / 3, 2 / 3], size=11),
    random.normal(0.6, 1, size=16),
    random.normal(0.2, 1, size=16),
):
    flips.append({"differences": values.tolist(), "p": sign_flip(values)})

holm = []
for values in ([0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.2], [1.0, 0.9, 1e-5], random.uniform(size=12).tolist()):
    holm.append({"p": list(values), "adjusted": multipletests(values, method="holm")[1].tolist()})

tails = [[k, n, p, float(stats.binom.sf(k - 1, n, p))] for k, n, p in [(0, 5, 0.3), (6, 40, 0.15), (1, 200, 0.001), (199, 200, 0.9), (9, 13, 0.41), (40, 40, 0.99), (3, 1000, 0.05)]]

with open("golden/tests_of_contrasts.json", "w") as file:
    json.dump({"flips": flips, "holm": holm, "tails": tails}, file)
    file.write("\n")
