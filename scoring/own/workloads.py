"""The next logical workload: which Azure workload customers like this one have that it lacks.

Rules {owned} -> {next} are counted over the base, the customers of the Azure report that have any workload. Of N such
customers, let A have all of {owned}, B have {next}, and AB both: support = AB / N, confidence = AB / A, and
lift = AB x N / (A x B). A rule counts with enough support and lift; both bounds and the size of {owned} are the
catalogue's. A customer's lacking workloads are ranked by the confidence of their best rule, then lift, support, name.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.catalog import Catalog

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Suggestion:
    """A workload that a customer lacks, with the best rule for it; support and confidence are shares from 0 to 1.

    ``rank`` 1 is the best; ``report_place`` the place that the report's own recommendation gives it, None for no place.
    """

    rank: int
    workload: str
    owned: tuple[str, ...]
    support: float
    confidence: float
    lift: float
    report_place: int | None


def create_next_workloads(connection: "DuckDBPyConnection", catalog: Catalog) -> None:
    """Make the temporary tables ``workload_rules`` (owned, next, support, confidence, lift) and ``own_next_workloads``
    (customer_id, rank, workload, owned, support, confidence, lift, report_place) from ``workloads``.

    ``workloads`` is made with the facts. Who has no workload yet, or no rule for one that it lacks, has no row.
    """
    bounds = catalog.next_workload
    connection.execute(_HELD)
    _create_sets(connection, bounds.max_owned)
    connection.execute(_RULES, {"min_support": bounds.min_support, "over_lift": bounds.over_lift})
    connection.execute(_NEXT)


def next_workloads(connection: "DuckDBPyConnection", customer: str) -> tuple[Suggestion, ...]:
    """The workloads suggested to a customer, best first."""
    rows = connection.execute(_SUGGESTED, {"customer": customer}).fetchall()
    return tuple(
        Suggestion(rank, workload, tuple(owned), support, confidence, lift, place)
        for rank, workload, owned, support, confidence, lift, place in rows
    )


def _create_sets(connection: "DuckDBPyConnection", size: int) -> None:
    """The temporary table ``owned_sets``: customer_id and owned, every set of up to ``size`` workloads that it has."""
    connection.execute("CREATE OR REPLACE TEMP TABLE owned_sets AS SELECT customer_id, [workload] AS owned FROM held")
    for smaller in range(1, size):
        connection.execute(_LARGER_SETS, {"smaller": smaller})


_HELD = """
CREATE OR REPLACE TEMP TABLE held AS SELECT customer_id, unnest(workloads) AS workload FROM workloads
"""
_LARGER_SETS = """
INSERT INTO owned_sets
SELECT s.customer_id, list_append(s.owned, h.workload)
FROM owned_sets s JOIN held h ON h.customer_id = s.customer_id AND h.workload > s.owned[-1]
WHERE len(s.owned) = $smaller
"""
_RULES = """
CREATE OR REPLACE TEMP TABLE workload_rules AS
WITH base AS (SELECT count(DISTINCT customer_id) AS n FROM held),
owners AS (SELECT owned, count(*) AS a FROM owned_sets GROUP BY owned),
nexts AS (SELECT workload AS next, count(*) AS b FROM held GROUP BY workload),
pairs AS (
    SELECT s.owned, h.workload AS next, count(*) AS ab
    FROM owned_sets s JOIN held h ON h.customer_id = s.customer_id AND NOT list_contains(s.owned, h.workload)
    GROUP BY ALL
)
SELECT owned, next, ab / n AS support, ab / a AS confidence, (ab * n) / (a * b) AS lift
FROM pairs JOIN owners USING (owned) JOIN nexts USING (next) CROSS JOIN base
WHERE ab / n >= $min_support::DOUBLE AND (ab * n) / (a * b) > $over_lift::DOUBLE
ORDER BY owned, next
"""
_NEXT = """
CREATE OR REPLACE TEMP TABLE own_next_workloads AS
WITH fitting AS (
    SELECT s.customer_id, r.* FROM owned_sets s JOIN workload_rules r USING (owned)
    WHERE NOT EXISTS (FROM held h WHERE h.customer_id = s.customer_id AND h.workload = r.next)
    QUALIFY 1 = row_number() OVER (
        PARTITION BY s.customer_id, r.next ORDER BY confidence DESC, lift DESC, support DESC, len(owned), owned
    )
)
SELECT f.customer_id,
       row_number() OVER (PARTITION BY f.customer_id ORDER BY confidence DESC, lift DESC, support DESC, next)::INTEGER
           AS rank,
       next AS workload, owned, support, confidence, lift, list_position(w.recommended, next) AS report_place
FROM fitting f JOIN workloads w USING (customer_id) ORDER BY f.customer_id, rank
"""
_SUGGESTED = """
SELECT rank, workload, owned, support, confidence, lift, report_place
FROM own_next_workloads WHERE customer_id = $customer ORDER BY rank
"""
