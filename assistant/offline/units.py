"""Words of the partner's vocabulary in a question: each is one condition, that keeps, excludes or stands in a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.offline.draft import Draft, Slot, Unit
from assistant.offline.lexicon import Sense
from assistant.offline.outcome import Refuse
from assistant.vocabulary import VocabularyError
from knowledge.catalog import Catalog
from scoring.query import EACH, Filter, joined, of_product, opposite, rewritten, walk


@dataclass(frozen=True)
class Meaning:
    """What a word means: one filter, in which ``each`` stands for the product that a question names; ``notes`` say it
    to people."""

    word: str
    condition: Filter
    notes: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether scores in it still look for their product."""
        return is_open(self.condition)


def is_open(condition: Filter) -> bool:
    return any(item.products == EACH for item in walk((condition,)))


def read_units(draft: Draft, meaning_of: Callable[[str], Meaning]) -> None:
    """Make a unit of every word of the vocabulary, and of words that "or" joins; values of words that are only such."""
    for group, negation in _groups(draft):
        try:
            meanings = [meaning_of(str(draft.value(place, "vocabulary"))) for place in group]
        except VocabularyError as error:
            draft.question = Refuse(error.message, told=True)
            return
        for note in (note for meaning in meanings for note in meaning.notes):
            draft.assume(note)
        if all(_is_value(draft.catalog, meaning.condition) for meaning in meanings):
            for place, meaning in zip(group, meanings, strict=True):
                draft.items[place].senses = (Sense("value", meaning.condition.values, meaning.condition.field),)
            continue
        condition = joined([meaning.condition for meaning in meanings], any_of=True)
        draft.use(*group, negation)
        slot = Slot("vocabulary", group[0], group[-1])
        if is_open(condition):
            draft.units.append(Unit(slot, condition, negation >= 0))
        else:
            draft.add(opposite(draft.catalog, condition) if negation >= 0 else condition, *group)


def _is_value(catalog: Catalog, condition: Filter) -> bool:
    """Whether a word only stands for values of the data ("DACH"): it is read as they are, in lists with others, too."""
    known = catalog.fields.get(condition.field)
    plain = condition.op == "in" and not condition.month and all(isinstance(value, str) for value in condition.values)
    return known is not None and plain and known.level == "customer" and known.kind != "list"


def _groups(draft: Draft) -> list[tuple[list[int], int]]:
    """The places of words that "or" joins, with the place of the negation that governs them; -1 where none does."""
    found: list[tuple[list[int], int]] = []
    for place in list(draft.free("vocabulary")):
        negation = draft.negation(place, lambda at: draft.has(at, "vocabulary"))
        alike = bool(found) and found[-1][1] == negation
        if alike and draft.joint(found[-1][0][-1], place) == "or":
            found[-1][0].append(place)
        else:
            found.append(([place], negation))
    return found


def for_products(
    catalog: Catalog, unit: Unit, products: Sequence[str], at_least: int = 1, exactly: bool = False
) -> Filter:
    """The condition of a unit for one product, or for at least some of several."""
    at_most = at_least if exactly else 0
    open_scores = [item for item in walk((unit.condition,)) if item.products == EACH]
    if tuple(products) == EACH:
        found = unit.condition
    elif len(products) == 1:
        found = of_product(unit.condition, products[0])
    elif len(open_scores) == 1:
        found = rewritten(unit.condition, lambda part: _of_several(part, products, at_least, at_most))
    else:
        whole = (
            unit.condition if unit.condition.parts and not unit.condition.products else Filter(all_of=(unit.condition,))
        )
        found = replace(whole, products=tuple(products), at_least=at_least, at_most=at_most)
    return opposite(catalog, found) if unit.negated else found


def _of_several(item: Filter, products: Sequence[str], at_least: int, at_most: int) -> Filter:
    if item.products != EACH:
        return item
    return replace(item, products=tuple(products), at_least=at_least, at_most=at_most)
