"""Runs typed queries on a snapshot of the workspace: every figure that Ascent says of a set of customers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from knowledge.catalog import Catalog
from knowledge.entries import Field
from knowledge.messages import text
from scoring.availability import NO_REPORTS, Availability, resolve_since
from scoring.errors import NotInData
from scoring.months import by_month
from scoring.query import (
    MONTH,
    Filter,
    Group,
    Measure,
    Order,
    Query,
    Reference,
    Result,
    ScoreSource,
    is_agreement_field,
    reference,
    walk,
)
from scoring.sql import Compiler, quoted, split_agreements
from scoring.tables import ReportTables, Tables, fill, open_tables
from scoring.validation import check_query, numeric_scores

if TYPE_CHECKING:
    import duckdb

    from scoring.own.stored import Stored
    from scoring.workspace import Workspace

ROWS_SHOWN = 25
OVERLAP = text("a customer counts in each group that it is in, so the groups overlap")
ROW_FIELDS = ("customer_id", "account_name", "city", "country")
ROW_SCORES = {
    "cluster": "cluster_title",
    "cell": "cell",
    "fit": "fit",
    "intent": "intent",
    "potential_revenue": "revenue_text",
    "signals": "signals",
}
MODEL_ROW_SCORES = {"propensity": "propensity"}
SCORE_COLUMNS = {
    **ROW_SCORES,
    "revenue_low": "revenue_low",
    "revenue_high": "revenue_high",
    "fit_band": "fit_band",
    "intent_band": "intent_band",
}
_AGGREGATES = {"sum": "fsum", "average": "favg", "median": "median", "min": "min", "max": "max"}
_DIGITS = 6  # of figures: the last digits of a sum would depend on the order in which rows happen to be read
_AGREEMENTS = "count(DISTINCT a.agreement_id) + count(*) FILTER (WHERE a.agreement_id IS NULL)"
_RANKS = {"cluster": "rank", "cell": "cell_rank"}
_UNITS = {
    "fit": "points",
    "intent": "points",
    "propensity": "percent",
    "fit_change": "points",
    "intent_change": "points",
    "revenue": "USD",
}


class Engine:
    """A reader's view of one workspace: the snapshot that was newest when it was opened.

    It answers from the reports, and where these do not hold what is asked, or with ``source`` "model", from the
    partner's own data, scored as of a day (today, if none is given).
    """

    def __init__(self, workspace: "Workspace", as_of: date | None = None, source: ScoreSource = "") -> None:
        self.workspace = workspace
        self.catalog: Catalog = workspace.catalog
        self.cache = workspace.cache
        self.as_of = as_of or date.today()
        self.source = source
        self._reports = None if source == "model" else open_tables(workspace)

    @cached_property
    def _tables(self) -> "Tables | None":
        if self.source == "model" or (not self.source and self._reports is None and self.has_own()):
            from scoring.own.tables import open_own_tables

            return open_own_tables(self.workspace, self.as_of)
        return self._reports

    @property
    def by_model(self) -> bool:
        """Whether the answers rest on the partner's own data and not on the reports."""
        return self._tables is not None and not isinstance(self._tables, ReportTables)

    @cached_property
    def own(self) -> "Engine":
        """The same workspace by its own data; NotInData where there is none."""
        found = self if self.by_model else Engine(self.workspace, self.as_of, "model")
        _ = found.tables
        return found

    @cached_property
    def reports(self) -> "Engine":
        """The same workspace by its reports; NotInData where there are none."""
        found = Engine(self.workspace, self.as_of, "report") if self.by_model else self
        if not found.availability.months:
            raise NotInData(NO_REPORTS)
        return found

    def answering(self, query: Query) -> "Engine":
        """The engine that answers a query: as its source says, else by the convention: the reports, where they hold
        what is asked; what only own data knows, and no scores with it, is answered from all own customers.
        """
        if query.set.source:
            return self.own if query.set.source == "model" else self.reports
        if self.source or self.by_model or not (self._tables and self.availability.months):
            return self
        if self.availability.is_of_model(query) or (self.availability.is_of_own_data(query) and self.has_own()):
            return self.own
        try:
            self.availability.resolve_month(query)
        except NotInData:
            if query.set.month or query.set.since or not self.has_own():
                raise
            try:
                self.own.availability.resolve_month(query)
            except NotInData:
                return self
            return self.own
        return self

    def has_own(self) -> bool:
        snapshot = self.workspace.snapshot()
        return snapshot is not None and bool(snapshot.files("own_customers"))

    @property
    def key(self) -> str:
        """What all that is derived from the tables may be kept under; empty where nothing may be."""
        return self._tables.key if self._tables else ""

    @cached_property
    def availability(self) -> Availability:
        return Availability(self.catalog, self._tables.sources if self._tables else ())

    def stored(self) -> "tuple[Stored, ...]":
        """What the workspace holds of the partner's own tables, as of the day of the engine."""
        from scoring.own.stored import read_stored

        return read_stored(self.workspace.snapshot(), self.as_of)

    @property
    def tables(self) -> Tables:
        """The tables of the snapshot; NotInData where nothing is imported."""
        if self._tables is None:
            raise NotInData(NO_REPORTS)
        return self._tables

    @property
    def connection(self) -> "duckdb.DuckDBPyConnection":
        """A connection to the tables of the snapshot, opened where it is first needed."""
        return self.tables.connection

    def interrupt(self) -> None:
        """End the statement that runs now on any of its tables, which then fails; any thread may call this."""
        made = vars(self)  # what was opened so far: nothing is, for this
        for tables in {id(each): each for each in (self._reports, made.get("_tables")) if each}.values():
            tables.interrupt()
        for other in (made.get("own"), made.get("reports")):
            if other is not None and other is not self:
                other.interrupt()

    def fetch(self, sql: str, parameters: dict[str, object] | None = None) -> list[dict[str, Any]]:
        """Rows of a read as dictionaries."""
        cursor = self.connection.execute(sql, parameters or {})
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def column(self, sql: str, parameters: dict[str, object] | None = None) -> tuple[Any, ...]:
        """The first column of a read."""
        return tuple(row[0] for row in self.connection.execute(sql, parameters or {}).fetchall())

    def distinct_values(self, limit: int) -> dict[str, tuple[str, ...]]:
        """Field -> the values that the data holds in any month, for every field that people name values of.

        A field with more than ``limit`` values is left out.
        """
        named = {item.id: self.values_of(item.id) for item in self.catalog.fields.values()}
        return {id: values for id, values in named.items() if values is not None and len(values) <= limit}

    def values_of(self, field: str) -> tuple[str, ...] | None:
        """The values of one field in any month; None for a field whose values people do not name."""
        item = self.catalog.fields.get(field)
        if item is None or (item.level == "own" and not self.availability.holds(field)):
            return None
        named = (item.groupable and item.kind != "id") or field == "partner_name"
        return self._distinct(item) if named else None

    def customers_by_month(self) -> dict[str, int]:
        """How many customers each month holds, newest first."""
        months = self.availability.months
        rows = self.fetch("SELECT month, count(*) AS customers FROM customers GROUP BY month") if months else []
        found = {row["month"]: row["customers"] for row in rows}
        return {month: found.get(month, 0) for month in months}

    def signal_details(self, limit: int) -> tuple[str, ...]:
        """What the signal explanations say behind their types (``Hiring: security analyst``), most frequent first."""
        rows = self.fetch(_DETAILS, {"limit": limit})
        return tuple(row["detail"] for row in rows)

    def _distinct(self, item: Field) -> tuple[str, ...]:
        table = "agreements" if item.level == "agreement" else "customers"
        listed = item.kind == "list" or item.id == "partner_name"
        column = f"unnest({quoted(item.id)})" if listed else quoted(item.id)
        rows = self.fetch(f"SELECT DISTINCT {column} AS value FROM {table}")
        return tuple(sorted(row["value"] for row in rows if row["value"] is not None))

    def run(self, query: Query) -> Result:
        """Answer a query. Raises QueryError for what makes no sense, NotInData for what the data does not hold."""
        check_query(self.catalog, query)
        engine = self.answering(query)
        return engine._run(query, engine is not self or query.set.source != "")

    def _run(self, query: Query, told: bool) -> Result:
        """Answer from these tables; ``told``: whether the answer says whose scores it rests on."""
        if MONTH in query.group_by:
            return by_month(query, self.availability.months, lambda part: self._run(part, told))
        month = self.availability.resolve_month(query)
        since = self._since(query, month)
        self.availability.require_since(query, since)
        self._require_numbers(query, month, since)
        result = _Run(self, query, self._compiler(month, since)).result()
        source: ScoreSource = "model" if self.by_model else "report"
        notes = (self._source_note(query), *result.notes) if told or self.by_model else result.notes
        return replace(result, source=source, notes=(*notes, *self._unreported(query)))

    def _unreported(self, query: Query) -> tuple[str, ...]:
        """What is missing where facts of own customers are asked of those that the reports name."""
        if self.by_model or not self.availability.uses_own_data(query):
            return ()
        missing = self.fetch("SELECT customers FROM unreported")[0]["customers"]
        told = text(
            "{count:,} of your own customers stand in no report of this month and are not counted; "
            "ask by your own data for them",
            count=missing,
        )
        return (told,) if missing else ()

    def _source_note(self, query: Query) -> str:
        """Whose facts, and whose scores if there are any, an answer rests on."""
        from scoring.own.tables import OwnTables

        if not isinstance(self._tables, OwnTables):
            return text("by the reports")
        if self.availability.is_of_own_data(query):
            return text("from your own data")
        model = self._tables.model.id
        return text("by your own data and the model {model}, as of {day}", model=model, day=self.as_of)

    def _require_numbers(self, query: Query, month: str, since: str) -> None:
        """NotInData where a score is needed as a number in a month whose reports give its band only."""
        for field, products, other in numeric_scores(self.catalog, query):
            for each in dict.fromkeys((other or month, since or month)):
                for product in products:
                    if self._bands_only(field, product, each):
                        score = f"{self.catalog.products[product].label} {field}"
                        raise NotInData(
                            text(
                                "The reports of {month} give only the band of the {score}, no number.",
                                month=each,
                                score=score,
                            )
                        )

    def _bands_only(self, field: str, product: str, month: str) -> bool:
        found = self.fetch(
            f"SELECT count({quoted(field)}) AS numbers, count({quoted(field + '_band')}) AS bands FROM scores "
            "WHERE month = $month AND product = $product",
            {"month": month, "product": product},
        )[0]
        return bool(found["bands"]) and not found["numbers"]

    def rows(self, query: Query, ids: Sequence[str], columns: Sequence[str] = ()) -> tuple[dict[str, object], ...]:
        """What the list of a query shows of some of its customers, in the order of ``ids``; with ``columns`` these
        instead (as in :meth:`shown_columns`; of a product also ``revenue_low``, ``revenue_high`` in USD and the bands).
        """
        engine = self.answering(query)
        if engine is not self:
            return engine.rows(_unsourced(query), ids, columns)
        return tuple(self._run_of(query).rows(ids, columns))

    def shown_columns(self, query: Query) -> tuple[str, ...]:
        """The columns that the list of a query shows: field ids, and of products ``azure.fit``."""
        engine = self.answering(query)
        if engine is not self:
            return engine.shown_columns(_unsourced(query))
        return tuple(self._run_of(query).shown_columns())

    def _run_of(self, query: Query) -> "_Run":
        month = self.availability.resolve_month(query)
        return _Run(self, query, self._compiler(month, self._since(query, month)))

    def _compiler(self, month: str, since: str) -> Compiler:
        return Compiler(self.catalog, self.availability, month, since, self.by_model)

    def _since(self, query: Query, month: str) -> str:
        measured = query.measure.having if query.measure else ()
        filters = [*walk(query.set.filters), *walk(measured)]
        names = [item.field for item in filters if not item.month]
        names += [order.by for order in query.order]
        names += [query.measure.field] if query.measure else []
        changes = any(name.endswith("_change") for name in names)
        return resolve_since(self.availability, query.set, month) if changes else query.set.since


