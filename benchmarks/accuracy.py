"""Measures learned propensity against gradient boosting: on real sessions of a shop, and on a partner's own deals.

    python benchmarks/accuracy.py shoppers online_shoppers_intention.csv    five folds, mean ROC AUC
    python benchmarks/accuracy.py deals FOLDER                              forward split at 70%, all products pooled
    python benchmarks/accuracy.py speed                                     seconds to train on 50,000 x 40

The first brings each session into the form of a customer with one closed deal, then imports, trains and exports as a
user would. Its opponent is HistGradientBoosting with default settings on the same folds and raw columns. PageValues is
left out: it leaks. The second compares the figures of the model card with those of one HistGradientBoosting a product,
on features made by hand: firmographics, technology, holdings, and decayed, counted and latest signals.
"""

import argparse
import json
import subprocess
import sys
import sysconfig
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

AS_OF = "2026-10-25"
FIRST_DAY = date(2025, 9, 1)
DAYS = 400
TOP = 0.35


def main() -> None:
    """Run one of the measurements."""
    about, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=about, epilog=rest, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=["shoppers", "deals", "speed"])
    parser.add_argument("path", type=Path, nargs="?", help="the CSV file of the shop, or the folder of the own tables")
    options = parser.parse_args()
    if options.what == "speed":
        speed()
    elif options.path is None:
        parser.error(f"'{options.what}' needs a path")
    else:
        (shoppers if options.what == "shoppers" else deals)(options.path)


