"""What the results of a turn say, fact by fact: a value, with the customer or group, product, field and month it is of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.guard_figures import Figure, read_figures
from assistant.tools import DataDescription, Ran
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.explain import CustomerFacts
from scoring.own.results import Disagreement, NextWorkloads, ScoreDrivers, WhatWouldChange, WhyNot
from scoring.query import EACH, Result, is_score_field

COUNTS = frozenset({"customers", "agreements"})
SCORES = frozenset({"fit", "intent", "propensity"})
_MONTHLY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_PERCENTS = frozenset({"percent"})


@dataclass(frozen=True)
class Fact:
    """One value of the results: a number, a range (low, high or None), a date or month as ISO text, a flag, or a word
    (folded).

    customers: whose it is, by id (empty: of a set); products: of which (None: of none in particular); keys: folded names
    of the groups, conditions and attributes that it is said of; kind "threshold" is a bound of a condition.
    """

    value: float | tuple[float, float | None] | str | bool
    field: str = ""
    kind: str = "number"
    customers: frozenset[str] = frozenset()
    products: frozenset[str] | None = None
    keys: frozenset[str] = frozenset()
    month: str = ""
    function: str = ""
    dimension: str = ""
    text: str = ""


def facts_of(catalog: Catalog, ran: Ran) -> Iterator[Fact]:
    """The facts of what a tool found."""
    found = ran.found if isinstance(ran.found, tuple) else (ran.found,)
    for item in found:
        match item:
            case Result():
                yield from _of_result(catalog, ran.arguments, item)
            case CustomerFacts():
                yield from _of_customer(catalog, item)
            case ScoreDrivers():
                yield from _of_drivers(catalog, item)
            case WhatWouldChange() | WhyNot():
                yield from _of_target(catalog, item)
            case NextWorkloads():
                yield from _of_workloads(item)
            case Disagreement():
                yield from _of_disagreement(catalog, item)
            case DataDescription():
                yield from _of_data(catalog, item)


def names_of(ran: Ran) -> Iterator[tuple[str, str]]:
    """Name and id of the customers that a result names."""
    for item in ran.found if isinstance(ran.found, tuple) else (ran.found,):
        if isinstance(item, Result):
            yield from ((str(row["account_name"]), str(row["customer_id"])) for row in item.rows if row["account_name"])
        elif isinstance(item, CustomerFacts):
            yield item.name, item.customer_id
        elif isinstance(item, Disagreement):
            yield item.name, item.customer


# ---- results of queries -----------------------------------------------------------------------------


def _of_result(catalog: Catalog, arguments: Mapping[str, Any], result: Result) -> Iterator[Fact]:
    about = _conditions(catalog, arguments, result)
    of_set = _conditions(catalog, {"set": arguments.get("set", {})}, result) if _is_share(arguments) else about
    measure = arguments.get("measure")
    yield replace(about, value=result.month, field="month", kind="month")
    yield from _bounds(catalog, arguments, about)
    yield from _totals(arguments, result, of_set)
    if _is_share(arguments):
        yield replace(about, value=float(result.total), field="customers", kind="base")
    if result.groups is not None:
        yield from _of_groups(catalog, arguments, result, about)
    elif measure is not None and result.value is not None:
        yield _measured(measure, result, about)
    for row in result.rows:
        yield from _of_row(catalog, row, about)
    for note in result.notes:
        yield from text_facts(note, replace(about, field="note"))


def _conditions(catalog: Catalog, arguments: Mapping[str, Any], result: Result) -> Fact:
    """What all facts of a result have in common."""
    keys: set[str] = set()
    products: set[str] = set()
    filters = [*arguments.get("set", {}).get("filters", ()), *(arguments.get("measure") or {}).get("having", ())]
    for item in _simple(filters):
        products |= {str(product) for product in item.get("products", ()) if product != EACH[0]}
        keys |= set(_keys(catalog, item))
        owned = catalog.fields.get(item.get("field", ""))
        products |= {p.id for p in catalog.products.values() if owned and p.owned == owned.id}
    for column in _columns(arguments):
        products |= {column.rpartition(".")[0].partition(":")[0]} if "." in column else set()
    products |= {o["by"].partition(":")[2] for o in arguments.get("order", ()) if o["by"].startswith("convention:")}
    return Fact("", keys=frozenset(keys), products=frozenset(products), month=result.month)


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
                continue
            if isinstance(value, int | float):
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
    return "money" if unit.startswith("USD") else "percent" if unit in _PERCENTS else "number"


def _of_groups(catalog: Catalog, arguments: Mapping[str, Any], result: Result, about: Fact) -> Iterator[Fact]:
    columns = arguments.get("group_by", ())
    base = replace(_measured(arguments.get("measure") or {}, replace(result, value=0.0), about))
    for group in result.groups or ():
        parts = [fold(part) for part in group.key.split(" | ")]
        keys = {*about.keys, *parts, fold(group.key)}
        flags = {f"{column}={part}" for column, part in zip(columns, parts, strict=False) if part in ("yes", "no")}
        dimension = ",".join(columns)
        yield replace(base, value=group.value, keys=frozenset(keys | flags), dimension=dimension)


# ---- customers --------------------------------------------------------------------------------------


def _of_row(catalog: Catalog, row: Mapping[str, object], about: Fact) -> Iterator[Fact]:
    keys = {fold(each) for name, value in row.items() if "." not in name for each in _texts(value)}
    mine = replace(about, customers=frozenset({str(row["customer_id"])}), keys=about.keys | keys, products=None)
    for name, value in row.items():
        product, _, field = name.rpartition(".")
        field = "revenue" if field == "potential_revenue" else field
        scored = replace(mine, field=field, products=frozenset({product}) if product else None)
        yield from _valued(catalog, field, value, scored)
        if field in ("fit", "intent") and isinstance(value, int | float):
            yield replace(scored, value=fold(catalog.band_of(float(value)).title), field=f"{field}_band", kind="word")


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return [value] if isinstance(value, str) else []


def _valued(catalog: Catalog, field: str, value: object, about: Fact) -> Iterator[Fact]:
    """The facts of one cell."""
    known = catalog.fields.get(field)
    if isinstance(value, bool):
        yield replace(about, value=value, kind="flag")
    elif isinstance(value, int | float):
        kind = "money" if known and known.unit.startswith("USD") else "percent" if field == "propensity" else "number"
        yield replace(about, value=float(value), kind=kind)
    elif isinstance(value, date):
        yield replace(about, value=value.isoformat(), kind="date")
    elif field == "revenue" and value is not None:
        yield from range_facts(str(value), about)
    else:
        for each in _texts(value):
            yield replace(about, value=fold(each), kind="id" if known and known.kind == "id" else "word")
            yield from text_facts(each, about)


def range_facts(words: str, about: Fact) -> Iterator[Fact]:
    """``$25K - $50K``: the range, and its bounds."""
    for figure in read_figures(words, []):
        low = figure.readings[0][0]
        high = figure.high[0][0] if figure.high else None
        yield replace(about, value=(low, high), kind="range")


def text_facts(words: str, about: Fact) -> Iterator[Fact]:
    """The figures inside of a text of the data, which their fact keeps as its ``text``."""
    for figure in read_figures(words, []):
        yield replace(figure_fact(figure, about), text=fold(words))


def figure_fact(figure: Figure, about: Fact) -> Fact:
    """A figure that a text holds, as a fact."""
    if figure.dates:
        return replace(about, value=figure.dates[0], kind=figure.kind)
    value = figure.readings[-1][0]
    if figure.high:
        return replace(about, value=(value, figure.high[0][0]), kind="range")
    return replace(about, value=value, kind="number" if figure.kind == "ordinal" else figure.kind)


def _of_customer(catalog: Catalog, facts: CustomerFacts) -> Iterator[Fact]:
    keys = {fold(each) for value in facts.attributes.values() for each in _texts(value)}
    titles = [catalog.cohorts[item].title for item in facts.cohorts]
    titles += [catalog.plays[item].title if item in catalog.plays else item for item in facts.plays]
    keys |= {fold(title) for title in titles}
    mine = Fact("", customers=frozenset({facts.customer_id}), keys=frozenset(keys), month=facts.month)
    yield replace(mine, value=facts.customer_id, field="customer_id", kind="id")
    if facts.month:
        yield replace(mine, value=facts.month, field="month", kind="month")
    for name, value in facts.attributes.items():
        yield from _valued(catalog, name, value, replace(mine, field=name))
    for item in facts.scores.values():
        scored = replace(mine, products=frozenset({item.product}))
        for name in ("fit", "intent", "propensity", "revenue"):
            yield from _valued(catalog, name, getattr(item, name), replace(scored, field=name))
        yield from _words_of_scores(catalog, item, scored)
        for signal in item.signals:
            yield from text_facts(signal, replace(scored, field="signals"))
    for agreement in facts.agreements:
        yield from _of_agreement(agreement, mine)
    yield replace(mine, value=float(len(facts.agreements)), field="agreements")
    for title in titles:
        yield replace(mine, value=fold(title), field="cohort", kind="word")
    if facts.agreements:
        total = sum(item.revenue or 0.0 for item in facts.agreements)
        yield replace(mine, value=total, field="expiring_revenue", kind="money", function="sum")


def _words_of_scores(catalog: Catalog, item: Any, scored: Fact) -> Iterator[Fact]:
    if item.cluster:
        yield replace(scored, value=fold(catalog.clusters[item.cluster].title), field="cluster", kind="word")
    if item.cell:
        yield replace(scored, value=fold(item.cell), field="cell", kind="word")
    for name, band in (("fit_band", item.fit_band), ("intent_band", item.intent_band)):
        if band:
            yield replace(scored, value=fold(catalog.bands[band].title), field=name, kind="word")


def _of_agreement(agreement: Any, mine: Fact) -> Iterator[Fact]:
    texts = [
        str(each) for each in (agreement.program, agreement.kind, agreement.division, agreement.agreement_id) if each
    ]
    keys = mine.keys | {fold(each) for each in texts}
    about = replace(mine, keys=keys)
    if agreement.agreement_id:
        yield replace(about, value=fold(agreement.agreement_id), field="agreement_id", kind="id")
    if agreement.end:
        yield replace(about, value=agreement.end.isoformat(), field="agreement_end", kind="date")
    if agreement.revenue is not None:
        yield replace(about, value=agreement.revenue, field="expiring_revenue", kind="money")


# ---- own scores, differences, the data --------------------------------------------------------------


def _of_drivers(catalog: Catalog, item: ScoreDrivers) -> Iterator[Fact]:
    kind = "percent" if item.score == "propensity" else "number"
    mine = Fact("", customers=frozenset({item.customer}), products=frozenset({item.product}))
    yield replace(mine, value=item.value, field=item.score, kind=kind)
    yield replace(mine, value=item.base, field=item.score, kind="number", dimension="base")
    if item.band:
        band = fold(catalog.bands[item.band].title)
        yield replace(mine, value=band, field=f"{item.score}_band", kind="word")
    for driver in item.drivers:
        about = replace(mine, keys=frozenset({fold(driver.feature)}), field=item.score, dimension="points")
        yield replace(about, value=abs(driver.points))
        for words in (driver.feature, driver.value, driver.evidence):
            yield from text_facts(words, replace(about, field="reason", products=None))


def _of_target(catalog: Catalog, item: WhatWouldChange | WhyNot) -> Iterator[Fact]:
    mine = Fact("", customers=frozenset({item.customer}), products=frozenset({item.product}) if item.product else None)
    yield replace(mine, value=fold(item.target.replace("-", " ")), field="target", kind="word")
    if isinstance(item, WhatWouldChange):
        yield from text_facts(item.reason, replace(mine, field="reason", products=None))
        for change in item.changes:
            yield replace(mine, value=change.value, field=change.score, dimension="target")
            yield replace(mine, value=fold(change.result), field="target", kind="word")
            for words in (change.what, change.result):
                yield from text_facts(words, replace(mine, field="reason", products=None))
        return
    for condition in item.conditions:
        for words in (condition.condition, condition.value):
            yield from text_facts(words, replace(mine, field="reason", products=None))


def _of_workloads(item: NextWorkloads) -> Iterator[Fact]:
    mine = Fact("", customers=frozenset({item.customer}), field="workloads")
    for count in (len(item.existing), len(item.suggested), len(item.recommended)):
        yield replace(mine, value=float(count), field="existing_workload_count")
    for suggested in item.suggested:
        about = replace(mine, keys=frozenset({fold(suggested.workload)}))
        yield replace(about, value=suggested.lift, field="lift")
        for field in ("support", "confidence"):
            value = getattr(suggested, field)
            yield replace(about, value=value, field=field)
            yield replace(about, value=100 * value, field=field, kind="percent")


def _of_disagreement(catalog: Catalog, item: Disagreement) -> Iterator[Fact]:
    mine = Fact("", customers=frozenset({item.customer}), products=frozenset({item.product}))
    for source, fit, cluster in (
        ("own", item.own_fit, item.own_cluster),
        ("report", item.report_fit, item.report_cluster),
    ):
        about = replace(mine, dimension=source)
        yield replace(about, value=fit, field="fit")
        if cluster:
            yield replace(about, value=fold(catalog.clusters[cluster].title), field="cluster", kind="word")
    for reason in item.reasons:
        yield from text_facts(reason, replace(mine, field="reason", products=None))


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


def is_of_score(catalog: Catalog, field: str) -> bool:
    """Whether a field differs by product."""
    return is_score_field(catalog, field) or field in ("potential_revenue", "fit_band", "intent_band", "cell")
