"""What may be asked next: questions that follow from an answer, each tried on the data before it is offered."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.offline.conversation import Context, Conversation
from assistant.offline.outcome import ReadCustomers, ReadQuery
from knowledge.messages import Text, text
from scoring.errors import AscentError
from scoring.query import MONTH, CustomerSet, Filter, Group, Measure, Query, walk

if TYPE_CHECKING:
    from assistant.offline.brain import OfflineBrain
    from scoring.engine import Engine

MOST = 3
_GROUPS = ("country", "industry")


def next_questions(
    brain: "OfflineBrain", talk: Conversation, answer: Answer, heard: Collection[str] = ()
) -> tuple[Text, ...]:
    """Up to three questions that go on from an answer, in English, each of which has an answer of its own and was not
    ``heard`` before; none where a question back is open or nothing was answered."""
    if answer.status != "answered" or talk.asked is not None or talk.context.outcome is None:
        return ()
    found: list[Text] = []
    for question in _candidates(brain, talk.context):
        if question not in (*found, *heard) and is_answered(brain, question, talk.context):
            found.append(question)
        if len(found) == MOST:
            break
    return tuple(found)


def _candidates(brain: "OfflineBrain", context: Context) -> Iterator[Text]:
    outcome = context.outcome
    if isinstance(outcome, ReadQuery) and context.lists:
        yield from _after_list(brain, outcome.query, context)
    elif isinstance(outcome, ReadQuery):
        yield from _after_figure(outcome.query, context)
    elif isinstance(outcome, ReadCustomers) and len(outcome.customers) == 1:
        yield from _after_one(brain, outcome, context)


def _after_list(brain: "OfflineBrain", query: Query, context: Context) -> Iterator[Text]:
    fields = {item.field for item in walk(query.set.filters)}
    if len(context.customers) == 1:
        yield text("Why is it rated as it is?")
        return
    if "agreement_end" not in fields:
        yield text("Which of them have renewals in the next 90 days?")
    for group in _GROUPS:
        if group not in fields:
            yield _by(group)
            break
    yield text("Why is the first one rated as it is?")


def _after_figure(query: Query, context: Context) -> Iterator[Text]:
    if context.groups and MONTH not in query.group_by:
        yield text("Which of them are in {group}?", group=context.groups[0].partition(" | ")[0])
    elif not context.groups:
        yield text("Which customers are they?")
    fields = {item.field for item in walk(query.set.filters)}
    for group in _GROUPS:
        if group not in fields and group not in query.group_by:
            yield _by(group)


def _by(group: str) -> Text:
    if group == "country":
        return text("How many of them are there by country?")
    return text("How many of them are there by industry?")


def _after_one(brain: "OfflineBrain", outcome: ReadCustomers, context: Context) -> Iterator[Text]:
    this = (Filter("customer", "in", outcome.customers),)
    products = outcome.products or ((context.product,) if context.product else ())
    if products:
        label = brain.catalog.products[products[0]].label
        if brain.tools.engine.has_own():
            yield text("What would lift it to a better cluster for {product}?", product=label)
        for place in groups_of(brain.tools.engine, this, "country"):
            best = brain.catalog.clusters["act-now"].title
            yield text(
                "Which customers in {place} are {cluster} for {product}?", place=place.key, cluster=best, product=label
            )
    if _any_agreements(brain.tools.engine, this):
        yield text("When do its agreements end?")


def groups_of(engine: "Engine", filters: tuple[Filter, ...], column: str) -> tuple[Group, ...]:
    """The customers who meet filters, counted by a column; none where the data does not hold it."""
    try:
        return engine.run(Query(CustomerSet(filters=filters), Measure(), (column,))).groups or ()
    except AscentError:
        return ()


def _any_agreements(engine: "Engine", filters: tuple[Filter, ...]) -> bool:
    try:
        return bool(engine.run(Query(CustomerSet(filters=filters), Measure("count", "agreements"))).value)
    except AscentError:
        return False


def is_answered(brain: "OfflineBrain", question: str, context: Context) -> bool:
    """Whether a question has an answer that says something: other customers than those that were shown, two groups or
    more, or words on one customer."""
    try:
        outcome = brain.reader.read(question, context).outcome
        if isinstance(outcome, ReadQuery):
            return outcome.query != context.query and _says_something(brain, outcome.query)
        return isinstance(outcome, ReadCustomers)
    except AscentError:
        return False


def _says_something(brain: "OfflineBrain", query: Query) -> bool:
    engine, query = brain.tools.engine, brain.dated(query)
    if query.group_by:
        return len(engine.run(query).groups or ()) > 1
    return bool(engine.run(replace(query, measure=Measure(), order=(), limit=None)).value)
