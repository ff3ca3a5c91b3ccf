"""How good chances are: the figures of a model card."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.model.additive import Floats

TOP = (10, 20, 35)


def figures(chance: Floats, won: Floats) -> dict[str, Any]:
    """ROC AUC, PR AUC, Brier score, lift and share of wins in the top 10, 20 and 35 percent, calibration by decile.

    ``chance`` is 0 to 1. Deals of equal chance keep their order. Both outcomes must be there.
    """
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

    order = np.argsort(-chance, kind="stable")
    caught = {share: _caught(won[order], share) for share in TOP}
    return {
        "deals": len(won),
        "win_rate": _percent(np.mean(won)),
        "roc_auc": round(float(roc_auc_score(won, chance)), 4),
        "pr_auc": round(float(average_precision_score(won, chance)), 4),
        "brier": round(float(brier_score_loss(won, chance)), 4),
        "caught": {str(share): _percent(part) for share, part in caught.items()},
        "lift": {str(share): round(part / (share / 100), 2) for share, part in caught.items()},
        "calibration": _calibration(chance[order], won[order]),
    }


def _caught(won: Floats, share: int) -> float:
    """The share of all wins among the first ``share`` percent of the deals."""
    first = max(1, int(len(won) * share / 100))
    return float(won[:first].sum() / won.sum())


def _calibration(chance: Floats, won: Floats) -> list[dict[str, float]]:
    """By tenth of the deals, the most likely first: how many, the mean chance said, and how many were won."""
    tenths = [part for part in np.array_split(np.arange(len(won)), 10) if len(part)]
    return [
        {"deals": len(part), "said": _percent(np.mean(chance[part])), "won": _percent(np.mean(won[part]))}
        for part in tenths
    ]


def win_rates(groups: Sequence[str], won: Floats, order: Sequence[str]) -> dict[str, Mapping[str, float]]:
    """Deals and win rate in percent by group, in the order given; groups without a deal are left out."""
    found: dict[str, Mapping[str, float]] = {}
    for name in order:
        mine: NDArray[np.bool_] = np.array([group == name for group in groups])
        if mine.any():
            found[name] = {"deals": int(mine.sum()), "won": _percent(np.mean(won[mine]))}
    return found


def _percent(share: Any) -> float:
    return round(100 * float(share), 1)
