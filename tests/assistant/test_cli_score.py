"""``ascent score``: what all own customers come to, by a model that is written by hand."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from own_partner import write_partner

Ascent = Callable[..., tuple[int, str, str]]
LAST_DAY = "2026-10-20"


def test_score(ascent: Ascent, own_workspace: Path) -> None:
    """119 customers have under 600 people; every second one has a signal: the chances are 67.9, 26.9, 94.0 and 73.1."""
    code, out, err = ascent("score", "--workspace", own_workspace, "--as-of", LAST_DAY)
    assert (code, err) == (0, "Scoring your own customers as of 2026-10-20 ...\n")
    assert out.splitlines()[:4] == [
        "240 customers scored as of 2026-10-20 by the model in use, hand: "
        "written by hand: large customers fit Azure, and hiring speaks for it.",
        "",
        "product  Act Now  Evaluate  Nurture  Educate  mean propensity  near a cutoff  whitespace",
        "Azure          0       121        0      119            65.7%            121         192",
    ]
    assert "M365 without Azure consumption                 96\n" in out
    assert out.endswith("\n120 customers run technology whose support has ended.\n")


def test_score_as_json(ascent: Ascent, own_workspace: Path) -> None:
    code, out, _ = ascent("score", "--json", "--workspace", own_workspace, "--as-of", LAST_DAY)
    found = json.loads(out)
    cohorts = found.pop("cohorts")
    assert (code, found) == (
        0,
        {
            "model": "hand",
            "about": "written by hand: large customers fit Azure, and hiring speaks for it",
            "as_of": LAST_DAY,
            "customers": 240,
            "products": [
                {
                    "product": "azure",
                    "customers": 240,
                    "clusters": {"act-now": 0, "evaluate": 121, "nurture": 0, "educate": 119},
                    "propensity": 65.7,
                    "near_cutoff": 121,
                    "whitespace": 192,
                }
            ],
            "out_of_service": 120,
            "warnings": [],
        },
    )
    assert {name: count for name, count in cohorts.items() if count} == {
        "azure-m365-no-consumption": 96,
        "m365-migrate-dark": 120,
        "m365-upsell-suite": 120,
        "m365-upsell-seats": 120,
        "m365-copilot": 118,
        "surface-acquire-1-49": 10,
        "surface-acquire-50": 110,
        "security-m365-e5": 120,
    }


def test_score_with_the_shipped_model(ascent: Ascent, own_workspace: Path) -> None:
    ascent("model", "use", "default", "--workspace", own_workspace)
    out = ascent("score", "--product", "Dynamics 365", "--json", "--workspace", own_workspace, "--as-of", LAST_DAY)[1]
    found = json.loads(out)
    assert found["model"] == "default"
    assert [item["product"] for item in found["products"]] == ["d365bc", "d365sp", "d365fo", "d365ce"]
    assert [sum(item["clusters"].values()) for item in found["products"]] == [240] * 4


@pytest.mark.parametrize(
    ("day", "warnings"),
    [
        ("2026-11-06", []),  # 31 days after the newest signal
        (
            "2026-11-07",
            [
                "Intent is stale: the newest signal is of 2026-10-06, more than a month before 2026-11-07. "
                "Import newer ones."
            ],
        ),
    ],
)
def test_a_month_without_signals_makes_intent_stale(
    ascent: Ascent, own_workspace: Path, day: str, warnings: list[str]
) -> None:
    out = ascent("score", "--json", "--workspace", own_workspace, "--as-of", day)[1]
    assert json.loads(out)["warnings"] == warnings
    code, _, err = ascent("ask", "Who is Evaluate for Azure?", "--workspace", own_workspace, "--as-of", day)
    assert (code, err) == (0, "".join(f"Warning: {text}\n" for text in warnings))


@pytest.mark.parametrize(
    ("as_of", "day", "stale"),
    [
        ("2026-10-20", "2027-01-20", "deal is of 2026-10-20"),
        ("2026-10-20", "2027-01-21", "was trained as of 2026-10-20"),
        ("2026-11-20", "2027-01-20", ""),
        ("2026-11-20", "2027-01-21", "deal is of 2026-10-20"),
    ],
)
def test_a_quarter_without_training_or_deals_makes_fit_stale(
    ascent: Ascent, own_workspace: Path, as_of: str, day: str, stale: str
) -> None:
    path = own_workspace / "models" / "hand.json"
    model = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(model | {"card": {"as_of": as_of}}), encoding="utf-8")
    out = ascent("score", "--json", "--workspace", own_workspace, "--as-of", day)[1]
    told = [text for text in json.loads(out)["warnings"] if text.startswith("Fit is stale")]
    assert [stale in text for text in told] == ([True] if stale and day > "2027-01-20" else [])


def test_compare(ascent: Ascent, own_workspace: Path, tmp_path: Path) -> None:
    """Fit by the report 80 against 26.9 and 70 against 73.1: 53.1 and 3.1 points apart."""
    report = tmp_path / "2026-10 Azure.csv"
    report.write_text(
        "Customer ID,Account Name,AzureCluster,Azure Fit,Azure Intent\n"
        "5239,Customer 239,Evaluate,70,0\n5001,Customer 1,Act Now,80,0\n9,Other,Act Now,90,0\n",
        encoding="utf-8",
    )
    ascent("import", report, "--workspace", own_workspace)
    options = ("score", "--compare", "--workspace", own_workspace, "--as-of", LAST_DAY)
    code, out, err = ascent(*options)
    assert (code, out.splitlines()[2:]) == (
        0,
        [
            "Farthest apart in fit from the reports:",
            "",
            "customer      id    product  own fit  own cluster  report's fit  report's cluster  why",
            "Customer 1    5001  Azure       26.9  Educate                80  Act Now           Org size 10 -23.1",
            "Customer 239  5239  Azure       73.1  Evaluate               70  Evaluate          Org size 1,200 +23.1",
        ],
    )
    assert "Warning: The reports are stale: " not in err
    found = json.loads(ascent(*options, "--limit", "1", "--product", "Azure", "--json")[1])
    assert [item["customer"] for item in found["disagreements"]] == ["5001"]
    err = ascent("score", "--workspace", own_workspace, "--as-of", "2026-11-25")[2]
    assert "Warning: The reports are stale: those of 2026-11 are out, the newest imported are of 2026-10.\n" in err


def test_a_product_that_the_model_does_not_score(ascent: Ascent, own_workspace: Path) -> None:
    for options in ((), ("--compare",), ("--json",)):
        code, out, err = ascent(
            "score", "--product", "O365", *options, "--workspace", own_workspace, "--as-of", LAST_DAY
        )
        assert (code, out, err.splitlines()[-1]) == (3, "", "Error: The model hand does not score O365.")
    found = json.loads(ascent("score", "--product", "Azure", "--json", "--workspace", own_workspace)[1])
    assert [item["product"] for item in found["products"]] == ["azure"]


def test_nothing_to_score(ascent: Ascent, workspace: Path, own_workspace: Path) -> None:
    code, out, err = ascent("score", "--workspace", workspace)
    assert (code, out) == (3, "")
    assert err.splitlines()[-1].startswith("Error: There is no own data to score: import your customers")
    code, _, err = ascent("score", "--compare", "--workspace", own_workspace)
    assert (code, err.splitlines()[-1].startswith("Error: No report has been imported yet.")) == (3, True)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_export_scores_of_own_data(ascent: Ascent, own_workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    ascent("export", "scores", "--out", out, "--workspace", own_workspace, "--as-of", LAST_DAY)
    rows = read(out)
    assert len(rows) == 240
    assert list(rows[1].values()) == [
        *("5001", "Azure", "2026-10", "model", "26.9", "0", "Very Low", "Very Low", "ET10", "Educate", "26.9"),
        *("1000", "5000", "whitespace", "No"),
    ]
    assert list(rows[238].values())[4:11] == ["73.1", "50", "Medium", "Low", "E7", "Evaluate", "94"]
    assert (rows[0]["model_type"], rows[239]["near_cutoff"]) == ("next-logical-workload", "Yes")


def test_export_of_both_sources(ascent: Ascent, own_workspace: Path, tmp_path: Path) -> None:
    report = tmp_path / "2026-09 Azure.csv"
    report.write_text("Customer ID,AzureCluster,Azure Fit,Azure Intent\n5001,Act Now,80,1\n9,Act Now,90,0\n")
    ascent("import", report, "--workspace", own_workspace)

    def exported(table: str, *options: str) -> list[dict[str, str]]:
        out = tmp_path / "out.csv"
        code, _, err = ascent(
            "export", table, "--out", out, "--force", "--workspace", own_workspace, "--as-of", LAST_DAY, *options
        )
        assert (code, err) == (0, "")
        return read(out)

    scores = exported("scores")
    assert [(row["source"], row["month"], row["fit"]) for row in scores if row["customer_id"] == "5001"] == [
        ("model", "2026-10", "26.9"),
        ("report", "2026-09", "80"),
    ]
    assert scores[-1] | {"customer_id": "9", "source": "report", "propensity": "", "model_type": ""} == scores[-1]
    assert {row["source"] for row in exported("scores", "--source", "report")} == {"report"}
    assert {row["source"] for row in exported("scores", "--source", "model")} == {"model"}
    assert [row["customer_id"] for row in exported("scores", "--month", "2026-09")] == ["5001", "9"]
    customers = exported("customers")
    assert (len(customers), len({row["customer_id"] for row in customers})) == (241, 241)
    assert {row["source"] for row in customers if row["customer_id"] in ("5001", "9")} == {"report"}
    assert {row["month"] for row in exported("cohorts")} == {"2026-10"}
    signals = exported("signals")
    assert (len(signals), signals[0]["type"], signals[0]["observed"]) == (200, "Hiring", "2026-10-06")


def test_export_reasons(ascent: Ascent, own_workspace: Path, tmp_path: Path) -> None:
    """Base and points add up to the score, worked out by hand: 50 + 23.1; 0 + 50; 50 + 16 + 28."""
    out = tmp_path / "reasons.csv"
    code, text, _ = ascent("export", "reasons", "--out", out, "--workspace", own_workspace, "--as-of", LAST_DAY)
    assert (code, text) == (0, f"1,440 rows of reasons, 2026-10, of your own data, written to {out}\n")
    mine = [list(row.values()) for row in read(out) if row["customer_id"] == "5238"]
    assert mine == [
        ["5238", "Azure", "fit", "base", "", "50", "model hand"],
        ["5238", "Azure", "fit", "Org size", "1,195", "23.1", "customers.org_size"],
        ["5238", "Azure", "intent", "base", "", "0", "model hand"],
        ["5238", "Azure", "intent", "Hiring: cloud engineer", "strength 1, 14 days old", "50", "signals, 2026-10-06"],
        ["5238", "Azure", "propensity", "base", "", "50", "model hand"],
        ["5238", "Azure", "propensity", "Fit", "73.1", "16", "scores.fit"],
        ["5238", "Azure", "propensity", "Intent", "50", "28", "scores.intent"],
    ]
    code, _, err = ascent("export", "reasons", "--out", tmp_path / "x.csv", "--workspace", own_workspace, "--source",
                          "report")  # fmt: skip
    assert (code, err.startswith("Error: Reasons in points are of own scores")) == (3, True)


@pytest.mark.parametrize("batch", [1, 7, 20_000])
def test_reasons_add_up_to_every_score(
    ascent: Ascent, own_workspace: Path, tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the shipped model, whatever the size of the batches."""
    monkeypatch.setattr("scoring.own.reasons.CHUNK", batch)
    ascent("model", "use", "default", "--workspace", own_workspace)
    for table in ("scores", "reasons"):
        ascent("export", table, "--out", tmp_path / f"{table}.csv", "--workspace", own_workspace, "--as-of", LAST_DAY)
    tenths: dict[tuple[str, str, str], int] = {}
    for row in read(tmp_path / "reasons.csv"):
        key = (row["customer_id"], row["product"], row["score"])
        tenths[key] = tenths.get(key, 0) + round(10 * float(row["points"]))
    expected = {
        (row["customer_id"], row["product"], name): round(10 * float(row[name]))
        for row in read(tmp_path / "scores.csv")
        for name in ("fit", "intent", "propensity")
    }
    assert tenths == expected


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_order_of_rows_and_files_changes_no_byte(ascent: Ascent, tmp_path: Path, suffix: str) -> None:
    """Scores and reasons, after training on each of the two imports."""
    written = []
    for seed in (0, 3):
        store = tmp_path / f"store {seed}"
        ascent("import", write_partner(tmp_path / f"tables {seed}", shuffled=seed), "--workspace", store)
        assert ascent("train", "--use", "--workspace", store, "--as-of", "2026-10-25")[0] == 0
        found = []
        for table in ("scores", "reasons", "cohorts", "signals", "customers"):
            out = tmp_path / f"{table} {seed}.{suffix}"
            assert ascent("export", table, "--out", out, "--workspace", store, "--as-of", "2026-10-25")[0] == 0
            found.append(out.read_bytes())
        written.append(found)
    assert written[0] == written[1]
