"""Figures of a model card, counted by hand."""

import numpy as np
import pytest

from scoring.model.metrics import figures, win_rates


def test_twenty_deals_by_hand() -> None:
    """Chances fall from 0.95 in steps of 0.05; won are the first, second, fifth and eleventh."""
    chance = np.arange(19, -1, -1) / 20
    won = np.zeros(20)
    won[[0, 1, 4, 10]] = 1
    found = figures(chance, won)
    assert (found["deals"], found["win_rate"]) == (20, 20.0)
    # pairs of won and lost in the right order: 16 + 16 + 14 + 9 of 64
    assert found["roc_auc"] == round(55 / 64, 4)
    # precision where each win is met: 1/1, 2/2, 3/5, 4/11
    assert found["pr_auc"] == round((1 + 1 + 0.6 + 4 / 11) / 4, 4)
    assert found["brier"] == round(sum((c - w) ** 2 for c, w in zip(chance, won, strict=True)) / 20, 4)
    assert found["caught"] == {"10": 50.0, "20": 50.0, "35": 75.0}
    assert found["lift"] == {"10": 5.0, "20": 2.5, "35": 2.14}
    assert found["calibration"][0] == {"deals": 2, "said": 92.5, "won": 100.0}
    assert found["calibration"][2] == {"deals": 2, "said": 72.5, "won": 50.0}
    assert sum(part["deals"] for part in found["calibration"]) == 20


def test_few_deals_have_fewer_tenths() -> None:
    found = figures(np.array([0.9, 0.5, 0.1]), np.array([1.0, 0.0, 0.0]))
    assert [part["deals"] for part in found["calibration"]] == [1, 1, 1]
    assert (found["roc_auc"], found["caught"]["10"]) == (1.0, 100.0)


def test_equal_chances_tell_nothing() -> None:
    found = figures(np.full(10, 0.3), np.array([1.0, 0.0] * 5))
    assert (found["roc_auc"], found["brier"]) == (0.5, pytest.approx(0.29))


def test_win_rates_by_group_in_order() -> None:
    rates = win_rates(["b", "a", "b", "b"], np.array([1.0, 0.0, 0.0, 0.0]), ["a", "b", "c"])
    assert list(rates.items()) == [("a", {"deals": 1, "won": 0.0}), ("b", {"deals": 3, "won": 33.3})]
