"""The names that can be completed: of customers, products, cohorts, industries and places; found by how they begin."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

from assistant.render import clean
from knowledge.text import fold

if TYPE_CHECKING:
    from assistant.settings import Settings
    from scoring.engine import Engine

_FIELDS = ("industry", "country", "state", "city")
_MOST_VALUES = 3_000
_SHORTEST = 2
_WORDS = 6  # of a name that were typed, at most


@dataclass(frozen=True)
class Name:
    """A name that people type, and what it is (``customer, Malmö``)."""

    text: str
    about: str


@dataclass
class Names:
    """Names in the order of how they are compared."""

    names: tuple[Name, ...] = ()
    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[Name]) -> "Names":
        """Each text once, as what it is first."""
        first = {name.text: name for name in reversed(list(names))}
        pairs = sorted((fold(name.text), name.text) for name in first.values())
        return cls(tuple(first[text] for _, text in pairs), tuple(key for key, _ in pairs))

    def beginning(self, text: str, most: int) -> list[Name]:
        """Up to ``most`` names that begin as a text does, whatever its case and accents."""
        key = fold(text)
        if len(key) < _SHORTEST:
            return []
        place = bisect_left(self.keys, key)
        found: list[Name] = []
        while place < len(self.keys) and self.keys[place].startswith(key) and len(found) < most:
            found.append(self.names[place])
            place += 1
        return found

    def completing(self, text: str, most: int) -> tuple[str, list[Name]]:
        """The longest end of a text that is the beginning of names, with up to ``most`` of them; none for no end."""
        for end in _ends(text):
            if found := self.beginning(end, most):
                return end, found
        return "", []


def _ends(text: str) -> Iterator[str]:
    """The last words of a text, as many as a name may have, then fewer."""
    starts = [at for at in range(len(text)) if not text[at].isspace() and (at == 0 or text[at - 1] in " \t\n(\"'“")]
    yield from (text[at:] for at in starts[-_WORDS:])


@dataclass
class NamesInBackground:
    """The names of a workspace, gathered in a thread of its own, by an engine of its own, while people read."""

    settings: "Settings"
    _names: Names = field(default_factory=Names)
    _ready: Event = field(default_factory=Event)

    def gather(self) -> None:
        """Begin to gather; what goes wrong leaves nothing to complete."""
        Thread(target=self._gather, name="names", daemon=True).start()

    def get(self, seconds: float | None = None) -> Names:
        """The names, as soon as they are there; none after ``seconds``."""
        self._ready.wait(seconds)
        return self._names

    def _gather(self) -> None:
        from assistant.session import open_engine

        with suppress(Exception):  # where something is wrong, a question will say so
            self._names = Names.of(names_of(open_engine(self.settings)))
        self._ready.set()


def names_of(engine: "Engine") -> Iterator[Name]:
    """Every name that a question may hold of the data that there is."""
    catalog, months = engine.catalog, engine.availability.months
    if not months:
        return
    scored = {product for month in months for product in engine.availability.products(month)}
    for product in catalog.products.values():
        yield from (Name(name, "product") for name in (product.label, product.title) if product.id in scored)
    yield from (Name(cluster.title, "cluster") for cluster in catalog.clusters.values())
    cohorts = {cohort for month in months for cohort in engine.availability.cohorts(month)}
    yield from (Name(catalog.cohorts[id].title, "cohort") for id in sorted(cohorts))
    for column in _FIELDS:
        values = engine.values_of(column) or ()
        about = catalog.fields[column].title.lower()
        yield from (Name(clean(value), about) for value in values[:_MOST_VALUES])
    engine.tables.require_names()
    for row in engine.fetch("SELECT DISTINCT account_name AS name, city FROM names WHERE account_name <> ''"):
        yield Name(clean(row["name"]), f"customer, {clean(row['city'])}" if row["city"] else "customer")
