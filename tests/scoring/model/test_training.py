"""Training on invented deals with known effects: what is learned, what is not looked at, and what is told."""

import json
import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from handmade import batch, seen
from training_data import CATALOG, FIRST, IN_USE, TODAY, Tables, both_or_none, make, plain, terms

from scoring.errors import TrainingError
from scoring.model.card import verdict
from scoring.model.inputs import read_base, read_deals
from scoring.model.model import Model, score
from scoring.model.reasons import as_tenths, fit_points, propensity_points
from scoring.model.storage import from_json, to_json
from scoring.model.train import Trained

WON = {"won": 1, "lost": 0}


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Five hundred deals of Azure and three hundred of Microsoft 365."""
    return make({"azure": 500, "m365": 300})


@pytest.fixture(scope="session")
def trained(tables: Tables) -> Trained:
    return tables.train()


def figures_of(used: Model, name: str) -> list[list[float]]:
    """Fit, intent and propensity of two customers with signals."""
    signals = seen(2, (0, 0, 30, 1), (1, 0, 45, 2), (1, 1, 10, 2))
    found = score(used, batch(org_size=[10.0, 400.0], industry=["Energy", "Health"]), signals)[name]
    return [found.fit.tolist(), found.intent.tolist(), found.propensity.tolist()]


def learned(found: Trained) -> str:
    """All that was learned, as text: the model without its card and its id."""
    return json.dumps(to_json(replace(found.model, card={}, id="")))


# What is learned.


@pytest.mark.parametrize("name", ["azure", "m365"])
def test_planted_effects_are_found(trained: Trained, name: str) -> None:
    tables = terms(trained.model, name)
    size, (_, energy, health, retail) = tables["org_size"], tables["industry"]
    assert size[-1] - size[1] > 1
    assert energy > retail > health
    unknown, without, having = tables["installed_technology: AWS"]
    assert having > unknown > without
    sap = tables.get("installed_technology: SAP", [0.0, 0.0, 0.0])
    assert abs(sap[2] - sap[1]) < (having - without) / 2


@pytest.mark.parametrize("name", ["azure", "m365"])
def test_signals_that_precede_wins_weigh_more(trained: Trained, name: str) -> None:
    weights = trained.model.products[name].weights
    assert weights["hiring"] > 2 * weights["news"]
    assert 0.3 > weights["news"] >= 0


def test_terms_are_zero_on_average(tables: Tables, trained: Trained) -> None:
    with tables.connection() as connection:
        base = read_base(connection, CATALOG)
    for one in trained.model.products.values():
        assert one.additive.parts(base).mean(axis=0) == pytest.approx([0] * len(one.additive.terms), abs=1e-5)


def test_fit_spreads_over_the_bands(tables: Tables, trained: Trained) -> None:
    with tables.connection() as connection:
        base = read_base(connection, CATALOG)
    fit = score(trained.model, base, seen(len(base), *[]))["azure"].fit
    shares = [((fit >= low) & (fit < high)).mean() for low, high in ((0, 30), (30, 55), (55, 75), (75, 101))]
    assert all(share > 0.05 for share in shares)
    assert 10 < fit.std() < 30


def test_reasons_of_a_learned_model_sum_up(tables: Tables, trained: Trained) -> None:
    with tables.connection() as connection:
        base = read_base(connection, CATALOG)
    for name, found in score(trained.model, base, seen(len(base), (0, 0, 5, 1), (7, 1, 5, 1))).items():
        one = trained.model.products[name]
        fit, steps = fit_points(one, found), propensity_points(trained.model, one, found)
        assert (fit.base + fit.terms.sum(axis=1) == as_tenths(found.fit)).all()
        summed = steps.base + steps.fit + steps.intent + steps.calibration
        assert (summed == as_tenths(found.propensity)).all()


def test_effects_of_two_features_are_boosted() -> None:
    found = make({"azure": 1300}, both_or_none, seen=0).train()
    pairs = [term for term in found.model.products["azure"].additive.terms if len(term.features) > 1]
    pair = max(pairs, key=lambda term: float(np.ptp(term.table)))
    assert {feature.name for feature in pair.features} == {"org_size", "installed_technology: AWS"}
    assert found.model.card["settings"]["boosted"] == ["azure"]
    assert found.model.card["measured"]["this model"]["roc_auc"] > 0.75
    read = from_json(json.loads(json.dumps(to_json(found.model))), "memory")
    assert to_json(read) == to_json(found.model)


def test_few_deals_are_not_boosted(trained: Trained) -> None:
    assert trained.model.card["settings"]["boosted"] == []
    assert all(len(term.features) == 1 for one in trained.model.products.values() for term in one.additive.terms)


def test_a_thin_product_learns_from_the_others() -> None:
    together = make({"azure": 500, "m365": 75}, seed=3)
    of_azure = {row[0] for row in together.customers if row[0].startswith("azure")}
    alone = replace(together, opportunities=[row for row in together.opportunities if row[1] not in of_azure])
    reach = [_reach(part.train().model) for part in (alone, together)]
    assert reach[0] < reach[1]
    assert reach[1] > 1


def _reach(found: Model) -> float:
    """How far the log-odds of the best and the worst customer are apart."""
    customers = batch(
        org_size=[500.0, 1.0], industry=["Energy", "Health"], installed_technology=[("AWS",), ("SAP",)]
    )  # fmt: skip
    parts = found.products["m365"].additive.parts(customers).sum(axis=1)
    return float(parts[0] - parts[1])


# Determinism and the forward split.


def test_the_order_of_rows_does_not_matter(tables: Tables, trained: Trained) -> None:
    again = tables.shuffled().train()
    assert json.dumps(to_json(again.model)) == json.dumps(to_json(trained.model))
    assert again.model.id == trained.model.id


def test_outcomes_after_the_cut_change_the_figures_and_not_the_model(tables: Tables, trained: Trained) -> None:
    assert trained.model.card["split"] == "forward: fitted on deals closed up to 2026-07-29, measured on the later ones"
    other = {"won": "lost", "lost": "won"}
    turned = replace(
        tables,
        opportunities=[
            (*row[:4], other[row[4]] if row[3] > date(2026, 7, 29) else row[4], row[5]) for row in tables.opportunities
        ],
    )
    found = turned.train()
    assert learned(found) == learned(trained)
    assert found.model.id != trained.model.id
    before, after = (one.model.card["measured"]["this model"]["roc_auc"] for one in (trained, found))
    assert after == pytest.approx(1 - before, abs=1e-3)
    assert learned(turned.train(refit=True)) != learned(found)


def test_refitting_keeps_the_figures_and_learns_from_all(tables: Tables, trained: Trained) -> None:
    found = tables.train(refit=True)
    assert found.model.card["measured"] == trained.model.card["measured"]
    assert "refitted" in found.model.card
    wins = sum(WON[row[4]] for row in tables.opportunities if row[2] == "azure")
    assert found.model.products["azure"].won == wins
    assert trained.model.products["azure"].won < wins


def test_a_random_split_is_the_same_for_the_same_seed(tables: Tables) -> None:
    first, same, other = (tables.train(split="random", seed=seed).model for seed in (1, 1, 2))
    assert first.id == same.id != other.id
    assert first.card["split"] == "random: 30% of the deals measured on, seed 1"
    assert first.card["deals"] == {"fitted": 560, "measured": 240}


def test_deals_of_one_day_are_parted_at_random(tables: Tables) -> None:
    same = replace(tables, opportunities=[(*row[:3], TODAY, *row[4:]) for row in tables.opportunities])
    found = same.train()
    assert found.model.card["split"].startswith("random: 30%")
    assert found.warnings == ("the deals closed on too few days to be parted by time; they were parted at random",)


# No look-ahead.


def test_signals_from_the_closing_day_on_are_not_looked_at(tables: Tables, trained: Trained) -> None:
    late = [
        (customer, closed + timedelta(days=days), kind, "", "web", 3.0)
        for _, customer, _, closed, outcome, _ in tables.opportunities
        if outcome == "won"
        for kind, days in (("hiring", 0), ("news", 1), ("news", 40))
    ]
    found = replace(tables, signals=tables.signals + late).train()
    assert found.model.id == trained.model.id


def test_a_deal_knows_the_signals_of_the_days_before() -> None:
    closed = date(2026, 10, 25)
    own = Tables(
        customers=[("1", 10.0, None, None, "{}"), ("2", 10.0, None, None, "{}")],
        signals=[
            ("1", date(2026, 10, 24), "hiring", "", "", 2.0),
            ("1", date(2026, 10, 25), "hiring", "", "", 1.0),
            ("1", date(2026, 10, 26), "hiring", "", "", 1.0),
            ("1", date(2026, 9, 25), "news", "", "", None),
            ("1", date(2026, 9, 24), "rumour", "", "", 1.0),
            ("2", date(2026, 10, 1), "hiring", "", "", 1.0),
        ],
        opportunities=[
            ("b", "1", "azure", closed, "won", 1.0),
            ("a", "1", "azure", closed - timedelta(days=20), "lost", 1.0),
            ("c", "9", "azure", closed, "won", 1.0),
            ("d", "1", "azure", date(2027, 1, 1), "won", 1.0),
            ("e", "1", "m365", closed, "won", 1.0),
        ],
    )
    with own.connection() as connection:
        deals = read_deals(connection, read_base(connection, CATALOG), ["azure"], ["hiring", "news"], TODAY)
    assert (len(deals), deals.unknown, deals.future, deals.won.tolist()) == (2, 1, 1, [0, 1])
    signals = deals.signals
    assert sorted(zip(signals.row, signals.type, signals.age, signals.strength, strict=True)) == [
        (0, 1, 10, 1),
        (1, 0, 1, 2),
        (1, 1, 30, 1),
    ]


# Where there is too little, and what is left out.


def of_outcomes(won: int, lost: int, name: str = "azure") -> list[tuple[Any, ...]]:
    """Deals with customers of Azure, by turns won and lost as far as there are."""
    outcomes = [kind for pair in zip(["won"] * 500, ["lost"] * 500, strict=True) for kind in pair]
    left = {"won": won, "lost": lost}
    rows: list[tuple[Any, ...]] = []
    for kind in outcomes:
        if left[kind]:
            left[kind] -= 1
            number = len(rows)
            rows.append((f"{name}{number}", f"azure-{number:05}", name, FIRST + timedelta(days=number), kind, 1.0))
    return rows


@pytest.mark.parametrize(
    ("deals", "have"),
    [
        ([], "no deals at all"),
        (of_outcomes(80, 0), r"Azure \(56 won, 0 lost\)"),
        (of_outcomes(0, 80), r"Azure \(0 won, 56 lost\)"),
        (of_outcomes(20, 20), r"Azure \(14 won, 14 lost\)"),
    ],
)
def test_too_few_outcomes_are_refused(tables: Tables, deals: list[tuple[Any, ...]], have: str) -> None:
    with pytest.raises(TrainingError, match=r"at least 20 won and 20 lost deals to learn from; there are: " + have):
        replace(tables, opportunities=deals).train()


def test_a_product_without_outcomes_is_refused(tables: Tables) -> None:
    with pytest.raises(TrainingError, match=r"Surface \(0 won, 0 lost\)"):
        tables.train(product="surface")


def scores_of(model: Model) -> dict[str, list[float]]:
    """Fit, intent and propensity by product, of one customer with signals of two types."""
    someone = batch(org_size=[120.0], industry=["Retail"])
    found = score(model, someone, seen(1, (0, 0, 40, 2), (0, 1, 25, 1)))
    return {name: [float(part[0]) for part in (one.fit, one.intent, one.propensity)] for name, one in found.items()}


def test_a_thin_product_keeps_its_scores_and_says_so(tables: Tables) -> None:
    thin = [(*row[:2], "surface", *row[3:]) for row in of_outcomes(15, 10)]
    found = replace(tables, opportunities=tables.opportunities + thin).train()
    basis = {name: to_json(IN_USE)[name] for name in ("half_lives", "calibration")}
    before = to_json(IN_USE)["products"]["surface"]
    assert to_json(found.model)["products"]["surface"] == {"kept": basis, **before}
    assert scores_of(found.model)["surface"] == scores_of(IN_USE)["surface"]
    assert scores_of(found.model)["azure"] != scores_of(IN_USE)["azure"]
    (note,) = found.warnings
    assert note.startswith("a product needs at least 20 won and 20 lost deals to learn from; these keep their present")
    assert "Surface (15 won, 10 lost)" in note
    assert found.model.card["warnings"] == [note]
    assert found.model.card["products"] == ["azure", "m365"]


def test_training_one_product_keeps_the_others(tables: Tables) -> None:
    found = tables.train(product="azure")
    assert scores_of(found.model)["m365"] == scores_of(IN_USE)["m365"]
    assert scores_of(found.model)["azure"] != scores_of(IN_USE)["azure"]
    assert found.model.card["products"] == ["azure"]
    assert terms(found.model, "azure")["org_size"][-1] > 0


def test_deals_of_unknown_customers_and_of_the_future_are_told_and_left_out(tables: Tables, trained: Trained) -> None:
    odd = [
        ("X-1", "nobody", "azure", FIRST, "won", 1.0),
        ("X-2", "nobody else", "azure", FIRST, "lost", 1.0),
        *((f"Y-{n}", "azure-00001", "azure", TODAY + timedelta(days=1), "won", 1.0) for n in range(3)),
    ]
    found = replace(tables, opportunities=tables.opportunities + odd).train()
    assert found.warnings == (
        "2 deals are of customers that are not in the customers table; left out",
        "3 deals close after the as-of date; left out",
    )
    assert learned(found) == learned(trained)


@pytest.mark.parametrize(
    ("this", "found"),
    [
        ((0.76, 0.2), "better"),
        ((0.74, 0.2), "worse"),
        ((0.759, 0.198), "neither clearly"),
        ((0.75, 0.196), "better"),
        ((0.75, 0.203), "worse"),
        ((0.8, 0.25), "neither clearly"),
    ],
)
def test_the_verdict_goes_by_both_figures(this: tuple[float, float], found: str) -> None:
    """Against a ROC AUC of 0.75 and a Brier score of 0.2."""
    figures = dict(zip(("roc_auc", "brier"), this, strict=True))
    assert verdict(figures, {"roc_auc": 0.75, "brier": 0.2}) == found


def test_what_the_outcome_leaks_into_is_named_and_left_out(tables: Tables, trained: Trained) -> None:
    def any_lost(outcomes: Any) -> bool:
        return "lost" in outcomes.values()

    leaking = (
        tables.with_column("Reason", lambda row, outcomes: "too dear" if any_lost(outcomes) else "")
        .with_column("Discount", lambda row, outcomes: "" if any_lost(outcomes) else str(len(row[0]) + row[1] % 40))
        .with_column("Stage", lambda row, outcomes: "closed" if any_lost(outcomes) else "delivered")
        .with_column("Colour", lambda row, outcomes: "blue" if row[1] % 2 else "red")
    )
    found = leaking.train()
    named = [note for note in found.warnings if "looks like a consequence of the outcome" in note]
    assert [note.split("'")[1] for note in named] == ["Discount", "Reason", "Stage"]
    assert all("(ROC AUC 1)" in note for note in named)
    assert set(found.model.card["features"]) == {*trained.model.card["features"], "Colour"}
    assert found.model.card["measured"]["this model"]["roc_auc"] < 0.9


def test_what_is_owned_of_a_product_says_nothing_of_it(tables: Tables) -> None:
    """Who bought Azure consumes it: that is no reason for the deal, and no leak into the other products either."""
    outcomes = {row[1]: row[4] for row in tables.opportunities}
    owned = [
        (customer, "azure", "Azure consumption", 0.0, None, 100.0 + number % 7, None)
        for number, customer in enumerate(outcomes)
        if (customer.startswith("azure") and outcomes[customer] == "won") or customer.endswith("3")
    ]
    found = replace(tables, subscriptions=owned).train()
    assert not [note for note in found.warnings if "consequence" in note]
    assert "azure_acr" in found.model.card["features"]
    assert "azure_acr" not in terms(found.model, "azure")
    assert found.model.card["by_product"]["azure"]["roc_auc"] < 0.9


def test_seats_of_a_product_with_its_plans_say_nothing_of_it(tables: Tables) -> None:
    outcomes = {row[1]: row[4] for row in tables.opportunities}
    owned = [
        (customer, "m365", "M365 E5", 10.0, None, None, None)
        for customer, outcome in outcomes.items()
        if customer.startswith("m365") and outcome == "won"
    ]
    found = replace(tables, subscriptions=owned).train()
    assert not [note for note in found.warnings if "consequence" in note]
    features = {feature.column for term in found.model.products["m365"].additive.terms for feature in term.features}
    assert features <= {"org_size", "industry", "installed_technology"}
    assert found.model.card["by_product"]["m365"]["roc_auc"] < 0.9


# Bad input.


def test_unknown_values_and_negative_seats_are_borne(tables: Tables) -> None:
    gaps = [
        (row[0], math.nan if n % 5 == 0 else None if n % 5 == 1 else row[1], None if n % 7 == 0 else row[2],
         None if n % 3 == 0 else row[3], row[4])
        for n, row in enumerate(tables.customers)
    ]  # fmt: skip
    odd = [(row[0], "surface", "Surface devices", -5.0, None, None, None) for row in tables.customers[::2]]
    found = replace(tables, customers=gaps, subscriptions=odd).train()
    assert terms(found.model, "azure")["org_size"][-1] > terms(found.model, "azure")["org_size"][1]
    assert found.model.card["measured"]["this model"]["roc_auc"] > 0.6


def test_without_any_feature_the_signals_are_learned(tables: Tables) -> None:
    bare = [(row[0], None, None, None, "{}") for row in tables.customers]
    found = replace(tables, customers=bare).train()
    azure = found.model.products["azure"]
    assert azure.additive.terms == ()
    assert azure.weights["hiring"] > azure.weights["news"]


def test_without_any_signal_the_fit_is_learned(tables: Tables) -> None:
    found = replace(tables, signals=[]).train()
    assert dict(found.model.half_lives) == dict(IN_USE.half_lives)
    assert terms(found.model, "azure")["org_size"][-1] > 0


def test_a_signal_type_that_the_model_in_use_lacks_is_learned(tables: Tables) -> None:
    renamed = [(*row[:2], "rumour" if row[2] == "hiring" else row[2], *row[3:]) for row in tables.signals]
    found = replace(tables, signals=renamed).train()
    assert set(found.model.half_lives) == {"hiring", "news", "rumour"}
    assert found.model.half_lives["hiring"] == 90.0
    assert found.model.products["azure"].weights["rumour"] > 0.1


def test_a_learned_model_scores_customers_like_none_before(trained: Trained) -> None:
    strange = batch(org_size=[math.nan, -5.0, 1e12], industry=["Mining", None, ""], other=["a", "b", "c"])
    for found in score(trained.model, strange, seen(3, (0, 0, 0, 100))).values():
        for values in (found.fit, found.intent, found.propensity):
            assert ((values >= 0) & (values <= 100)).all()


def test_the_card_says_what_was_measured(trained: Trained) -> None:
    card = trained.model.card
    assert list(card["measured"]) == ["this model", "gradient boosting", "in use (before)"]
    for figures in card["measured"].values():
        assert figures["deals"] == card["deals"]["measured"] == 240
        assert set(figures) == {
            "deals", "win_rate", "roc_auc", "pr_auc", "brier", "caught", "lift", "calibration"
        }  # fmt: skip
        assert list(figures["caught"]) == list(figures["lift"]) == ["10", "20", "35"]
        assert len(figures["calibration"]) == 10
    assert card["measured"]["this model"]["roc_auc"] > card["measured"]["in use (before)"]["roc_auc"]
    assert card["measured"]["this model"]["roc_auc"] > 0.7
    assert sum(group["deals"] for group in card["win_rate_by_cluster"].values()) == 240
    technology = [f"installed_technology: {name}" for name in ("AWS", "SAP", "nothing listed")]
    assert card["features"] == ["industry", *technology, "org_size"]
    assert len(card["data"]) == 64
    assert plain(500, "Energy", ["AWS"]) == 2.5
