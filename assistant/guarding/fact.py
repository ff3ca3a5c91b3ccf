"""The values that results hold, and the figures inside of their texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from assistant.guarding.figure import Figure
from assistant.guarding.figures import read_figures
from knowledge.text import fold

COUNTS = frozenset({"customers", "agreements"})
SCORES = frozenset({"fit", "intent", "propensity"})
TEXTS = frozenset({"signals", "note", "reason", "definition", "question"})
MONEY_FIELDS = frozenset({"revenue", "expiring_revenue", "azure_acr"})
PERCENT_FIELDS = frozenset({"propensity", "share", "support", "confidence"})


@dataclass(frozen=True)
class Fact:
    """One value of the results: a number, a range (low, high or None), a date or month as ISO text, a flag, or a word
    (folded).

    customers: whose it is, by id (empty: of a set); products: of which (None: of none in particular); keys: folded
    names of the groups, conditions and attributes that it is said of; kind "threshold" is a bound of a condition;
    conditions: of a set, for each of its conditions the names by which it may be told.
    """

    value: float | tuple[float, float | None] | str | bool
    field: str = ""
    kind: str = "number"
    customers: frozenset[str] = frozenset()
    products: frozenset[str] | None = None
    keys: frozenset[str] = frozenset()
    month: str = ""
    function: str = ""
    dimension: str = ""
    text: str = ""
    conditions: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Listing:
    """The customers that a result lists, by id, and its month; ``whole``: whether they are all that were found."""

    customers: tuple[str, ...]
    month: str
    whole: bool


@dataclass
class Facts:
    """All facts of a turn, and the lists that they are of."""

    all: list[Fact] = field(default_factory=list)
    lists: list[Listing] = field(default_factory=list)
    _sorted: dict[bool, list[Fact]] = field(default_factory=lambda: {True: [], False: []})
    _grouped: set[str] = field(default_factory=set)
    _read: int = 0

    def add(self, facts: Iterable[Fact]) -> None:
        self.all += facts
        self._learn()

    @property
    def months(self) -> list[str]:
        """The months of the results, newest first."""
        return sorted({fact.month for fact in self.all if fact.month}, reverse=True)

    @property
    def customers(self) -> frozenset[str]:
        """The customers that the facts are of."""
        return frozenset().union(*(fact.customers for fact in self.all))

    def has_groups_by(self, dimensions: frozenset[str]) -> bool:
        return not self._grouped.isdisjoint(dimensions)

    def able(self, is_time: bool) -> list[Fact]:
        """The facts that a date or month may be of, or else any other figure: none that are flags or words."""
        return self._sorted[is_time]

    def _learn(self) -> None:
        """Take in the facts that came since."""
        for fact in self.all[self._read :]:
            if fact.kind in ("date", "month"):
                self._sorted[True].append(fact)
            if not isinstance(fact.value, bool) and fact.kind != "word":
                self._sorted[False].append(fact)
            if fact.dimension and not fact.customers:
                self._grouped |= {part.rpartition(".")[2] for part in fact.dimension.split(",")}
        self._read = len(self.all)


def range_facts(words: str, about: Fact) -> Iterator[Fact]:
    """``$25K - $50K``: the range, and its bounds."""
    for figure in read_figures(words, []):
        low = figure.readings[0][0]
        high = figure.high[0][0] if figure.high else None
        yield replace(about, value=(low, high), kind="range")


def text_facts(words: str, about: Fact) -> Iterator[Fact]:
    """The figures inside of a text of the data, which their fact keeps as its ``text``."""
    for figure in read_figures(words, []):
        yield replace(figure_fact(figure, about), text=fold(words))


def figure_fact(figure: Figure, about: Fact) -> Fact:
    """A figure that a text holds, as a fact."""
    if figure.dates:
        return replace(about, value=figure.dates[0], kind=figure.kind)
    value = figure.readings[-1][0]
    if figure.high:
        return replace(about, value=(value, figure.high[0][0]), kind="range")
    return replace(about, value=value, kind="number" if figure.kind == "ordinal" else figure.kind)