def ascent(*arguments: object) -> str:
    """Run the command as a process of its own; its stdout."""
    command = Path(sysconfig.get_path("scripts")) / "ascent"
    done = subprocess.run(
        [command, *map(str, arguments), "--as-of", AS_OF], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"ascent {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def shoppers(path: Path) -> None:
    """Mean ROC AUC over five folds."""
    table = pd.read_csv(path).drop(columns="PageValues")
    won = table.pop("Revenue").astype(int).to_numpy()
    table["Weekend"] = table["Weekend"].map({True: "Yes", False: "No"})
    found = []
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(table, won)
    for number, (fitting, measuring) in enumerate(folds, 1):
        chances = propensity(table, won, fitting), boosted_shoppers(table, won, fitting)
        found.append([roc_auc_score(won[measuring], chance[measuring]) for chance in chances])
        print(f"fold {number}: Ascent {found[-1][0]:.4f}, gradient boosting {found[-1][1]:.4f}", flush=True)
    ours, theirs = np.mean(found, axis=0)
    print(f"mean: Ascent {ours:.4f}, gradient boosting {theirs:.4f}, difference {ours - theirs:+.4f}")


def propensity(table: pd.DataFrame, won: np.ndarray, fitting: np.ndarray) -> np.ndarray:
    """The propensity of every row, exported after training on the deals of some."""
    ids = [str(1_000_000 + row) for row in range(len(table))]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        table.assign(CustomerID=ids).to_csv(base / "customers.csv", index=False)
        closed = pd.DataFrame(
            {
                "OpportunityID": [f"O{row}" for row in fitting],
                "CustomerID": [ids[row] for row in fitting],
                "Product": "Azure",
                "ClosedOn": [(FIRST_DAY + timedelta(days=int(row) % DAYS)).isoformat() for row in fitting],
                "Outcome": np.where(won[fitting] == 1, "Won", "Lost"),
            }
        )
        closed.to_csv(base / "opportunities.csv", index=False)
        place = ["--workspace", base / "workspace"]
        ascent("import", base / "customers.csv", base / "opportunities.csv", *place)
        ascent("train", "--refit", "--use", *place)
        ascent("export", "scores", "--out", base / "scores.csv", *place)
        scores = pd.read_csv(base / "scores.csv", dtype={"customer_id": str})
    return scores[scores["product"] == "Azure"].set_index("customer_id").loc[ids, "propensity"].to_numpy()


def boosted_shoppers(table: pd.DataFrame, won: np.ndarray, fitting: np.ndarray) -> np.ndarray:
    """The chance of every row by gradient boosting with default settings, learned from some."""
    typed = table.copy()
    for name in typed.columns:
        if not pd.api.types.is_numeric_dtype(typed[name]):
            typed[name] = typed[name].astype("category")
    machine = HistGradientBoostingClassifier(random_state=0, categorical_features="from_dtype")
    return machine.fit(typed.iloc[fitting], won[fitting]).predict_proba(typed)[:, 1]


def deals(folder: Path) -> None:
    """Pooled figures on the newest 30% of the deals."""
    with tempfile.TemporaryDirectory() as workspace:
        place = ["--workspace", workspace]
        ascent("import", folder, *place)
        card = json.loads(ascent("train", "--json", *place))["card"]
    tell("Ascent", card["measured"]["this model"])
    for name, settings in SETTINGS.items():
        tell(f"gradient boosting, {name}", boosted_deals(folder, settings))


SETTINGS: dict[str, dict[str, Any]] = {
    "default settings": {},
    "slow and small": {
        "learning_rate": 0.03, "max_iter": 150, "max_leaf_nodes": 6, "min_samples_leaf": 15, "l2_regularization": 5.0
    },
}  # fmt: skip


def tell(name: str, figures: dict[str, Any]) -> None:
    caught = figures["caught"]["35"]
    print(
        f"{name}: ROC AUC {figures['roc_auc']:.4f}, Brier {figures['brier']:.4f}, caught in the top 35% {caught:.1f}%"
    )


def boosted_deals(folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """The same figures of one HistGradientBoosting a product, on features made by hand."""
    closed, features = handmade(folder)
    won = (closed["Outcome"] == "Won").astype(int).to_numpy()
    older = (closed["ClosedOn"] <= closed["ClosedOn"].iloc[int(len(closed) * 0.7) - 1]).to_numpy()
    chance = np.zeros(len(closed))
    for _, places in closed.groupby("Product").indices.items():
        fitting = places[older[places]]
        machine = HistGradientBoostingClassifier(random_state=0, **settings).fit(features.iloc[fitting], won[fitting])
        chance[places] = machine.predict_proba(features.iloc[places])[:, 1]
    newer = ~older
    top = np.argsort(-chance[newer])[: int(newer.sum() * TOP)]
    return {
        "roc_auc": roc_auc_score(won[newer], chance[newer]),
        "brier": brier_score_loss(won[newer], chance[newer]),
        "caught": {"35": 100 * won[newer][top].sum() / won[newer].sum()},
    }


def handmade(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deals by day, and their features: those of the customer now, and its signals before the day."""
    text = {"CustomerID": str}
    customers = pd.read_csv(folder / "customers.csv", dtype=text).set_index("CustomerID")
    bought = pd.read_csv(folder / "subscriptions.csv", dtype=text)
    signals = pd.read_csv(folder / "signals.csv", dtype=text, parse_dates=["ObservedOn"])
    closed = pd.read_csv(folder / "opportunities.csv", dtype=text, parse_dates=["ClosedOn"])
    closed = closed.sort_values(["ClosedOn", "OpportunityID"]).reset_index(drop=True)
    known = pd.concat(
        [
            customers[["OrgSize"]],
            customers["InstalledTechnology"].fillna("").str.get_dummies(sep="; "),
            customers[["Industry", "Vertical", "Country", "IsNonprofit"]].apply(
                lambda c: c.astype("category").cat.codes
            ),
            bought.pivot_table(index="CustomerID", columns="SKU", values="Seats", aggfunc="sum"),
            bought.groupby("CustomerID")["MonthlyAzureConsumedRevenueUSD"].sum(),
        ],
        axis=1,
    )
    seen = closed[["OpportunityID", "CustomerID", "ClosedOn"]].merge(signals, on="CustomerID")
    seen["age"] = (seen["ClosedOn"] - seen["ObservedOn"]).dt.days
    seen = seen[seen["age"] > 0]
    columns = []
    for days in (30, 90, 180):
        left = seen.assign(left=seen["Strength"] * 0.5 ** (seen["age"] / days))
        columns.append(left.pivot_table(index="OpportunityID", columns="SignalType", values="left", aggfunc="sum"))
    by_type = seen.groupby(["OpportunityID", "SignalType"])["age"]
    columns += [by_type.min().unstack(), by_type.size().unstack()]
    shaped = pd.concat(columns, axis=1).reindex(closed["OpportunityID"]).reset_index(drop=True)
    features = pd.concat([known.reindex(closed["CustomerID"]).reset_index(drop=True), shaped], axis=1)
    return closed, features.set_axis(range(features.shape[1]), axis=1)


PRODUCTS = (
    "Azure", "Microsoft 365", "Surface", "Business Central", "Sales Professional", "Power Apps",
    "Finance & Operations", "Customer Engagement",
)  # fmt: skip


def speed() -> None:
    """Seconds that ``ascent train`` takes on 50,000 customers with 40 columns of their own, a deal of one of eight
    products and two signals each, half of them with Microsoft 365."""
    draw = np.random.default_rng(0)
    rows, columns = 50_000, 40
    values = draw.normal(size=(rows, columns)).round(3)
    odds = values[:, 0] + values[:, 1] * values[:, 2] - 1
    ids = [str(1_000_000 + row) for row in range(rows)]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        pd.DataFrame(values, columns=[f"Column {n}" for n in range(columns)]).assign(CustomerID=ids).to_csv(
            base / "customers.csv", index=False
        )
        pd.DataFrame(
            {
                "CustomerID": ids,
                "Product": [PRODUCTS[row % len(PRODUCTS)] for row in range(rows)],
                "ClosedOn": [(FIRST_DAY + timedelta(days=row % DAYS)).isoformat() for row in range(rows)],
                "Outcome": np.where(draw.random(rows) < 1 / (1 + np.exp(-odds)), "Won", "Lost"),
            }
        ).to_csv(base / "opportunities.csv", index=False)
        pd.DataFrame({"CustomerID": ids[::2], "Product": "Microsoft 365", "SKU": "M365 E3", "Seats": 50}).to_csv(
            base / "subscriptions.csv", index=False
        )
        pd.DataFrame(
            {
                "CustomerID": ids * 2,
                "ObservedOn": [(FIRST_DAY + timedelta(days=row % DAYS)).isoformat() for row in range(2 * rows)],
                "SignalType": [("hiring", "funding", "news", "content")[row % 4] for row in range(2 * rows)],
                "Detail": "something",
                "Strength": 2,
            }
        ).to_csv(base / "signals.csv", index=False)
        place = ["--workspace", base / "workspace"]
        ascent("import", *sorted(base.glob("*.csv")), *place)
        start = perf_counter()
        card = json.loads(ascent("train", "--json", *place))["card"]
        print(f"trained in {perf_counter() - start:.0f} s")
        tell("Ascent", card["measured"]["this model"])
        tell("gradient boosting", card["measured"]["gradient boosting"])


if __name__ == "__main__":
    main()
