"""Own tables: the published matrix over own scores, what they depend on, and the file that they are kept in."""

import math
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from handmade import category, item, logit, model, own_workspace, product, term

from scoring.engine import Engine
from scoring.errors import ModelError, NotInData
from scoring.model.model import Model
from scoring.model.storage import ModelStore
from scoring.own.tables import OwnTables
from scoring.workspace import Workspace

DAY = date(2026, 10, 25)
VALUES = (0, 29, 29.9, 30, 54.9, 55, 74.9, 75, 100)
BAND = {0: "very-low", 29: "very-low", 29.9: "very-low", 30: "low", 54.9: "low", 55: "medium", 74.9: "medium"}
BAND |= {75: "high", 100: "high"}
COLUMNS = ("high", "medium", "low", "very-low")
PUBLISHED = {
    "high": ("A1", "A2", "A3", "A4", "act-now"),
    "medium": ("E5", "E6", "E7", "E8", "evaluate"),
    "low": ("N9", "N9", "N9", "N9", "nurture"),
    "very-low": ("ET10", "ET10", "ET10", "ET10", "educate"),
}
KINDS = ("hiring", "company_size", "news", "technology_use", "technology_retirement", "technology_spend", "funding",
         "merger", "content")  # fmt: skip


def fits_and_intents(*values: float) -> Model:
    """A model in which an industry gives the fit of its name, and a signal of strength 1 the intent of its place."""
    industries = category("industry", *(f"fit {value}" for value in values))
    table = [0, *(logit(value) for value in values)]
    weights = {kind: -math.log1p(-value / 100) if value < 100 else 40.0
               for kind, value in zip(KINDS, values, strict=False)}  # fmt: skip
    return model(dict.fromkeys(KINDS, 30.0), azure=product(term(table, industries), weights=weights))


def matrix_workspace(folder: Path, values: tuple[float, ...] = VALUES, catalog: str = "") -> Workspace:
    """A customer for each pair of fit and intent: ``55|74.9``."""
    pairs = [(fit, intent) for fit in values for intent in values]
    return own_workspace(
        folder,
        fits_and_intents(*values),
        catalog,
        customers=[(f"{f}|{i}", f"Customer {f} {i}", 10, f"fit {f}", "Norway", "") for f, i in pairs],
        signals=[(f"{f}|{i}", DAY, KINDS[values.index(i)], "", "", 1) for f, i in pairs],
    )


def scores(engine: Engine, *columns: str) -> dict[str, tuple[Any, ...]]:
    rows = engine.own.fetch("SELECT * FROM scores ORDER BY customer_id")
    return {row["customer_id"]: tuple(row[column] for column in columns) for row in rows}


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(matrix_workspace(tmp_path_factory.mktemp("matrix")), DAY, "model")


def test_the_published_matrix_at_every_edge(matrix: Engine) -> None:
    found = scores(matrix, "fit", "intent", "fit_band", "intent_band", "cell", "cluster")
    assert len(found) == 81
    for fit in VALUES:
        *cells, cluster = PUBLISHED[BAND[fit]]
        for intent in VALUES:
            cell = cells[COLUMNS.index(BAND[intent])]
            assert found[f"{fit}|{intent}"] == (fit, intent, BAND[fit], BAND[intent], cell, cluster)


def test_every_square_of_the_matrix_has_its_customers(matrix: Engine) -> None:
    rows = matrix.own.fetch("SELECT cell, count(*) AS n FROM scores GROUP BY cell ORDER BY cell")
    each = {row["cell"]: row["n"] for row in rows}
    assert each == {"A1": 4, "A2": 4, "A3": 4, "A4": 6, "E5": 4, "E6": 4, "E7": 4, "E8": 6, "N9": 18, "ET10": 27}
    assert matrix.own.fetch("SELECT count(*) AS n FROM scores WHERE cluster_title = 'Evaluate'") == [{"n": 18}]


