"""Makes a brief of customers: counts, material, the list, and how it was made."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.brief.content import Brief, Figure, Section
from assistant.brief.counts import Counts, Subject
from assistant.brief.material import definitions, material
from assistant.brief.movement import movement
from assistant.brief.sections import due_within, matrix, potential_revenue, renewals, top_reasons, who_they_are
from assistant.export.building import build_listing
from assistant.export.listing import Listing
from assistant.export.shortlist import present, shortlist_listing
from assistant.offline.assemble import only_product
from assistant.plain_queries import query_of
from assistant.tools import Tools
from scoring.errors import NotInData
from scoring.query import Filter, Measure, Query, Result, walk

if TYPE_CHECKING:
    from assistant.shortlist_files import Shortlist

LISTED = 25
_LEFT_OUT = ("domain", "state", "sub_segment")
_LEFT_OUT_SCORES = (".fit", ".intent")


def brief_of_question(tools: Tools, question: str, query: Query, result: Result, notes: Sequence[str] = ()) -> Brief:
    """The brief on the customers that a query lists; NotInData where there is nobody."""
    title = _title(tools, query) or question
    subject = Subject(title, question, query, result.customers or (), _month(result), _products(tools, query))
    return _brief(tools, subject, lambda ids: build_listing(tools, query, ids, title, question, (), notes))


def brief_of_shortlist(tools: Tools, shortlist: "Shortlist") -> Brief:
    """The brief on a shortlist, in the month that it was made from, and on those who are still in it."""
    query = query_of(shortlist.query)
    if not shortlist.month and not query.set.source:
        query = replace(query, set=replace(query.set, source="model"))
    ids, gone = present(tools, shortlist)
    subject = Subject(
        shortlist.name, shortlist.question, query, ids, shortlist.month, _products(tools, query), fixed=True
    )
    made = _brief(tools, subject, lambda first: _first(shortlist_listing(tools, shortlist), len(first)))
    return replace(made, warnings=(*made.warnings, gone)) if gone else made


def _month(result: Result) -> str:
    return result.month if result.source == "report" else ""


def _title(tools: Tools, query: Query) -> str:
    """The name of the cohort or category, where a query is about one and nothing else."""
    filters = query.set.filters
    if len(filters) != 1 or filters[0].field not in ("cohort", "category") or len(filters[0].values) != 1:
        return ""
    return str(tools.engine.catalog.sections[filters[0].field][str(filters[0].values[0])].title)


def _products(tools: Tools, query: Query) -> tuple[str, ...]:
    """The products that a query names, or the one that its cohorts or its order imply."""
    named = {product for item in walk(query.set.filters) for product in item.products}
    named |= {product for product in (only_product(tools.engine.catalog, query),) if product}
    return tuple(product for product in tools.engine.catalog.products if product in named)


def _first(listing: Listing, count: int) -> Listing:
    return replace(listing, rows=listing.rows[:count])


def _brief(tools: Tools, subject: Subject, listed: Callable[[tuple[str, ...]], Listing]) -> Brief:
    if not subject.customers:
        raise NotInData("No customer meets this, so there is nothing to brief on.")
    counts = Counts(tools, subject)
    listing = _narrowed(listed(subject.customers[:LISTED]))
    quotes = definitions(counts, tuple(column.name for column in listing.columns))
    explained = {citation.title for citation in listing.citations}
    return Brief(
        title=subject.title,
        month=subject.month,
        as_of=tools.as_of,
        total=counts.total,
        figures=tuple(_figures(counts)),
        sections=tuple(_sections(counts)),
        listing=listing,
        definitions=quotes,
        made=tuple((heading, words) for heading, words in listing.made if heading not in (*explained, "Count")),
        warnings=tools.passages.warnings,
    )


def _sections(counts: Counts) -> list[Section]:
    """The sections in their order; one that the data does not hold says what is missing."""
    makers: tuple[tuple[str, Callable[[], Section]], ...] = (
        ("Who they are", lambda: who_they_are(counts)),
        ("Fit and intent", lambda: matrix(counts)),
        ("Potential revenue", lambda: potential_revenue(counts)),
        ("Top reasons", lambda: top_reasons(counts)),
        ("Movement", lambda: movement(counts)),
        ("Renewals due", lambda: renewals(counts, counts.tools.as_of)),
        ("Campaign material", lambda: material(counts)),
    )
    return [_or_told(heading, make) for heading, make in makers]


def _or_told(heading: str, make: Callable[[], Section]) -> Section:
    try:
        return make()
    except NotInData as error:
        return Section(heading, (str(error),))


def _figures(counts: Counts) -> list[Figure]:
    """The figures to begin with: how many, how many of high propensity, what they are worth, what falls due."""
    figures = [Figure("Customers", counts.total, "customers")]
    if len(counts.subject.products) == 1:
        product = counts.subject.products[0]
        label = counts.catalog.products[product].label
        best = [cluster for cluster in counts.catalog.clusters.values() if cluster.high_propensity]
        high = Filter("cluster", values=tuple(cluster.id for cluster in best), products=(product,))
        titles = " or ".join(cluster.title for cluster in best)
        revenue = Measure("sum", f"{product}.revenue")
        figures += _known(lambda: Figure(f"{titles} for {label}", counts.count(high), "customers"))
        figures += _known(lambda: Figure("Potential revenue, at least", counts.run(measure=revenue).value or 0, "USD"))
    due = due_within(counts.tools.as_of)
    figures += _known(lambda: Figure("Agreements ending in 90 days", counts.count(due, of="agreements"), "agreements"))
    return figures


def _known(make: Callable[[], Figure]) -> list[Figure]:
    """A figure, where the data holds it."""
    try:
        return [make()]
    except NotInData:
        return []


def _narrowed(listing: Listing) -> Listing:
    """The list without columns that a brief has elsewhere or can do without."""
    kept = [
        place
        for place, column in enumerate(listing.columns)
        if column.name not in _LEFT_OUT and not column.name.endswith(_LEFT_OUT_SCORES)
    ]
    return replace(
        listing,
        columns=tuple(listing.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in listing.rows),
    )
