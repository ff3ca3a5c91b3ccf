"""What a chat begins with: what is loaded, how old it is, and what is worth asking of this very data."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.age import age_line, age_of
from assistant.desk.next_questions import MOST, groups_of, is_answered
from assistant.offline.conversation import Context
from assistant.settings import Settings
from scoring.errors import AscentError
from scoring.query import CustomerSet, Filter, Measure, Query

if TYPE_CHECKING:
    from assistant.offline.brain import OfflineBrain
    from scoring.engine import Engine

NOTHING = "Nothing is imported yet. Leave with Ctrl-D, and bring the downloaded files in with: ascent import FOLDER"
HEADING = "Worth asking, by number:"
HINT = "/help shows what else there is; Ctrl-D leaves."


def loaded_words(settings: Settings, brain: "OfflineBrain") -> str:
    """What is loaded, and how old it is."""
    engine = brain.tools.engine
    months = engine.availability.months
    if not months:
        return NOTHING
    customers = f"{engine.customers_by_month()[months[0]]:,} customers"
    if engine.by_model:
        return f"Ascent: your own data, {customers}, scored as of {engine.as_of}."
    reports = ", ".join(engine.catalog.reports[report].title for report in engine.availability.reports(months[0]))
    earlier = f"; earlier months: {', '.join(months[1:])}" if months[1:] else ""
    own = " Your own data stands beside." if engine.has_own() else ""
    age = age_line(age_of(engine.catalog.refresh, months[0], settings.as_of))
    return f"Ascent: {customers} in the reports of {months[0]} ({reports}){earlier}.{own}\n{age}"


def worth_asking(brain: "OfflineBrain") -> tuple[str, ...]:
    """Up to three questions that have an answer, about the product and the country that hold most."""
    found: list[str] = []
    for question in _candidates(brain) if brain.tools.engine.availability.months else ():
        if is_answered(brain, question, Context()):
            found.append(question)
        if len(found) == MOST:
            break
    return tuple(found)


def _candidates(brain: "OfflineBrain") -> Iterator[str]:
    engine = brain.tools.engine
    product, act_now = _best_product(engine)
    if product:
        label, title = engine.catalog.products[product].label, engine.catalog.clusters["act-now"].title
        if places := groups_of(engine, (act_now,), "country"):
            place = max(places, key=lambda group: group.value).key
            yield f"Which customers in {place} are {title} for {label}?"
        yield f"Which customers are new in {title} for {label}?"
        yield f"Which {title} customers for {label} have renewals in the next 90 days?"
        yield f"How many customers are {title} for {label}, by industry?"
    if cohorts := groups_of(engine, (), "cohort"):
        yield f"How many customers are in the {max(cohorts, key=lambda group: group.value).key} cohort, by country?"


def _best_product(engine: "Engine") -> tuple[str, Filter]:
    """The product whose customers in Act Now hold most, and the condition to be one; no product where there is none."""
    products = engine.availability.products(engine.availability.months[0])
    sets = {product: Filter("cluster", "in", ("act-now",), (product,)) for product in products}
    worth = {product: _worth(engine, product, act_now) for product, act_now in sets.items()}
    best = max(worth, key=lambda product: worth[product], default="")
    return (best, sets[best]) if best and any(worth[best]) else ("", Filter())


def _worth(engine: "Engine", product: str, act_now: Filter) -> tuple[float, float]:
    """Potential revenue, where the data holds it, and number of the customers who are Act Now."""
    wanted = CustomerSet(filters=(act_now,))
    count = engine.run(Query(wanted, Measure())).value or 0.0
    try:
        return engine.run(Query(wanted, Measure("sum", f"{product}.revenue"))).value or 0.0, count
    except AscentError:
        return 0.0, count
