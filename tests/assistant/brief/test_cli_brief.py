"""``ascent brief``: what it takes, where it writes, and what it says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
DAY = ("--as-of", "2026-10-25")


@pytest.fixture
def store(reports: Path, tmp_path: Path) -> Path:
    """A workspace of one's own with the small partner's reports."""
    import_reports(Workspace(tmp_path / "store"), [reports])
    return tmp_path / "store"


def test_a_cohort_is_printed_as_markdown(ascent: Ascent, store: Path) -> None:
    code, out, err = ascent("brief", "M365", "migrate to cloud: dark", "--workspace", store, *DAY)
    assert (code, err) == (0, "")
    assert out.startswith(
        "# M365 migrate to cloud: dark\n\nCampaign brief, reports of 2026-10, as of 2026-10-25. 2 customers.\n"
    )
    assert "| 1 | 4001 | \\[bold\\]Acme\\[/bold\\] AB | Göteborg | Sweden | Retail | 120 | Act Now | A2 |" in out


def test_a_page_and_a_text_are_written_once(ascent: Ascent, store: Path, tmp_path: Path) -> None:
    for suffix, begins in ((".html", "<!DOCTYPE html>"), (".md", "# M365 migrate to cloud: dark")):
        out = tmp_path / f"brief{suffix}"
        arguments = ("brief", "dark cohort", "--out", out, "--workspace", store, *DAY)
        assert ascent(*arguments) == (
            0,
            f"The brief on M365 migrate to cloud: dark (2 customers) is written to {out}\n",
            "",
        )
        first = out.read_bytes()
        assert first.decode().startswith(begins)
        assert ascent(*arguments) == (1, "", f"Error: {out} exists already. Replace it with --force.\n")
        assert ascent(*arguments, "--force")[0] == 0
        assert out.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.html", "brief.md", "store"]


def test_a_shortlist_goes_before_a_question(ascent: Ascent, store: Path) -> None:
    made = ascent("shortlist", "dark", "Best customers for M365", "--size", "2", "--workspace", store, *DAY)
    assert made[0] == 0
    code, out, _ = ascent("brief", "dark", "--workspace", store, *DAY)
    assert code == 0
    assert out.startswith("# dark\n")
    assert "- Chosen from: 3 customers, best first for M365\n" in out


def test_with_json_it_is_data(ascent: Ascent, store: Path) -> None:
    code, out, _ = ascent("brief", "dark cohort", "--json", "--workspace", store, *DAY)
    found = json.loads(out)
    assert code == 0
    assert (found["title"], found["total"], found["customers"]) == ("M365 migrate to cloud: dark", 2, ["4001", "4003"])
    assert found["figures"][0] == {"label": "Customers", "value": 2, "unit": "customers"}
    assert found["file"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["zzz qqq"], 3, "I cannot answer this from the reports: I do not know what to make of “zzz”, “qqq”."),
        (["How many customers are Act Now for M365?"], 1, "The question gives a figure."),
        (["dark cohort", "--out", "brief.pdf"], 2, "'brief.pdf' ends neither with .html nor with .md."),
        (["dark cohort", "--out", "missing/brief.md"], 1, "There is no folder missing."),
        (["Who in Sweden is in the dark cohort and has over 900 employees?"], 3, "No customer meets this"),
        ([" "], 2, "it is empty"),
    ],
)
def test_what_cannot_be_briefed_is_said(
    ascent: Ascent, store: Path, arguments: list[str], code: int, told: str
) -> None:
    found, out, err = ascent("brief", *arguments, "--workspace", store, *DAY)
    assert found == code
    assert told in " ".join((out + err).split())


def test_a_word_that_is_no_question_and_no_shortlist(ascent: Ascent, store: Path) -> None:
    code, out, err = ascent("brief", "spring-sale", "--workspace", store, *DAY)
    assert (code, out) == (1, "")
    assert err.startswith("Error: There is no shortlist “spring-sale”.")


def test_an_agreement_in_two_rows_is_one_with_a_figure(ascent: Ascent, reports: Path, tmp_path: Path) -> None:
    heads = "Customer ID,Account Name,M365Cluster,Agreement ID,Agreement End Date,Expiration Type,Expiring Revenue"
    rows = "4001,Acme,Act Now,AGR-2,11/01/2026,Expiring,{}\n"
    text = f"{heads}\n{rows.format('$100')}{rows.format('$250')}4002,Sum,Act Now,AGR-9,11/02/2026,Expiring,\n"
    file = tmp_path / "2026-10-CLASAgreementRenewalsPropensity.csv"
    file.write_text(text, encoding="utf-8")
    import_reports(Workspace(tmp_path / "store"), [reports / "2026-10" / "CLASM365Propensity.csv", file])
    out = ascent("brief", "Act Now or Nurture customers for M365", "--workspace", tmp_path / "store", *DAY)[1]
    assert "2 agreements of 2 customers end from 2026-10-25 to 2027-01-23, true-ups included, with $350" in out
    assert "of expiring revenue; 1 without a figure." in out


def test_who_came_in_is_not_said_of_a_question_that_compares_months(ascent: Ascent, store: Path) -> None:
    code, out, _ = ascent("brief", "M365 Nurture customers whose fit rose since last month", "--workspace", store, *DAY)
    assert code == 0
    assert "Who came in and who left cannot be said: the question compares months itself. 0 customers were" in out
