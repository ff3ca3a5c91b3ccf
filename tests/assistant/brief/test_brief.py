"""What a brief says, compared with counts made straight from the files."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import counted
import pytest

from assistant.brief.building import LISTED, brief_of_question, brief_of_shortlist
from assistant.brief.content import Brief, Section
from assistant.brief.counts import Counts, Subject
from assistant.brief.sections import MOST_BARS
from assistant.shortlists import keep_shown
from assistant.tools import Tools
from knowledge.playbooks import Playbooks, read_playbooks
from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.importing.importer import import_reports
from scoring.query import CustomerSet, Filter, Order, Query
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "reports"
ACT_NOW = Filter("cluster", values=("act-now",), products=("azure",))
BEST = (Order("convention:azure"),)


def tools_of(workspace: Path) -> Tools:
    return Tools(Engine(Workspace(workspace), AS_OF), AS_OF)


def brief_on(tools: Tools, query: Query, question: str = "Who is it?") -> Brief:
    return brief_of_question(tools, question, query, tools.customers(query))


def query_of(*filters: Filter, order: tuple[Order, ...] = BEST) -> Query:
    return Query(CustomerSet(filters=filters), order=order)


def section(brief: Brief, heading: str) -> Section:
    return next(part for part in brief.sections if part.heading.startswith(heading))


def bars(part: Section, title: str) -> dict[str, float]:
    chart = next(chart for chart in part.charts if chart.title == title)
    return {bar.key: bar.value for bar in chart.bars}


def largest(counts: dict[str, int]) -> dict[str, float]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ordered[:MOST_BARS])


@pytest.fixture(scope="module", params=["sample", pytest.param("shared", marks=pytest.mark.shared)])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of reports and the workspace that they are imported in."""
    if request.param == "sample":
        workspace = request.getfixturevalue("sample")
        return workspace.parent / "reports", workspace
    if not SHARED.is_dir():
        pytest.skip("the shared data is not beside the checkout")
    workspace = tmp_path_factory.mktemp("shared")
    import_reports(Workspace(workspace), [SHARED])
    return SHARED, workspace


def act_now(row: counted.Row) -> bool:
    return row["azurecluster"] == "Act Now"


def test_every_figure_is_the_one_counted_by_hand(data: tuple[Path, Path]) -> None:
    """All Act Now customers for Azure, from the files of October and September."""
    reports, workspace = data
    brief = brief_on(tools_of(workspace), query_of(ACT_NOW))
    found = counted.customers(reports, "2026-10", "Azure", act_now)
    assert brief.total == len(found)
    who = section(brief, "Who they are")
    for title, column in (
        ("sub segment", "subsegment"),
        ("industry", "industry"),
        ("country", "country"),
        ("city", "city"),
    ):
        assert bars(who, f"Customers by {title}") == largest(counted.by(found, column)), title
    cells = counted.Counter(counted.cell(row["azurefit"], row["azureintent"]) for row in found.values())
    grid = section(brief, "Fit and intent").grids[0]
    assert {cell: count for cell, count in grid.counts.items() if count} == dict(cells)
    revenue = [
        counted.lower_bound(row["azurepotentialrevenue"]) for row in found.values() if row["azurepotentialrevenue"]
    ]
    assert section(brief, "Potential revenue").tables[0].rows == (
        ("Azure", f"${sum(revenue):,.0f}", f"{len(revenue):,}", f"{len(found) - len(revenue):,}"),
    )
    signals = counted.signal_types(found, "azuresignalexplanation")
    assert bars(section(brief, "Top reasons"), "Customers with a signal for Azure") == signals


def test_movement_is_the_one_counted_by_hand(data: tuple[Path, Path]) -> None:
    reports, workspace = data
    brief = brief_on(tools_of(workspace), query_of(ACT_NOW))
    now, then = (counted.customers(reports, month, "Azure", act_now) for month in ("2026-10", "2026-09"))
    here, there = (counted.everybody(reports, month) for month in ("2026-10", "2026-09"))
    came, left = now.keys() - then.keys(), then.keys() - now.keys()
    part = section(brief, "Movement since 2026-09")
    assert part.words[0].startswith(f"{len(came)} customers came in, of whom {len(came - there)} ")
    assert f"; {len(left)} left, of whom {len(left - here)} " in part.words[0]
    before = counted.customers(reports, "2026-09", "Azure", lambda row: True)
    moved = counted.by({id: before[id] for id in came & before.keys()}, "azurecluster")
    assert {(row[0], row[1]): int(row[2]) for row in part.tables[0].rows} == {
        (cluster, "Act Now"): count for cluster, count in moved.items()
    }


