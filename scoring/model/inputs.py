"""Reads what models score and learn from: customers, signals and deals, out of the tables of a partner's own data.

The connection holds ``facts`` (:mod:`scoring.own.facts`), ``own_customers``, ``own_signals`` and ``own_opportunities``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from scoring.model.features import Batch, settled
from scoring.model.signals import Observations
from scoring.workspace import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNK = 20_000


@dataclass(frozen=True)
class Deal:
    """Closed deals in columns, by day and id: the customer's place in the base, the product's id, the outcome.

    ``unknown`` counts deals of customers that are not in the base, ``future`` those that close after the as-of date.
    """

    customer: NDArray[np.int64]
    product: NDArray[Any]
    closed: NDArray[np.datetime64]
    won: NDArray[np.float64]
    signals: Observations
    unknown: int = 0
    future: int = 0

    def __len__(self) -> int:
        return len(self.won)

    def take(self, rows: NDArray[np.int64]) -> "Deal":
        """Some of the deals, in the order of ``rows``."""
        places = np.full(len(self), -1, dtype=np.int64)
        places[rows] = np.arange(len(rows))
        signals = self.signals
        kept = places[signals.row] >= 0
        moved = replace(
            signals,
            rows=len(rows),
            row=places[signals.row[kept]],
            type=signals.type[kept],
            age=signals.age[kept],
            strength=signals.strength[kept],
        )
        return replace(
            self,
            customer=self.customer[rows],
            product=self.product[rows],
            closed=self.closed[rows],
            won=self.won[rows],
            signals=moved,
        )


def read_batches(connection: "DuckDBPyConnection", catalog: Catalog, size: int = CHUNK) -> Iterator[Batch]:
    """All customers by id, some thousands at a time."""
    kinds = _kinds(connection, catalog)
    last = ""
    while True:
        sql = _SELECT.format(columns=_selected(kinds), where="f.customer_id > $last")
        rows = connection.execute(f"{sql} LIMIT $size", {"last": last, "size": size}).fetchall()
        if not rows:
            return
        yield _batch(rows, kinds)
        last = rows[-1][0]


def read_customer(connection: "DuckDBPyConnection", catalog: Catalog, customer: str) -> Batch:
    """One customer; an empty batch where the base does not have it."""
    kinds = _kinds(connection, catalog)
    sql = _SELECT.format(columns=_selected(kinds), where="f.customer_id = $id")
    return _batch(connection.execute(sql, {"id": customer}).fetchall(), kinds)


_SELECT = """
SELECT f.customer_id, c.extras, {columns} FROM facts f JOIN own_customers c USING (customer_id)
WHERE {where} ORDER BY f.customer_id
"""


def _selected(kinds: Mapping[str, str]) -> str:
    return ", ".join(f"f.{quoted(name)}" for name in kinds)


def read_base(connection: "DuckDBPyConnection", catalog: Catalog) -> Batch:
    """All customers in one batch, as learning needs them."""
    batches = list(read_batches(connection, catalog))
    names = sorted({name for batch in batches for name in batch.columns})
    ids = tuple(id for batch in batches for id in batch.ids)
    return Batch(ids, {name: settled(np.concatenate([_column(batch, name) for batch in batches])) for name in names})


def _column(batch: Batch, name: str) -> NDArray[Any]:
    """A column of a batch; nothing known where the batch lacks it."""
    return batch.columns.get(name, np.full(len(batch), None, dtype=object))


def _kinds(connection: "DuckDBPyConnection", catalog: Catalog) -> dict[str, str]:
    """The columns of ``facts`` that may be features, with their types."""
    rows = connection.execute("DESCRIBE facts").fetchall()
    return {row[0]: row[1] for row in rows if row[0] not in ("customer_id", *catalog.learning.leave_out)}


def _batch(rows: Sequence[Sequence[Any]], kinds: Mapping[str, str]) -> Batch:
    ids, extras, *values = zip(*rows, strict=True) if rows else [(), (), *([()] * len(kinds))]
    columns = {name: _values(cells, kinds[name]) for name, cells in zip(kinds, values, strict=True)}
    return Batch(tuple(ids), columns | _extras(extras, columns))


def _values(cells: Sequence[Any], kind: str) -> NDArray[Any]:
    """A column: numbers with NaN, flags as yes and no, lists as tuples, texts with None."""
    if kind in ("DOUBLE", "BIGINT", "INTEGER"):
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    if kind == "BOOLEAN":
        return _objects([None if cell is None else "yes" if cell else "no" for cell in cells])
    if kind.endswith("[]"):
        return _objects([None if cell is None else tuple(cell) for cell in cells])
    return _objects([None if cell in (None, "") else str(cell) for cell in cells])


def _objects(values: Sequence[Any]) -> NDArray[Any]:
    """An array of objects, whatever they are."""
    found = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        found[place] = value
    return found


def _extras(cells: Sequence[str | None], known: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The unknown columns of the customers' file, as texts, by heading."""
    rows = [json.loads(cell) if cell else {} for cell in cells]
    names = sorted({name for row in rows for name in row} - known.keys())
    return {name: _objects([row.get(name) or None for row in rows]) for name in names}


