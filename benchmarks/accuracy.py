"""Measures learned propensity against gradient boosting: on real sessions of a shop, and on a partner's own deals.

    python benchmarks/accuracy.py shoppers online_shoppers_intention.csv     five folds, mean ROC AUC
    python benchmarks/accuracy.py deals FOLDER                               forward split at 70%, all products pooled
    python benchmarks/accuracy.py speed                                      seconds to train on 50,000 x 40

The first brings each session into the form of a customer with one closed deal, imports, trains and exports as a user
would; its opponent is HistGradientBoosting with default settings on the same folds and raw columns. PageValues is left
out: it leaks. The second has one HistGradientBoosting a product on features made by hand: firmographics, technology,
holdings, and decayed, counted and latest signals.
"""

import argparse
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from assistant.cli import run

AS_OF = "2026-10-25"
FIRST = date(2025, 9, 1)
TOP = 0.35


def ascent(*arguments: object) -> None:
    code = run([*map(str, arguments), "--as-of", AS_OF])
    if code:
        raise SystemExit(f"ascent {' '.join(map(str, arguments))}: exit code {code}")


def shoppers(path: Path) -> None:
    """Mean ROC AUC over five folds."""
    table = pd.read_csv(path).drop(columns="PageValues")
    won = table.pop("Revenue").astype(int).to_numpy()
    table["Weekend"] = table["Weekend"].map({True: "Yes", False: "No"})
    rows = []
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(table, won)
    for number, (fitting, measuring) in enumerate(folds, 1):
        ours = imported(table, won, fitting)
        boosted = gradient_boosting(table, won, fitting)
        rows.append([roc_auc_score(won[measuring], chances[measuring]) for chances in (ours, boosted)])
        print(f"fold {number}: Ascent {rows[-1][0]:.4f}, gradient boosting {rows[-1][1]:.4f}", flush=True)
    ours, boosted = np.mean(rows, axis=0)
    print(f"mean: Ascent {ours:.4f}, gradient boosting {boosted:.4f}, difference {ours - boosted:+.4f}")


def imported(table: pd.DataFrame, won: np.ndarray, fitting: np.ndarray) -> np.ndarray:
    """The propensity of every row, exported after training on the deals of some."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        ids = [f"{1_000_000 + row}" for row in range(len(table))]
        table.assign(CustomerID=ids).to_csv(base / "customers.csv", index=False)
        deals = pd.DataFrame(
            {
                "OpportunityID": [f"O{row}" for row in fitting],
                "CustomerID": [ids[row] for row in fitting],
                "Product": "Azure",
                "ClosedOn": [(FIRST + timedelta(days=int(row) % 400)).isoformat() for row in fitting],
                "Outcome": np.where(won[fitting] == 1, "Won", "Lost"),
            }
        )
        deals.to_csv(base / "opportunities.csv", index=False)
        place = ["--workspace", base / "workspace"]
        ascent("import", base / "customers.csv", base / "opportunities.csv", *place)
        ascent("train", "--refit", "--use", *place)
        ascent("export", "scores", "--out", base / "scores.csv", *place)
        scores = pd.read_csv(base / "scores.csv", dtype={"customer_id": str})
    chances = scores[scores["product"] == "azure"].set_index("customer_id")["propensity"]
    return chances.loc[ids].to_numpy()


def gradient_boosting(table: pd.DataFrame, won: np.ndarray, fitting: np.ndarray) -> np.ndarray:
    typed = table.copy()
    for name in typed.columns:
        if not pd.api.types.is_numeric_dtype(typed[name]):
            typed[name] = typed[name].astype("category")
    machine = HistGradientBoostingClassifier(random_state=0, categorical_features="from_dtype")
    return machine.fit(typed.iloc[fitting], won[fitting]).predict_proba(typed)[:, 1]
