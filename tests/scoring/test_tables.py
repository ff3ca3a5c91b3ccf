"""Tests of the file that questions are answered from: it holds what the store holds, or it is made again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.names import find_customers
from scoring.tables import ReportTables, Tables, open_tables
from scoring.workspace import Workspace

NAMES = ("customers", "memberships", "agreements", "scores", "names")
HEADINGS = ("TPID", "AccountName", "City", "AzureFit", "AzureIntent", "AzureCluster", "My play", "M365 Fit")


@pytest.fixture
def imported(workspace: Workspace, write: Callable[..., Path]) -> Callable[..., Workspace]:
    """A workspace with three customers, whose fit for Azure may be chosen."""

    def import_rows(fit: int = 80, month: str = "2026-10") -> Workspace:
        rows = [
            ("4001", "Åkerö Ltd", "Lund", fit, 60, "Act Now", "Yes", 10),
            ("4002", "Straße & Co", "", "", "", "Evaluate", "No", 76.5),
            ("4003", "Ålfa", "Oslo", 30, "", "", "", ""),
        ]
        import_reports(workspace, [write("azure.csv", HEADINGS, *rows)], month)
        return Workspace(workspace.path)

    return import_rows


def content(tables: Tables | None) -> dict[str, list[tuple[Any, ...]]]:
    assert tables is not None
    tables.require_names()
    return {name: tables.connection.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in NAMES}


def files(workspace: Workspace) -> list[Path]:
    return sorted(workspace.cache.path("").glob("tables.*.duckdb"))


def test_nothing_is_imported(workspace: Workspace) -> None:
    assert open_tables(workspace) is None
    assert not workspace.path.exists()


def test_the_file_holds_what_the_store_holds(imported: Callable[..., Workspace]) -> None:
    workspace = imported()
    snapshot = workspace.snapshot()
    assert snapshot is not None
    views, made, kept = ReportTables(snapshot, ""), open_tables(workspace), open_tables(workspace)
    assert made is not None
    assert kept is not None
    assert content(made) == content(kept) == content(views)
    assert made.sources == kept.sources == views.sources
    assert len(files(workspace)) == 1


@pytest.mark.parametrize("damage", ["lost", "cut", "rubbish", "index lost", "index damaged"])
def test_a_damaged_copy_is_made_again(imported: Callable[..., Workspace], damage: str) -> None:
    workspace = imported()
    before = content(open_tables(workspace))
    (path,), index = files(workspace), workspace.cache.path("tables.json")
    actions: dict[str, Callable[[], object]] = {
        "lost": path.unlink,
        "cut": lambda: path.write_bytes(path.read_bytes()[:20_000]),
        "rubbish": lambda: path.write_bytes(b"rubbish"),
        "index lost": index.unlink,
        "index damaged": lambda: index.write_bytes(index.read_bytes()[:-9]),
    }
    actions[damage]()
    assert content(open_tables(workspace)) == before
    assert files(workspace) != [path]
    assert len(files(workspace)) == 1


def test_where_nothing_can_be_kept_the_store_answers(imported: Callable[..., Workspace]) -> None:
    workspace = imported()
    before = content(open_tables(workspace))
    workspace.cache.clear()
    workspace.cache.path("").rmdir()
    workspace.cache.path("").write_text("no folder")
    assert content(open_tables(workspace)) == before


def test_an_import_is_seen_and_an_open_reader_stays_where_it_was(imported: Callable[..., Workspace]) -> None:
    def fit(engine: Engine) -> Any:
        return engine.fetch("SELECT fit FROM scores WHERE customer_id = '4001' AND product = 'azure'")[0]["fit"]

    late, early = Engine(imported(80)), Engine(imported(80))
    assert fit(early) == 80
    newer = Engine(imported(40))
    assert (fit(newer), fit(early), fit(late)) == (40, 80, 80)
    assert [source.month for source in newer.availability.sources] == ["2026-10"]


def test_what_is_forgotten_is_not_kept(imported: Callable[..., Workspace]) -> None:
    imported(month="2026-09")
    workspace = imported(month="2026-10")
    content(open_tables(workspace))
    workspace.forget("2026-09")
    assert files(workspace) == []
    assert {row["month"] for row in Engine(workspace).fetch("SELECT month FROM customers")} == {"2026-10"}
    workspace.forget("2026-10")
    assert open_tables(workspace) is None
    assert files(workspace) == []


def test_an_own_matrix_makes_new_scores(imported: Callable[..., Workspace]) -> None:
    workspace = imported()
    before = content(open_tables(workspace))["scores"]
    own = workspace.path / "catalog"
    own.mkdir()
    (own / "bands.toml").write_text('[[band]]\nid = "high"\ntitle = "High"\nlower = 90.0\n', encoding="utf-8")
    after = content(open_tables(Workspace(workspace.path)))["scores"]
    assert [row for row in before if row not in after]


def test_names_are_found_in_the_copy(imported: Callable[..., Workspace]) -> None:
    workspace = imported()
    for _ in range(2):
        found = find_customers(Engine(workspace), ["akero", "strasse & co", "nobody"])
        assert {text: [it.customer_id for it in customers] for text, customers in found.items()} == {
            "akero": ["4001"],
            "strasse & co": ["4002"],
        }
