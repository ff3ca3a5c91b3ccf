"""What the results of a turn say, fact by fact: a value, with the customer or group, product, field and month."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assistant.guarding.customer_facts import customer_facts, row_facts
from assistant.guarding.fact import Fact, Listing, text_facts
from assistant.guarding.own_facts import disagreement_facts, driver_facts, target_facts, workload_facts
from assistant.tools import DataDescription, Ran
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.explain import CustomerFacts
from scoring.own.results import Disagreement, NextWorkloads, ScoreDrivers, WhatWouldChange, WhyNot
from scoring.query import EACH, MONTH, Result


def facts_of(catalog: Catalog, ran: Ran) -> Iterator[Fact]:
    """The facts of what a tool found."""
    found = ran.found if isinstance(ran.found, tuple) else (ran.found,)
    for item in found:
        match item:
            case Result():
                yield from _of_result(catalog, ran.arguments, item)
            case CustomerFacts():
                yield from customer_facts(catalog, item)
            case ScoreDrivers():
                yield from driver_facts(catalog, item)
            case WhatWouldChange() | WhyNot():
                yield from target_facts(catalog, item)
            case NextWorkloads():
                yield from workload_facts(item)
            case Disagreement():
                yield from disagreement_facts(catalog, item)
            case DataDescription():
                yield from _of_data(catalog, item)


def lists_of(ran: Ran) -> Iterator[Listing]:
    """The customers that a result lists, or that were compared."""
    found = ran.found if isinstance(ran.found, tuple) else (ran.found,)
    for item in found:
        if isinstance(item, Result) and item.rows:
            listed = tuple(str(row["customer_id"]) for row in item.rows)
            yield Listing(listed, item.month, len(listed) == item.total)
    compared = [item for item in found if isinstance(item, CustomerFacts)]
    if len(compared) > 1:
        yield Listing(tuple(item.customer_id for item in compared), compared[0].month or "", whole=True)


def names_of(ran: Ran) -> Iterator[tuple[str, str]]:
    """Name and id of the customers that a result names."""
    for item in ran.found if isinstance(ran.found, tuple) else (ran.found,):
        if isinstance(item, Result):
            yield from ((str(row["account_name"]), str(row["customer_id"])) for row in item.rows if row["account_name"])
        elif isinstance(item, CustomerFacts):
            yield item.name, item.customer_id
        elif isinstance(item, Disagreement):
            yield item.name, item.customer


def _of_result(catalog: Catalog, arguments: Mapping[str, Any], result: Result) -> Iterator[Fact]:
    about = _conditions(catalog, arguments, result)
    of_set = _conditions(catalog, {"set": arguments.get("set", {})}, result) if _is_share(arguments) else about
    measure = arguments.get("measure")
    yield replace(about, value=result.month, field="month", kind="month")
    yield from _bounds(catalog, arguments, about)
    yield from _totals(arguments, result, of_set)
    if _is_share(arguments):
        yield replace(about, value=float(result.total), field="customers", kind="base")
        if result.value is not None:
            yield replace(about, value=float(round(result.value * result.total / 100)), field="customers")
    if result.groups is not None:
        yield from _of_groups(catalog, arguments, result, about)
    elif measure is not None and result.value is not None:
        yield _measured(measure, result, about)
    for row in result.rows:
        yield from row_facts(catalog, row, about)
    for note in result.notes:
        yield from text_facts(note, replace(about, field="note"))


def _conditions(catalog: Catalog, arguments: Mapping[str, Any], result: Result) -> Fact:
    """What all facts of a result have in common."""
    keys: set[str] = set()
    products: set[str] = set()
    conditions: list[frozenset[str]] = []
    filters = [*arguments.get("set", {}).get("filters", ()), *(arguments.get("measure") or {}).get("having", ())]
    for item in _simple(filters):
        products |= {str(product) for product in item.get("products", ()) if product != EACH[0]}
        keys |= set(_keys(catalog, item))
        conditions.append(frozenset({*_keys(catalog, item), str(item.get("field", ""))}))
        owned = catalog.fields.get(item.get("field", ""))
        products |= {p.id for p in catalog.products.values() if owned and p.owned == owned.id}
    for column in _columns(arguments):
        products |= {column.rpartition(".")[0].partition(":")[0]} if "." in column else set()
    products |= {o["by"].partition(":")[2] for o in arguments.get("order", ()) if o["by"].startswith("convention:")}
    about = Fact("", keys=frozenset(keys), products=frozenset(products), month=result.month)
    return replace(about, conditions=tuple(conditions))


def _columns(arguments: Mapping[str, Any]) -> list[str]:
    measured = (arguments.get("measure") or {}).get("field", "")
    return [*arguments.get("group_by", ()), *(order["by"] for order in arguments.get("order", ())), measured]


def _simple(filters: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for item in filters:
        parts = [*item.get("any_of", ()), *item.get("all_of", ()), *item.get("none_of", ())]
        if parts:
            yield from ({**part, "products": part.get("products", item.get("products", ()))} for part in _simple(parts))
        else:
            yield item


def _keys(catalog: Catalog, item: Mapping[str, Any]) -> Iterator[str]:
    """The folded names of a condition's values."""
    section = {"fit_band": "band", "intent_band": "band"}.get(item.get("field", ""), item.get("field", ""))
    entries = catalog.sections.get(section, {}) if section in ("cluster", "band", "cohort", "category", "play") else {}
    for value in item.get("values", ()):
        if isinstance(value, str):
            yield fold(value)
            entry = entries.get(value)
            if entry is not None:
                yield fold(entry.title)


