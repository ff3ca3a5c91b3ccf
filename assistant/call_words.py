"""Says in words how a question was read: what its calls keep, measure, group, order and limit."""

from assistant.answer import Answer, Call
from assistant.render import column_words, filter_words, order_words
from assistant.tools import ARGUMENTS
from knowledge.catalog import Catalog
from scoring.query import Measure, Query


def answer_words(catalog: Catalog, answer: Answer) -> str:
    """How the question of an answer was read; empty where no tool was called."""
    return "; then ".join(_call_words(catalog, call) for call in answer.calls)


def _call_words(catalog: Catalog, call: Call) -> str:
    from pydantic import TypeAdapter

    typed = TypeAdapter(ARGUMENTS[call.tool]).validate_python(call.arguments)
    if isinstance(typed, Query):
        return query_words(catalog, typed)
    given = ", ".join(f"{name} {value}" for name, value in call.arguments.items() if value not in ("", None))
    return f"{call.tool.replace('_', ' ')} {given}".strip()


def query_words(catalog: Catalog, query: Query) -> str:
    """A query in words: ``Azure cluster Act Now; country Sweden · count of customers · by industry``."""
    wanted = query.set
    parts = ["; ".join(filter_words(catalog, item) for item in wanted.filters) or "all customers"]
    parts += [f"in {wanted.month}"] if wanted.month else []
    parts += [f"since {wanted.since}"] if wanted.since else []
    parts += [f"by the {wanted.source}'s scores"] if wanted.source else []
    parts += [_measure_words(catalog, query.measure)] if query.measure else []
    parts += ["by " + " and ".join(column_words(catalog, text) for text in query.group_by)] if query.group_by else []
    parts += [order_words(catalog, query)] if query.order else []
    parts += [f"the first {query.limit:,}"] if query.limit else []
    return " · ".join(parts)


def _measure_words(catalog: Catalog, measure: Measure) -> str:
    if measure.function == "share":
        part = " and ".join(filter_words(catalog, item) for item in measure.having)
        return f"share of {measure.field}{' that is ' if part else ''}{part}"
    return f"{measure.function} of {column_words(catalog, measure.field)}"
