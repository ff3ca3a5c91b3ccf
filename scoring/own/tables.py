"""The tables that questions on own scores are answered from: of the same shape as those of the reports.

They are a pure function of the newest commit, the catalogue, the model in use and the as-of date, and are kept as one
file, as those of the reports are. Their one month is that of the as-of date.
"""

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from knowledge.messages import text
from scoring.errors import ModelError, NotInData
from scoring.model.model import Model
from scoring.model.storage import ModelStore, to_json
from scoring.names import create_names
from scoring.own.beside import known_columns, own_columns
from scoring.own.cohorts import create_memberships, needs
from scoring.own.facts import create_facts
from scoring.own.model_types import create_models
from scoring.own.revenue import create_revenue
from scoring.own.workloads import create_next_workloads
from scoring.tables import Tables, commit_key, create_scores, fill
from scoring.workspace import PRODUCT_COLUMNS, SQL_TYPES, Snapshot, Workspace, customer_fields, quoted, table_columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REPORT = "own"
NEAR = 2.0
"""How many points from a band's edge a score is near it."""
NO_OWN_DATA = text(
    "There is no own data to score: import your customers (and subscriptions, signals, opportunities) with "
    "ascent import FOLDER"
)
_SIGNALS_SHOWN = 3


def open_own_tables(workspace: Workspace, as_of: date) -> "OwnTables":
    """The own tables as of a day, by the model in use. Raises NotInData without own customers, ModelError."""
    commit = commit_key(workspace)
    snapshot = workspace.snapshot()
    if snapshot is None or not snapshot.files("own_customers"):
        raise NotInData(NO_OWN_DATA)
    if commit != commit_key(workspace):
        commit = ""  # a writer came between, and the key may not be the snapshot's
    model = ModelStore(workspace.path).load()
    if unknown := [name for name in model.products if name not in workspace.catalog.products]:
        raise ModelError(f"The model {model.id} scores {', '.join(unknown)}, which the catalogue does not know.")
    content = hashlib.sha256(json.dumps(to_json(model), sort_keys=True).encode()).hexdigest()
    key = f"{commit}|{content}|{as_of.isoformat()}"
    kept = workspace.cache.read(OwnTables.index, key)
    return OwnTables(snapshot, key if commit else "", kept, model, as_of)


class OwnTables(Tables):
    """Facts, cohorts and scores of the partner's own customers as of a day, by one model."""

    index = "own.json"
    stored = (
        "customers",
        "memberships",
        "agreements",
        "scores",
        "facts",
        "own_customers",
        "own_signals",
        "signal_lines",
        "own_next_workloads",
        "workloads",
    )

    def __init__(self, snapshot: Snapshot, key: str, kept: dict[str, Any] | None, model: Model, as_of: date) -> None:
        super().__init__(snapshot, key, kept)
        self.model = model
        self.as_of = as_of
        self.month = f"{as_of:%Y-%m}"

    def _make(self, connection: "DuckDBPyConnection") -> None:
        for table in ("own_customers", "own_subscriptions", "own_signals"):
            self.snapshot.view(connection, table)
        if self.snapshot.months():
            self.snapshot.view(connection, "customers")
        create_facts(connection, self._catalog, subscribed=bool(self.snapshot.files("own_subscriptions")))
        create_next_workloads(connection, self._catalog)
        create_memberships(connection, self._catalog)
        create_models(connection, self._catalog)
        create_revenue(connection, self._catalog)
        connection.execute("DROP VIEW IF EXISTS customers")
        self._create_shapes(connection)
        self._create_scores(connection)

    def _create_shapes(self, connection: "DuckDBPyConnection") -> None:
        """Customers, memberships and (no) agreements in the shape that the reports' have."""
        month = {"month": self.month}
        facts = {row[0] for row in connection.execute("DESCRIBE facts").fetchall()}
        typed = {field.id: SQL_TYPES[field.kind] for field in customer_fields(self._catalog)}
        columns = ", ".join(
            f"f.{quoted(name)}" if name in facts else f"NULL::{kind} AS {quoted(name)}"
            for name, kind in (typed | own_columns(self._catalog)).items()
        )
        connection.execute(
            "CREATE TEMP TABLE customers AS SELECT $month AS month, f.customer_id, []::VARCHAR[] AS reports, "
            f"[]::VARCHAR[] AS partner_id, []::VARCHAR[] AS partner_name, {columns}, c.extras "
            "FROM facts f JOIN own_customers c USING (customer_id) ORDER BY f.customer_id",
            month,
        )
        connection.execute(
            "CREATE TEMP TABLE memberships AS SELECT $month AS month, customer_id, key, kind, '' AS report "
            "FROM own_memberships",
            month,
        )
        none = ", ".join(
            f"NULL::{kind} AS {quoted(n)}" for n, kind in table_columns(self._catalog, "agreements").items()
        )
        connection.execute(f"CREATE TEMP VIEW agreements AS SELECT {none} WHERE false")

    def _create_scores(self, connection: "DuckDBPyConnection") -> None:
        from scoring.own.scoring import create_own_scores

        create_own_scores(connection, self._catalog, self.model, self.as_of)
        edges = [(band.lower,) for band in self._catalog.bands.values() if band.lower > 0]
        fill(connection, "edges(edge DOUBLE)", edges)
        _create_signal_texts(connection, self.model, {kind.id: kind.title for kind in self._catalog.signals.values()})
        connection.execute(_RAW, {"month": self.month, "near": NEAR, "report": REPORT})
        create_scores(connection, self._catalog)

    def _make_names(self, connection: "DuckDBPyConnection") -> None:
        create_names(connection, self._catalog, "SELECT customer_id, account_name, domain, city, month FROM customers")

    def _sources(self, connection: "DuckDBPyConnection") -> list[dict[str, Any]]:
        """One source: the columns that hold anything, the scores of the model's products, the cohorts with rules."""
        catalog = self._catalog
        fields = customer_fields(catalog)
        counts = connection.execute(
            "SELECT count(*), " + ", ".join(f"count({quoted(field.id)})" for field in fields) + " FROM customers"
        ).fetchall()[0]
        columns = [[f.title, f.id, f.kind, ""] for f, count in zip(fields, counts[1:], strict=True) if count]
        columns += known_columns(connection, catalog, "customers")
        known = {column[1] for column in columns}
        columns += [[c.title, c.id, "cohort", ""] for c in catalog.cohorts.values() if c.rules and needs(c) <= known]
        columns += [
            [f"{catalog.products[product].label} {name}", name, kind, product]
            for product in self.model.products
            for name, kind in (
                ("fit", "score"), ("intent", "score"), ("cluster", "cluster"), ("revenue", "range"),
                ("signals", "signals"), ("propensity", "number"), ("model_type", "text"),
            )
        ]  # fmt: skip
        source = {
            "month": self.month, "report": REPORT, "partner_id": "", "partner_name": "", "layout": "",
            "rows": counts[0], "customers": counts[0], "columns": columns, "files": [],
        }  # fmt: skip
        return [source]


