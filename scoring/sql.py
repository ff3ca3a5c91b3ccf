"""Compiles the filters of a query to DuckDB SQL. Values are parameters; names come from the catalogue, quoted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.availability import Availability
from scoring.errors import NotInData, QueryError
from scoring.query import MEMBERSHIPS, Filter, Value, is_agreement_field, is_score_field, of_product

NUMERIC_OPS = (">=", ">", "<=", "<")
LETTERS = {"contains": "contains", "starts with": "starts_with", "ends with": "ends_with"}
CHANGES = {
    "better": "n.rank < o.rank",
    "worse": "n.rank > o.rank",
    "changed": "n.rank <> o.rank",
    "same": "n.rank = o.rank",
}


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@dataclass
class Compiler:
    """Turns filters of one month into conditions on ``c.customer_id``; collects parameters and notes on the way.

    ``own``: the tables are those of the partner's own data, whose signals stand one by one in ``signal_lines``.
    """

    catalog: Catalog
    availability: Availability
    month: str
    since: str = ""
    own: bool = False
    parameters: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def bind(self, value: object) -> str:
        """A placeholder for a value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def bind_list(self, values: Iterable[object]) -> str:
        return "(" + ", ".join(self.bind(value) for value in values) + ")"

    def note(self, text: str) -> None:
        if text and text not in self.notes:
            self.notes.append(text)

    def conditions(self, filters: Sequence[Filter]) -> list[str]:
        """SQL conditions, one a filter; the filters on agreements together make one, since one agreement meets all."""
        agreement, others = split_agreements(self.catalog, filters)
        parts = [self.condition(item) for item in others]
        if agreement:
            parts.append(self._with_agreement(agreement))
        return parts

    def condition(self, item: Filter) -> str:
        """The condition of one filter on ``c``."""
        if item.parts:
            return self._joined(item)
        if is_agreement_field(self.catalog, item.field):
            return self._with_agreement([item])
        if item.field in MEMBERSHIPS:
            return self._membership(item)
        if is_score_field(self.catalog, item.field):
            return self._score(item)
        if item.field == "customer":
            return self._negated(item, f"c.customer_id IN {self.bind_list(item.values)}")
        if item.field == "present":
            return self._present(item)
        if item.field == "report":
            return self._list_test("c.reports", item)
        return self._attribute(item)

    def _joined(self, item: Filter) -> str:
        if item.products:
            return self._for_products(item)
        if item.all_of:
            return "(" + " AND ".join(self.conditions(item.all_of)) + ")"
        either = "(" + " OR ".join(self.condition(part) for part in item.parts) + ")"
        return f"(NOT coalesce({either}, false))" if item.none_of else either

    def _for_products(self, item: Filter) -> str:
        """How many of the products meet conditions that are joined."""
        whole = replace(item, products=(), at_least=1, at_most=0)
        tests = [self.condition(of_product(whole, product)) for product in item.products]
        met = " + ".join(f"CASE WHEN {test} THEN 1 ELSE 0 END" for test in tests)
        most = f" AND ({met}) <= {self.bind(item.at_most)}" if item.at_most else ""
        return f"(({met}) >= {self.bind(item.at_least)}{most})"

    def agreement_condition(self, filters: Sequence[Filter]) -> str:
        """The condition that one row ``a`` of the agreements meets all ``filters``."""
        parts = [f"a.month = {self.bind(self.month)}"]
        parts += [self._of_agreement(item) for item in filters if item.field != "agreements"]
        return " AND ".join(parts)

    def _of_agreement(self, item: Filter) -> str:
        """The condition of one filter on ``a``; alternatives are of one agreement, too."""
        if item.any_of:
            return "(" + " OR ".join(self._of_agreement(part) for part in item.any_of) + ")"
        return self._column(f"a.{quoted(item.field)}", item)

    def _with_agreement(self, filters: Sequence[Filter]) -> str:
        where = self.agreement_condition(filters)
        counts = [item for item in filters if item.field == "agreements"]
        having = " AND ".join(self._compare("count(DISTINCT a.agreement_id)", item) for item in counts)
        matching = f"SELECT a.customer_id FROM agreements a WHERE {where} GROUP BY a.customer_id"
        if counts and all(_holds_at_zero(item) for item in counts):
            return f"c.customer_id NOT IN ({matching} HAVING NOT ({having}))"
        return f"c.customer_id IN ({matching}{f' HAVING {having}' if having else ''})"

    def _membership(self, item: Filter) -> str:
        month = item.month or self.month
        keys: list[str] = []
        for value in item.values:
            members, note = self._members(item.field, str(value), month)
            keys += members
            self.note(note)
        inside = (
            f"SELECT customer_id FROM memberships WHERE month = {self.bind(month)} AND key IN {self.bind_list(keys)}"
        )
        return self._negated(item, f"c.customer_id IN ({inside})")

    def _members(self, kind: str, key: str, month: str) -> tuple[tuple[str, ...], str]:
        if kind == "play":
            return (key,), ""
        if kind == "cohort":
            found = self.availability.cohort_members(key, month)
        else:
            found = self.availability.category_members(self.catalog.categories[key], month)
        if not found[0]:
            subject = f"{kind} '{self.catalog.sections[kind][key].title}'"
            raise NotInData(text("The reports of {month} hold no {subject}.", month=month, subject=subject))
        return found

    def _score(self, item: Filter) -> str:
        if item.field.endswith("_change"):
            return self._change(item)
        if self.own and item.field == "signals":
            return self._own_signals(item)
        month = item.month or self.month
        where = f"month = {self.bind(month)} AND product IN {self.bind_list(item.products)}"
        positive = Filter(item.field, "in" if item.op == "not in" else item.op, item.values)
        if item.op == "not contains":
            positive = Filter(item.field, "contains", item.values)
        test = self._score_test(positive)
        most = f" AND count(*) <= {self.bind(item.at_most)}" if item.at_most else ""
        inside = (
            f"c.customer_id IN (SELECT customer_id FROM scores WHERE {where} AND {test} "
            f"GROUP BY customer_id HAVING count(*) >= {self.bind(item.at_least)}{most})"
        )
        if item.op not in ("not in", "not contains"):
            return inside
        known = f"{_basis_column(item.field)} IS NOT NULL"
        scored = f"c.customer_id IN (SELECT customer_id FROM scores WHERE {where} AND {known})"
        return f"({scored} AND NOT {inside})"

    def _score_test(self, item: Filter) -> str:
        if item.field == "revenue":
            return self._range_test(item)
        if item.field == "signals":
            return self._signal_test(item)
        if item.field in ("cluster", "fit_band", "intent_band"):
            item = Filter(item.field, item.op, tuple(self._entry_id(item.field, value) for value in item.values))
        return self._compare(quoted(item.field), item)

    def _entry_id(self, name: str, value: Value) -> str:
        entries = self.catalog.clusters if name == "cluster" else self.catalog.bands
        for entry in entries.values():
            if str(value).casefold() in (entry.id, entry.title.casefold()):
                return entry.id
        raise QueryError(text("There is no {thing} '{name}'.", thing=name.replace("_", " "), name=value))

    def _range_test(self, item: Filter) -> str:
        """A range is over a figure when its lower bound is, under it when its upper bound is, between with both."""
        if item.op in (">=", ">"):
            return f"revenue_low >= {self.bind(item.values[0])}"
        if item.op in ("<=", "<"):
            return f"revenue_high <= {self.bind(item.values[0])}"
        if item.op == "between":
            return f"(revenue_low >= {self.bind(item.values[0])} AND revenue_high <= {self.bind(item.values[1])})"
        return f"revenue_low IN {self.bind_list(item.values)}"

    def _signal_test(self, item: Filter) -> str:
        tests = " AND ".join(f"contains(lower(x), lower({self.bind(str(value))}))" for value in item.values)
        return f"len(list_filter(string_split(signals, '; '), lambda x: {tests})) > 0"

    def _own_signals(self, item: Filter) -> str:
        """Signals are of the customer, whatever the product."""
        tests = " AND ".join(f"contains(lower(line), lower({self.bind(str(value))}))" for value in item.values)
        inside = f"c.customer_id IN (SELECT customer_id FROM signal_lines WHERE {tests})"
        return f"NOT {inside}" if item.op in ("not in", "not contains") else inside

    def _change(self, item: Filter) -> str:
        if item.field == "cluster_change":
            tests = [CHANGES[str(value)] for value in item.values]
            test = "(" + " OR ".join(tests) + ")"
            test = f"NOT {test}" if item.op == "not in" else test
        else:
            name = quoted(item.field.removesuffix("_change"))
            test = self._compare(f"(n.{name} - o.{name})", item)
        return (
            "c.customer_id IN (SELECT n.customer_id FROM scores n JOIN scores o USING (customer_id, product) "
            f"WHERE n.month = {self.bind(self.month)} AND o.month = {self.bind(item.month or self.since)} "
            f"AND n.product IN {self.bind_list(item.products)} AND {test} "
            f"GROUP BY n.customer_id HAVING count(*) >= {self.bind(item.at_least)})"
        )

    def _present(self, item: Filter) -> str:
        inside = f"c.customer_id IN (SELECT customer_id FROM customers WHERE month = {self.bind(item.month)})"
        return inside if item.values == (True,) else f"NOT {inside}"

    def _attribute(self, item: Filter) -> str:
        if not item.month:
            return self._column(f"c.{quoted(item.field)}", item)
        test = self._column(f"x.{quoted(item.field)}", item)
        month = self.bind(item.month)
        return f"c.customer_id IN (SELECT x.customer_id FROM customers x WHERE x.month = {month} AND {test})"

    def _column(self, column: str, item: Filter) -> str:
        kind = self.catalog.fields[item.field].kind
        if kind == "list" or item.field in ("partner_id", "partner_name"):
            return self._list_test(column, item)
        if kind == "date":
            return self._compare(column, Filter(item.field, item.op, item.values), cast="DATE")
        if item.op in LETTERS and kind == "text":
            return self._letters(column, item)
        if item.op == "not in":
            return f"({column} IS NULL OR {self._compare(column, item)})"
        return self._compare(column, item)

    def _letters(self, column: str, item: Filter) -> str:
        """How a text is written; one beginning or end suffices, all that it shall contain must stand in it."""
        tests = [f"{LETTERS[item.op]}({_folded(column)}, {_folded(self.bind(str(value)))})" for value in item.values]
        return "coalesce(" + (" AND " if item.op == "contains" else " OR ").join(tests) + ", false)"

    def _list_test(self, column: str, item: Filter) -> str:
        """Membership in a list; a comparison with a number is about how many the list holds."""
        if column.startswith("a."):
            return self._compare(column, item)
        if all(isinstance(value, float) for value in item.values):
            return self._compare(f"len({column})", item)
        test = f"coalesce(list_has_any({column}, [{', '.join(self.bind(value) for value in item.values)}]), false)"
        return f"NOT {test}" if item.op in ("not in", "not contains") else test

    def _compare(self, column: str, item: Filter, cast: str = "") -> str:
        marks = [self.bind(value) for value in item.values]
        if cast:
            marks = [f"CAST({mark} AS {cast})" for mark in marks]
        if item.op in NUMERIC_OPS:
            return f"{column} {item.op} {marks[0]}"
        if item.op == "between":
            return f"({column} BETWEEN {marks[0]} AND {marks[1]})"
        if item.op in ("contains", "not contains"):
            test = " AND ".join(f"contains(lower({column}), lower({mark}))" for mark in marks)
            return f"({test})" if item.op == "contains" else f"({column} IS NULL OR NOT ({test}))"
        return f"{column} {'NOT IN' if item.op == 'not in' else 'IN'} ({', '.join(marks)})"

    def _negated(self, item: Filter, test: str) -> str:
        return f"NOT ({test})" if item.op == "not in" else test


