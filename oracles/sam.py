"""Writes golden/sam.json: Significance Analysis of Microarrays that src/measure/statistics/sam.ts must equal.

Needs numpy==2.4.6, scipy==1.17.1. Seed 0. Run in the folder oracles/.
Tusher, Tibshirani and Chu, PNAS 98 (2001) 5116-5121: d = difference / (s + s0); s0 = the percentile of s with the least coefficient of
variation of the spread of d over groups of units by s; FDR by permuting the samples' labels, the observed labelling among them.
"""
import json
from itertools import combinations

import numpy as np
from scipy.stats import median_abs_deviation, ttest_ind

random = np.random.default_rng(0)


def parts(x, chosen):
    rest = [i for i in range(len(x)) if i not in chosen]
    a, b = x[list(chosen)], x[rest]
    squares = ((a - a.mean(0)) ** 2).sum(0) + ((b - b.mean(0)) ** 2).sum(0)
    return a.mean(0) - b.mean(0), np.sqrt((1 / len(a) + 1 / len(b)) / (len(x) - 2) * squares)


def fudge(difference, error):
    if len(error) < 50:
        return float(np.median(error))
    groups = min(100, len(error) // 10)
    order = np.argsort(error, kind="stable")
    bounds = [int(np.floor(i * len(error) / groups + 0.5)) for i in range(groups + 1)]
    tried = []
    for step in range(21):
        s0 = 0.0 if step == 0 else float(np.quantile(error, step / 20))
        d = difference / (error + s0)
        spreads = [median_abs_deviation(d[order[i:j]]) for i, j in zip(bounds, bounds[1:])]
        tried.append((np.std(spreads, ddof=1) / np.mean(spreads), s0))
    return min(tried, key=lambda t: t[0])[1]


def sam(x, k):
    difference, error = parts(x, tuple(range(k)))
    s0 = fudge(difference, error)
    d = difference / (error + s0)
    null = []
    for chosen in combinations(range(len(x)), k):
        other, spread = parts(x, chosen)
        null.append(np.abs(other / (spread + s0)))
    null = np.array(null)
    size = np.abs(d)
    rate = np.array([min(1, (null >= t - 1e-12).sum() / len(null) / (size >= t).sum()) for t in size])
    q = np.array([rate[size <= t].min() for t in size])
    return {"d": d.tolist(), "s0": s0, "q": q.tolist(), "labellings": len(null)}


cases = []
for units, a, b, moved in ((160, 3, 3, 12), (640, 4, 3, 60), (30, 3, 4, 3)):
    x = random.normal(size=(a + b, units)) * random.gamma(1.5, size=units)
    x[:a, :moved] += 3 * np.sign(random.normal(size=moved))
    x = np.round(x, 4)
    case = {"a": x[:a].tolist(), "b": x[a:].tolist(), **sam(x, a)}
    # With s0 = 0, d is Student's t.
    difference, error = parts(x, tuple(range(a)))
    assert np.allclose(difference / error, ttest_ind(x[:a], x[a:]).statistic)
    cases.append(case)

json.dump(cases, open("golden/sam.json", "w"))
