"""The own tables of the invented partner: the same bytes for the same seed, importable without a fault."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalog import load_catalog
from scoring.importing import ImportSummary, import_reports
from scoring.sample import scored_products, write_sample
from scoring.sample_own import write_own_sample
from scoring.workspace import Workspace

Read = Callable[..., list[tuple[Any, ...]]]
RATE = "SELECT count(*) FILTER (outcome = 'won') / count(*) FROM own_opportunities o"
FRESH = (
    "SELECT 1 FROM own_signals s WHERE s.customer_id = o.customer_id AND o.closed_on - s.observed_on BETWEEN 1 AND 90"
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, ImportSummary]:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, months=("2026-10",))
    write_own_sample(folder, months=("2026-10",))
    workspace = Workspace(tmp_path_factory.mktemp("store"))
    return workspace, import_reports(workspace, [folder], strict=True)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second, other = (
        write_own_sample(tmp_path / part, 60, seed) for part, seed in (("a", 3), ("b", 3), ("c", 4))
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert [path.name for path in first] == ["customers.csv", "subscriptions.csv", "signals.csv", "opportunities.csv"]
    assert not any(path.read_bytes() == mine.read_bytes() for path, mine in zip(other, first, strict=True))


def test_it_is_imported_without_a_fault(imported: tuple[Workspace, ImportSummary]) -> None:
    own = [file for file in imported[1].files if not file.month]
    assert [(file.report, file.unknown, file.warnings) for file in own] == [
        (table, (), ()) for table in ("customers", "opportunities", "signals", "subscriptions")
    ]


def test_customers_are_those_of_the_reports(imported: tuple[Workspace, ImportSummary], read: Read) -> None:
    sql = (
        "SELECT count(*), bool_and(c.account_name = o.account_name AND c.org_size = o.org_size "
        "AND c.country = o.country AND c.nonprofit = o.nonprofit) "
        "FROM customers c JOIN own_customers o USING (customer_id)"
    )
    assert read(imported[0], sql) == [(400, True)]
    owned = "SELECT customer_id FROM own_subscriptions WHERE product = '{}'"
    for product, flag in (("m365", "has_m365"), ("azure", "has_azure"), ("d365", "has_d365")):
        inside = owned.format(product)
        assert read(imported[0], f"SELECT DISTINCT {flag} = (customer_id IN ({inside})) FROM customers") == [(True,)]  # noqa: S608


def test_each_product_has_deals_won_and_lost(imported: tuple[Workspace, ImportSummary], read: Read) -> None:
    rows = read(imported[0], "SELECT product, outcome, count(*) FROM own_opportunities GROUP BY ALL")
    assert {(product, outcome) for product, outcome, _ in rows} == {
        (product, outcome) for product in scored_products(load_catalog()) for outcome in ("won", "lost")
    }
    assert min(count for _, _, count in rows) >= 20


def test_deals_with_fresh_signals_are_won_more_often(imported: tuple[Workspace, ImportSummary], read: Read) -> None:
    ((with_signals,),) = read(imported[0], f"{RATE} WHERE EXISTS ({FRESH})")
    ((without,),) = read(imported[0], f"{RATE} WHERE NOT EXISTS ({FRESH})")
    assert with_signals > without + 0.15
