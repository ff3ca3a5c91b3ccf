"""Says how a question was read: each stretch of it with what it was taken for."""

from collections.abc import Iterator, Sequence

from assistant.offline.lexicon import Sense
from assistant.offline.outcome import Outcome, ReadCustomers, ReadQuery
from assistant.offline.reader import Reading
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from scoring.query import walk

NOTHING = "says nothing by itself"
PARTICLE = "a particle: it says how the words beside it belong together"
UNKNOWN = "not understood"
_SECTIONS = ("product", "cluster", "cohort", "category", "band", "report", "signal")


def taken_for(catalog: Catalog, reading: Reading) -> list[tuple[str, str]]:
    """Each stretch of a question, in its order, with what it was taken for."""
    used = set(_used(reading.outcome))
    if reading.pieces:
        return [(piece.text, _piece_words(piece.english, piece.text, piece.kinds)) for piece in reading.pieces]
    return [(item.text, _words(catalog, item, used)) for item in reading.items]


def _piece_words(english: str, written: str, kinds: frozenset[str]) -> str:
    if "unknown" in kinds:
        return UNKNOWN
    if english.startswith("<"):
        return PARTICLE
    if not english:
        return NOTHING
    return f"“{english}”" if english != written else "as it is"


def _used(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Fields and values of a query, as pairs; a field alone with an empty value."""
    if isinstance(outcome, ReadCustomers):
        yield from (("product", product) for product in outcome.products)
        yield from (("customer", customer) for customer in outcome.customers)
    if not isinstance(outcome, ReadQuery):
        return
    query = outcome.query
    for item in (*walk(query.set.filters), *walk(query.measure.having if query.measure else ())):
        yield from ((item.field, str(value)) for value in item.values)
        yield item.field, ""
        yield from (("product", product) for product in item.products)
    columns = [*query.group_by, *(order.by for order in query.order), query.measure.field if query.measure else ""]
    for column in columns:
        product, _, name = column.replace("convention:", "convention.").rpartition(".")
        yield "product", name if product == "convention" else product
        yield name, ""


def _words(catalog: Catalog, item: Item, used: set[tuple[str, str]]) -> str:
    if item.unknown:
        return UNKNOWN
    meant = [sense for sense in item.senses if _is_used(sense, used)]
    words = _sense_words(catalog, meant[0] if meant else _likeliest(item.senses))
    return f"{words} (as if it were “{item.typo}”)" if item.typo else words


def _is_used(sense: Sense, used: set[tuple[str, str]]) -> bool:
    if sense.kind == "value":
        return any((sense.field, str(value)) in used for value in sense.value)
    if sense.kind in ("field", "owns", "score"):
        return (str(sense.value), "") in used
    if sense.kind == "band":
        return ("fit_band", str(sense.value)) in used or ("intent_band", str(sense.value)) in used
    return (sense.kind, str(sense.value)) in used


def _likeliest(senses: Sequence[Sense]) -> Sense:
    return next((sense for sense in senses if sense.kind == "noise"), senses[0])


def _sense_words(catalog: Catalog, sense: Sense) -> str:
    if sense.kind in ("noise", "mark", "glue"):
        return NOTHING
    if sense.kind in ("field", "owns") and str(sense.value) in catalog.fields:
        return f"the column {catalog.fields[str(sense.value)].title}"
    if sense.kind == "value":
        title = catalog.fields[sense.field].title.lower()
        return f"{title} {' or '.join(map(str, sense.value))}"
    if sense.kind in _SECTIONS and isinstance(sense.value, str):
        return f"{sense.kind} {catalog.sections[sense.kind][sense.value].title}"
    if sense.kind == "family":
        return f"products {catalog.families[str(sense.value)].title}"
    if sense.kind == "name":
        return f"customer {', '.join(str(getattr(value, 'customer_id', value)) for value in sense.value)}"
    value = f" {sense.value:g}" if isinstance(sense.value, float) else f" {sense.value}" if sense.value else ""
    return f"{_KINDS.get(sense.kind, sense.kind.replace('_', ' '))}{value}"


_KINDS = {
    "customers": "customers", "who": "customers", "count": "how many", "neg": "negation", "lack": "negation",
    "and": "and", "or": "or", "own": "having", "compare": "comparison", "after": "comparison", "group": "break-down by",
    "top": "best first", "superlative": "order", "order": "order", "ranked": "best first", "number": "number",
    "agreements": "agreements", "expires": "end of agreements", "when": "time", "unit": "unit of time",
    "month": "month", "pronoun": "what was shown", "explain": "why", "define": "meaning", "polar": "yes or no",
    "propensity": "high propensity", "cell": "cell", "score": "score", "change": "change", "share": "share",
    "function": "figure", "shortlist": "ranked list", "detail": "signal text", "vocabulary": "your word",
}  # fmt: skip
