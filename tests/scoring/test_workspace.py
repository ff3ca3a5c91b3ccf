"""The store: one committed state for readers whatever writers do, replaced by month, report and location."""

import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.errors import MonthError, WorkspaceError
from scoring.importing import ImportSummary, import_reports
from scoring.workspace import TABLES, Snapshot, Workspace, open_table

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]
HEADINGS = ("MPNID", "PartnerName", "TPID", "AccountName", "AzureFit", "AzureCluster", "HasM365", "My play", "Note")


def rows(partner: str = "7", fit: int = 80, count: int = 3) -> list[tuple[str, ...]]:
    site, scores = f"Site {partner}", (str(fit), "Act Now", "Yes", "Yes")
    return [(partner, site, str(4000 + number), f"Firm {number}", *scores, f"n{number}") for number in range(count)]


@pytest.fixture
def azure(workspace: Workspace, write: Write) -> Callable[..., ImportSummary]:
    """Imports an Azure report of some rows."""

    def import_rows(content: Sequence[Sequence[str]], month: str = "2026-10", **options: Any) -> ImportSummary:
        return import_reports(workspace, [write("azure.csv", HEADINGS, *content)], month, **options)

    return import_rows


Azure = Callable[..., ImportSummary]


def what(summary: ImportSummary) -> list[tuple[str, str, str, str, int, int]]:
    return [
        (item.month, item.report, item.partner_id, item.what, item.rows, item.rows_before) for item in summary.changes
    ]


def fits(snapshot: Snapshot | None) -> list[tuple[Any, ...]]:
    assert snapshot is not None
    with duckdb.connect() as connection:
        snapshot.view(connection, "scores")
        return connection.execute("SELECT month, fit, count(*) FROM scores GROUP BY ALL ORDER BY ALL").fetchall()


def test_an_empty_workspace_has_no_snapshot(workspace: Workspace) -> None:
    assert workspace.snapshot() is None
    assert not workspace.path.exists()


def test_a_state_is_that_of_a_copy_and_another_after_a_change(
    workspace: Workspace, azure: Azure, tmp_path: Path
) -> None:
    assert workspace.state() == ""
    azure(rows())
    state = workspace.state()
    shutil.copytree(workspace.path, tmp_path / "copy", copy_function=shutil.copyfile)
    assert (len(state), Workspace(tmp_path / "copy").state()) == (16, state)
    azure(rows())
    assert workspace.state() == state
    azure(rows(fit=81))
    assert workspace.state() != state


def test_a_snapshot_says_what_it_holds(workspace: Workspace, azure: Azure) -> None:
    azure(rows("7") + rows("8"), "2026-09")
    azure(rows("7", count=2), "2026-10")
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert snapshot.months() == ["2026-10", "2026-09"]
    sources = snapshot.sources()
    columns = sources[0].pop("columns")
    assert sources[0] == {
        "month": "2026-10",
        "report": "azure",
        "partner_id": "7",
        "partner_name": "Site 7",
        "layout": "fy24",
        "files": ("azure.csv",),
        "rows": 2,
        "customers": 2,
    }
    assert [(item["month"], item["partner_id"], item["rows"]) for item in sources] == [
        ("2026-10", "7", 2),
        ("2026-09", "7", 3),
        ("2026-09", "8", 3),
    ]
    assert [(name, match.field, match.kind, match.product) for name, match in columns] == [
        ("AccountName", "account_name", "text", ""),
        ("AzureCluster", "cluster", "cluster", "azure"),
        ("AzureFit", "fit", "score", "azure"),
        ("HasM365", "has_m365", "flag", ""),
        ("MPNID", "partner_id", "id", ""),
        ("My play", "my-play", "play", ""),
        ("Note", "Note", "extra", ""),
        ("PartnerName", "partner_name", "text", ""),
        ("TPID", "customer_id", "id", ""),
    ]


def test_sources_read_through_a_connection_that_is_there(workspace: Workspace, azure: Azure) -> None:
    azure(rows())
    snapshot = workspace.snapshot()
    assert snapshot is not None
    with duckdb.connect() as connection:
        snapshot.view(connection, "sources")
        assert snapshot.sources(connection) == snapshot.sources()
        assert connection.execute("SELECT count(*) FROM sources").fetchall() == [(1,)]


