"""Writes golden/intervals.json: intervals and tests that src/measure/statistics must equal.

Needs scipy==1.17.1, statsmodels==0.15.0, numpy==2.4.6. Seed 0. Run in the folder oracles/.
"""
import json

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

random = np.random.default_rng(0)

wilson = [
    [k, n, *map(float, proportion_confint(k, n, alpha=0.05, method="wilson"))]
    for k, n in [(0, 1), (1, 1), (0, 48), (8, 48), (199, 200), (185, 200), (200, 200), (3, 7), (1, 100000)]
]

mcnemar = [
    [a, b, float(stats.binomtest(min(a, b), a + b, 0.5).pvalue) if a + b else 1.0]
    for a, b in [(0, 0), (1, 0), (5, 5), (0, 6), (1, 7), (30, 12), (2, 60), (400, 350)]
]

# Paired tables without correlation (both * neither = onlyA * onlyB): method 10 is then the one for independent samples.
newcombe = []
for both, only_a, only_b, neither in [(4, 8, 6, 12), (1, 9, 3, 27), (10, 10, 10, 10), (2, 1, 20, 10)]:
    n = both + only_a + only_b + neither
    low, high = confint_proportions_2indep(both + only_a, n, both + only_b, n, method="newcomb", compare="diff", correction=False)
    newcombe.append([both, only_a, only_b, neither, float(low), float(high)])

quantiles = []
for n in (1, 2, 7, 100):
    values = random.normal(size=n)
    quantiles.append({"values": values.tolist(), "at": [0, 0.025, 0.5, 0.975, 1], "are": np.quantile(values, [0, 0.025, 0.5, 0.975, 1]).tolist()})

def boot(values, statistic, paired=False):
    result = stats.bootstrap(values, statistic, paired=paired, vectorized=False, n_resamples=20000, method="percentile", rng=random)
    return [float(result.confidence_interval.low), float(result.confidence_interval.high)]

values = random.exponential(size=120)
sentences = random.integers(1, 9, size=120)
emoji = random.binomial(sentences, 0.15)
other = random.binomial(sentences, 0.05)
bootstrap = {
    "values": values.tolist(), "sentences": sentences.tolist(), "emoji": emoji.tolist(), "other": other.tolist(),
    "mean": boot((values,), np.mean),
    "ratio": boot((emoji, sentences), lambda e, s: e.sum() / s.sum(), paired=True),
    "difference": boot((emoji, other, sentences), lambda e, o, s: e.sum() / s.sum() - o.sum() / s.sum(), paired=True),
    "logRatio": boot((np.log(values / sentences),), np.mean),
}

with open("golden/intervals.json", "w") as file:
    json.dump({"wilson": wilson, "mcnemar": mcnemar, "newcombe": newcombe, "quantiles": quantiles, "bootstrap": bootstrap}, file)
    file.write("\n")
