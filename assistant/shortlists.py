"""Makes shortlists from questions and from what was shown, and chooses them again on newer data."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from assistant.openings import opening_words, reason_words
from assistant.plain_queries import query_of
from assistant.render import clean
from assistant.shortlist_files import Listed, Shortlist, ShortlistError, Shortlists, check_name
from assistant.tools import Tools, plain
from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.errors import NotInData
from scoring.query import Order, Query, Result, walk
from scoring.shortlist import Chosen, HoldOut, Plan, Values, choose, week_of
from scoring.shortlist_facts import CallFacts, read_call_facts, read_values

DRIVERS = 2  # terms of an own score that a reason names
NO_ORDER = "not one product is named, so the list is by customer id; another order with --order"
NO_HOLD_OUT = "nobody is held out: there are too few customers for it"


@dataclass(frozen=True)
class Wish:
    """What a shortlist is to be: its name, the question and the query that it was read as, how to choose, and whom to
    leave out (``exclude`` says on whose account). ``assumed``: what the reading took for granted.
    """

    name: str
    question: str
    query: Query
    plan: Plan = field(default_factory=Plan)
    exclude: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def make_shortlist(tools: Tools, wish: Wish, before: Chosen | None = None) -> Shortlist:
    """Choose the customers of a shortlist, without keeping it; ``before``: who was ever listed and held out for it.

    NotInData where nobody is left to call, ShortlistError where the hold-out leaves nobody; else as the query raises.
    """
    wish = replace(wish, name=check_name(wish.name), query=as_list(wish.query))
    result = tools.engine.run(wish.query)
    ids = result.customers or ()
    values = _cap_values(tools, wish.query, result.month, wish.plan.caps)
    chosen = choose(wish.name, ids, wish.plan, values, wish.excluded, before)
    _check_any(len(ids), chosen)
    return _shortlist(tools, wish, result, chosen)


def _shortlist(tools: Tools, wish: Wish, result: Result, chosen: Chosen) -> Shortlist:
    """What is kept of a choice among the customers of a result."""
    met = {*(result.customers or ())}
    ordered = () if wish.query.order else (NO_ORDER,)
    held = () if chosen.held_out or wish.plan.hold_out == HoldOut() else (NO_HOLD_OUT,)
    return Shortlist(
        name=wish.name,
        question=clean(wish.question),
        query=plain(wish.query),
        as_of=tools.as_of,
        since=tools.as_of,
        month=result.month if result.source == "report" else "",
        source=tools.engine.source,
        data=tools.engine.workspace.state(),
        plan=wish.plan,
        found=len(result.customers or ()),
        listed=_listed(tools, wish.query, result.month, chosen.listed, wish.plan.capacity),
        held_out=chosen.held_out,
        exclude=wish.exclude,
        excluded=wish.excluded,
        left_out=tuple(customer for customer in wish.excluded if customer in met),
        assumed=tuple(map(str, wish.assumed)),
        notes=tuple(dict.fromkeys(map(str, (*wish.assumed, *result.notes, *ordered, *held)))),
    )


def as_list(query: Query) -> Query:
    """The query as one that lists all its customers: without figures, groups and a limit."""
    return replace(query, measure=None, group_by=(), limit=None)


def _check_any(found: int, chosen: Chosen) -> None:
    if chosen.listed:
        return
    if not found:
        raise NotInData("No customer meets this, so there is no shortlist.")
    if not chosen.held_out:
        raise NotInData(f"All {found:,} customers are left out, so there is no shortlist.")
    raise ShortlistError(
        f"A hold-out of {len(chosen.held_out):,} leaves nobody to call: {found:,} customers meet this."
    )


def _cap_values(tools: Tools, query: Query, month: str, caps: Collection[str]) -> Values:
    """What the caps look at; NotInData where the month has no such field."""
    engine = tools.engine.answering(query)
    for name in caps:
        if not engine.availability.has(month, name):
            title, place = engine.catalog.fields[name].title, "own data" if engine.by_model else f"reports of {month}"
            raise NotInData(f"The {place} hold no {title.lower()}, so it cannot be capped.")
    return {name: read_values(engine, month, name) for name in caps}


def _listed(tools: Tools, query: Query, month: str, ids: Sequence[str], capacity: int | None) -> tuple[Listed, ...]:
    """The customers with their weeks, and with words on each."""
    engine, catalog = tools.engine.answering(query), tools.engine.catalog
    facts = read_call_facts(engine, month, _products(catalog, query), ids, tools.as_of)
    cohorts, signals = _cohorts(catalog, query), _signals(query)
    return tuple(
        Listed(
            customer,
            clean(known.account_name),
            week_of(place, capacity),
            reason_words(catalog, known, _drivers(tools, known) if engine.by_model else ()),
            opening_words(catalog, known, cohorts, tools.as_of),
        )
        for place, customer in enumerate(ids)
        if (known := _asked_first(facts[customer], signals))
    )


def product_of(catalog: Catalog, query: Query) -> str:
    """The product that a list is sorted by, or is about; empty where it is none."""
    from assistant.offline.assemble import convention

    orders = (*query.order, *convention(catalog, replace(query, order=())))
    return next(filter(None, (order.by.partition(":")[2] or order.by.rpartition(".")[0] for order in orders)), "")


def _products(catalog: Catalog, query: Query) -> tuple[str, ...]:
    """The products that a list is about, all that it names where it is sorted by none; empty where it names none."""
    if product := product_of(catalog, query):
        return (product,)
    named = {product for item in walk(query.set.filters) for product in item.products}
    return tuple(sorted(named & catalog.products.keys()))


def ordered_by(catalog: Catalog, query: Query, order: Order) -> Query:
    """The query in another order. Where only its own order says what product it is about, that decides among equals."""
    other = replace(query, order=(order,))
    if product_of(catalog, other) or not product_of(catalog, query):
        return other
    return replace(query, order=(order, *query.order))


def _cohorts(catalog: Catalog, query: Query) -> list[str]:
    """The cohorts that a list is of, those of its categories among them."""
    found: list[str] = []
    for item in walk(query.set.filters):
        for value in map(str, item.values) if item.op == "in" else ():
            found += [value] if item.field == "cohort" else []
            found += catalog.categories[value].cohorts if item.field == "category" else ()
    return found


def _signals(query: Query) -> list[str]:
    """The words of signals that a list asks for."""
    asked = (item for item in walk(query.set.filters) if item.field == "signals" and item.op == "contains")
    return [fold(str(value)) for item in asked for value in item.values]


def _asked_first(facts: CallFacts, words: Sequence[str]) -> CallFacts:
    """The facts with the signals that are asked for before the others."""
    if not words:
        return facts
    said = {signal: fold(f"{signal.title}: {signal.detail}") for signal in facts.signals}
    ordered = sorted(facts.signals, key=lambda signal: not any(word in said[signal] for word in words))
    return replace(facts, signals=tuple(ordered))


def _drivers(tools: Tools, facts: CallFacts) -> list[str]:
    """What speaks most for a customer's own fit: ``Org size 3,421``."""
    scores = tools.own.score_drivers(facts.customer_id, facts.product) if facts.product else ()
    fit = next((score.drivers for score in scores if score.score == "fit"), ())
    return [f"{driver.feature} {driver.value}" for driver in fit if driver.points > 0][:DRIVERS]


