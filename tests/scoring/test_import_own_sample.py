"""The partner's own tables of the shared sample data, where it is at hand: the figures that are known of them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.importing import ImportSummary, import_reports
from scoring.own.stored import read_stored
from scoring.workspace import Workspace

Read = Callable[..., list[tuple[Any, ...]]]
SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared sample data is not beside the checkout"),
]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, ImportSummary]:
    """Own tables and reports, in one call."""
    workspace = Workspace(tmp_path_factory.mktemp("sample"))
    return workspace, import_reports(workspace, [SHARED / "raw", SHARED / "reports" / "2026-10"])


def test_what_is_recognised(imported: tuple[Workspace, ImportSummary]) -> None:
    own = [file for file in imported[1].files if not file.month]
    assert [(file.report, file.layout, file.rows, file.customers, file.unknown) for file in own] == [
        ("customers", "", 2367, 2367, ()),
        ("opportunities", "", 5673, 2211, ()),
        ("signals", "", 19814, 2154, ()),
        ("subscriptions", "", 2910, 1780, ()),
    ]
    assert [Path(text.partition(" is ")[0]).name for text in imported[1].skipped] == ["crm.csv", "crm_gold.csv"]
    assert {file.month for file in imported[1].files if file.month} == {"2026-10"}


def test_the_one_signal_that_stands_twice_is_told(imported: tuple[Workspace, ImportSummary]) -> None:
    warnings = [item for file in imported[1].files if not file.month for item in file.warnings]
    assert [(item.kind, item.count, item.examples[0].row, item.examples[0].value) for item in warnings] == [
        ("signal-twice", 1, 1245, "1.0")
    ]


def test_all_is_one_commit(imported: tuple[Workspace, ImportSummary]) -> None:
    workspace, summary = imported
    assert summary.version == 1
    assert [(it.report, it.what, it.rows) for it in summary.changes if not it.month] == [
        ("customers", "added", 2367),
        ("subscriptions", "added", 2910),
        ("signals", "added", 19813),
        ("opportunities", "added", 5673),
    ]
    again = import_reports(workspace, [SHARED / "raw"])
    assert (again.unchanged, again.version) == (True, 1)


def test_known_figures(imported: tuple[Workspace, ImportSummary], read: Read) -> None:
    workspace = imported[0]
    assert read(
        workspace, "SELECT product, sum(seats), round(sum(azure_acr), 2) FROM own_subscriptions GROUP BY 1 ORDER BY 1"
    ) == [
        ("azure", 0.0, 1277089.51),
        ("d365", 4064.0, 0.0),
        ("m365", 79914.0, 0.0),
        ("surface", 7572.0, 0.0),
    ]
    assert read(workspace, "SELECT * FROM own_opportunities WHERE opportunity_id = 'OPP-Azure-000002'") == [
        ("OPP-Azure-000002", "4000297", "azure", date(2026, 7, 3), "lost", 1294.54)
    ]
    assert read(workspace, "SELECT signal_type, count(*) FROM own_signals GROUP BY 1 ORDER BY 1")[-3:] == [
        ("technology_spend", 1573),
        ("technology_use", 1652),
        ("website_visits", 1632),
    ]
    sql = "SELECT count(*) FROM own_customers WHERE list_contains(installed_technology, 'Windows Server 2012')"
    assert read(workspace, sql) == [(333,)]
    assert read(workspace, "SELECT nonprofit, count(*) FROM own_customers GROUP BY 1 ORDER BY 2 DESC")[0] == (
        "No",
        2295,
    )


def test_what_status_says(imported: tuple[Workspace, ImportSummary]) -> None:
    customers, opportunities, signals, subscriptions = read_stored(imported[0].snapshot())
    assert (customers.rows, subscriptions.rows, subscriptions.customers) == (2367, 2910, 1780)
    assert (signals.newest, opportunities.newest) == (date(2026, 10, 25), date(2026, 10, 20))
    assert opportunities.ended["powerapps"] == (310, 425)
    assert sum(won for won, _ in opportunities.ended.values()) == 2036
    assert opportunities.unknown == 0
