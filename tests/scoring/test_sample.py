"""The invented partner: the same bytes for the same seed, and consistent with the catalogue's rules."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from knowledge.catalog import load_catalog
from knowledge.text import fold
from scoring import sample_words as words
from scoring.sample import write_sample
from scoring.sample_customers import COHORTS, Owned

CATALOG = load_catalog()
MONTHS = ("2026-09", "2026-10")
SIZE = 300
NOBODY = Owned(100, 0, 0, False, 0.0, 0, False, False, False, False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, customers=SIZE, seed=11)
    return folder


def rows(folder: Path, report: str, month: str = MONTHS[-1]) -> list[dict[str, str]]:
    """The rows of a report by field or cohort id, ``product.field`` for products."""
    with (folder / month / f"{CATALOG.reports[report].dataset}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{key(name): value for name, value in row.items()} for row in csv.DictReader(file)]


@cache
def key(heading: str) -> str:
    match = CATALOG.match_column(heading)
    assert match, heading
    return f"{match.product}.{match.field}".lstrip(".")


def every_row(folder: Path) -> Iterator[dict[str, str]]:
    for month in MONTHS:
        for report in CATALOG.reports:
            yield from rows(folder, report, month)


def digests(paths: tuple[Path, ...]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_sample(tmp_path / "a", customers=60, seed=3)
    assert digests(first) == digests(write_sample(tmp_path / "b", customers=60, seed=3))


def test_another_seed_gives_other_names(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", customers=60, seed=3)
    write_sample(tmp_path / "b", customers=60, seed=4)
    first, second = ({row["account_name"] for row in rows(tmp_path / part, "m365")} for part in "ab")
    assert len(first & second) < 20


def test_all_six_reports_of_each_month_are_written(folder: Path) -> None:
    expected = {f"{month}/{report.dataset}.csv" for month in MONTHS for report in CATALOG.reports.values()}
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")} == expected


def test_files_are_written_as_the_portal_writes_them(folder: Path) -> None:
    content = (folder / "2026-10" / "CLASM365Propensity.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfGlobal ID,")
    assert content.count(b"\r\n") == content.count(b"\n")


@pytest.mark.parametrize("report", CATALOG.reports)
def test_headings_are_todays_and_recognised(folder: Path, report: str) -> None:
    path = folder / "2026-10" / f"{CATALOG.reports[report].dataset}.csv"
    headings = next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    known = {cohort.spellings[0] for cohort in CATALOG.cohorts.values()} | set(CATALOG.layouts["current"].headings)
    assert set(headings) <= known
    assert len({key(heading) for heading in headings}) == len(headings)


def test_each_cohort_has_a_column_in_its_report(folder: Path) -> None:
    for cohort in CATALOG.cohorts.values():
        assert {row[cohort.id] for row in rows(folder, cohort.report)} == {"Yes", "No"}, cohort.id


def test_customers_are_as_many_as_asked_and_some_come_and_go(folder: Path) -> None:
    before, now = ({row["customer_id"] for row in rows(folder, "azure", month)} for month in MONTHS)
    assert len(before | now) == SIZE
    assert before - now
    assert now - before


def test_no_two_customers_share_a_name_or_a_domain(folder: Path) -> None:
    people = {row["customer_id"]: row for row in rows(folder, "m365")}
    for field in ("account_name", "domain"):
        assert len({row[field] for row in people.values()}) == len(people)


def test_one_month_holds_every_customer(tmp_path: Path) -> None:
    write_sample(tmp_path, customers=40, months=("2026-01",))
    assert len({row["customer_id"] for row in rows(tmp_path, "security", "2026-01")}) == 40


def test_a_customer_of_two_locations_stands_twice_with_the_same_values(folder: Path) -> None:
    seen: dict[str, dict[str, str]] = {}
    twice = 0
    for row in rows(folder, "m365"):
        rest = {name: value for name, value in row.items() if not name.startswith("partner_")}
        twice += row["customer_id"] in seen
        assert seen.setdefault(row["customer_id"], rest) == rest
    assert twice


def test_clusters_follow_the_fit_band(folder: Path) -> None:
    for row in every_row(folder):
        for name in [name for name in row if name.endswith(".fit")]:
            cluster = CATALOG.cluster_of(CATALOG.band_of(float(row[name])).id)
            assert cluster is not None
            assert row[name.replace(".fit", ".cluster")] == cluster.title


def test_every_band_and_cell_of_the_leading_clusters_occurs(folder: Path) -> None:
    cells = {
        CATALOG.cell_of(CATALOG.band_of(float(row["m365.fit"])).id, CATALOG.band_of(float(row["m365.intent"])).id).id
        for row in rows(folder, "m365")
    }
    assert cells == {cell.id for cell in CATALOG.cells.values()}


def test_fit_and_intent_drift_between_the_months(folder: Path) -> None:
    before, now = ({row["customer_id"]: row for row in rows(folder, "m365", month)} for month in MONTHS)
    both = before.keys() & now.keys()
    for field in ("m365.fit", "m365.intent", "m365.cluster"):
        moved = sum(before[customer][field] != now[customer][field] for customer in both)
        assert 0 < moved < len(both), field


def test_cohorts_agree_with_what_the_reports_say_is_owned(folder: Path) -> None:
    for row in rows(folder, "m365"):
        owner = row["has_m365"] == "Yes"
        assert (row["m365-migrate-on-premises"] == "Yes") + (row["m365-migrate-dark"] == "Yes") == (not owner)
        if not owner:
            assert {row[cohort] for cohort in ("m365-upsell-suite", "m365-upsell-seats", "m365-copilot")} == {"No"}
    for row in rows(folder, "azure"):
        expected = row["has_m365"] == "Yes" and row["has_azure"] == "No"
        assert (row["azure-m365-no-consumption"] == "Yes") == expected
    for row in rows(folder, "surface"):
        assert sum(row[cohort.id] == "Yes" for cohort in CATALOG.cohorts.values() if cohort.report == "surface") <= 1


@pytest.mark.parametrize(
    ("owned", "cohorts"),
    [
        (NOBODY, {"m365-migrate-dark"}),
        (replace(NOBODY, onprem_office=True, legacy_erp=True), {"m365-migrate-on-premises", "d365-migrate-to-bc"}),
        (replace(NOBODY, has_d365=True, has_bc=True, legacy_erp=True), {"m365-migrate-dark"}),
        (
            replace(NOBODY, seats=49, has_e5=True, acr=5.0),
            {"m365-upsell-seats", "m365-copilot", "surface-acquire-1-49"},
        ),
        (
            replace(NOBODY, seats=60, copilot_seats=60),
            {"azure-m365-no-consumption", "m365-upsell-suite", "security-m365-e5", "surface-acquire-50"},
        ),
        (replace(NOBODY, seats=60, has_e5=True, acr=5.0, devices=24), {"m365-copilot", "surface-upsell-1-24"}),
        (replace(NOBODY, devices=25), {"m365-migrate-dark", "surface-upsell-25"}),
    ],
)
def test_cohort_rules(owned: Owned, cohorts: set[str]) -> None:
    assert {cohort for cohort, holds in COHORTS.items() if holds(owned)} == cohorts
    assert set(COHORTS) == set(CATALOG.cohorts)


def test_segments_follow_size_and_azure_revenue(folder: Path) -> None:
    lifted = 0
    for row in rows(folder, "azure"):
        size, segment = int(row["org_size"]), row["sub_segment"]
        by_size = "Upper Medium" if size >= 300 else "Medium" if size >= 25 else "Very Small"
        lifted += segment != by_size
        assert segment == by_size or (segment == "Upper Medium" and row["has_azure"] == "Yes")
        assert row["smc_type"] == f"{segment} Business"
    assert lifted


def test_values_are_among_the_names_of_the_catalogue() -> None:
    names = {(entry.field, fold(name)) for entry in CATALOG.values.values() for name in (entry.value, *entry.aliases)}
    for place in words.PLACES:
        assert ("country", fold(place.country)) in names
        assert ("city", fold(place.city)) in names or place.city in ("Umeå",)
    for industry, vertical, _, _ in words.VERTICALS:
        assert {("industry", fold(industry)), ("vertical", fold(vertical))} <= names
    assert {topic.signal for topic in words.TOPICS} <= set(CATALOG.signals)


def test_signals_lie_before_the_day_of_the_report(folder: Path) -> None:
    told = [row["azure.signals"] for row in rows(folder, "azure", "2026-09") if row["azure.signals"]]
    days = [date.fromisoformat(part[-11:-1]) for text in told for part in text.split("; ")]
    assert max(days) <= date(2026, 9, 25)
    assert all((row["azure.intent"] == "0") >= (not row["azure.signals"]) for row in rows(folder, "azure"))


def test_agreements_spread_over_the_following_year(folder: Path) -> None:
    ends = [datetime.strptime(row["agreement_end"], "%m/%d/%Y").date() for row in rows(folder, "renewals")]
    assert date(2026, 9, 25) <= min(ends) < date(2026, 12, 1)
    assert date(2027, 7, 1) < max(ends) <= date(2027, 10, 25)
    ids = [row["agreement_id"] for row in rows(folder, "renewals")]
    assert len(set(ids)) == len(ids)


def test_program_flags_agree_with_the_agreements(folder: Path) -> None:
    for row in rows(folder, "renewals"):
        if row["license_program"] == "Open Value":
            assert row["has_open"] == "Yes"
        if row["license_program"] == "Enterprise Agreement":
            assert row["has_ea"] == "Yes"


def test_nasty_and_foreign_names_survive_the_file(folder: Path) -> None:
    names = {row["account_name"] for row in every_row(folder)}
    assert {"Act Now Fitness", "=SUM Bakery", "Smith, Jones & Daughters Ltd", 'The "Quoted" Company'} <= names
    assert any("株式会社" in name for name in names)
    assert any("주식회사" in name for name in names)


def test_workloads_are_counted_and_not_recommended_twice(folder: Path) -> None:
    for row in rows(folder, "azure"):
        existing = [part for part in row["existing_workloads"].split("; ") if part]
        recommended = [part for part in row["recommended_workloads"].split("; ") if part]
        assert (len(existing), len(recommended)) == (
            int(row["existing_workload_count"]),
            int(row["recommended_workload_count"]),
        )
        assert not set(existing) & set(recommended)
        assert bool(existing) == (row["has_azure"] == "Yes")
