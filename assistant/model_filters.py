"""Reads the filters that a model passes to a tool, with what they name looked up in the catalogue and the data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf, isfinite
from typing import Any, get_args

from assistant.private.fields import PLACES, is_private_value
from knowledge.text import fold
from scoring.engine import Engine
from scoring.errors import NotInData, QueryError
from scoring.names import find_customers, similar_customers
from scoring.query import EACH, Filter, Operator, Query, Value, is_score_field, joined

VALUES_TOLD = 30
MOST = 1e9
_OPERATORS = {"=": "in", "==": "in", "is": "in", "equals": "in", "!=": "not in", "<>": "not in", "like": "contains"}
_NAMED = {"cluster": "cluster", "fit_band": "band", "intent_band": "band", "cohort": "cohort", "category": "category"}
_KEYS = ("field", "op", "values", "products", "at_least", "at_most", "month", "any_of", "all_of", "none_of")


@dataclass(frozen=True)
class Kept:
    """A result that later calls may refer to: its customers, and the query that found them, if one did."""

    customers: tuple[str, ...]
    query: Query | None = None


def next_id(kept: Mapping[str, Kept]) -> str:
    """The id of the next result: r1, r2 and so on, whichever were forgotten since."""
    return f"r{int(list(kept)[-1][1:]) + 1}" if kept else "r1"


class FilterReader:
    """Filters as plain objects to typed ones; ``kept``: results by their id.

    ``by_conditions``: the one result that stands for the conditions that found it; others stand for their customers.
    """

    def __init__(self, engine: Engine, kept: Mapping[str, Kept]) -> None:
        self.engine = engine
        self.catalog = engine.catalog
        self.kept = kept
        self.any_product = False
        self.by_conditions = ""

    def filters(self, given: Any) -> tuple[Filter, ...]:
        """All filters of a list, or a single one."""
        return tuple(self._filter(item) for item in listed(given))

    def _filter(self, given: Any) -> Filter:
        if not isinstance(given, Mapping):
            raise QueryError("A filter is an object with field, op and values.")
        refuse_unknown(given, _KEYS)
        product, _, name = str(given.get("field") or "").strip().rpartition(".")
        name = name.lower().replace(" ", "_")
        item = Filter(
            name,
            self._operator(given.get("op")),
            products=self.products([*([product] if product else []), *listed(given.get("products"))]),
            at_least=whole(given.get("at_least"), 1),
            at_most=whole(given.get("at_most"), 0),
            month=str(given.get("month") or ""),
            any_of=self.filters(given.get("any_of")),
            all_of=self.filters(given.get("all_of")),
            none_of=self.filters(given.get("none_of")),
        )
        if item.parts:
            return item
        values = listed(given.get("values", given.get("value")))
        return self._of_result(item, values) if name == "result" else self._with_values(item, values)

    def _operator(self, given: Any) -> Operator:
        op = _OPERATORS.get(str(given or "in").lower(), str(given or "in").lower())
        found = next((known for known in get_args(Operator) if known == op), None)
        if found is None:
            raise QueryError(f"There is no comparison '{given}'.")
        checked: Operator = found
        return checked

    def products(self, given: Sequence[Any]) -> tuple[str, ...]:
        """Products by id, label or alias; QueryError for another."""
        if tuple(given) == EACH:
            return EACH
        return tuple(dict.fromkeys(self.entry("product", value) for value in given))

    def _with_values(self, item: Filter, values: Sequence[Any]) -> Filter:
        """The filter with its values as the catalogue and the data have them."""
        field = self._field(item.field)
        if is_score_field(self.catalog, field) and not item.products:
            item = replace(item, products=self._all_products())
        if field == "cohort" and values and all(self.known("category", value) for value in values):
            field = "category"
        item = replace(item, field=field)
        return replace(item, values=tuple(self._value(item, value) for value in values))

    def _field(self, name: str) -> str:
        names = {fold(spelling): id for id, it in self.catalog.fields.items() for spelling in (it.title, *it.aliases)}
        return name if name in self.catalog.fields else names.get(name.replace("_", " "), name)

    def _all_products(self) -> tuple[str, ...]:
        self.any_product = True
        available = self.engine.availability
        return available.products(available.months[0]) if available.months else ()

    def _value(self, item: Filter, value: Any) -> Value:
        if item.field in _NAMED:
            return self.entry(_NAMED[item.field], value)
        if item.field == "play":
            return self.play(str(value))
        if item.field == "customer":
            return self.customer(str(value))
        known = self.catalog.fields.get(item.field)
        if item.field == "present" or (known is not None and known.kind == "flag"):
            return _flag(value)
        if item.op in (">=", ">", "<=", "<", "between") or (known is not None and known.kind in ("number", "money")):
            return _figure(value)
        if known is not None and item.op in ("in", "not in"):
            return self._spelled(item.field, value)
        return value if isinstance(value, str | int | float) else str(value)

    def entry(self, section: str, value: Any) -> str:
        """The id of an entry of the catalogue, by id, title or alias; QueryError names those that there are."""
        if found := self.known(section, value):
            return found
        entries = ", ".join(self.catalog.sections[section])
        raise QueryError(f"There is no {section} '{value}': there are {entries}.")

    def known(self, section: str, value: Any) -> str:
        """The id of an entry of the catalogue, by id, title or alias; empty where there is none."""
        return self._names.get((section, fold(str(value))), "")

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for section in ("product", *dict.fromkeys(_NAMED.values())):
            entries = self.catalog.sections[section]
            for id, entry in entries.items():
                names = (id, entry.title, getattr(entry, "label", id), *entry.aliases)
                for name in names:
                    found.setdefault((section, fold(name)), id)
        return found

    def play(self, value: str) -> str:
        """The id of a play that the data hold; QueryError for another."""
        available = self.engine.availability
        held = {id: title for month in available.months for id, title in available.plays(month).items()}
        for id, title in held.items():
            if fold(value) in (fold(id), fold(title)):
                return id
        raise QueryError(f"There is no play '{value}' in the data.")

    def customer(self, value: str) -> str:
        """The id of the one customer that a name, domain or id means; QueryError where none or several do."""
        found = {it.customer_id: it for it in find_customers(self.engine, [value]).get(value, [])}
        if len(found) == 1:
            return next(iter(found))
        near = list(found.values()) or similar_customers(self.engine, value)
        names = "; ".join(f"{it.account_name} ({it.customer_id}, {it.city})" for it in near)
        if found:
            raise QueryError(f"'{value}' fits several customers: {names}.")
        raise NotInData(f"No customer is called '{value}'. Near it: {names or 'none'}.")

    def _spelled(self, field: str, value: Any) -> Value:
        """A value of a field as the data spell it; QueryError tells some of those that there are."""
        if self.catalog.fields[field].kind == "id":
            return str(value)
        held = self.engine.values_of(field)
        if held is None or value in held:
            return value if isinstance(value, str | int | float) else str(value)
        if spelled := {fold(it): it for it in held}.get(fold(str(value))):
            return spelled
        if is_private_value(field) or field in PLACES:
            raise NotInData(f"No customer has the {field} “{value}”.")
        told = ", ".join(held[:VALUES_TOLD]) + (", …" if len(held) > VALUES_TOLD else "")
        raise NotInData(f"No customer has the {field} '{value}'; there are: {told}.")

    def _of_result(self, item: Filter, values: Sequence[Any]) -> Filter:
        """The customers of earlier results."""
        found = joined([self._customers_of(str(value)) for value in values], any_of=True)
        return Filter(none_of=(found,)) if item.op == "not in" else found

    def _customers_of(self, name: str) -> Filter:
        kept = self.result(name)
        if kept.query is None or name != self.by_conditions:
            return Filter("customer", "in", kept.customers or ("",))
        return Filter(all_of=kept.query.set.filters) if kept.query.set.filters else _EVERYONE

    def result(self, name: str) -> Kept:
        """An earlier result by its id; QueryError names those that there are."""
        if name not in self.kept:
            raise QueryError(f"There is no result '{name}': there are {', '.join(self.kept)}.")
        return self.kept[name]


_EVERYONE = Filter(none_of=(Filter("customer", "in", ("",)),))


def listed(given: Any) -> list[Any]:
    """A list of what may have come alone, or not at all."""
    if given is None or given == "":
        return []
    return list(given) if isinstance(given, list | tuple) else [given]


def refuse_unknown(given: Any, known: Iterable[str]) -> None:
    """QueryError for what is no object, and for an argument that a tool does not take."""
    if not isinstance(given, Mapping):
        raise QueryError(f"An object with {', '.join(known)} is wanted.")
    if strange := [name for name in given if name not in (*known, "value")]:
        raise QueryError(f"There is no argument '{strange[0]}': there are {', '.join(known)}.")


def whole(given: Any, default: int) -> int:
    """A whole number that may have come as text; the default for none."""
    if given is None or given == "":
        return default
    try:
        if isinstance(given, bool) or abs(float(given)) > MOST or int(float(given)) != float(given):
            raise ValueError
        return int(float(given))
    except (TypeError, ValueError) as error:
        raise QueryError(f"'{given}' is no whole number.") from error


def _flag(value: Any) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if (word := str(value).lower()) not in known:
        raise QueryError(f"'{value}' is neither true nor false.")
    return known[word]


def _figure(value: Any) -> Value:
    """A figure as a number, ``"100,000"`` and ``"$100K"`` too; other texts, such as dates, as they are."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(float(value) if abs(value) < 1e300 else inf)
    bare = str(value).replace(",", "").strip().lstrip("$").removesuffix("%")
    times = {"k": 1_000, "m": 1_000_000}.get(bare[-1:].lower(), 1)
    try:
        return _finite(float(bare[:-1] if times > 1 else bare) * times)
    except ValueError:
        return str(value)


def _finite(value: float) -> float:
    if not isfinite(value):
        raise QueryError(f"'{value}' is no figure to compare with.")
    return value
