"""The shared sample data, where it is at hand: the figures that are known of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import NotAReportError
from scoring.importing import ImportSummary, import_reports
from scoring.workspace import Workspace

Read = Callable[..., list[tuple[Any, ...]]]
SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared sample data is not beside the checkout"),
]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, ImportSummary]:
    workspace = Workspace(tmp_path_factory.mktemp("sample"))
    return workspace, import_reports(workspace, [SHARED / "reports"], strict=True)


def test_what_is_recognised(imported: tuple[Workspace, ImportSummary]) -> None:
    found = [(file.month, file.report, file.layout, file.rows, file.customers) for file in imported[1].files]
    whole = [("2026-09", report, "fy24", 2337, 2337) for report in ("azure", "d365", "m365", "surface")]
    whole += [("2026-10", report, "current", 2367, 2367) for report in ("azure", "d365", "m365", "security", "surface")]
    whole += [("2026-09", "renewals", "fy24", 919, 668), ("2026-10", "renewals", "current", 935, 681)]
    assert sorted(found) == sorted(whole)
    assert all(file.unknown == () and file.warnings == () for file in imported[1].files)
    assert imported[1].skipped == ()


def test_known_figures(imported: tuple[Workspace, ImportSummary], read: Read) -> None:
    workspace = imported[0]
    assert read(workspace, "SELECT month, count(*) FROM customers GROUP BY 1 ORDER BY 1") == [
        ("2026-09", 2337),
        ("2026-10", 2367),
    ]
    assert read(workspace, "SELECT count(*) FROM agreements WHERE month = '2026-10'") == [(935,)]
    act_now = "SELECT count(*) FROM scores WHERE month = '2026-10' AND product = 'azure' AND cluster = 'act-now'"
    assert read(workspace, act_now) == [(726,)]


def test_a_crm_export_is_no_report(workspace: Workspace) -> None:
    for name in ("crm.csv", "crm_gold.csv"):
        with pytest.raises(NotAReportError, match=rf"{name} is no report: it has the column RecordId\. A CRM export"):
            import_reports(workspace, [SHARED / "raw" / name], "2026-10")
