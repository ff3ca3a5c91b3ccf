"""Questions near one that cannot be answered: made of what was understood of it, each tried before it is offered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.offline.outcome import EXAMPLES, Outcome, ReadCustomers, ReadDefinition, ReadQuery
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from knowledge.messages import Text, text
from scoring.engine import Engine
from scoring.errors import NotInData
from scoring.query import Measure, Query

MOST = 3
_PLACES = ("country", "city", "state")
_TERMS = ("cluster", "cell", "band", "signal", "score", "report")

Read = Callable[[str], Outcome]


class Suggestions:
    """Suggests questions over one workspace; what was tried once is known."""

    def __init__(self, engine: Engine, read: Read) -> None:
        self.engine = engine
        self.read = read
        self._tried: dict[str, bool] = {}

    def near(self, items: Sequence[Item]) -> tuple[Text, ...]:
        """Up to three questions that are answered, by more than nothing; nearest to what was understood first."""
        found: list[Text] = []
        for question in _candidates(_Known(items, self.engine.catalog, self.engine)):
            if question not in found and self._is_answered(question):
                found.append(question)
            if len(found) == MOST:
                break
        return tuple(found)

    def _is_answered(self, question: str) -> bool:
        if question not in self._tried:
            self._tried[question] = _is_answered(question, self.engine, self.read)
        return self._tried[question]


class _Known:
    """What was understood of a question: names of one product, cluster, place, cohort, customer and term."""

    def __init__(self, items: Sequence[Item], catalog: Catalog, engine: Engine) -> None:
        self.customer = self.place = self.industry = self.cohort = self.term = ""
        self.product = self.cluster = ""
        for item in items:
            for sense in item.senses:
                self._take(sense.kind, sense.value, sense.field, item.text, catalog)
        scored = engine.availability.products(next(iter(engine.availability.months), ""))
        known = self.product in {catalog.products[product].label for product in scored}
        if not known and scored:
            self.product = catalog.products[scored[0]].label

    def _take(self, kind: str, value: object, field: str, written: str, catalog: Catalog) -> None:
        if kind == "product":
            self.product = self.product or catalog.products[str(value)].label
        elif kind == "cluster" and isinstance(value, str):
            self.cluster = self.cluster or catalog.clusters[value].title
        elif kind == "value" and isinstance(value, tuple) and len(value) == 1:
            self.place = self.place or (str(value[0]) if field in _PLACES else "")
            self.industry = self.industry or (str(value[0]) if field == "industry" else "")
        elif kind == "cohort":
            self.cohort = self.cohort or catalog.cohorts[str(value)].title
        elif kind == "name" and field == "one" and isinstance(value, tuple):
            self.customer = self.customer or written
        if kind in _TERMS:
            self.term = self.term or written


def _candidates(known: _Known) -> Iterator[Text]:
    cluster = known.cluster or "Act Now"
    if known.customer:
        words = text("Why is {customer} rated as it is for {product}?", customer=known.customer, product=known.product)
        yield words
    if known.place:
        yield text(
            "Which customers in {place} are {cluster} for {product}?",
            place=known.place,
            cluster=cluster,
            product=known.product,
        )
    if known.industry:
        yield text(
            "Which {industry} customers are {cluster} for {product}?",
            industry=known.industry,
            cluster=cluster,
            product=known.product,
        )
    if known.cohort:
        yield text("How many customers are in the {cohort} cohort, by country?", cohort=known.cohort)
    if known.place:
        yield text("How many customers are in {place}, by industry?", place=known.place)
    yield text("Which customers are {cluster} for {product}?", cluster=cluster, product=known.product)
    yield text("How many customers are {cluster} for {product}, by country?", cluster=cluster, product=known.product)
    if known.term:
        yield text("What does {term} mean?", term=known.term)
    yield text("Who are the top 10 customers for {product}?", product=known.product)
    yield from EXAMPLES


def _is_answered(question: str, engine: Engine, read: Read) -> bool:
    outcome = read(question)
    if isinstance(outcome, ReadQuery):
        return _holds_some(outcome.query, engine)
    return isinstance(outcome, ReadDefinition | ReadCustomers)


def _holds_some(query: Query, engine: Engine) -> bool:
    count = replace(query, measure=Measure(), group_by=(), order=(), limit=None)
    try:
        return bool(engine.run(count).value)
    except NotInData:
        return False