def refreshed(tools: Tools, shortlist: Shortlist, excluded: Sequence[str]) -> Shortlist:
    """The same shortlist on the data as it is now, without keeping it: who was ever held out for it is so whenever the
    customer meets the query, and who was ever listed never is. Results are kept."""
    wish = Wish(
        shortlist.name,
        shortlist.question,
        query_of(shortlist.query),
        shortlist.plan,
        shortlist.exclude,
        tuple(dict.fromkeys((*shortlist.excluded, *excluded))),
        shortlist.assumed,
    )
    ever = shortlist.assigned
    made = make_shortlist(tools, wish, ever)
    return replace(
        made, since=shortlist.since, results=shortlist.results, ever_listed=ever.listed, ever_held_out=ever.held_out
    )


def keep_shown(
    tools: Tools, name: str, question: str, query: Query, customers: Sequence[str], force: bool = False
) -> Shortlist:
    """Keep customers that were shown, in their order, as a shortlist without a hold-out.

    ShortlistError where the name is taken and ``force`` is not given, or where there is nobody to keep. A refresh runs
    the query; where not all of its customers were shown, it takes as many as were.
    """
    if not customers:
        raise ShortlistError("Nobody was shown, so there is no shortlist.")
    wish = Wish(check_name(name), question, as_list(query))
    result = tools.engine.run(wish.query)
    found = result.customers or ()
    if others := sorted({*customers} - {*found}):
        raise ShortlistError(f"{len(others):,} of the customers are not what the query finds: {others[0]}.")
    size = len(customers) if query.limit or len(customers) < len(found) else None
    shortlist = _shortlist(tools, replace(wish, plan=Plan(size)), result, Chosen(tuple(customers)))
    Shortlists(tools.engine.workspace.path).keep(shortlist, force)
    return shortlist
