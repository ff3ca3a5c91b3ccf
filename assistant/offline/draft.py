"""What a reading gathers before it becomes a query: the items, what they were taken for, and helpers to walk them."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.offline.outcome import AskBack, Refuse
from assistant.offline.spans import Item
from knowledge.catalog import Catalog
from knowledge.messages import text
from scoring.query import Filter, Operator, ScoreSource, Value

_ONE_OF = ("one of", "one of the")
_CLAUSES = ("who", "whose", "whom", "which", "where", "are", "is", "were", "was", "rate", "rank", "sit")
_JUST = ("exactly", "just", "only", "precisely")
IGNORED = frozenset(
    {
        "noise",
        "and",
        "or",
        "but",
        "mark",
        "customers",
        "own",
        "with",
        "pronoun",
        "instead",
        "narrow",
        "widen",
        "who",
        "what",
    }
    | {"cohortword", "verb", "it", "again", "reveal", "yes", "stand_in", "whole", "every"}
)
CONTENT = frozenset(
    {"score", "field", "product", "family", "cluster", "band", "cell", "cohort", "category", "play", "value", "owns"}
    | {"signal", "detail", "number", "report", "name", "propensity", "own", "lack", "neg", "vocabulary"}
)


@dataclass(eq=False)
class Slot:
    """A score that still looks for its product: what it is, and the items from ``first`` to ``last`` that name it."""

    name: str
    first: int
    last: int
    products: list[str] = field(default_factory=list)
    joint: str = "or"
    exactly: bool = False
    """Whether the score is asked of exactly one of the products."""


@dataclass(eq=False)
class Atom:
    """A condition on a score, in the month of the question or in another; ``single`` where it must be one product's."""

    slot: Slot
    op: Operator
    values: tuple[Value, ...]
    month: str = ""
    at_least: int = 1
    single: bool = False


@dataclass(eq=False)
class Unit:
    """A condition of the partner's vocabulary in which ``each`` stands for the product that is still to be found."""

    slot: Slot
    condition: Filter
    negated: bool = False


@dataclass
class Bound:
    """A number with its comparator (``=`` where there is none), over the items ``first`` to ``last``."""

    op: str
    values: tuple[float, ...]
    first: int
    last: int
    money: bool = False

    def condition(self) -> tuple[Operator, tuple[Value, ...]]:
        """Operator and values of a filter."""
        operators: dict[str, Operator] = {
            "=": "in",
            "==": "in",
            ">=": ">=",
            ">": ">",
            "<=": "<=",
            "<": "<",
            "between": "between",
        }
        return operators[self.op], self.values


@dataclass
class Condition:
    """A filter with the place in the question that it came from."""

    filter: Filter
    first: int
    last: int


