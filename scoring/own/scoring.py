"""Scores all own customers as of a day, some thousands at a time."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalog import Catalog
from scoring.model.inputs import read_batches, read_signals
from scoring.model.model import Model, score, tenths

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def create_own_scores(connection: "DuckDBPyConnection", catalog: Catalog, model: Model, as_of: date) -> None:
    """Make the temporary tables ``own_scores`` (customer_id, product, fit, intent, propensity: one decimal) from
    ``facts``, ``own_customers`` and ``own_signals``, and ``seen_signals``, those up to the day with their age in days.
    """
    import pyarrow as pa

    connection.execute(_SEEN, {"day": as_of.isoformat()})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE own_scores "
        "(customer_id VARCHAR, product VARCHAR, fit DOUBLE, intent DOUBLE, propensity DOUBLE)"
    )
    for batch in read_batches(connection, catalog):
        signals = read_signals(connection, batch.ids, list(model.half_lives), as_of)
        for product, found in score(model, batch, signals).items():
            figures = {
                "fit": tenths(found.fit), "intent": tenths(found.intent), "propensity": tenths(found.propensity)
            }  # fmt: skip
            table = pa.table(
                {"customer_id": pa.array(batch.ids), "product": pa.array(np.repeat(product, len(batch)))} | figures
            )
            connection.register("arriving", table)
            connection.execute("INSERT INTO own_scores BY NAME SELECT * FROM arriving")
            connection.unregister("arriving")


_SEEN = """
CREATE OR REPLACE TEMP TABLE seen_signals AS
SELECT customer_id, signal_type, detail, observed_on, strength, date_diff('day', observed_on, $day::DATE) AS age
FROM own_signals WHERE observed_on <= $day::DATE
"""