def test_months_are_text_and_views_take_any_name(workspace: Workspace, azure: Azure) -> None:
    azure(rows())
    snapshot = workspace.snapshot()
    assert snapshot is not None
    with duckdb.connect() as connection:
        snapshot.view(connection, "customers", "people")
        snapshot.view(connection, "customers", "people")
        found = connection.execute("SELECT DISTINCT month, typeof(month), typeof(org_size), org_size FROM people")
        assert found.fetchall() == [("2026-10", "VARCHAR", "DOUBLE", None)]
        with pytest.raises(KeyError):
            snapshot.view(connection, "passwords")


def test_a_table_without_rows_can_be_asked(workspace: Workspace, azure: Azure, read: Read) -> None:
    azure(rows())
    assert read(workspace, "SELECT agreement_id, agreement_end, month FROM agreements") == []


def test_what_is_unchanged_makes_no_version(workspace: Workspace, azure: Azure) -> None:
    assert what(azure(rows())) == [("2026-10", "azure", "7", "added", 3, 0)]
    again = azure(rows()[::-1])
    assert what(again) == [("2026-10", "azure", "7", "unchanged", 3, 3)]
    assert (again.unchanged, again.version) == (True, 1)
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert snapshot.number == 1


def test_a_later_import_replaces_by_month_report_and_location(workspace: Workspace, azure: Azure, read: Read) -> None:
    azure(rows("7") + rows("8"), "2026-09")
    azure(rows("7") + rows("8"), "2026-10")
    summary = azure(rows("8", fit=20, count=1) + rows("9", count=2), "2026-10")
    assert what(summary) == [
        ("2026-10", "azure", "8", "replaced", 1, 3),
        ("2026-10", "azure", "9", "added", 2, 0),
    ]
    assert (summary.unchanged, summary.version) == (False, 3)
    sql = 'SELECT month, partner_id, count(*), min("azure.fit") FROM rows GROUP BY ALL ORDER BY ALL'
    assert read(workspace, sql) == [
        ("2026-09", "7", 3, 80.0),
        ("2026-09", "8", 3, 80.0),
        ("2026-10", "7", 3, 80.0),
        ("2026-10", "8", 1, 20.0),
        ("2026-10", "9", 2, 80.0),
    ]
    assert read(workspace, "SELECT customer_id, partner_id FROM customers WHERE month = '2026-10'") == [
        ("4000", ["7", "8", "9"]),
        ("4001", ["7", "9"]),
        ("4002", ["7"]),
    ]


def test_only_what_changed_is_said_to_be_replaced(azure: Azure) -> None:
    azure(rows("7") + rows("8"))
    assert [item[2:4] for item in what(azure(rows("7") + rows("8", fit=81)))] == [("7", "unchanged"), ("8", "replaced")]


def test_another_column_is_another_content(workspace: Workspace, write: Write) -> None:
    import_reports(workspace, [write("a.csv", ("TPID", "AzureFit"), ("1", "5"))], "2026-10")
    same = import_reports(workspace, [write("b.csv", ("Azure Fit", "Customer ID"), ("5.0", "1"))], "2026-10")
    more = import_reports(workspace, [write("c.csv", ("TPID", "AzureFit", "City"), ("1", "5", ""))], "2026-10")
    assert (same.unchanged, more.unchanged) == (True, False)


def test_files_of_one_call_are_united(workspace: Workspace, write: Write, read: Read) -> None:
    files = [
        write("a.csv", ("MPNID", "TPID", "AzureFit"), ("7", "1", "5")),
        write("b.csv", ("TPID", "MPNID", "AzureIntent"), ("2", "7", "6")),
        write("c.csv", ("TPID", "AzureIntent"), ("3", "6")),
    ]
    summary = import_reports(workspace, files, "2026-10")
    assert [item[2:5] for item in what(summary)] == [("", "added", 1), ("7", "added", 2)]
    assert read(workspace, "SELECT customer_id, fit, intent FROM scores") == [
        ("1", 5.0, None),
        ("2", None, 6.0),
        ("3", None, 6.0),
    ]
    assert read(workspace, "SELECT partner_id, files, customers FROM sources ORDER BY 1") == [
        ("", ["c.csv"], 1),
        ("7", ["a.csv", "b.csv"], 2),
    ]