def test_renewals_are_the_ones_counted_by_hand(data: tuple[Path, Path]) -> None:
    """True-ups included, from the day on, 90 days with both ends; each agreement once."""
    reports, workspace = data
    brief = brief_on(tools_of(workspace), query_of(ACT_NOW))
    due = counted.due(reports, "2026-10", counted.customers(reports, "2026-10", "Azure", act_now), AS_OF)
    whose = {customer for customer, _, _ in due}
    part = section(brief, "Renewals due in the next 90 days")
    assert part.words[0].startswith(
        f"{len(due)} agreements of {len(whose)} customers end from 2026-10-25 to 2027-01-23"
    )
    assert f"with ${sum(revenue for _, _, revenue in due):,.0f} of expiring revenue" in part.words[0]
    figures = {figure.label: figure.value for figure in brief.figures}
    assert figures["Agreements ending in 90 days"] == len(due)
    ends = [row[2] for row in part.tables[0].rows]
    assert ends == sorted(ends)
    assert {row[0] for row in part.tables[0].rows} <= whose


def test_a_set_is_counted_the_same_by_its_filters_and_by_its_ids(sample: Path) -> None:
    tools = tools_of(sample)
    query = query_of(ACT_NOW)
    by_filters = brief_on(tools, query)
    ids = tools.customers(query).customers or ()
    by_ids = brief_on(tools, query_of(ACT_NOW, Filter("customer", values=ids)))
    assert by_ids.figures == by_filters.figures
    for one, other in zip(by_ids.sections, by_filters.sections, strict=True):
        assert (one.grids, one.charts, one.tables) == (other.grids, other.charts, other.tables)


def test_a_list_with_a_limit_is_counted_as_it_is_shown(sample: Path) -> None:
    tools = tools_of(sample)
    brief = brief_on(tools, replace(query_of(), limit=10))
    assert brief.total == 10
    assert sum(section(brief, "Fit and intent").grids[0].counts.values()) == 10


def test_the_list_is_the_first_of_it_and_the_rest_is_counted(sample: Path) -> None:
    tools = tools_of(sample)
    query = query_of(ACT_NOW)
    brief = brief_on(tools, query)
    ids = tools.customers(query).customers or ()
    assert brief.to_json()["customers"] == list(ids[:LISTED])
    assert brief.left == len(ids) - LISTED > 0


def test_a_cohort_gives_the_brief_its_name(sample: Path) -> None:
    brief = brief_on(
        tools_of(sample), query_of(Filter("cohort", values=("m365-copilot",)), order=(Order("convention:m365"),))
    )
    assert brief.title == "M365 Copilot"
    assert brief.figures[1].label == "Act Now or Evaluate for M365"


def test_without_a_product_all_clusters_stand_side_by_side(sample: Path) -> None:
    tools = tools_of(sample)
    brief = brief_on(tools, query_of(Filter("country", values=("Sweden",)), order=()))
    table = section(brief, "Fit and intent").tables[0]
    assert table.headings == ("Product", "Act Now", "Evaluate", "Nurture", "Educate")
    assert {sum(int(figure) for figure in row[1:]) for row in table.rows} == {brief.total}
    assert section(brief, "Top reasons").words == ("Signals speak for a product, and the question names none.",)
    assert section(brief, "Who they are").words[0] == "Country: Sweden only."