def signal_types(connection: "DuckDBPyConnection") -> list[str]:
    """The types that the signals have."""
    return [row[0] for row in connection.execute("SELECT DISTINCT signal_type FROM own_signals ORDER BY 1").fetchall()]


def read_signals(
    connection: "DuckDBPyConnection", ids: Sequence[str], types: Sequence[str], as_of: date
) -> Observations:
    """The signals of some customers (sorted by id) that were seen up to a day; those of other types are left out."""
    found = connection.execute(
        "SELECT customer_id, signal_type, date_diff('day', observed_on, $day::DATE)::BIGINT AS age, "
        "coalesce(strength, 1.0) AS strength FROM own_signals "
        "WHERE observed_on <= $day::DATE AND customer_id BETWEEN $first AND $last ORDER BY ALL",
        {"day": as_of.isoformat(), "first": ids[0] if ids else "", "last": ids[-1] if ids else ""},
    ).fetchall()
    places = {id: place for place, id in enumerate(ids)}
    numbers = {name: number for number, name in enumerate(types)}
    kept = [
        (places[id], numbers[kind], age, strength)
        for id, kind, age, strength in found
        if id in places and kind in numbers
    ]
    return _observations(len(ids), kept)


def _observations(rows: int, found: Sequence[Sequence[Any]]) -> Observations:
    columns = list(zip(*found, strict=True)) if found else [(), (), (), ()]
    whole = [np.array(column, dtype=np.int64) for column in columns[:2]]
    return Observations(rows, whole[0], whole[1], *(np.array(column, dtype=np.float64) for column in columns[2:]))


def read_deals(
    connection: "DuckDBPyConnection", base: Batch, products: Sequence[str], types: Sequence[str], as_of: date
) -> Deal:
    """The closed deals of some products, each with the signals that were known on the day before it closed."""
    day = as_of.isoformat()
    rows = connection.execute(_DEALS, {"day": day, "products": list(products)}).fetchall()
    places = {id: place for place, id in enumerate(base.ids)}
    kept = [row for row in rows if row[0] in places and not row[4]]
    connection.execute("CREATE OR REPLACE TEMP TABLE deals (place BIGINT, customer_id VARCHAR, closed_on DATE)")
    if kept:
        connection.execute(
            "INSERT INTO deals SELECT unnest($places), unnest($ids), unnest($days)",
            {"places": list(range(len(kept))), "ids": [row[0] for row in kept], "days": [row[2] for row in kept]},
        )
    numbers = {name: number for number, name in enumerate(types)}
    seen = [
        (place, numbers[kind], age, strength)
        for place, kind, age, strength in connection.execute(_SEEN).fetchall()
        if kind in numbers
    ]
    return Deal(
        customer=np.array([places[row[0]] for row in kept], dtype=np.int64),
        product=np.array([row[1] for row in kept], dtype=object),
        closed=np.array([row[2] for row in kept], dtype="datetime64[D]"),
        won=np.array([row[3] for row in kept], dtype=np.float64),
        signals=_observations(len(kept), seen),
        unknown=sum(1 for row in rows if row[0] not in places),
        future=sum(1 for row in rows if row[4]),
    )


_DEALS = """
SELECT customer_id, product, closed_on, (outcome = 'won')::INT, closed_on > $day::DATE
FROM own_opportunities
WHERE product IN (SELECT unnest($products::VARCHAR[])) AND closed_on IS NOT NULL
ORDER BY closed_on, opportunity_id, customer_id, product, outcome
"""
_SEEN = """
SELECT d.place, s.signal_type, date_diff('day', s.observed_on, d.closed_on)::BIGINT AS age,
       coalesce(s.strength, 1.0) AS strength
FROM deals d JOIN own_signals s USING (customer_id)
WHERE s.observed_on < d.closed_on ORDER BY ALL
"""
