"""Sets of questions with their gold: how many are right, and how few are silently wrong."""

from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation import Report, evaluate, load_questions
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.sample import write_sample
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
ROOT = Path(__file__).resolve().parents[2]
TIDEWATER = ROOT / "tests" / "questions" / "tidewater.jsonl"
TIDEWATER_RIGHT = 92.2  # percent at least: 226 of 240 as measured, less two points
TIDEWATER_SILENTLY_WRONG = 1  # items at most: as measured
SHARED = ROOT.parent / "shared"
PUBLIC = SHARED / "eval" / "public.jsonl"
REPORTS = SHARED / "data" / "reports"
PUBLIC_RIGHT = {
    **dict.fromkeys(("list", "count", "aggregate", "top", "group"), 75.0),
    **dict.fromkeys(("explain", "compare", "define"), 60.0),
}
PUBLIC_SILENTLY_WRONG = 3.0  # percent at most


def report(reports: Path, questions: Path, workspace: Path) -> Report:
    """How the offline brain answers a file of questions over a folder of reports."""
    import_reports(Workspace(workspace), [reports])
    brain = OfflineBrain(Tools(Engine(Workspace(workspace)), AS_OF))
    return evaluate(load_questions(questions), brain)


def not_right(graded: Report) -> str:
    return "\n".join(f"{one.item.id} {one.grade}: {one.item.question}" for one in graded.not_right)


def test_tidewater(tmp_path: Path) -> None:
    write_sample(tmp_path / "reports", customers=1500, seed=20261)
    graded = report(tmp_path / "reports", TIDEWATER, tmp_path / "workspace")
    assert graded.total.items == 240
    assert graded.total.right_percent >= TIDEWATER_RIGHT, not_right(graded)
    assert graded.total.silently_wrong <= TIDEWATER_SILENTLY_WRONG, not_right(graded)


@pytest.mark.shared
@pytest.mark.skipif(
    not (PUBLIC.exists() and REPORTS.exists()), reason="the shared sample data is not beside the checkout"
)
def test_public(tmp_path: Path) -> None:
    graded = report(REPORTS, PUBLIC, tmp_path / "workspace")
    assert 100 * graded.total.silently_wrong / graded.total.items <= PUBLIC_SILENTLY_WRONG, not_right(graded)
    for category, least in PUBLIC_RIGHT.items():
        assert graded.categories[category].right_percent >= least, f"{category}\n{not_right(graded)}"