def test_what_the_data_does_not_hold_is_said_in_one_line(workspace: Path) -> None:
    """The small partner: no M365 report in September has potential revenue, and no report knows Surface."""
    tools = tools_of(workspace)
    brief = brief_on(
        tools, query_of(Filter("cohort", values=("m365-migrate-dark",)), order=(Order("convention:m365"),))
    )
    assert brief.total == 2
    assert section(brief, "Movement since 2026-09").words == (
        "Who came in and who left cannot be said: The reports of 2026-09 hold no cohort "
        "'M365 migrate to cloud: dark'; 2026-10 would. 2 customers were not in the reports of 2026-09.",
        "None of them moved between clusters of M365.",
    )
    assert section(brief, "Renewals due").words == (
        "1 agreement of 1 customer ends from 2026-10-25 to 2027-01-23, true-ups included, "
        "with $200.25 of expiring revenue.",
    )
    assert section(brief, "Potential revenue").tables[0].rows == (("M365", "$15,000", "2", "0"),)
    assert bars(section(brief, "Top reasons"), "Customers with a signal for M365") == {"Hiring": 1, "Technology use": 1}


def test_a_month_with_none_before_it_says_so(reports: Path, tmp_path: Path) -> None:
    import_reports(Workspace(tmp_path), [reports / "2026-10"])
    brief = brief_on(tools_of(tmp_path), query_of(Filter("country", values=("Sweden",)), order=()))
    assert section(brief, "Movement").words == ("No month before 2026-10 is imported.",)


def test_nobody_is_nothing_to_brief_on(sample: Path) -> None:
    with pytest.raises(NotInData, match="No customer meets this"):
        brief_on(tools_of(sample), query_of(Filter("org_size", ">=", (10_000_000,))))


def test_playbooks_of_the_play_are_quoted_with_their_source(reports: Path, tmp_path: Path) -> None:
    import_reports(Workspace(tmp_path / "store"), [reports])
    playbook = tmp_path / "dark.md"
    playbook.write_text("# Dark customers\n\nSend dark customers the letter <b>D-7</b>.\n", encoding="utf-8")
    Playbooks(tmp_path / "store").keep(read_playbooks(playbook)[0])
    tools = tools_of(tmp_path / "store")
    brief = brief_on(
        tools, query_of(Filter("cohort", values=("m365-migrate-dark",)), order=(Order("convention:m365"),))
    )
    part = section(brief, "Campaign material")
    own = part.quotes[1]
    assert part.quotes[0].id == "howto.campaign"
    assert "Send dark customers the letter" in own.text
    assert "dark.md" in own.source
    assert part.words == (
        "Act Now: Ready for sales: call, account-based selling.",
        "Evaluate: Ready for marketing: campaigns over several channels.",
    )


def test_it_cites_the_definitions_that_it_rests_on(sample: Path) -> None:
    brief = brief_on(tools_of(sample), query_of(ACT_NOW))
    ids = [quote.id for quote in brief.definitions]
    assert ids[0] == "cluster.act-now"
    assert {"convention.potential-revenue", "convention.renewals-count", "convention.signals"} <= set(ids)
    assert all(quote.source for quote in brief.definitions)
    assert [heading for heading, _ in brief.made] == [
        *("Question", "Filters", "Order", "Month of the reports", "Scores", "As of", "Made with"),
    ]


def test_a_shortlist_is_briefed_as_it_was_kept(reports: Path, tmp_path: Path) -> None:
    import_reports(Workspace(tmp_path), [reports])
    tools = tools_of(tmp_path)
    query = query_of(order=(Order("convention:m365"),))
    kept = keep_shown(tools, "first two", "Best for M365", query, ["4001", "4003"])
    brief = brief_of_shortlist(tools, kept)
    assert (brief.title, brief.total, brief.month) == ("first two", 2, "2026-10")
    assert brief.to_json()["customers"] == ["4001", "4003"]
    assert [column.name for column in brief.listing.columns][-2:] == ["reason", "opening"]
    assert section(brief, "Movement since 2026-09").words[0] == (
        "The list is fixed. 2 customers of it were not in the reports of 2026-09."
    )


@pytest.mark.parametrize("order", [BEST, ()])
def test_counting_needs_no_order(sample: Path, order: tuple[Order, ...]) -> None:
    tools = tools_of(sample)
    query = query_of(ACT_NOW, order=order)
    result = tools.customers(query)
    subject = Subject("it", "", query, result.customers or (), result.month, ("azure",))
    assert Counts(tools, subject).count() == len(result.customers or ())
