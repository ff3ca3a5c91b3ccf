"""``ascent model``: which models there are, how they differ, and which one scores."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from own_partner import HAND

Ascent = Callable[..., tuple[int, str, str]]
DAY = ("--as-of", "2026-10-20")


def other(workspace: Path, **changes: Any) -> None:
    """A second model by hand: half the weight of hiring, a longer half-life, larger customers fit more."""
    azure: dict[str, Any] = {
        **HAND["products"]["azure"],  # type: ignore[index]
        "weights": {"hiring": 1.0, "news": 0.5},
        "terms": [{"features": ["org_size"], "table": [0.0, -1.0, 0.5, 2.0]}],
    }
    feature = {"name": "org_size", "column": "org_size", "kind": "number", "edges": [600, 1000]}
    model = HAND | {
        "id": "other",
        "half_lives": {"hiring": 14.0, "news": 30.0},
        "calibration": {"slope": 0.5, "intercept": 0.0},
        "features": [feature],
        "products": {"azure": azure},
    }
    (workspace / "models" / "other.json").write_text(json.dumps(model | changes), encoding="utf-8")


def test_list(ascent: Ascent, own_workspace: Path) -> None:
    card = {
        "as_of": "2026-10-20",
        "products": ["azure", "m365", "surface", "d365bc"],
        "split": "random: 30% of the deals measured on, seed 1",
        "refitted": "on all deals, after the figures were taken",
        "deals": {"fitted": 2000},
        "measured": {"this model": {"roc_auc": 0.75, "brier": 0.2}},
    }
    other(own_workspace, card=card)
    (own_workspace / "models" / "broken.json").write_text("{", encoding="utf-8")
    code, out, err = ascent("model", "list", "--workspace", own_workspace)
    assert (code, err) == (0, "")
    broken = own_workspace / "models" / "broken.json"
    assert [line[:103].rstrip() for line in out.splitlines()] == [
        "model            trained as of  products learned        split             deals  ROC AUC  Brier score",
        "default",
        "broken",
        "hand     in use",
        "other            2026-10-20     Azure, M365 and 2 more  random, refitted  2,000    0.750        0.200",
    ]
    about = [line[103:] for line in out.splitlines()]
    assert about[1::2] == ["The shipped model, for the time before any training", "written by hand"]
    assert about[2].startswith(f"{broken} cannot be read as JSON: ")
    assert ascent("model", "--workspace", own_workspace)[1] == out
    found = json.loads(ascent("model", "list", "--json", "--workspace", own_workspace)[1])
    assert found["in_use"] == "hand"
    assert {name: found["models"][3][name] for name in ("products", "split", "refitted")} == {
        "products": card["products"],
        "split": card["split"],
        "refitted": True,
    }
    assert {item["id"]: item["deals"] for item in found["models"]} == {
        "broken": None,
        "default": None,
        "hand": None,
        "other": 2000,
    }


def test_show(ascent: Ascent, own_workspace: Path) -> None:
    assert ascent("model", "show", "--workspace", own_workspace)[1].splitlines() == [
        "Model hand: written by hand: large customers fit Azure, and hiring speaks for it",
        "",
        "Products: Azure.",
        "",
        "It has no card: nothing was measured of it.",
        "",
        "It is in use.",
    ]
    code, out, _ = ascent("model", "show", "default", "--workspace", own_workspace)
    assert (code, out.splitlines()[-1]) == (0, "It is not in use. Put it to use with: ascent model use default")
    found = json.loads(ascent("model", "show", "hand", "--json", "--workspace", own_workspace)[1])
    assert {name: found[name] for name in HAND} == HAND
    assert found["in_use"] is True


def test_diff(ascent: Ascent, own_workspace: Path) -> None:
    """Org size: 1.0 against 0.5 from 600 people on, and against 2.0 from 1,000 on: at most 1.0 apart."""
    other(own_workspace)
    code, out, _ = ascent("model", "diff", "other", "--workspace", own_workspace)
    assert (code, out.splitlines()) == (
        0,
        [
            "hand and other",
            "",
            "calibration  hand  other",
            "slope           1    0.5",
            "",
            "half-life in days  hand  other",
            "News and events       –     30",
            "",
            "Azure                       hand  other",
            "weight of Hiring           1.386      1",
            "weight of News and events      –    0.5",
            "Terms that differ most, in log-odds: Org size 1.00.",
        ],
    )
    found = json.loads(ascent("model", "diff", "other", "hand", "--json", "--workspace", own_workspace)[1])
    assert (found["first"], found["second"], found["calibration"]) == ("other", "hand", {"slope": [0.5, 1.0]})
    assert found["products"][0]["terms"] == [{"term": "org_size", "largest": 1.0, "only": ""}]
    assert ascent("model", "diff", "hand", "--workspace", own_workspace)[1] == "hand and hand do not differ.\n"


def test_diff_with_products_that_one_model_lacks(ascent: Ascent, own_workspace: Path) -> None:
    out = ascent("model", "diff", "hand", "default", "--json", "--workspace", own_workspace)[1]
    products = {item["product"]: item for item in json.loads(out)["products"]}
    assert products["m365"]["base"] == [None, -1.4]
    assert {term["only"] for term in products["m365"]["terms"]} == {"second"}
    assert len(products) == 8


def test_a_proposal_is_not_in_use_until_it_is_used(ascent: Ascent, own_workspace: Path) -> None:
    other(own_workspace)

    def scoring() -> str:
        return str(json.loads(ascent("score", "--json", "--workspace", own_workspace, *DAY)[1])["model"])

    assert scoring() == "hand"
    code, out, _ = ascent("model", "use", "other", "--workspace", own_workspace)
    assert (code, out) == (0, "other is in use. Back to hand: ascent model rollback\n")
    assert scoring() == "other"
    assert ascent("model", "rollback", "--workspace", own_workspace)[1] == "hand is in use again.\n"
    assert scoring() == "hand"
    found = json.loads(ascent("model", "rollback", "--json", "--workspace", own_workspace)[1])
    assert found == {"in_use": "default", "before": []}
    code, out, err = ascent("model", "rollback", "--workspace", own_workspace)
    assert (code, out, err) == (1, "", "Error: No model was in use before 'default'.\n")


def test_an_unknown_model(ascent: Ascent, own_workspace: Path) -> None:
    code, out, err = ascent("model", "use", "../secret", "--workspace", own_workspace)
    assert (code, out, err) == (1, "", "Error: There is no model '../secret'. There are: default, hand.\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "is no model of this version"),
        (json.dumps(HAND | {"schema": 99}), "its schema is 99, not 1"),
        (json.dumps({name: HAND[name] for name in HAND if name != "products"}), "is damaged: 'products' is missing"),
        (json.dumps(HAND | {"half_lives": {"hiring": -1}}), "is damaged: "),
    ],
)
@pytest.mark.parametrize(
    "arguments", [("score",), ("ask", "Who is Act Now for Azure?"), ("model", "show"), ("explain", "5001")]
)
def test_a_damaged_model_is_refused_by_name(
    ascent: Ascent, own_workspace: Path, content: str, message: str, arguments: tuple[str, ...]
) -> None:
    path = own_workspace / "models" / "hand.json"
    path.write_text(content, encoding="utf-8")
    code, out, err = ascent(*arguments, "--workspace", own_workspace, *DAY)
    assert (code, out) == (1, "")
    assert str(path) in err.splitlines()[-1]
    assert message in err.splitlines()[-1]
    assert ascent("status", "--workspace", own_workspace)[0] == 0
    assert ascent("model", "use", "default", "--workspace", own_workspace)[0] == 0
    assert ascent(*arguments, "--workspace", own_workspace, *DAY)[0] == 0


def test_source_setting(ascent: Ascent, own_workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A question's own words come first, then the option and the environment, then the setting."""
    (tmp_path / "2026-10 Azure.csv").write_text("Customer ID,AzureCluster,Azure Fit\n5001,Act Now,80\n")
    ascent("import", tmp_path / "2026-10 Azure.csv", "--workspace", own_workspace, "--map", "Nothing=city")

    def count(question: str, *options: str) -> float:
        out = ascent("ask", question, "--json", "--workspace", own_workspace, *DAY, *options)[1]
        return float(json.loads(out)["value"])

    question = "How many customers are Evaluate for Azure?"
    assert count(question) == 0
    assert count(question, "--source", "model") == 121
    assert count(f"{question[:-1]} by our own model?") == 121
    assert ascent("model", "source", "model", "--workspace", own_workspace)[1] == (
        "Whose scores answer: your own model's.\n"
    )
    assert count(question) == 121
    assert count(question, "--source", "report") == 0
    monkeypatch.setenv("ASCENT_SOURCE", "report")
    assert count(question) == 0
    monkeypatch.delenv("ASCENT_SOURCE")
    settings = json.loads((own_workspace / "settings.json").read_text(encoding="utf-8"))
    assert settings == {"mappings": {"Nothing": "city"}, "source": "model"}
    found = json.loads(ascent("model", "source", "either", "--json", "--workspace", own_workspace)[1])
    assert (found, count(question)) == ({"source": "either"}, 0)
    code, _, err = ascent("model", "source", "vendor", "--workspace", own_workspace)
    assert (code, "'vendor' is none of report, model, either." in err) == (2, True)


