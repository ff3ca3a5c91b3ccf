"""Reads what models score and learn from: customers, signals and deals, out of the tables of a partner's own data.

The connection holds ``facts`` (:mod:`scoring.own.facts`), ``own_customers``, ``own_signals`` and ``own_opportunities``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.catalog import Catalog
from scoring.model.features import Batch
from scoring.model.signals import Observations
from scoring.workspace import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHUNK = 20_000
_EXTRAS = "extras"


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


def read_batches(connection: "DuckDBPyConnection", catalog: Catalog, size: int = CHUNK) -> Iterator[Batch]:
    """All customers by id, some thousands at a time."""
    names = _columns(connection, catalog)
    columns = ", ".join(f"f.{quoted(name)}" for name in names)
    sql = (
        f"SELECT f.customer_id, c.{_EXTRAS}, {columns} FROM facts f JOIN own_customers c USING (customer_id) "  # noqa: S608
        "WHERE f.customer_id > $last ORDER BY f.customer_id LIMIT $size"
    )
    last = ""
    while True:
        found = connection.execute(sql, {"last": last, "size": size}).fetchnumpy()
        ids = found.pop("customer_id")
        if not len(ids):
            return
        yield _batch(found, ids)
        last = str(ids[-1])


def read_customer(connection: "DuckDBPyConnection", catalog: Catalog, customer: str) -> Batch:
    """One customer; an empty batch where the base does not have it."""
    columns = ", ".join(f"f.{quoted(name)}" for name in _columns(connection, catalog))
    sql = (
        f"SELECT f.customer_id, c.{_EXTRAS}, {columns} FROM facts f JOIN own_customers c USING (customer_id) "  # noqa: S608
        "WHERE f.customer_id = $id"
    )
    found = connection.execute(sql, {"id": customer}).fetchnumpy()
    return _batch(found, found.pop("customer_id"))


def read_base(connection: "DuckDBPyConnection", catalog: Catalog) -> Batch:
    """All customers in one batch, as learning needs them."""
    batches = list(read_batches(connection, catalog))
    names = sorted({name for batch in batches for name in batch.columns})
    ids = tuple(id for batch in batches for id in batch.ids)
    return Batch(ids, {name: np.concatenate([_column(batch, name) for batch in batches]) for name in names})


def _column(batch: Batch, name: str) -> NDArray[Any]:
    """A column of a batch; nothing known where the batch lacks it."""
    return batch.columns.get(name, np.full(len(batch), None, dtype=object))


def _columns(connection: "DuckDBPyConnection", catalog: Catalog) -> list[str]:
    """The columns of ``facts`` that may be features."""
    names = [row[0] for row in connection.execute("DESCRIBE facts").fetchall()]
    return [name for name in names if name not in ("customer_id", *catalog.learning.leave_out)]


def _batch(found: Mapping[str, Any], ids: Sequence[Any]) -> Batch:
    columns = {name: _values(values) for name, values in found.items() if name != _EXTRAS}
    return Batch(tuple(map(str, ids)), columns | _extras(found[_EXTRAS], columns))


def _values(values: Any) -> NDArray[Any]:
    """A column as DuckDB gives it: numbers with NaN, flags as yes and no, lists as tuples, texts with None."""
    filled = np.ma.getmaskarray(values)
    data = np.ma.getdata(values)
    if data.dtype.kind == "b":
        return np.where(filled, None, np.where(data, "yes", "no").astype(object))
    if data.dtype.kind in "fiu":
        return np.where(filled, np.nan, data.astype(np.float64))
    found = np.empty(len(data), dtype=object)
    found[:] = [None if gone else _value(value) for value, gone in zip(data, filled, strict=True)]
    return found


def _value(value: Any) -> Any:
    if value is None or value == "":
        return None
    return tuple(map(str, value)) if isinstance(value, list | np.ndarray) else str(value)


def _extras(cells: Any, known: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The unknown columns of the customers' file, as texts, by heading."""
    filled = np.ma.getmaskarray(cells)
    rows = [{} if gone or not cell else json.loads(cell) for cell, gone in zip(np.ma.getdata(cells), filled, strict=True)]
    names = sorted({name for row in rows for name in row} - known.keys())
    found = {}
    for name in names:
        column = np.empty(len(rows), dtype=object)
        column[:] = [row.get(name) or None for row in rows]
        found[name] = column
    return found


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