def test_a_month_can_be_forgotten(workspace: Workspace, azure: Azure, read: Read) -> None:
    azure(rows(), "2026-09")
    azure(rows(), "2026-10")
    assert workspace.forget("2026-09")
    for table in TABLES:
        assert {month for (month,) in read(workspace, f"SELECT month FROM {table}")} <= {"2026-10"}, table  # noqa: S608
    assert not workspace.forget("2026-09")
    assert workspace.forget("2026-10")
    assert workspace.snapshot() is None
    assert azure(rows()).changes[0].what == "added"
    assert fits(workspace.snapshot()) == [("2026-10", 80.0, 3)]


@pytest.mark.parametrize("month", ["2026-13", "2026", "2026-10' OR true --", ""])
def test_only_months_are_forgotten(month: str, workspace: Workspace, azure: Azure) -> None:
    azure(rows())
    with pytest.raises(MonthError):
        workspace.forget(month)


def test_a_snapshot_stays_as_it_was(workspace: Workspace, azure: Azure) -> None:
    azure(rows(fit=80))
    before = workspace.snapshot()
    azure(rows(fit=20))
    assert fits(before) == [("2026-10", 80.0, 3)]
    assert fits(workspace.snapshot()) == [("2026-10", 20.0, 3)]


def test_what_is_forgotten_is_off_the_disk(workspace: Workspace, azure: Azure) -> None:
    azure(rows(fit=80))
    azure(rows(fit=20))
    workspace.forget("2026-10")
    assert workspace.snapshot() is None
    assert list(workspace.path.rglob("month=2026-10/*.parquet")) == []


class CrashError(Exception):
    """Stands for a process that dies."""


@pytest.mark.parametrize("first", [True, False], ids=["first import", "later import"])
@pytest.mark.parametrize("step", ["reading azure.csv", *(f"writing {table}" for table in TABLES), "committing"])
def test_a_writer_that_dies_leaves_the_old_state(step: str, first: bool, workspace: Workspace, azure: Azure) -> None:
    def crash(doing: str, done: int, total: int) -> None:
        if doing == step:
            raise CrashError

    if not first:
        azure(rows(fit=80))
    with pytest.raises(CrashError):
        azure(rows(fit=20) + rows("9", fit=20, count=5), progress=crash)
    seen = workspace.snapshot()
    assert seen is None if first else fits(seen) == [("2026-10", 80.0, 3)]
    azure(rows(fit=40), "2026-11")
    assert fits(workspace.snapshot()) == ([] if first else [("2026-10", 80.0, 3)]) + [("2026-11", 40.0, 3)]


def test_an_import_can_be_done_again_after_a_crash(workspace: Workspace, azure: Azure) -> None:
    def crash(doing: str, done: int, total: int) -> None:
        if doing == "committing":
            raise CrashError

    azure(rows(fit=80))
    with pytest.raises(CrashError):
        azure(rows(fit=20), progress=crash)
    assert azure(rows(fit=20)).changes[0].what == "replaced"
    assert fits(workspace.snapshot()) == [("2026-10", 20.0, 3)]


def test_versions_that_no_commit_names_are_restored(workspace: Workspace, azure: Azure, read: Read) -> None:
    azure(rows(fit=80))
    for table in ("scores", "customers"):
        open_table(workspace.table_path(table)).delete()
    assert fits(workspace.snapshot()) == [("2026-10", 80.0, 3)]
    azure(rows(fit=40), "2026-11")
    assert fits(workspace.snapshot()) == [("2026-10", 80.0, 3), ("2026-11", 40.0, 3)]
    assert read(workspace, "SELECT month, count(*) FROM customers GROUP BY ALL ORDER BY 1") == [
        ("2026-10", 3),
        ("2026-11", 3),
    ]


def test_readers_see_whole_imports_while_others_write(workspace: Workspace, azure: Azure) -> None:
    azure(rows(fit=0, count=50))
    seen: set[tuple[tuple[float, ...], int, int]] = set()
    stop = threading.Event()
    failures: list[Exception] = []

    def look() -> None:
        while not stop.is_set():
            try:
                seen.add(look_once(workspace))
            except Exception as error:  # noqa: BLE001 - handed to the test
                failures.append(error)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for fit in range(1, 6):
        azure(rows(fit=fit, count=50 + fit))
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 1
    assert seen <= {((float(fit),), 50 + fit, 50 + fit) for fit in range(6)}


def look_once(workspace: Workspace) -> tuple[tuple[float, ...], int, int]:
    """(fits, scores, customers) of the newest snapshot."""
    snapshot = workspace.snapshot()
    assert snapshot is not None
    with duckdb.connect() as connection:
        for table in ("scores", "customers"):
            snapshot.view(connection, table)
        found = connection.execute("SELECT list(DISTINCT fit), count(*) FROM scores").fetchall()[0]
        return tuple(found[0]), found[1], connection.execute("SELECT count(*) FROM customers").fetchall()[0][0]


