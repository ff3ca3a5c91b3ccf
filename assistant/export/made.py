"""How a list was made, in words that stand beside it: question, filters, month, counts, conventions, definitions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Told:
    """What is told of a list beside its query: how many it holds, the question, assumptions and further pairs."""

    count: str
    question: str = ""
    assumptions: Sequence[str] = ()
    extra: Sequence[tuple[str, str]] = ()


def how_made(
    tools: Tools, engine: Engine, query: Query, month: str, columns: Iterable[str], told: Told
) -> tuple[Pairs, tuple[Citation, ...]]:
    """Pairs of heading and words, the definitions that the list rests on among them, and their citations; ``engine`` is
    the one that answers ``query``."""
    definitions = defined(tools, query, columns)
    pairs = [*_pairs(tools, engine, query, month, told), *map(_definition, definitions)]
    cited = tuple(Citation(item.id, item.title, item.place) for item in definitions)
    return tuple((heading, str(words)) for heading, words in pairs if words), cited


def _pairs(tools: Tools, engine: Engine, query: Query, month: str, told: Told) -> list[tuple[str, str]]:
    counted = query.group_by or query.measure
    return [
        ("Question", told.question),
        ("Filters", "; ".join(filter_words(engine.catalog, item) for item in query.set.filters) or "all customers"),
        ("Order", order_words(engine.catalog, query) or ("" if counted else "by customer id")),
        ("Month of the reports", "" if engine.by_model else month),
        ("Compared with", query.set.since),
        ("Scores", _scores(engine)),
        ("Count", told.count),
        *told.extra,
        *(("Counted so", words) for words in dict.fromkeys(told.assumptions)),
        ("As of", tools.as_of.isoformat()),
        ("Made with", f"Ascent {version('ascent')}"),
    ]


def _scores(engine: Engine) -> str:
    if not engine.by_model:
        return "of the reports"
    from scoring.own.tables import OwnTables

    tables = engine.tables
    assert isinstance(tables, OwnTables)  # noqa: S101 - what by_model says
    return f"of your own data, by the model {tables.model.id}, as of {engine.as_of}"


def defined(tools: Tools, query: Query, columns: Iterable[str]) -> tuple[Definition, ...]:
    """The definitions that a list rests on: of what it is filtered by, and of its columns."""
    parts = {name.rpartition(".")[2] for name in columns if "." in name}
    ids = [f"{item.field}.{each}" for item in walk(query.set.filters) if item.field in _DEFINED for each in item.values]
    ids += [id for part, id in _BEHIND.items() if part in parts]
    return tuple(item for id in dict.fromkeys(ids) if (item := tools.definitions.get(id)))


def _definition(item: Definition) -> tuple[str, str]:
    """A definition in words, with its source."""
    return item.title, f"{item.text} Source: {item.source_words}."
