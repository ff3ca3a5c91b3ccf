"""The next logical workload: rules counted by hand and by brute force over the sample."""

from itertools import combinations
from pathlib import Path

import duckdb
import pytest
from own_data import CATALOG, SHARED, facts, imported, needs_shared, own_tables

from knowledge.catalog import load_catalog
from scoring.own.workloads import Suggestion, create_next_workloads, next_workloads
from scoring.workspace import Workspace

AZURE = SHARED / "reports" / "2026-10" / "CLASAzurePropensity.csv"

# Ten customers with workloads and one without. SQL 6, VM 5, AI 4, Backup 2.
BASKETS = {
    "01": ["SQL", "VM"],
    "02": ["SQL", "VM"],
    "03": ["SQL", "VM", "AI"],
    "04": ["SQL", "VM", "AI"],
    "05": ["SQL", "AI"],
    "06": ["SQL"],
    "07": ["VM"],
    "08": ["AI"],
    "09": ["Backup"],
    "10": ["Backup"],
    "11": [],
}


def workloads(
    baskets: dict[str, list[str]],
    recommended: dict[str, list[str]] | None = None,
    catalog: str = "",
    tmp: Path = Path(),
) -> duckdb.DuckDBPyConnection:
    """A base with these workloads and rules counted over it."""
    chosen = recommended or {}
    reports = [("2026-10", customer, ["azure"], have, chosen.get(customer)) for customer, have in baskets.items()]
    connection = own_tables([(customer, 10.0, []) for customer in baskets], reports=reports)
    used = CATALOG
    if catalog:
        (tmp / "own.toml").write_text(catalog, encoding="utf-8")
        used = load_catalog(tmp)
    facts(connection, "1", catalog=used)
    create_next_workloads(connection, used)
    return connection


def test_rules_are_counted_over_customers_that_have_any_workload() -> None:
    found = workloads(BASKETS).execute("SELECT owned, next, support, confidence, lift FROM workload_rules").fetchall()
    # SQL and VM: 4 of 10, 4 of the 6 with SQL; lift 4 x 10 / (6 x 5). SQL and AI: 3; lift 3 x 10 / (6 x 4).
    # VM and AI: 2; lift 2 x 10 / (5 x 4) = 1 does not count. SQL with VM -> AI: 2 of 4; lift 2 x 10 / (4 x 4).
    assert found == [
        (["AI"], "SQL", 0.3, 0.75, 1.25),
        (["AI", "SQL"], "VM", 0.2, pytest.approx(2 / 3), pytest.approx(4 / 3)),
        (["AI", "VM"], "SQL", 0.2, 1.0, pytest.approx(10 / 6)),
        (["SQL"], "AI", 0.3, 0.5, 1.25),
        (["SQL"], "VM", 0.4, pytest.approx(4 / 6), pytest.approx(4 / 3)),
        (["SQL", "VM"], "AI", 0.2, 0.5, 1.25),
        (["VM"], "SQL", 0.4, 0.8, pytest.approx(4 / 3)),
    ]


def test_a_customers_lacking_workloads_are_ranked_by_their_best_rule() -> None:
    connection = workloads(BASKETS, {"06": ["AI", "Backup"]})
    assert next_workloads(connection, "06") == (
        Suggestion(1, "VM", ("SQL",), 0.4, 4 / 6, 40 / 30, None),
        Suggestion(2, "AI", ("SQL",), 0.3, 0.5, 1.25, 1),
    )
    # AI from SQL (support 0.3) and from SQL with VM (0.2) have one confidence and lift: the larger support is shown.
    assert next_workloads(connection, "01") == (Suggestion(1, "AI", ("SQL",), 0.3, 0.5, 1.25, None),)
    assert next_workloads(connection, "07") == (Suggestion(1, "SQL", ("VM",), 0.4, 0.8, 40 / 30, None),)


@pytest.mark.parametrize("customer", ["03", "09", "11", "99"])
def test_no_rule_no_suggestion(customer: str) -> None:
    assert next_workloads(workloads(BASKETS), customer) == ()


def test_the_bounds_are_the_catalogues(tmp_path: Path) -> None:
    text = "[next_workload]\nmin_support = 0.4\nover_lift = 1\nmax_owned = 1\n"
    connection = workloads(BASKETS, catalog=text, tmp=tmp_path)
    assert connection.execute("SELECT owned, next FROM workload_rules").fetchall() == [(["SQL"], "VM"), (["VM"], "SQL")]


def test_without_a_report_there_is_nothing() -> None:
    connection = own_tables([("1", 10.0, [])])
    facts(connection, "1")
    create_next_workloads(connection, CATALOG)
    assert next_workloads(connection, "1") == ()


@needs_shared
def test_suggestions_of_the_sample_are_those_of_brute_force(workspace: Workspace) -> None:
    raw = SHARED / "raw"
    connection = imported(workspace, raw / "customers.csv", raw / "subscriptions.csv", AZURE)
    facts(connection, "1")
    create_next_workloads(connection, CATALOG)
    baskets = sample()
    known = [have for have in baskets.values() if have]
    names = sorted({name for have in known for name in have})
    rules = brute_force(known, names)
    suggested: dict[str, list[tuple[object, ...]]] = {}
    for customer, *values in connection.execute(_SUGGESTED).fetchall():
        suggested.setdefault(customer, []).append((values[0], tuple(values[1]), *values[2:]))
    for customer, have in baskets.items():
        best = {}
        for owned, following, support, confidence, lift in rules:
            if set(owned) <= have and following not in have:
                key = (-confidence, -lift, -support, len(owned), owned)
                best[following] = min(best.get(following, key), key)
        ranked = sorted((*key[:3], name, key[4]) for name, key in best.items())
        expected = [(name, owned, -s, -c, -v) for c, v, s, name, owned in ranked]
        assert suggested.get(customer, []) == expected
    assert len(suggested) == 847


_SUGGESTED = """
SELECT customer_id, workload, owned, support, confidence, lift FROM own_next_workloads ORDER BY customer_id, rank
"""


def sample() -> dict[str, set[str]]:
    with duckdb.connect() as connection:
        rows = connection.execute(
            'SELECT DISTINCT "Customer ID", "Existing Workloads" FROM read_csv($file, all_varchar=true)',
            {"file": str(AZURE)},
        ).fetchall()
    return {customer: {name.strip() for name in (text or "").split(";")} - {""} for customer, text in rows}


def brute_force(known: list[set[str]], names: list[str]) -> list[tuple[tuple[str, ...], str, float, float, float]]:
    """All rules that count, by going through every set of one or two workloads and every next one."""
    rules = []
    for owned in [*combinations(names, 1), *combinations(names, 2)]:
        for following in [name for name in names if name not in owned]:
            a = sum(set(owned) <= have for have in known)
            b = sum(following in have for have in known)
            ab = sum(set(owned) <= have and following in have for have in known)
            n = len(known)
            if ab and ab / n >= 0.01 and ab * n > a * b:
                rules.append((owned, following, ab / n, ab / a, ab * n / (a * b)))
    return rules