def test_a_score_within_two_points_of_an_edge_is_near_it(tmp_path: Path) -> None:
    values = (27.9, 28, 32, 32.1, 52.9, 57, 72.9, 77, 77.1)
    engine = Engine(matrix_workspace(tmp_path, values), DAY, "model")
    near = {value for value in values if value in (28, 32, 57, 77)}
    for customer, (flag,) in scores(engine, "near_cutoff").items():
        assert flag == any(float(part) in near for part in customer.split("|"))


OWN_MATRIX = """
[[cell]]
id = "A3"
fit = "high"
intent = ["low"]
cluster = "evaluate"
[[cell]]
id = "A4"
fit = "high"
intent = ["very-low"]
cluster = "evaluate"
[[cell]]
id = "E5"
fit = "medium"
intent = ["high"]
cluster = "act-now"
"""


def test_a_partners_own_matrix_is_laid_over_the_published_one(tmp_path: Path) -> None:
    engine = Engine(matrix_workspace(tmp_path, catalog=OWN_MATRIX), DAY, "model")
    own = {"A3": "evaluate", "A4": "evaluate", "E5": "act-now"}
    found = scores(engine, "cell", "cluster")
    for fit in VALUES:
        *cells, cluster = PUBLISHED[BAND[fit]]
        for intent in VALUES:
            cell = cells[COLUMNS.index(BAND[intent])]
            assert found[f"{fit}|{intent}"] == (cell, own.get(cell, cluster))


# What scores depend on.

FIT = term([0, logit(30), logit(80)], item("installed_technology", "AWS"))
SMALL = model(
    {"hiring": 30.0, "news": 10.0}, azure=product(FIT, weights={"hiring": math.log(2), "news": math.log(2)})
)  # fmt: skip
CUSTOMERS = [
    ("1", "Alpha", 120, "Retail", "Norway", "AWS; SAP"),
    ("2", "Beta", 20, "Retail", "Sweden", "SAP"),
    ("3", "Gamma", "", "", "", ""),
]
SIGNALS = [
    ("1", "2026-10-25", "hiring", "Cloud engineer", "web", 1),  # age 0
    ("1", "2026-09-25", "hiring", "Developer", "web", 1),  # age 30
    ("1", "2026-10-26", "hiring", "Too late", "web", 5),
    ("2", "2026-10-15", "news", "Opening", "web", ""),  # age 10, strength 1
    ("9", "2026-10-25", "hiring", "Nobody's", "web", 1),
]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_workspace(tmp_path_factory.mktemp("small"), SMALL, customers=CUSTOMERS, signals=SIGNALS).path


@pytest.fixture
def small(imported: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(imported, tmp_path / "store"))


def test_signals_count_up_to_the_day_by_their_age(small: Workspace) -> None:
    found = scores(Engine(small, DAY, "model"), "fit", "intent")
    assert found == {"1": (80, 64.6), "2": (30, 29.3), "3": (30, 0)}  # 1 - 2^-1.5, 1 - 2^-0.5


def test_the_day_before_and_the_day_after(small: Workspace) -> None:
    before = scores(Engine(small, date(2026, 10, 24), "model"), "intent")
    assert before["1"] == (round(100 * (1 - 2 ** -(2 ** (-29 / 30))), 1),)
    after = scores(Engine(small, date(2026, 10, 26), "model"), "intent")
    strength = 2 ** (-1 / 30) + 2 ** (-31 / 30) + 5
    assert after["1"] == (round(100 * (1 - 2**-strength), 1),)
    assert scores(Engine(small, date(2026, 1, 1), "model"), "intent") == {"1": (0,), "2": (0,), "3": (0,)}


def test_signal_texts_name_those_that_count_most(small: Workspace) -> None:
    found = scores(Engine(small, DAY, "model"), "signals")
    assert found["1"] == ("Hiring: Cloud engineer (2026-10-25); Hiring: Developer (2026-09-25)",)
    assert found["2"] == ("News and events: Opening (2026-10-15)",)
    assert found["3"] == (None,)