class _Run:
    """One query on its way to a result."""

    def __init__(self, engine: Engine, query: Query, compiler: Compiler) -> None:
        self.engine = engine
        self.catalog = engine.catalog
        self.query = query
        self.compiler = compiler
        self.month = compiler.month
        self.joins: dict[tuple[str, str], str] = {}
        self.unnested: list[str] = []
        self.where = self._where()

    def _where(self) -> str:
        month = f"c.month = {self.compiler.bind(self.month)}"
        return " AND ".join([month, *self.compiler.conditions(self.query.set.filters)])

    def result(self) -> Result:
        if self.query.group_by:
            return self._grouped(self.query.measure or Measure())
        if self.query.measure:
            return self._measured(self.query.measure)
        return self._listed()

    def _listed(self) -> Result:
        ids, total = self._ordered(self.query.limit)
        return Result(
            month=self.month,
            customers=ids,
            total=total,
            unit="customers",
            rows=tuple(self.rows(ids[:ROWS_SHOWN])),
            notes=tuple(self.compiler.notes),
        )

    def _ordered(self, limit: int | None) -> tuple[tuple[str, ...], int]:
        """The customers in order, the first ``limit`` of them, and how many there are without one."""
        order = self._order_by(self.query.order)
        source = f"FROM customers c{{joins}} WHERE {self.where} ORDER BY {order}"
        if limit:
            rows = self._fetch(f"SELECT c.customer_id, count(*) OVER () AS total {source} LIMIT {limit}")
            return tuple(row["customer_id"] for row in rows), rows[0]["total"] if rows else 0
        ids = self.engine.column(*self._bound(f"SELECT c.customer_id {source}"))
        return ids, len(ids)

    def rows(self, ids: Sequence[str], columns: Sequence[str] = ()) -> list[dict[str, object]]:
        """What a list shows of its first customers, or ``columns`` of them."""
        names = dict.fromkeys(("customer_id", *(columns or self.shown_columns())))
        selected = ", ".join(f"{self._row_column(name)} AS {quoted(name)}" for name in names)
        inside = self.compiler.bind_list(ids)
        sql = f"SELECT {selected} FROM customers c{{joins}} WHERE c.month = $p0 AND c.customer_id IN {inside}"
        found = {row["customer_id"]: row for row in self._fetch(sql)} if ids else {}
        return [found[customer] for customer in ids]

    def shown_columns(self) -> list[str]:
        """What a list shows: who its customers are, and the columns that it filters or sorts by."""
        scores = ROW_SCORES | MODEL_ROW_SCORES if self.engine.by_model else ROW_SCORES
        products = [f"{product}.{name}" for product in self._shown_products() for name in scores]
        return [*ROW_FIELDS, *self._shown_fields(), *products]

    def _row_column(self, name: str) -> str:
        """The SQL of a column of a list."""
        product, _, column = name.rpartition(".")
        if product in self.catalog.products and column in SCORE_COLUMNS:
            return f"{self._join(product)}.{quoted(SCORE_COLUMNS[column])}"
        return self._column(name)

    def _shown_products(self) -> list[str]:
        names = [order.by for order in self.query.order]
        products = [name.partition(":")[2] for name in names if name.startswith("convention:")]
        products += [name.partition(".")[0] for name in names if "." in name]
        products += [name for item in walk(self.query.set.filters) for name in item.products if len(item.products) == 1]
        return list(dict.fromkeys(products))

    def _shown_fields(self) -> list[str]:
        names = [item.field for item in walk(self.query.set.filters) if not item.month]
        names += [order.by for order in self.query.order if "." not in order.by and ":" not in order.by]
        fields = [name for name in names if self._shown_field(name)]
        if any(is_agreement_field(self.catalog, name) for name in names):
            fields += ["agreements", "agreement_end", "expiring_revenue"]
        return list(dict.fromkeys(fields))

    def _shown_field(self, name: str) -> bool:
        known = self.catalog.fields.get(name)
        return known is not None and known.level in ("customer", "own") and name not in ROW_FIELDS

    def _order_by(self, orders: Sequence[Order]) -> str:
        parts: list[str] = []
        for order in orders:
            parts += self._order_part(order)
        return ", ".join([*parts, "c.customer_id"])

    def _order_part(self, order: Order) -> list[str]:
        if order.by.startswith("convention:"):
            alias = self._join(order.by.partition(":")[2])
            ranked = [f"{alias}.cell_rank ASC NULLS LAST"]
            return ranked + [f"{alias}.{name} DESC NULLS LAST" for name in ("revenue_low", "fit", "intent")]
        ref = reference(self.catalog, order.by)
        if ref.field in _RANKS:  # rank 1 is the best
            direction = "ASC" if order.descending else "DESC"
            return [f"{self._join(ref.product)}.{_RANKS[ref.field]} {direction} NULLS LAST"]
        direction = "DESC" if order.descending else "ASC"
        parts = [f"{self._column(order.by)} {direction} NULLS LAST"]
        if ref.field == "revenue":
            alias = self._join(ref.product)
            parts += [f"{alias}.{name} {direction} NULLS LAST" for name in ("fit", "intent")]
        return parts

    def _column(self, text: str) -> str:
        """The SQL of a reference on the customer's grain."""
        ref = reference(self.catalog, text)
        if ref.product:
            return self._score_column(ref)
        if is_agreement_field(self.catalog, ref.field):
            return f"{self._agreement_join()}.{quoted(ref.field)}"
        return f"c.{quoted(ref.field)}"

    def _score_column(self, ref: Reference) -> str:
        if ref.field.endswith("_change"):
            basis = ref.field.removesuffix("_change")
            basis = "rank" if basis == "cluster" else quoted(basis)
            return f"({self._join(ref.product)}.{basis} - {self._join(ref.product, self.compiler.since)}.{basis})"
        name = {"revenue": "revenue_low", "cell": "cell", "cluster": "cluster"}.get(ref.field, ref.field)
        return f"{self._join(ref.product)}.{quoted(name)}"

    def _join(self, product: str, month: str = "") -> str:
        key = (product, month or self.month)
        if key not in self.joins:
            self.joins[key] = f"s{len(self.joins)}"
        return self.joins[key]

    def _agreement_join(self) -> str:
        self.joins.setdefault(("", ""), "ag")
        return "ag"

    def _join_sql(self) -> str:
        return "".join(self._one_join(product, month, alias) for (product, month), alias in self.joins.items())

    def _one_join(self, product: str, month: str, alias: str) -> str:
        if not product:
            where = self.compiler.agreement_condition(self._agreement_filters())
            return (
                f" LEFT JOIN (SELECT a.customer_id, round(fsum(a.expiring_revenue), {_DIGITS}) AS expiring_revenue, "
                "min(a.agreement_end) AS agreement_end, count(DISTINCT a.agreement_id) AS agreements, "
                "list_sort(list_distinct(list(a.agreement_id))) AS agreement_id, "
                "list_sort(list_distinct(list(a.division))) AS division "
                f"FROM agreements a WHERE {where} GROUP BY a.customer_id) ag ON ag.customer_id = c.customer_id"
            )
        bind = self.compiler.bind
        return (
            f" LEFT JOIN scores {alias} ON {alias}.customer_id = c.customer_id"
            f" AND {alias}.month = {bind(month)} AND {alias}.product = {bind(product)}"
        )

    def _agreement_filters(self) -> list[Filter]:
        return split_agreements(self.catalog, self.query.set.filters)[0]

    def _fetch(self, sql: str) -> list[dict[str, Any]]:
        return self.engine.fetch(*self._bound(sql))

    def _bound(self, sql: str) -> tuple[str, dict[str, object]]:
        """A statement with its joins, and the parameters that stand in it."""
        sql = sql.replace("{joins}", self._join_sql())
        used = set(re.findall(r"\$(p\d+)", sql))
        return sql, {name: value for name, value in self.compiler.parameters.items() if name in used}

    def _measured(self, measure: Measure) -> Result:
        if measure == Measure():
            return self._counted()
        source, value = self._value(measure)
        known = "count(*)" if measure.field in ("customers", "agreements") else f"count({self._plain(measure)})"
        figures = f"{value} AS value, {known} AS known, count(DISTINCT c.customer_id) AS total"
        sql = f"SELECT {figures} FROM {source} WHERE {self.where}"
        row = self._fetch(sql)[0]
        return Result(
            month=self.month,
            total=row["total"],
            value=None if row["value"] is None else float(row["value"]),
            unit=self._unit(measure),
            notes=tuple(self.compiler.notes),
            known=row["known"],
        )

    def _counted(self) -> Result:
        """The number of customers, with whom it counts."""
        sql = f"SELECT c.customer_id FROM customers c WHERE {self.where} ORDER BY c.customer_id"
        ids = self.engine.column(*self._bound(sql))
        return Result(
            month=self.month,
            customers=ids,
            total=len(ids),
            value=float(len(ids)),
            unit="customers",
            notes=tuple(self.compiler.notes),
            known=len(ids),
        )

    def _plain(self, measure: Measure) -> str:
        if is_agreement_field(self.catalog, measure.field):
            return f"a.{quoted(measure.field)}"
        return self._column(measure.field)

    def _value(self, measure: Measure, groups: Sequence[str] = ()) -> tuple[str, str]:
        """FROM and the aggregate, on the grain of agreements where the measure or a group is about them."""
        return self._source(measure, groups), self._aggregate(measure)

    def _source(self, measure: Measure, groups: Sequence[str]) -> str:
        columns = [name for name in groups if is_agreement_field(self.catalog, name)]
        if not (columns or is_agreement_field(self.catalog, measure.field)):
            return "customers c{joins}"
        selected = "*"
        if not is_agreement_field(self.catalog, measure.field):
            # a customer's figure counts once in each group, whatever number of agreements puts it there
            selected = "DISTINCT " + ", ".join(f"a.{quoted(name)}" for name in ("customer_id", *columns))
        where = self.compiler.agreement_condition(self._agreement_filters())
        rows = f"SELECT {selected} FROM agreements a WHERE {where}"
        return f"customers c JOIN ({rows}) a ON a.customer_id = c.customer_id{{joins}}"

    def _aggregate(self, measure: Measure) -> str:
        if measure.function == "share" and measure.having:
            return self._share(measure)
        if measure.field == "customers":
            return "count(DISTINCT c.customer_id)"
        if measure.field == "agreements":
            return _AGREEMENTS
        if measure.function == "count":
            return f"count(DISTINCT {self._plain(measure)})"
        if measure.function == "average" and is_agreement_field(self.catalog, measure.field):
            return f"round(fsum({self._plain(measure)}) / nullif({_AGREEMENTS}, 0), {_DIGITS})"
        return f"round({_AGGREGATES[measure.function]}({self._plain(measure)}), {_DIGITS})"

    def _share(self, measure: Measure) -> str:
        """The percentage of the set that meets ``having``, of customers or of agreements."""
        if measure.field == "agreements":
            agreement, others = split_agreements(self.catalog, measure.having)
            tests = [*self.compiler.conditions(others), self.compiler.agreement_condition(agreement)]
            part = f"count(DISTINCT CASE WHEN {' AND '.join(tests)} THEN a.agreement_id END)"
            return f"100.0 * {part} / nullif({_AGREEMENTS}, 0)"
        test = " AND ".join(self.compiler.conditions(measure.having))
        part = f"count(DISTINCT CASE WHEN {test} THEN c.customer_id END)"
        return f"100.0 * {part} / nullif(count(DISTINCT c.customer_id), 0)"

    def _unit(self, measure: Measure) -> str:
        if measure.function == "share":
            return "percent"
        if measure.field in ("customers", "agreements"):
            return measure.field
        ref = reference(self.catalog, measure.field)
        if measure.function == "count":
            return "values"
        return _UNITS.get(ref.field, "") if ref.product else self.catalog.fields[ref.field].unit

    def _grouped(self, measure: Measure) -> Result:
        keys = [self._group_key(text, number) for number, text in enumerate(self.query.group_by)]
        source, value = self._value(measure, self.query.group_by)
        columns = ", ".join(f"{key} AS k{number}" for number, (key, _) in enumerate(keys))
        ranks = ", ".join(f"min({rank}) AS r{number}" for number, (_, rank) in enumerate(keys))
        unnested = "".join(self.unnested)
        positions = ", ".join(str(number + 1) for number in range(len(keys)))
        sql = (
            f"SELECT {columns}, {ranks}, {value} AS value FROM {source}{unnested} WHERE {self.where} "
            f"GROUP BY {positions}"
        )
        rows = [row for row in self._fetch(sql) if row["value"] is not None and row["k0"] is not None]
        rows = [row for row in rows if all(row[f"k{number}"] is not None for number in range(len(keys)))]
        total = self._total(measure)
        groups = self._sorted_groups(rows, len(keys))
        if measure.function == "share" and not measure.having:
            groups = [Group(group.key, 100.0 * group.value / total) for group in groups] if total else []
        groups = self._first(groups, self.query.limit) if self.query.limit else groups
        return Result(
            month=self.month,
            total=total,
            unit=self._unit(measure),
            groups=tuple(groups),
            notes=tuple(self.compiler.notes),
        )

    def _first(self, groups: Sequence[Group], limit: int) -> list[Group]:
        """The first groups; where they are sorted by their figures, with those that are as large as the last one."""
        last = groups[limit - 1].value if limit < len(groups) and self.query.order else None
        first = [group for place, group in enumerate(groups) if place < limit or group.value == last]
        if len(first) > limit:
            self.compiler.note(text("with all groups that are as large as the last one"))
        return first

    def _total(self, measure: Measure) -> int:
        """How many customers (or, for a measure of agreements, agreements) the set holds."""
        counted = Measure("count", "agreements" if measure.field == "agreements" else "customers")
        source, value = self._value(counted)
        return int(self._fetch(f"SELECT {value} AS total FROM {source} WHERE {self.where}")[0]["total"])

    def _sorted_groups(self, rows: list[dict[str, Any]], keys: int) -> list[Group]:
        """By the catalogue's order where the first key has one, else by value; descending unless asked otherwise."""
        descending = self.query.order[0].descending if self.query.order else True

        def place(row: dict[str, Any]) -> tuple[Any, ...]:
            names = [str(row[f"k{number}"]) for number in range(keys)]
            ranks = [row[f"r{number}"] for number in range(keys)]
            if ranks[0] is not None and not self.query.order:
                return (0, ranks[0], *(rank or 0 for rank in ranks[1:]), -row["value"], *names)
            return (1, -row["value"] if descending else row["value"], *names)

        ordered = sorted(rows, key=place)
        return [Group(" | ".join(_key(row[f"k{n}"]) for n in range(keys)), float(row["value"])) for row in ordered]

    def _group_key(self, text: str, number: int) -> tuple[str, str]:
        """The SQL of a group's key and of its rank in the catalogue (NULL where it has none)."""
        ref = reference(self.catalog, text)
        if ref.field in ("cohort", "category", "play"):
            return self._membership_key(ref.field, number)
        if ref.product:
            return self._score_key(ref, number)
        if is_agreement_field(self.catalog, ref.field):
            return f"a.{quoted(ref.field)}", "NULL::INTEGER"
        column = f"c.{quoted(ref.field)}"
        kind = self.catalog.fields[ref.field].kind
        if kind == "list" or ref.field in ("partner_id", "partner_name"):
            self.unnested.append(f", unnest({column}) AS u{number}(k)")
            return f"u{number}.k", "NULL::INTEGER"
        if kind == "flag":
            return f"CASE WHEN {column} THEN 'Yes' WHEN NOT {column} THEN 'No' END", "NULL::INTEGER"
        return column, "NULL::INTEGER"

    def _membership_key(self, kind: str, number: int) -> tuple[str, str]:
        """Keys are the titles of the cohorts and plays; a category is the union of its cohorts."""
        members, notes = self.compiler.availability.members(kind, self.month)
        ranks = {title: rank for rank, title in enumerate(dict.fromkeys(title for _, title in members))}
        titles = [(key, title, ranks[title]) for key, title in members]
        for note in (OVERLAP, *notes):
            self.compiler.note(note)
        table = f"titles{number}"
        fill(self.engine.connection, f"{table}(key VARCHAR, title VARCHAR, rank INTEGER)", titles)
        month = self.compiler.bind(self.month)
        self.unnested.append(
            f" JOIN (SELECT DISTINCT m.customer_id, t.title, t.rank FROM memberships m JOIN {table} t ON t.key = m.key "
            f"WHERE m.month = {month}) m{number} ON m{number}.customer_id = c.customer_id"
        )
        return f"m{number}.title", f"m{number}.rank"

    def _score_key(self, ref: Reference, number: int) -> tuple[str, str]:
        alias = self._join(ref.product)
        if ref.field == "cell":
            return f"{alias}.cell", f"{alias}.cell_rank"
        if ref.field == "cluster":
            return f"{alias}.cluster_title", f"{alias}.rank"
        if ref.field in ("fit_band", "intent_band"):
            table = f"titles{number}"
            bands = sorted(self.catalog.bands.values(), key=lambda band: -band.lower)
            titles = [(band.id, band.title, rank) for rank, band in enumerate(bands)]
            fill(self.engine.connection, f"{table}(id VARCHAR, title VARCHAR, rank INTEGER)", titles)
            self.unnested.append(f" LEFT JOIN {table} ON {table}.id = {alias}.{ref.field}")
            return f"{table}.title", f"{table}.rank"
        if ref.field == "revenue":
            return f"{alias}.revenue_text", f"(-{alias}.revenue_low)::BIGINT"
        return f"{alias}.{quoted(ref.field)}", "NULL::INTEGER"


def _unsourced(query: Query) -> Query:
    """The query as the engine that answers it takes it."""
    return replace(query, set=replace(query.set, source=""))


def _key(value: object) -> str:
    """A group's key as the data spells it; whole numbers without a fraction."""
    return f"{value:g}" if isinstance(value, float) else str(value)


_DETAILS = """
SELECT trim(regexp_extract(part, '^[^:]*:(.*?)(\\(\\d{4}-\\d\\d-\\d\\d\\))?$', 1)) AS detail, count(*) AS times
FROM (SELECT unnest(string_split(signals, ';')) AS part FROM scores WHERE signals IS NOT NULL)
WHERE contains(part, ':') GROUP BY 1 HAVING detail <> '' ORDER BY 2 DESC, 1 LIMIT $limit
"""
