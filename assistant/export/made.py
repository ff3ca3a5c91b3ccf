"""How a list was made, in words that stand beside it: question, filters, month, counts, conventions, definitions."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version

from assistant.answer import Citation
from assistant.render import filter_words, order_words
from assistant.tools import Tools
from knowledge.definitions import Definition
from scoring.engine import Engine
from scoring.query import Query, walk

Pairs = tuple[tuple[str, str], ...]
_DEFINED = ("cluster", "cohort", "category")
_BEHIND = {
    "cluster": "convention.clusters",
    "cell": "convention.matrix",
    "fit": "score.fit",
    "intent": "score.intent",
    "revenue_low": "convention.potential-revenue",
    "propensity": "convention.propensity",
}


def how_made(
    tools: Tools,
    engine: Engine,
    query: Query,
    month: str,
    count: str,
    question: str,
    extra: Sequence[tuple[str, str]],
    assumptions: Sequence[str],
) -> Pairs:
    """Pairs of heading and words; ``engine`` is the one that answers ``query``, ``count`` how many there are."""
    catalog = engine.catalog
    pairs = [
        ("Question", question),
        ("Filters", "; ".join(filter_words(catalog, item) for item in query.set.filters) or "all customers"),
        ("Order", order_words(catalog, query) or ("" if query.group_by or query.measure else "by customer id")),
        ("Month of the reports", "" if engine.by_model else month),
        ("Compared with", query.set.since),
        ("Scores", _scores(engine)),
        ("Count", count),
        *extra,
        *(("Counted so", str(words)) for words in dict.fromkeys(assumptions)),
        ("As of", tools.as_of.isoformat()),
        ("Made with", f"Ascent {version('ascent')}"),
    ]
    return tuple((heading, str(words)) for heading, words in pairs if words)


def _scores(engine: Engine) -> str:
    from scoring.own.tables import OwnTables

    if engine.by_model and isinstance(engine.tables, OwnTables):
        return f"of your own data, by the model {engine.tables.model.id}, as of {engine.as_of}"
    return "of the reports"


def defined(tools: Tools, query: Query, columns: Iterable[str]) -> tuple[Definition, ...]:
    """The definitions that a list rests on: of what it is filtered by, and of its columns."""
    ids = [f"{item.field}.{each}" for item in walk(query.set.filters) if item.field in _DEFINED for each in item.values]
    ids += [id for part, id in _BEHIND.items() if any(name.endswith(f".{part}") for name in columns)]
    found = (tools.definitions.get(id) for id in dict.fromkeys(ids))
    return tuple(item for item in found if item)


def citations(definitions: Sequence[Definition]) -> tuple[Citation, ...]:
    """The definitions as an answer cites them."""
    return tuple(Citation(item.id, item.title, item.place) for item in definitions)


def definition_pairs(definitions: Sequence[Definition]) -> Pairs:
    """The definitions in words, each with its source."""
    return tuple((item.title, f"{item.text} Source: {item.source_words}.") for item in definitions)
