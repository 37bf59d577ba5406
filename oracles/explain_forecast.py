"""Forecasts of which voices show emoji: the penalised logistic curve, losses with each voice left out, rank correlations.
numpy 2.4.6, scipy 1.17.1; seed 0. Writes golden/explain_forecast.json."""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from scipy.stats import spearmanr

rng = np.random.default_rng(0)


def curve(x, share):
    mean, deviation = x.mean(), x.std()
    z = (x - mean) / deviation

    def loss(ab):
        t = ab[0] + ab[1] * z
        fit = share * log_expit(t) + (1 - share) * log_expit(-t)
        return -(fit.sum() + (log_expit(ab[0]) + log_expit(-ab[0])) / 2 - ab[1] ** 2 / 2)

    a, b = minimize(loss, [0.0, 0.0], method="BFGS", options={"gtol": 1e-12}).x
    return lambda at: float(expit(a + b * (at - mean) / deviation))


curves = []
for x, share in [
    ([0, 1, 2, 3], [0, 0, 1, 1]),
    ([-3, -1, -0.5, 2, 5], [0, 0.5, 0, 1, 0.8]),
    (rng.normal(size=9), rng.integers(0, 6, size=9) / 5),
    ([1e-4, 3e-4, 0.2, 0.3], [1, 1, 0, 0]),
]:
    x, share = np.asarray(x, float), np.asarray(share, float)
    at = [float(x.min() - 1), float(x.mean()), float(x.max())]
    fitted = curve(x, share)
    curves.append({"x": x.tolist(), "share": share.tolist(), "at": at, "chance": [fitted(v) for v in at]})

n, seeds, questions = 9, 3, 20
mass = 10 ** rng.uniform(-5, -1, size=n)
esr = np.round(np.clip(mass ** 0.5 * rng.lognormal(0, 0.4, size=n), 0, 1) * questions * seeds) / (questions * seeds)
shows = np.asarray([int(np.clip(round(seeds * e * 4), 0, seeds)) for e in esr])
after = 10 ** (np.log10(mass) + rng.normal(0, 0.5, size=n))

chances, base = [], []
for i in range(n):
    rest = np.arange(n) != i
    chances.append(curve(np.log10(mass[rest]), shows[rest] / seeds)(np.log10(mass[i])))
    base.append(((shows[rest] / seeds).sum() + 0.5) / n)
events = np.concatenate([[1] * k + [0] * (seeds - k) for k in shows])
told = np.repeat(chances, seeds)
usual = np.repeat(base, seeds)
scored = {
    "mass": mass.tolist(),
    "esr": esr.tolist(),
    "after": after.tolist(),
    "shows": shows.tolist(),
    "seeds": seeds,
    "questions": questions,
    "brier": float(np.mean((told - events) ** 2)),
    "logLoss": float(-np.mean(np.log(np.where(events == 1, told, 1 - told)))),
    "baseBrier": float(np.mean((usual - events) ** 2)),
    "rhoEsr": spearmanr(mass, esr).statistic,
    "rhoMass": spearmanr(mass, after).statistic,
}

path = Path(__file__).parent / "golden" / "explain_forecast.json"
path.write_text(json.dumps({"curves": curves, "scored": scored}) + "\n")
