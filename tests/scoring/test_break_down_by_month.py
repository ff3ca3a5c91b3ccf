"""Break-downs by month: each imported month alone, first to last."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from scoring.engine import Engine
from scoring.errors import NotInData, QueryError
from scoring.importing.importer import import_reports
from scoring.query import MONTH, CustomerSet, Filter, Measure, Order, Query, Result
from scoring.workspace import Workspace

KEYS = "CustomerID,AccountName,Country"
MONTHS = {
    "2026-07": ("AzureCluster", "1,One,Sweden,Evaluate\n2,Two,Norway,Act Now\n"),
    "2026-08": ("M365Cluster", "1,One,Sweden,Act Now\n"),
    "2026-09": (
        "AzureCluster,AzureFit",
        "1,One,Sweden,Act Now,80\n2,Two,Norway,Act Now,90\n3,Three,Norway,Educate,10\n",
    ),
    "2026-10": ("AzureCluster,AzureFit", "1,One,Sweden,Act Now,85\n3,Three,Norway,Nurture,40\n"),
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Azure in July, September and October, M365 in August."""
    folder = tmp_path_factory.mktemp("months")
    for month, (columns, rows) in MONTHS.items():
        report = "M365" if "M365" in columns else "Azure"
        (folder / month).mkdir()
        (folder / month / f"CLAS{report}Propensity.csv").write_text(f"{KEYS},{columns}\n{rows}", encoding="utf-8")
    import_reports(Workspace(folder / "workspace"), [folder / month for month in MONTHS])
    return Engine(Workspace(folder / "workspace"))


def keyed(result: Result) -> dict[str, float]:
    return {group.key: group.value for group in result.groups or ()}


ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))


def test_every_month_that_holds_it_is_counted_alone(engine: Engine) -> None:
    result = engine.run(Query(measure=Measure(), group_by=(MONTH, "azure.cluster")))
    assert keyed(result) == {
        "2026-07 | Act Now": 1,
        "2026-07 | Evaluate": 1,
        "2026-09 | Act Now": 2,
        "2026-09 | Educate": 1,
        "2026-10 | Act Now": 1,
        "2026-10 | Nurture": 1,
    }
    assert [group.key[:7] for group in result.groups or ()] == sorted(key[:7] for key in keyed(result))
    assert (result.month, result.total, result.unit, result.customers) == ("2026-10", 2, "customers", None)
    assert result.notes == ("without 2026-08, which do not hold it",)


def test_the_month_may_stand_behind(engine: Engine) -> None:
    result = engine.run(Query(group_by=("azure.cluster", MONTH)))
    assert keyed(result)["Act Now | 2026-09"] == 2


@pytest.mark.parametrize(
    ("query", "figures"),
    [
        (Query(group_by=(MONTH,)), {"2026-07": 2, "2026-08": 1, "2026-09": 3, "2026-10": 2}),
        (Query(CustomerSet(filters=(ACT_NOW,)), group_by=(MONTH,)), {"2026-07": 1, "2026-09": 2, "2026-10": 1}),
        (Query(measure=Measure("average", "azure.fit"), group_by=(MONTH,)), {"2026-09": 60, "2026-10": 62.5}),
        (
            Query(measure=Measure("share", having=(ACT_NOW,)), group_by=(MONTH,)),
            {"2026-07": 50, "2026-09": 200 / 3, "2026-10": 50},
        ),
        (Query(CustomerSet(since="2026-08"), group_by=(MONTH,)), {"2026-08": 1, "2026-09": 3, "2026-10": 2}),
        (Query(CustomerSet("2026-09", "2026-08"), group_by=(MONTH,)), {"2026-08": 1, "2026-09": 3}),
        (Query(CustomerSet("2026-08"), group_by=(MONTH,)), {"2026-07": 2, "2026-08": 1}),
        (
            Query(CustomerSet(filters=(Filter("cluster_change", "in", ("better",), ("azure",)),)), group_by=(MONTH,)),
            {"2026-10": 1},
        ),
    ],
)
def test_figures_by_month(engine: Engine, query: Query, figures: dict[str, float]) -> None:
    assert keyed(engine.run(query)) == pytest.approx(figures)


def test_a_limit_chooses_groups_by_the_newest_month(engine: Engine) -> None:
    whole = keyed(engine.run(Query(group_by=(MONTH, "azure.cluster"))))
    first = keyed(engine.run(Query(CustomerSet("2026-10", "2026-10"), group_by=(MONTH, "azure.cluster"), limit=1)))
    (best,) = (key.partition(" | ")[2] for key in first)
    cut = keyed(engine.run(Query(group_by=(MONTH, "azure.cluster"), limit=1)))
    assert cut == {key: value for key, value in whole.items() if key.endswith(f" | {best}")}
    assert len(cut) > 1


def test_what_no_month_holds_is_refused(engine: Engine) -> None:
    with pytest.raises(NotInData, match="hold no Surface"):
        engine.run(Query(group_by=(MONTH, "surface.cluster")))
    with pytest.raises(NotInData, match="no report of 2026-01"):
        engine.run(Query(CustomerSet("2026-01"), group_by=(MONTH,)))


@pytest.mark.parametrize(
    "query",
    [
        Query(measure=Measure("share"), group_by=(MONTH,)),
        Query(measure=Measure("sum", MONTH)),
        Query(order=(Order(MONTH),)),
        Query(CustomerSet(filters=(Filter(MONTH, "in", ("2026-09",)),))),
        Query(group_by=(MONTH, "azure.cluster", "country")),
    ],
)
def test_a_month_is_a_group_and_nothing_else(engine: Engine, query: Query) -> None:
    with pytest.raises(QueryError):
        engine.run(query)


REPORTS = Path(__file__).parents[3] / "shared" / "data" / "reports"


@pytest.mark.shared
@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not there")
def test_the_shared_reports(tmp_path: Path) -> None:
    """Counted from the files with the csv module, each customer once."""
    counted: Counter[str] = Counter()
    for path in sorted(REPORTS.glob("*/CLASAzurePropensity.csv")):
        rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        headings = [heading.replace(" ", "") for heading in next(rows)]
        id, cluster = headings.index("CustomerID"), headings.index("AzureCluster")
        customers = {row[id]: row[cluster] for row in rows}
        counted.update(f"{path.parent.name} | {found}" for found in customers.values() if found)
    assert len(counted) == 8
    import_reports(Workspace(tmp_path), [REPORTS])
    assert keyed(Engine(Workspace(tmp_path)).run(Query(group_by=(MONTH, "azure.cluster")))) == counted


def test_a_limit_on_months_alone_is_refused(engine: Engine) -> None:
    """The best customers of all months together are no break-down, and the first months are nobody's best."""
    with pytest.raises(NotInData, match="one month at a time"):
        engine.run(Query(group_by=(MONTH,), limit=2))
