"""Reads the answer to a question back: a number, an ordinal, a word of a choice, a condition that one choice meets."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from assistant.offline.outcome import AskBack
from assistant.offline.spans import Item
from assistant.offline.tokens import phrase_key
from knowledge.messages import text

_AROUND = frozenset(
    {"noise", "mark", "pronoun", "stand_in", "correct", "instead", "narrow", "what", "who", "tally", "it", "and", "or"}
    | {"yes", "id", "polar", "with", "explain"}
)
_OTHER_QUESTION = ("count", "function", "share", "top", "superlative", "shortlist", "group", "order", "define")
_LONGEST = 4
ONE_ONLY = "Please choose one. "


@dataclass(frozen=True)
class Workings:
    """What the reading of an answer needs: the items of a text, and the customers that meet what some items say."""

    items: Callable[[str], Sequence[Item]]
    meeting: Callable[[Sequence[Item], tuple[str, ...]], tuple[str, ...]]


def read_choice(asked: AskBack, items: Sequence[Item], workings: Workings) -> str | AskBack | None:
    """The question to read where an answer picks choices; the question back again, over what is left of it, where it
    does not settle it; None where the answer is no choice but another question."""
    if not asked.rewritten or not items:
        return None
    places = _numbered(asked, items)
    if places is not None:
        if any(place < 0 for place in places):
            count = len(asked.choices)
            return replace(
                asked, question=text("I offered {count} choices. {question}", count=count, question=asked.question)
            )
        return _chosen(asked, places)
    spoken = [item for item in items if not item.has(*_AROUND) or item.has("name")]
    if asked.choices == asked.rewritten or len(spoken) > _LONGEST or _asks_otherwise(items):
        return None
    fitting = _named(asked, items) or _worded(asked, spoken) or _meant(asked, spoken, items, workings)
    return _chosen(asked, fitting) if fitting and len(fitting) < max(len(asked.choices), 2) else None


def _chosen(asked: AskBack, places: Sequence[int]) -> str | AskBack:
    """The question for the choices at some places; for several only where they are customers."""
    if len(places) == 1:
        return asked.rewritten[places[0]]
    if asked.customers:
        before, behind = asked.around
        return before + " and ".join(asked.customers[place] for place in places) + behind
    again = asked.question.startswith(ONE_ONLY)
    return replace(
        asked,
        question=asked.question if again else text("Please choose one. {question}", question=asked.question),
        choices=tuple(asked.choices[place] for place in places),
        rewritten=tuple(asked.rewritten[place] for place in places),
    )


def _numbered(asked: AskBack, items: Sequence[Item]) -> list[int] | None:
    """The places that numbers and ordinals name, -1 for one beyond the choices; None where other words say more."""
    size = len(asked.choices)
    rest = [item for item in items if _number(item) is None and not item.has(*_AROUND, "lack", "customers")]
    numbers = [number for item in items if (number := _number(item)) is not None]
    if not numbers:
        return _several(items, size)
    if [item for item in rest if not item.has("whole", "both")] or any(item.text.isdigit() for item in rest):
        return None
    places = [size - 1 if number < 0 else number - 1 for number in numbers]
    return [place if place < size else -1 for place in dict.fromkeys(places)]


def _number(item: Item) -> int | None:
    """The number that an item says; -1 for the last."""
    if sense := item.sense("ordinal"):
        return int(sense.value)
    if item.has("first"):
        return 1
    if (sense := item.sense("when")) and sense.value == "last":
        return -1
    sense = None if item.has("stand_in", "name") else item.sense("number")
    return int(sense.value) if sense and 1 <= sense.value < 100 and sense.value == int(sense.value) else None


def _several(items: Sequence[Item], size: int) -> list[int] | None:
    """``both``, ``all of them``, or ``yes`` where there is but one choice."""
    if any(not item.has(*_AROUND, "whole", "both", "customers") for item in items):
        return None
    if any(item.has("whole") for item in items) or (size == 2 and any(item.has("both") for item in items)):
        return list(range(size))
    return [0] if size == 1 and any(item.has("yes") for item in items) else None


def _asks_otherwise(items: Sequence[Item]) -> bool:
    """Whether an answer is a question of its own: it counts, ranks or lists customers."""
    many = any(item.has("customers") and item.text.lower().endswith("s") for item in items)
    return many or any(item.has(*_OTHER_QUESTION) and not item.has("noise") for item in items)


def _named(asked: AskBack, items: Sequence[Item]) -> list[int]:
    """The customers among the choices that a name or an id means."""
    named: set[str] = set()
    for item in items:
        if sense := item.sense("name"):
            values = sense.value
            named |= {value if isinstance(value, str) else value.customer_id for value in values}
    return [place for place, customer in enumerate(asked.customers) if customer in named]


def _worded(asked: AskBack, spoken: Sequence[Item]) -> list[int]:
    """The choices that hold all the words."""
    words = {key for item in spoken for key in phrase_key(item.text)}
    return [place for place, choice in enumerate(asked.choices) if words and words <= set(phrase_key(choice))]


def _meant(asked: AskBack, spoken: Sequence[Item], items: Sequence[Item], workings: Workings) -> list[int]:
    """The choices that say the same in other words; of customers those that meet a condition (``the Danish one``)."""
    if not spoken or any(item.unknown for item in spoken):
        return []
    if not asked.customers:
        return [place for place, choice in enumerate(asked.choices) if _says(workings.items(choice), spoken)]
    if len(spoken) > 1 and not any(item.has("stand_in", "customers") for item in items):
        return []
    met: Collection[str] = workings.meeting(items, asked.customers)
    return [place for place, customer in enumerate(asked.customers) if customer in met]


def _says(choice: Sequence[Item], spoken: Sequence[Item]) -> bool:
    """Whether each of some items has a meaning that a choice has, too."""
    meanings = {(sense.kind, str(sense.value)) for item in choice for sense in item.senses}
    return all(any((sense.kind, str(sense.value)) in meanings for sense in item.senses) for item in spoken)
