"""What the reading of a question comes to."""

from dataclasses import dataclass, field

from knowledge.messages import text
from scoring.own.results import Direction
from scoring.query import CustomerSet, Query, ScoreSource

EXAMPLES = (
    text("Which customers are Act Now for Azure?"),
    text("How many customers are in the Copilot cohort, by country?"),
    text("What does Act Now mean?"),
)
WHAT_TO_KNOW = text("What would you like to know about your customers? For example:")


@dataclass(frozen=True)
class ReadQuery:
    """A query over customers; ``counted`` where their number is asked for beside a figure of them."""

    query: Query
    assumptions: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class ReadCustomers:
    """A question about one customer or a comparison of several, by id; ``check`` is a yes-or-no claim to test.

    ``aspects``: score fields, ``field:ID``, ``cohorts``, ``agreements``; of own scores ``drivers``, ``moves`` (to
    ``target``, the id of a cluster or band, else to the next better cluster), ``why_not`` (in ``target``, the id of a
    cluster, band, cohort, category or play) and ``next_workload``. ``source``: as in a set of customers. ``since``:
    the earlier month that the scores are set beside, where a change is asked for.
    """

    customers: tuple[str, ...]
    products: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    month: str = ""
    check: Query | None = None
    assumptions: tuple[str, ...] = ()
    compare: bool = False
    source: ScoreSource = ""
    target: str = ""
    since: str = ""


@dataclass(frozen=True)
class ReadDisagreement:
    """Where own scores and the reports' differ most, for ``products`` (all where none), among the customers of ``set``.

    ``direction``: ``higher`` where the own model scores higher than the report, ``lower``, or empty for both.
    """

    products: tuple[str, ...] = ()
    direction: Direction = ""
    limit: int | None = None
    set: CustomerSet = field(default_factory=CustomerSet)


@dataclass(frozen=True)
class ReadDefinition:
    """A question about terms or conventions: the words to look up, and the whole question for the search."""

    terms: tuple[str, ...]
    question: str


@dataclass(frozen=True)
class ReadData:
    """A question about what is imported; ``about`` is a field whose values are asked for, or empty; ``columns`` are
    fields or cohorts whose reports are asked for."""

    about: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskBack:
    """One concrete question back, with the choices; ``rewritten`` is the question to read instead once one is chosen,
    choice by choice.

    Where the choices are customers, ``customers`` are their ids, and ``around`` what stands before and behind the name
    in the question, so that several can be chosen.
    """

    question: str
    choices: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Refuse:
    """What is missing: the words that could not be read, or where it is ``told``, whole sentences."""

    reason: str
    told: bool = False


@dataclass(frozen=True)
class ReadBack:
    """The answer before the last one is wanted again; with ``to_list`` the last list before it, with ``to_start`` none:
    what was said before is forgotten."""

    to_list: bool = False
    to_start: bool = False


Outcome = ReadQuery | ReadCustomers | ReadDisagreement | ReadDefinition | ReadData | ReadBack | AskBack | Refuse
