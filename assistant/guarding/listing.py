"""The customers that a result lists, and which of them some words hold of."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.guarding.fact import Fact, Listing
from assistant.guarding.families import is_measured, size
from assistant.guarding.hold import of_product
from assistant.guarding.terms import NOTHING, Mention


@dataclass(frozen=True)
class Bound:
    """A bound of fields: ``at least 300`` (sign 1), ``under 30`` (sign -1); ``beyond``: not the bound itself;
    ``is_value``: one of the two that are a value together."""

    fields: frozenset[str]
    sign: int
    value: float
    beyond: bool
    is_value: bool = False

    def told(self, mine: Sequence[Fact], products: Sequence[Mention]) -> bool | None:
        """Whether a value keeps the bound; None where the facts have none, a range by its lower end."""
        able = [fact for fact in mine if fact.field in self.fields and is_measured(fact)]
        able = [fact for fact in able if all(of_product(fact, product) for product in products)]
        return any(self.is_kept_by(fact) for fact in able) if able else None

    def is_kept_by(self, fact: Fact) -> bool:
        over = self.sign * (size(fact) - self.value)
        return over > 0 or (over == 0 and not self.beyond)


@dataclass(frozen=True)
class Asked:
    """What is said of customers: what they own, the fields that they have a value in, and words that they are rated or
    described by, of products; ``scores``: those that a band is of; bounds of their figures."""

    owned: tuple[Mention, ...] = ()
    fields: tuple[Mention, ...] = ()
    words: tuple[Mention, ...] = ()
    products: tuple[Mention, ...] = ()
    scores: frozenset[str] = NOTHING
    bounds: tuple[Bound, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is said that could be held against a list."""
        return not (self.owned or self.fields or self.words or self.bounds)

    @property
    def is_textual(self) -> bool:
        """Whether what is said may stand in a text: it names signals, or values that no column is of."""
        rated = any(mention.claim in ("cluster", "cell", "band") for mention in self.words)
        return not (self.owned or self.bounds or rated)

    def told(self, mention: Mention, mine: Sequence[Fact]) -> bool | None:
        """Whether the facts of a customer say so; None where they do not tell."""
        if mention in self.owned:
            flags = [bool(fact.value) for fact in mine if fact.kind == "flag" and fact.field in mention.owned]
            return any(flags) if flags else None
        if mention in self.fields:
            return any(fact.field in mention.fields and bool(fact.value) for fact in mine) or None
        dimensions = self._dimensions(mention)
        able = [fact for fact in mine if fact.kind == "word" and fact.field in dimensions]
        able = [fact for fact in able if all(of_product(fact, product) for product in self.products)]
        return any(fact.value in mention.keys for fact in able) if able else None

    def _dimensions(self, mention: Mention) -> frozenset[str]:
        if mention.claim == "band":
            return frozenset(f"{name}_band" for name in self.scores)
        return frozenset({"cohort"}) if mention.claim in ("cohort", "category") else mention.dimensions


def holding(listing: Listing, facts: Sequence[Fact], asked: Asked) -> set[str] | None:
    """The customers of a list of whom the facts say all that is asked; None where the facts do not tell it."""
    held = set(listing.customers)
    mine = {id: [fact for fact in facts if _is_mine(fact, id, listing.month)] for id in listing.customers}
    for mention in (*asked.owned, *asked.fields, *asked.words):
        told = {id: asked.told(mention, known) for id, known in mine.items()}
        if all(is_so is None for is_so in told.values()) or (mention not in asked.fields and None in told.values()):
            return None
        held &= {id for id, is_so in told.items() if is_so}
    for bound in asked.bounds:
        kept = {id: bound.told(known, asked.products) for id, known in mine.items()}
        if None in kept.values():
            return None
        held &= {id for id, is_so in kept.items() if is_so}
    return held


def _is_mine(fact: Fact, id: str, month: str) -> bool:
    return id in fact.customers and fact.month in ("", month)