def _create_signal_texts(connection: "DuckDBPyConnection", model: Model, titles: dict[str, str]) -> None:
    """The temporary tables ``signal_texts`` (customer_id, product, signals: those that count most, as reports write
    them: ``Hiring: security analyst (2026-08-28); …``) and ``signal_lines`` (customer_id, line: every signal)."""
    rows = [
        (product, kind, titles.get(kind, kind), weight, model.basis(product).half_lives[kind])
        for product, item in model.products.items()
        for kind, weight in item.weights.items()
        if weight > 0
    ]
    fill(connection, "weighted(product VARCHAR, kind VARCHAR, title VARCHAR, weight DOUBLE, half_life DOUBLE)", rows)
    connection.execute(_TEXTS, {"shown": _SIGNALS_SHOWN})
    fill(connection, "signal_titles(kind VARCHAR, title VARCHAR)", list(titles.items()))
    connection.execute(_LINES)


_LINES = """
CREATE OR REPLACE TEMP TABLE signal_lines AS
SELECT customer_id, coalesce(title, signal_type) || ': ' || coalesce(detail, '') || ' (' || observed_on || ')' AS line
FROM seen_signals LEFT JOIN signal_titles ON kind = signal_type ORDER BY customer_id, line
"""
_TEXTS = """
CREATE OR REPLACE TEMP TABLE signal_texts AS
WITH counted AS (
    SELECT s.customer_id, w.product, w.title, s.detail, s.observed_on,
           w.weight * coalesce(s.strength, 1) * pow(0.5, s.age / w.half_life) AS part
    FROM seen_signals s JOIN weighted w ON w.kind = s.signal_type
), ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY customer_id, product ORDER BY part DESC, observed_on DESC, title, detail
    ) AS place FROM counted WHERE part > 0
)
SELECT customer_id, product,
       string_agg(title || ': ' || replace(coalesce(detail, ''), ';', ',') || ' (' || observed_on || ')', '; '
                  ORDER BY place) AS signals
FROM ranked WHERE place <= $shown GROUP BY customer_id, product
"""
_PLAIN = ", ".join(
    f"NULL::{kind} AS {name}"
    for name, kind in PRODUCT_COLUMNS.items()
    if name in ("fit_band", "intent_band", "cluster")
)
_RAW = f"""
CREATE OR REPLACE TEMP TABLE raw_scores AS
SELECT $month AS month, o.customer_id, o.product, $report AS report, o.fit, o.intent, {_PLAIN},
       r.revenue_low, r.revenue_high, t.signals, o.propensity, m.model_type,
       EXISTS (SELECT 1 FROM edges WHERE abs(o.fit - edge) <= $near OR abs(o.intent - edge) <= $near) AS near_cutoff
FROM own_scores o
LEFT JOIN own_revenue r ON r.customer_id = o.customer_id AND r.key = o.product
LEFT JOIN own_models m ON m.customer_id = o.customer_id AND m.product = o.product
LEFT JOIN signal_texts t ON t.customer_id = o.customer_id AND t.product = o.product
ORDER BY o.customer_id, o.product
"""
