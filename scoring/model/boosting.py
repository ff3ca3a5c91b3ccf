"""Boosted corrections to fitted tables, of one feature and of two, where outcomes are many enough to earn them.

The explainable boosting machine of ``interpret`` starts from the log-odds that are there; its terms are read off on the
codes of their features, so that nothing of the library is stored or needed for scoring.
"""

import warnings
from collections.abc import Sequence

import numpy as np

from scoring.model.additive import Floats, Term
from scoring.model.features import Codes, Feature

PAIRS = 12
BAGS = 8


def boost(features: Sequence[Feature], codes: Codes, won: Floats, weight: Floats, offset: Floats) -> list[Term]:
    """Terms that improve on ``offset`` (log-odds by row). ``codes``: row × feature."""
    from interpret.glassbox import ExplainableBoostingClassifier

    varied = [place for place, column in enumerate(codes.T) if np.ptp(column) > 0]
    features, codes = [features[place] for place in varied], codes[:, varied]
    if not features:
        return []
    machine = ExplainableBoostingClassifier(
        feature_names=[str(place) for place in range(len(features))],
        feature_types=["continuous" if feature.kind == "number" else "nominal" for feature in features],
        interactions=PAIRS if len(features) > 1 else 0,
        outer_bags=BAGS,
        n_jobs=1,  # more would start processes of their own, which not every place allows
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Missing values detected", UserWarning)  # it is about pictures of the terms
        machine.fit(_readable(features, codes), won.astype(int), sample_weight=weight, init_score=offset)
    return _read_off(features, machine)


def _readable(features: Sequence[Feature], codes: Codes) -> Floats:
    """Codes as the machine takes them: a number that is not known is missing."""
    values = codes.astype(np.float64)
    for place, feature in enumerate(features):
        if feature.kind == "number":
            values[values[:, place] == 0, place] = np.nan
    return values


def _read_off(features: Sequence[Feature], machine: object) -> list[Term]:
    """The tables of a fitted machine: its terms, evaluated at every code or pair of codes."""
    terms = []
    for number, places in enumerate(machine.term_features_):  # type: ignore[attr-defined]
        sizes = [features[place].size for place in places]
        grid = np.indices(sizes).reshape(len(sizes), -1)
        codes = np.zeros((grid.shape[1], len(features)), dtype=np.int32)
        for place, row in zip(places, grid, strict=True):
            codes[:, place] = row
        values = machine.eval_terms(_readable(features, codes))[:, number]  # type: ignore[attr-defined]
        terms.append(Term(tuple(features[place] for place in places), values.reshape(sizes)))
    return terms
