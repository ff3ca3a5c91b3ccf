"""``ascent train``: a proposal with its card."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from own_partner import write_partner

Ascent = Callable[..., tuple[int, str, str]]
DAY = ("--as-of", "2026-10-25")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the small partner; the tests leave models in it."""
    from scoring.importing.importer import import_reports
    from scoring.workspace import Workspace

    path = tmp_path_factory.mktemp("trained")
    import_reports(Workspace(path / "store"), [write_partner(path / "tables")])
    return path / "store"


def trained(ascent: Ascent, store: Path, *options: str) -> dict[str, Any]:
    code, out, _ = ascent("train", "--json", "--workspace", store, *DAY, *options)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_train_shows_the_card_of_a_proposal(ascent: Ascent, store: Path) -> None:
    code, out, err = ascent("train", "--workspace", store, *DAY)
    assert (code, err.splitlines()) == (
        0,
        [
            "Reading customers, signals and deals ...",
            "Learning from 224 deals ...",
            "Measuring on 96 deals ...",
        ],
    )
    lines = out.splitlines()
    assert lines[0].startswith("Model m-")
    assert lines[2:5] == [
        "Trained as of 2026-10-25; forward: fitted on deals closed up to 2026-04-11, measured on the later ones.",
        "Deals: 224 fitted, 96 measured.",
        "Products learned: Azure, M365.",
    ]
    for part in (
        "Measured on 96 deals, of which 50.0% were won:",
        "this model  gradient boosting  in use (default)",
        "wins in the top 35%",
        "lift in the top 10%",
        "Calibration, by tenth of the deals, the likeliest first:",
        "cluster   deals    won",
        "product  deals    won  ROC AUC  Brier score",
        "Features of fit: Tier; Monthly Azure consumption; Office out of service; Server out of service; Industry; "
        "Installed technology (Office 2010, Windows Server 2012); M365 seats; On-premises Office; Org size.",
    ):
        assert part in out
    model = lines[0].split()[1].rstrip(":")
    assert lines[-3] == "Verdict: better than default on the measured deals, by ROC AUC and Brier score."
    assert lines[-1] == f"It is a proposal: default stays in use. Put it to use with: ascent model use {model}"


def test_train_as_json(ascent: Ascent, store: Path) -> None:
    found = trained(ascent, store)
    card = found["card"]
    assert (found["in_use"], found["warnings"], Path(found["file"]).is_file()) == (False, [], True)
    assert card["as_of"] == "2026-10-25"
    assert card["deals"] == {"fitted": 224, "measured": 96}
    assert (card["fitted_until"], card["in_use"], card["verdict"]) == ("2026-04-11", "default", "better")
    assert "in_use_note" not in card
    assert list(card["measured"]) == ["this model", "gradient boosting", "in use (default)"]
    measured = card["measured"]["this model"]
    assert set(measured) == {"deals", "win_rate", "roc_auc", "pr_auc", "brier", "caught", "lift", "calibration"}
    assert sum(part["deals"] for part in measured["calibration"]) == 96
    assert sum(part["deals"] for part in card["win_rate_by_cluster"].values()) == 96


def test_the_same_training_makes_the_same_bytes(ascent: Ascent, store: Path) -> None:
    first = trained(ascent, store)
    content = Path(first["file"]).read_bytes()
    again = trained(ascent, store)
    assert (again["model"], Path(again["file"]).read_bytes()) == (first["model"], content)
    other_day = json.loads(ascent("train", "--json", "--workspace", store, "--as-of", "2026-10-26")[1])
    assert other_day["model"] != first["model"]


def test_options_of_training(ascent: Ascent, store: Path) -> None:
    card = trained(ascent, store, "--split", "random", "--seed", "4", "--product", "M365")["card"]
    assert card["split"] == "random: 30% of the deals measured on, seed 4"
    assert (card["products"], card["deals"]) == (["m365"], {"fitted": 112, "measured": 48})
    assert "refitted" not in card
    assert trained(ascent, store, "--refit")["card"]["refitted"] == "on all deals, after the figures were taken"


def test_use_at_once_and_go_back(ascent: Ascent, store: Path) -> None:
    found = trained(ascent, store, "--use", "--product", "Azure")
    assert found["in_use"] is True
    summary = json.loads(ascent("score", "--json", "--workspace", store, *DAY)[1])
    assert summary["model"] == found["model"]
    assert "azure" in [item["product"] for item in summary["products"]]
    status = ascent("status", "--workspace", store, *DAY)[1]
    assert f"Model in use: {found['model']} (trained as of 2026-10-25). " in status
    assert json.loads(ascent("model", "rollback", "--json", "--workspace", store)[1])["in_use"] == "default"