@dataclass
class Draft:
    """The items of a question and what has been made of them so far."""

    items: list[Item]
    catalog: Catalog
    conditions: list[Condition] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    question: AskBack | Refuse | None = None
    exactly: bool = False
    total: bool = False
    """Whether a limit is one of the total potential revenue."""
    joints: dict[int, str] = field(default_factory=dict)
    """Places whose words join conditions as "or" or "and", whatever they are by themselves: ``a, b or c``."""
    read_lists: set[int] = field(default_factory=set)
    """The places of ``exactly one of`` that are read."""
    source: ScoreSource = ""
    spoken: frozenset[str] = frozenset()
    """The products that the question before was about."""
    holds: Callable[[str], bool] = field(default=lambda name: True)

    def add(self, condition: Filter, *places: int) -> None:
        """Keep a condition; the items that it came from are used."""
        self.use(*places)
        self.conditions.append(Condition(condition, min(places), max(places)))

    def add_atom(self, name: str, op: Operator, values: tuple[Value, ...], *places: int) -> Atom:
        """Keep a condition on a score whose product is still to be found."""
        self.use(*places)
        atom = Atom(Slot(name, min(places), max(places)), op, values)
        self.atoms.append(atom)
        return atom

    def take(self, bound: Bound) -> None:
        """A number has been made use of."""
        self.bounds.remove(bound)
        self.use(*range(bound.first, bound.last + 1))

    def use(self, *places: int) -> None:
        for place in places:
            if 0 <= place < len(self.items):
                self.items[place].used = True

    def assume(self, text: str) -> None:
        if text not in self.assumptions:
            self.assumptions.append(text)

    def has(self, at: int, *kinds: str) -> bool:
        return 0 <= at < len(self.items) and self.items[at].has(*kinds)

    def is_free(self, at: int, *kinds: str) -> bool:
        return self.has(at, *kinds) and not self.items[at].used

    def value(self, at: int, kind: str) -> object:
        sense = self.items[at].sense(kind) if 0 <= at < len(self.items) else None
        return sense.value if sense else None

    def word(self, at: int) -> str:
        return self.items[at].text.lower() if 0 <= at < len(self.items) else ""

    def mark(self, at: int, signs: str) -> bool:
        value = self.value(at, "mark")
        return isinstance(value, str) and value in signs

    def idle(self, at: int) -> bool:
        """Whether an item carries nothing by itself."""
        item = self.items[at]
        return (
            item.has("noise", "verb", "pronoun")
            and not item.used
            and not any(sense.kind in CONTENT for sense in item.senses)
        )

    def idle_at(self, at: int) -> bool:
        return 0 <= at < len(self.items) and self.idle(at)

    def free(self, *kinds: str) -> Iterator[int]:
        """Places of unused items with a sense of one of the kinds."""
        return (place for place, item in enumerate(self.items) if not item.used and item.has(*kinds))

    def scores(self, *names: str) -> list[int]:
        """Places of unused score words of those names."""
        return [place for place in self.free("score") if self.value(place, "score") in names]

    def before(self, at: int, *skip: str) -> int:
        """The nearest place to the left that is not idle nor of a kind to skip; -1 where there is none."""
        at -= 1
        while at >= 0 and (self.idle(at) or (skip and self.has(at, *skip))):
            at -= 1
        return at

    def after(self, at: int, *skip: str) -> int:
        """The nearest place to the right that is not idle nor of a kind to skip; the length where there is none."""
        at += 1
        while at < len(self.items) and (self.idle(at) or (skip and self.has(at, *skip))):
            at += 1
        return at

    def before_any(self, at: int) -> int:
        """The nearest place to the left that says more than an article or "is"."""
        at -= 1
        while at >= 0 and self.idle(at) and not self.has(at, "into", "out"):
            at -= 1
        return at

    def numeric(self, at: int) -> str:
        """The numeric field that an unused item names; empty where it names none."""
        name = self.value(at, "field")
        if isinstance(name, str) and self.catalog.fields[name].kind in ("number", "money"):
            return name
        return ""

    def counted(self, at: int) -> str:
        """The column that counts a list field that an unused item names; empty where it names none."""
        name = self.value(at, "field")
        return self.catalog.fields[name].counted if isinstance(name, str) and not self.items[at].used else ""

    def leftovers(self) -> list[str]:
        """The words that nothing accounts for."""
        return [item.text for item in self.items if not item.used and not self._ignorable(item)]

    def _ignorable(self, item: Item) -> bool:
        """Whether an item may stay unused; a negation never may."""
        return not item.has("neg", "lack") and any(sense.kind in IGNORED for sense in item.senses)

    def speaks_of_signals(self) -> bool:
        return any(
            (item.has("signal") and not item.has("noise")) or self.value(at, "score") == "signals"
            for at, item in enumerate(self.items)
        )

    # ---- negation and lists ---------------------------------------------------------------------

    def negation(self, at: int, sibling: Callable[[int], bool] = lambda place: False) -> int:
        """The place of a negation that governs an item, to its left over idle words and siblings of a list; -1."""
        place = at - 1
        while place >= 0:
            if self.has(place, "neg", "lack") and not (self.has(place, "compare") and self.has(place + 1, "number")):
                return place
            if self._holds_anew(place) or self._says_anew(place):
                break
            if not (self._passable(place) or self._points_at_them(place) or sibling(place)):
                break
            place -= 1
        behind = self.after(at)
        return behind if self.has(behind, "excluded") else -1

    def _holds_anew(self, place: int) -> bool:
        """``don't have M365 and use Google``: what is had behind "and" is not negated."""
        before = place - 1
        while before >= 0 and self.has(before, "noise", "who") and not self.has(before, "and", "own", "neg", "lack"):
            before -= 1
        had = self.has(place, "own", "with") and not self.has(place, "neg", "lack")
        clause = self.has(place - 1, "who") or self.word(place - 1) in ("who", "that", "which")
        said_of = self.before(place - 1, "customers", "who", "and")
        clause = clause and not self.has(said_of, "neg", "lack")  # "drop anyone who has M365"
        return had and (clause or (self.has(before, "and") and not self.has(before, "or")))

    def _says_anew(self, place: int) -> bool:
        """``have no Azure and whose fit is High``, ``..., and are Act Now``: a clause behind "and" is not negated."""
        clause = (self.word(place).split() or [""])[0] in _CLAUSES and not self.has(place, "neg", "lack")
        return clause and self.has(place - 1, "and") and not self.has(place - 1, "or")

    def _points_at_them(self, place: int) -> bool:
        """``not the ones in Maine``, ``neither of the two cohorts``: a word between that only stands for the thing."""
        counted = self.has(place, "number") and self.items[place].used
        return counted or (self.has(place, "pronoun") and self.has(self.before(place), "neg", "lack", "but"))

    def _passable(self, place: int) -> bool:
        if self.has(place, "but") and not self.has(place, "noise"):
            return False
        return self.has(place, "noise", "and", "or", "own", "with", "customers", "stand_in") or self.mark(place, ",/'")

    def joint(self, first: int, second: int) -> str:
        """How two neighbours of a list are joined: "or", "and"; empty where something else stands between."""
        between = range(first + 1, second)
        for place in between:
            joins = self.has(place, "and", "or")
            if self.has(place, "but") or (self.has(place, "into", "out") and not joins):
                return ""
            if not (
                joins
                or self.has(place, "together")
                or self.idle(place)
                or self.has(place, "neg", "own", "with")
                or self.mark(place, ",/")
            ):
                return ""
        return "or" if any(self.has(place, "or") for place in between) else "and"

    def groups(self, places: Sequence[int]) -> list[list[int]]:
        """Neighbours of a list together."""
        groups: list[list[int]] = []
        for place in places:
            if groups and self.joint(groups[-1][-1], place):
                groups[-1].append(place)
            else:
                groups.append([place])
        return groups

    def one_of(self, place: int) -> int:
        """The place of ``one of`` before the list that begins at an item; -1 where there is none."""
        place -= 1
        while self.has(place, "noise", "own", "with") or self.mark(place, ":"):
            place -= 1
        return place if self.has(place, "or") and self.word(place).endswith(_ONE_OF) else -1

    def exactly_one(self, group: Sequence[int]) -> bool:
        """Whether a list is one of which no more than one is meant; that is read now. A bare "one of" is "at least"."""
        place = self.one_of(group[0]) if len(group) > 1 else -1
        if place not in self.single_lists():
            if place >= 0 and self.word(place).startswith("one"):
                self.assume(text("one of several = at least one of them"))
            return False
        self.read_lists.add(place)
        return True

    def single_lists(self) -> set[int]:
        """The places of ``exactly one of``, ``only one of``."""
        found = (at for at, item in enumerate(self.items) if item.has("or") and item.text.lower().endswith(_ONE_OF))
        return {at for at in found if self.word(at - 1).split(" ")[-1] in _JUST}

    def all_meant(self, group: Sequence[int]) -> bool:
        """Whether a list is joined by "and" throughout, and not ``one of`` it is meant."""
        return self.one_of(group[0]) < 0 and all(self.joint(a, b) == "and" for a, b in itertools.pairwise(group))