def split_agreements(catalog: Catalog, filters: Sequence[Filter]) -> tuple[list[Filter], list[Filter]]:
    """The filters on agreements, and the others."""
    agreement = [item for item in filters if _is_of_agreements(catalog, item)]
    return agreement, [item for item in filters if item not in agreement]


def _is_of_agreements(catalog: Catalog, item: Filter) -> bool:
    """Whether one agreement meets a filter: on its columns or how many there are, or one of several on its columns."""
    if not item.any_of:
        return is_agreement_field(catalog, item.field)
    return all(part.field != "agreements" and _is_of_agreements(catalog, part) for part in item.any_of)


def _folded(expression: str) -> str:
    return f"strip_accents(lower({expression}))"


def _holds_at_zero(item: Filter) -> bool:
    """Whether a count of none meets the condition."""
    low, high = float(item.values[0]), float(item.values[-1])
    tests = {">=": low <= 0, ">": low < 0, "<=": low >= 0, "<": low > 0, "between": low <= 0 <= high}
    inside = 0 in [float(value) for value in item.values]
    return tests.get(item.op, inside if item.op == "in" else not inside)


def _basis_column(name: str) -> str:
    return {"revenue": "revenue_low", "signals": "coalesce(cluster, fit_band)"}.get(name, quoted(name))