def test_a_model_in_use_that_knows_the_measured_deals(ascent: Ascent, tmp_path: Path) -> None:
    """Refitted on all deals it has seen the measured ones; what was fitted on the same older ones has not."""
    store = tmp_path / "store"
    ascent("import", write_partner(tmp_path / "tables"), "--workspace", store, *DAY)
    fair = trained(ascent, store, "--use")
    again = trained(ascent, store)["card"]
    assert (again["in_use"], again["verdict"], again.get("in_use_note")) == (fair["model"], "neither clearly", None)
    assert "in_use_note" in trained(ascent, store, "--split", "random")["card"]
    refitted = trained(ascent, store, "--refit", "--use")
    assert refitted["card"]["fitted_until"] == "2026-10-20"
    out = ascent("train", "--workspace", store, *DAY)[1]
    note = f"{refitted['model']} has itself learned from some of the measured deals, so its figures flatter it."
    assert out.splitlines()[-3] == (
        f"Verdict: worse than {refitted['model']} on the measured deals, by ROC AUC and Brier score. {note} "
        "Better not use it before it is measured on newer deals."
    )
    card = trained(ascent, store, "--product", "Azure")["card"]
    assert f"{card['in_use_note']}." == note
    assert card["fitted_until"] == "2026-10-20"


def test_without_anything_measured_the_advice_is_not_to_use_it(ascent: Ascent, tmp_path: Path) -> None:
    """All of the newest deals were won."""
    folder = write_partner(tmp_path / "tables")
    head, *rows = (folder / "opportunities.csv").read_text(encoding="utf-8").splitlines()
    rows[210:] = [row.replace(",Lost,", ",Won,") for row in rows[210:]]
    (folder / "opportunities.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    ascent("import", folder, "--workspace", tmp_path / "store", *DAY)
    out = ascent("train", "--workspace", tmp_path / "store", *DAY)[1]
    assert out.splitlines()[-3] == (
        "Verdict: nothing was measured, so nothing says that it is better than default: better not use it."
    )


def test_deals_that_all_close_later(ascent: Ascent, store: Path) -> None:
    code, out, err = ascent("train", "--workspace", store, "--as-of", "2024-01-01")
    assert (code, out) == (3, "")
    assert err.splitlines()[-1] == (
        "Error: A product needs at least 20 won and 20 lost deals to learn from; there are: none to learn from "
        "(320 deals close after the as-of date; left out). "
        "Train as of a later day (--as-of), or import opportunities.csv with both outcomes."
    )
    err = ascent("train", "--product", "Azure", "--workspace", store, "--as-of", "2024-01-01")[2]
    assert "Azure (0 won, 0 lost) (160 deals close after the as-of date; left out)." in err


def test_too_few_deals(ascent: Ascent, tmp_path: Path) -> None:
    folder = write_partner(tmp_path / "tables", leave_out=["opportunities"])
    ascent("import", folder, "--workspace", tmp_path / "store")
    code, out, err = ascent("train", "--workspace", tmp_path / "store", *DAY)
    assert (code, out) == (3, "")
    assert err.splitlines()[-1] == (
        "Error: A product needs at least 20 won and 20 lost deals to learn from; there are: no deals at all. "
        "Import opportunities.csv with both outcomes."
    )
    assert not (tmp_path / "store" / "models").exists()


def test_nothing_to_train_on(ascent: Ascent, tmp_path: Path) -> None:
    code, out, err = ascent("train", "--workspace", tmp_path)
    assert (code, out, err.startswith("Error: There is no own data to score")) == (3, "", True)


def test_a_column_that_tells_the_outcome_is_named(ascent: Ascent, tmp_path: Path) -> None:
    """Stage says Closed won of those whose deals were all won, and Closed lost of the others."""
    folder = write_partner(tmp_path / "tables")
    deals = [line.split(",") for line in (folder / "opportunities.csv").read_text(encoding="utf-8").splitlines()[1:]]
    outcome = {deal[1]: deal[4] for deal in deals}
    lines = [",".join([*deal[:4], outcome[deal[1]], deal[5]]) for deal in deals]
    head = (folder / "opportunities.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "opportunities.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    head, *rows = (folder / "customers.csv").read_text(encoding="utf-8").splitlines()
    staged = [f"{row},Closed {outcome.get(row.split(',')[0], 'lost').lower()}" for row in rows]
    (folder / "customers.csv").write_text("\n".join([f"{head},Stage", *staged]) + "\n", encoding="utf-8")
    ascent("import", folder, "--workspace", tmp_path / "store")
    code, out, err = ascent("train", "--workspace", tmp_path / "store", *DAY)
    told = "column 'Stage' alone tells won from lost (ROC AUC 1): it looks like a consequence of the outcome"
    warning = f"{told} and was left out"
    assert (code, err.splitlines()[-1]) == (0, f"Warning: {warning}")
    assert f"Note: {warning}." in out