def _bounds(catalog: Catalog, arguments: Mapping[str, Any], about: Fact) -> Iterator[Fact]:
    """The figures of the conditions."""
    given = arguments.get("set", {})
    filters = [*given.get("filters", ()), *(arguments.get("measure") or {}).get("having", ())]
    for item in _simple(filters):
        for value in item.get("values", ()):
            if isinstance(value, bool):
                yield replace(about, value=value, field=item["field"], kind="flag", products=None)
            elif isinstance(value, int | float):
                yield replace(about, value=float(value), field=item["field"], kind="threshold", products=None)
            elif re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
                yield replace(about, value=str(value), field=item["field"], kind="date", products=None)
        if item.get("month"):
            yield replace(about, value=item["month"], field="month", kind="month")
    for month in (given.get("since"), given.get("month")):
        if month:
            yield replace(about, value=str(month), field="month", kind="month")


def _totals(arguments: Mapping[str, Any], result: Result, about: Fact) -> Iterator[Fact]:
    """How many there are, and how many of them a limit or a break-down shows."""
    if result.total or not _is_share(arguments):
        agreements = (arguments.get("measure") or {}).get("field") == "agreements"
        yield replace(about, value=float(result.total), field="agreements" if agreements else "customers")
    if result.known is not None and not _is_share(arguments):
        yield replace(about, value=float(result.known), field="known")
    shown = len(result.customers) if result.customers is not None and arguments.get("limit") else 0
    if shown and shown != result.total:
        yield replace(about, value=float(shown), field="shown", kind="threshold")
    if result.groups is not None:
        for column in arguments.get("group_by", ()):
            name = column.rpartition(".")[2]
            yield replace(about, value=float(len(result.groups)), field=name, kind="groups", dimension=name)


def _is_share(arguments: Mapping[str, Any]) -> bool:
    return (arguments.get("measure") or {}).get("function") == "share" and bool(arguments["measure"].get("having"))


def _measured(measure: Mapping[str, Any], result: Result, about: Fact) -> Fact:
    function = measure.get("function", "count")
    column = measure.get("field", "customers")
    field = "share" if function == "share" else column.rpartition(".")[2]
    value = result.value if result.value is not None else 0.0
    return replace(about, value=value, field=field, kind=_unit(result.unit), function=function)


def _unit(unit: str) -> str:
    return "money" if unit.startswith("USD") else "percent" if unit == "percent" else "number"


def _of_groups(catalog: Catalog, arguments: Mapping[str, Any], result: Result, about: Fact) -> Iterator[Fact]:
    columns = arguments.get("group_by", ())
    base = replace(_measured(arguments.get("measure") or {}, replace(result, value=0.0), about))
    if base.function == "sum" and not arguments.get("limit") and MONTH not in columns:
        yield replace(base, value=sum(group.value for group in result.groups or ()))
    for group in result.groups or ():
        words = group.key.split(" | ")
        month = words[columns.index(MONTH)] if MONTH in columns else about.month
        if month:
            yield replace(about, value=month, field=MONTH, kind="month", month=month)
        parts = [fold(part) for part in words]
        keys = {*about.keys, *parts, fold(group.key)}
        flags = {f"{column}={part}" for column, part in zip(columns, parts, strict=False) if part in ("yes", "no")}
        dimension = ",".join(columns)
        yield replace(base, value=group.value, keys=frozenset(keys | flags), dimension=dimension, month=month)


def _of_data(catalog: Catalog, data: DataDescription) -> Iterator[Fact]:
    yield Fact(float(len(data.months)), field="months")
    for month in data.months:
        about = Fact("", month=month)
        yield replace(about, value=month, field="month", kind="month")
        yield replace(about, value=float(data.customers[month]), field="customers")
        for field, held in (("reports", data.reports), ("products", data.products), ("cohorts", data.cohorts)):
            yield replace(about, value=float(len(held[month])), field=field)
        for play in data.plays[month]:
            yield from text_facts(play, about)
