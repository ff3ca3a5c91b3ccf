"""What results say of one customer, fact by fact."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from assistant.guarding.fact import Fact, range_facts, text_facts
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.explain import AgreementFacts, CustomerFacts, ProductFacts


def row_facts(catalog: Catalog, row: Mapping[str, object], about: Fact) -> Iterator[Fact]:
    keys = {fold(each) for name, value in row.items() if "." not in name for each in texts_of(value)}
    mine = replace(about, customers=frozenset({str(row["customer_id"])}), keys=about.keys | keys, products=None)
    for name, value in row.items():
        product, _, field = name.rpartition(".")
        field = "revenue" if field == "potential_revenue" else field
        scored = replace(mine, field=field, products=frozenset({product}) if product else None)
        yield from valued(catalog, field, value, scored)
        if field in ("fit", "intent") and isinstance(value, int | float):
            yield replace(scored, value=fold(catalog.band_of(float(value)).title), field=f"{field}_band", kind="word")


def texts_of(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return [value] if isinstance(value, str) else []


def valued(catalog: Catalog, field: str, value: object, about: Fact) -> Iterator[Fact]:
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
        for each in texts_of(value):
            yield replace(about, value=fold(each), kind="id" if known and known.kind == "id" else "word")
            yield from text_facts(each, about)


def customer_facts(catalog: Catalog, facts: CustomerFacts) -> Iterator[Fact]:
    keys = {fold(each) for value in facts.attributes.values() for each in texts_of(value)}
    titles = [catalog.cohorts[item].title for item in facts.cohorts]
    titles += [catalog.plays[item].title if item in catalog.plays else item for item in facts.plays]
    keys |= {fold(title) for title in titles}
    mine = Fact("", customers=frozenset({facts.customer_id}), keys=frozenset(keys), month=facts.month)
    yield replace(mine, value=facts.customer_id, field="customer_id", kind="id")
    if facts.month:
        yield replace(mine, value=facts.month, field="month", kind="month")
    for name, value in facts.attributes.items():
        yield from valued(catalog, name, value, replace(mine, field=name))
    for item in facts.scores.values():
        yield from _of_scores(catalog, item, replace(mine, products=frozenset({item.product})))
    for agreement in facts.agreements:
        yield from _of_agreement(agreement, mine)
    yield replace(mine, value=float(len(facts.agreements)), field="agreements")
    for title in titles:
        yield replace(mine, value=fold(title), field="cohort", kind="word")
    if facts.agreements:
        total = sum(item.revenue or 0.0 for item in facts.agreements)
        yield replace(mine, value=total, field="expiring_revenue", kind="money", function="sum")


def _of_scores(catalog: Catalog, item: ProductFacts, scored: Fact) -> Iterator[Fact]:
    for name in ("fit", "intent", "propensity", "revenue"):
        yield from valued(catalog, name, getattr(item, name), replace(scored, field=name))
    for signal in item.signals:
        yield from text_facts(signal, replace(scored, field="signals"))
    if item.cluster:
        yield replace(scored, value=fold(catalog.clusters[item.cluster].title), field="cluster", kind="word")
    if item.cell:
        yield replace(scored, value=fold(item.cell), field="cell", kind="word")
    for name, band in (("fit_band", item.fit_band), ("intent_band", item.intent_band)):
        if band:
            yield replace(scored, value=fold(catalog.bands[band].title), field=name, kind="word")


def _of_agreement(agreement: AgreementFacts, mine: Fact) -> Iterator[Fact]:
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