def test_their_month_is_that_of_the_day(small: Workspace) -> None:
    assert Engine(small, DAY, "model").availability.months == ("2026-10",)
    assert Engine(small, date(2026, 11, 1), "model").availability.months == ("2026-11",)


def test_another_model_gives_other_scores(small: Workspace) -> None:
    assert scores(Engine(small, DAY, "model"), "fit")["2"] == (30,)
    ModelStore(small.path).save(Model("other", "", {}, {"azure": product()}))
    assert scores(Engine(small, DAY, "model"), "fit")["2"] == (30,)  # a proposal
    ModelStore(small.path).use("other")
    assert scores(Engine(small, DAY, "model"), "fit")["2"] == (50,)
    ModelStore(small.path).rollback()
    assert scores(Engine(small, DAY, "model"), "fit")["2"] == (30,)


def test_another_model_under_the_same_id_gives_other_scores(small: Workspace) -> None:
    assert scores(Engine(small, DAY, "model"), "fit")["1"] == (80,)
    ModelStore(small.path).save(Model(SMALL.id, "", {}, {"azure": product()}))
    assert scores(Engine(small, DAY, "model"), "fit")["1"] == (50,)


def test_a_damaged_model_in_use_is_told(small: Workspace) -> None:
    (small.path / "models" / "by-hand.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"by-hand\.json is no model of this version"):
        scores(Engine(small, DAY, "model"), "fit")


def test_a_model_of_a_product_that_nobody_knows_is_told(small: Workspace) -> None:
    ModelStore(small.path).save(model({}, toaster=product()))
    with pytest.raises(ModelError, match="toaster"):
        scores(Engine(small, DAY, "model"), "fit")


def test_without_own_customers_there_is_nothing_to_score(tmp_path: Path) -> None:
    with pytest.raises(NotInData, match="There is no own data to score"):
        _ = Engine(Workspace(tmp_path / "store"), DAY, "model").tables
    only = own_workspace(tmp_path, SMALL, signals=SIGNALS)
    with pytest.raises(NotInData, match="There is no own data to score"):
        _ = Engine(only, DAY, "model").tables


# The file that they are kept in.


def content(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    engine = Engine(Workspace(workspace.path), DAY, "model")
    engine.tables.require_names()
    return {name: engine.connection.execute(f"FROM {name} ORDER BY ALL").fetchall()
            for name in (*OwnTables.stored, "names")}  # fmt: skip


def files(workspace: Workspace) -> Iterator[Path]:
    return workspace.cache.path("").glob("own.*.duckdb")


def test_the_file_holds_what_is_computed(small: Workspace) -> None:
    made, (path,) = content(small), files(small)
    kept, (same,) = content(small), files(small)
    assert kept == made
    assert path == same
    small.cache.clear()
    small.cache.path("").rmdir()
    small.cache.path("").write_text("no folder", encoding="utf-8")
    assert content(small) == made


def test_the_order_of_rows_does_not_matter(small: Workspace, tmp_path: Path) -> None:
    turned = own_workspace(tmp_path / "turned", SMALL, customers=CUSTOMERS[::-1], signals=SIGNALS[::-1])
    assert content(turned) == content(small)


@pytest.mark.parametrize("damage", ["lost", "cut", "rubbish", "index lost", "index damaged"])
def test_a_damaged_file_is_made_again(small: Workspace, damage: str) -> None:
    before, (path,), index = content(small), files(small), small.cache.path("own.json")
    actions: dict[str, Callable[[], object]] = {
        "lost": path.unlink,
        "cut": lambda: path.write_bytes(path.read_bytes()[:20_000]),
        "rubbish": lambda: path.write_bytes(b"rubbish"),
        "index lost": index.unlink,
        "index damaged": lambda: index.write_bytes(index.read_bytes()[:-9]),
    }
    actions[damage]()
    assert content(small) == before
    assert len(list(files(small))) == 1
