"""What a sentence is made of for the guard, and what went before it."""

from dataclasses import dataclass, field

from assistant.guarding.figure import Figure
from assistant.guarding.terms import Mention

Kind = str


@dataclass(frozen=True, eq=False)
class Item:
    """A mention or a figure in its segment; brackets deep. An item is equal to itself only."""

    start: int
    end: int
    segment: int
    depth: int
    mention: Mention | None = None
    figure: Figure | None = None

    def is_a(self, kind: Kind) -> bool:
        said = self.mention
        if kind == "figure":
            return self.figure is not None and not self.figure.is_time and self.figure.kind != "ordinal"
        if kind == "time":
            return self.figure is not None and self.figure.is_time
        if said is None:
            return False
        if kind == "customer":
            return bool(said.customers)
        if kind == "product":
            return bool(said.products)
        if kind == "field":
            return bool(said.fields)
        if kind == "claim":
            return bool(said.claim)
        return bool(said.keys) and not said.products


@dataclass
class Context:
    """What went before a sentence: the customers, products and groups named last, the field of a lead-in, and all
    customers and values that were named (``named``, ``told``); ``asserting``: whether it says something of the data."""

    customers: list[frozenset[str]] = field(default_factory=list)
    products: list[frozenset[str]] = field(default_factory=list)
    fields: frozenset[str] = frozenset()
    keys: list[Mention] = field(default_factory=list)
    named: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    asserting: bool = True