def test_one_writer_at_a_time(workspace: Workspace, azure: Azure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.workspace.LOCK_SECONDS", 0.05)
    with workspace.writer(), pytest.raises(WorkspaceError, match="still running"):
        azure(rows())
    assert azure(rows()).version == 1


def shuffled(seed: int) -> Iterator[tuple[str, list[list[str]]]]:
    """The same two reports in other orders of files, rows and columns."""
    chance = random.Random(seed)  # noqa: S311
    azure = [list(row) for row in (*rows("7", count=40), *rows("8", fit=30, count=60), *rows("7", fit=10, count=20))]
    headings = list(HEADINGS)
    m365 = [["1", "7", str(4000 + number), f"Firm {number}", str(number), "Yes", "Retail"] for number in range(50)]
    reports = [
        ("azure", headings, azure[:60]),
        ("azure", headings, azure[60:]),
        ("m365", ["Seat count", "MPNID", "TPID", "AccountName", "M365Fit", "HasM365", "Industry"], m365),
    ]
    chance.shuffle(reports)
    for number, (name, titles, content) in enumerate(reports):
        order = chance.sample(range(len(titles)), len(titles))
        content = chance.sample(content, len(content))
        yield f"{number}-{name}.csv", [[row[place] for place in order] for row in [titles, *content]]


def test_the_order_of_files_rows_and_columns_leaves_no_trace(tmp_path: Path, write: Write, read: Read) -> None:
    states = []
    for seed in range(3):
        files = [write(f"{seed}/{name}", content[0], *content[1:]) for name, content in shuffled(seed)]
        workspace = Workspace(tmp_path / f"store{seed}")
        import_reports(workspace, files, "2026-10")
        states.append({table: read(workspace, f"SELECT * FROM {table}") for table in TABLES if table != "rows"})  # noqa: S608
    for state in states:
        state["sources"] = [tuple(value for value in row if not isinstance(value, list)) for row in state["sources"]]
    assert states[0] == states[1] == states[2]
    assert {table: len(state) for table, state in states[0].items()} == {
        "customers": 60,
        "scores": 110,
        "memberships": 60,
        "agreements": 0,
        "sources": 3,
    }


def test_a_field_that_the_catalogue_gained(workspace: Workspace, azure: Azure, write: Write, read: Read) -> None:
    azure(rows(), "2026-09")
    folder = workspace.path / "catalog"
    folder.mkdir()
    (folder / "own.toml").write_text(
        '[[field]]\nid = "tier"\ntitle = "Tier"\nkind = "number"\ngroup = "own"\nspellings = ["Tier"]\n',
        encoding="utf-8",
    )
    grown = Workspace(workspace.path)
    assert read(grown, "SELECT DISTINCT tier FROM customers") == [(None,)]
    import_reports(grown, [write("x.csv", ("TPID", "AzureFit", "Tier"), ("1", "5", "3"))], "2026-10")
    assert read(grown, "SELECT month, max(tier) FROM customers GROUP BY ALL ORDER BY 1") == [
        ("2026-09", None),
        ("2026-10", 3.0),
    ]
    assert read(workspace, "SELECT count(*) FROM customers") == [(4,)]


def test_a_field_that_changed_its_kind_is_refused(workspace: Workspace, azure: Azure) -> None:
    azure(rows())
    folder = workspace.path / "catalog"
    folder.mkdir()
    (folder / "own.toml").write_text(
        '[[field]]\nid = "account_name"\ntitle = "Name"\nkind = "list"\ngroup = "own"\nspellings = ["AccountName"]\n',
        encoding="utf-8",
    )
    grown = Workspace(workspace.path)
    with pytest.raises(WorkspaceError, match="'account_name' is VARCHAR\\[\\]; it was imported as VARCHAR"):
        import_reports(grown, [workspace.path.parent / "in" / "some" / "files" / "azure.csv"], "2026-10")
    assert fits(workspace.snapshot()) == [("2026-10", 80.0, 3)]


@pytest.mark.parametrize("folder", ["with space", "åäö 日本", "a#b", "semi;colon", "it's", "{x}", "a*b"])
def test_folders_with_all_kinds_of_names(folder: str, tmp_path: Path, write: Write, read: Read) -> None:
    if sys.platform == "win32" and "*" in folder:
        pytest.skip("Windows has no such names")
    workspace = Workspace(tmp_path / folder / "store")
    import_reports(workspace, [write("azure.csv", HEADINGS, *rows())], "2026-10")
    assert read(workspace, "SELECT count(*) FROM customers") == [(3,)]


@pytest.mark.parametrize("folder", ["a[b]", "100%", "a^b"])
def test_folders_that_cannot_be_used_are_refused(folder: str, tmp_path: Path, write: Write) -> None:
    with pytest.raises(WorkspaceError, match="cannot lie in a folder with"):
        import_reports(Workspace(tmp_path / folder), [write("azure.csv", HEADINGS, *rows())], "2026-10")


def test_a_file_in_place_of_the_workspace(tmp_path: Path, write: Write) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        import_reports(Workspace(tmp_path / "file"), [write("azure.csv", HEADINGS, *rows())], "2026-10")


def test_settings_that_cannot_be_read(workspace: Workspace) -> None:
    workspace.remember({"Köp": "city"})
    workspace.remember({"b": "state"})
    assert Workspace(workspace.path).mappings() == {"Köp": "city", "b": "state"}
    (workspace.path / "settings.json").write_text("{", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"settings\.json cannot be read"):
        workspace.mappings()


def test_commits_say_what_was_done(workspace: Workspace, azure: Azure) -> None:
    azure(rows("7") + rows("8"))
    workspace.forget("2026-10")
    table = open_table(workspace.table_path("commits"))
    with duckdb.connect() as connection:
        files = [str(workspace.table_path("commits") / Path(uri).name) for uri in table.file_uris()]
        found = connection.read_parquet(files).order("number").fetchall()
    assert [row[:2] for row in found] == [(1, "imported 2026-10 azure 7, 2026-10 azure 8"), (2, "forgot 2026-10")]


def test_reading_needs_no_heavy_package(workspace: Workspace, azure: Azure) -> None:
    azure(rows())
    code = (
        "import sys, duckdb; from pathlib import Path; from scoring.workspace import Workspace\n"
        "snapshot = Workspace(Path(sys.argv[1])).snapshot(); connection = duckdb.connect()\n"
        "snapshot.view(connection, 'customers'); snapshot.sources(); assert snapshot.months()\n"
        "assert connection.execute('SELECT count(*) FROM customers').fetchall() == [(3,)]\n"
        "print(sorted({'pandas', 'pyarrow', 'numpy', 'filelock'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(workspace.path)], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_many_versions_and_months(workspace: Workspace, azure: Azure) -> None:
    for number in range(1, 13):
        azure(rows(fit=number), f"2026-{number:02}")
    assert fits(workspace.snapshot()) == [(f"2026-{number:02}", float(number), 3) for number in range(1, 13)]
    assert list(workspace.table_path("customers").glob("_delta_log/*.checkpoint.parquet"))


def test_the_row_of_a_commit_is_enough_to_read_it(workspace: Workspace, azure: Azure) -> None:
    azure(rows(fit=80))
    snapshot = workspace.snapshot()
    assert snapshot is not None
    bare = Snapshot(workspace, snapshot.number, snapshot.versions)
    assert [bare.files(table) for table in TABLES] == [snapshot.files(table) for table in TABLES]
    assert fits(bare) == [("2026-10", 80.0, 3)]


def test_all_files_of_a_table_are_alike_when_the_catalogue_grows(workspace: Workspace, azure: Azure) -> None:
    azure(rows(), "2026-08")
    azure(rows(), "2026-09")
    folder = workspace.path / "catalog"
    folder.mkdir()
    (folder / "own.toml").write_text(
        '[[field]]\nid = "tier"\ntitle = "Tier"\nkind = "number"\ngroup = "own"\nspellings = ["Tier"]\n',
        encoding="utf-8",
    )
    grown = Workspace(workspace.path)
    import_reports(grown, [workspace.path.parent / "in" / "some" / "files" / "azure.csv"], "2026-10")
    snapshot = grown.snapshot()
    assert snapshot is not None
    with duckdb.connect() as connection:
        columns = [connection.read_parquet(file).columns for file in snapshot.files("customers")]
    assert len(columns) == 3
    assert all("tier" in names for names in columns)
    assert fits(snapshot) == [("2026-08", 80.0, 3), ("2026-09", 80.0, 3), ("2026-10", 80.0, 3)]