def test_a_setting_that_means_nothing(ascent: Ascent, own_workspace: Path) -> None:
    (own_workspace / "settings.json").write_text('{"source": "vendor"}', encoding="utf-8")
    code, _, err = ascent("ask", "Who is Act Now for Azure?", "--workspace", own_workspace)
    assert (code, "the source 'vendor' is none of report, model" in err) == (1, True)


def test_status_tells_the_model_in_use(ascent: Ascent, own_workspace: Path) -> None:
    def line() -> str:
        out = ascent("status", "--workspace", own_workspace, *DAY)[1]
        return next(line for line in out.splitlines() if line.startswith("Model in use: "))

    assert line() == "Model in use: hand. 1 model learned here: ascent model list"
    found = json.loads(ascent("status", "--json", "--workspace", own_workspace, *DAY)[1])
    assert found["model"] == {"in_use": "hand", "trained_as_of": None, "learned": 1, "warnings": []}
    (own_workspace / "models" / "in-use.json").write_text("{", encoding="utf-8")
    code, out, _ = ascent("status", "--workspace", own_workspace, *DAY)
    assert (code, "Model in use: damaged." in out, "in-use.json is damaged: " in out) == (0, True, True)


def test_products_with_features_of_one_name(ascent: Ascent, own_workspace: Path) -> None:
    """A model that learned one product keeps the others with the bins that they had."""
    ascent("model", "use", "default", "--workspace", own_workspace)
    code, out, _ = ascent("train", "--product", "Azure", "--use", "--json", "--workspace", own_workspace, *DAY)
    assert code == 0
    model = json.loads(Path(json.loads(out)["file"]).read_text(encoding="utf-8"))
    sizes = [feature for feature in model["features"] if feature["name"] == "org_size"]
    assert [feature.get("key", "org_size") for feature in sizes][:2] == ["org_size", "org_size (2)"]
    summary = json.loads(ascent("score", "--json", "--workspace", own_workspace, *DAY)[1])
    assert len(summary["products"]) == 8
