"""Two figures in one question: "how many are Act Now for Azure, and how many for M365": which is wanted first?"""

from collections.abc import Sequence

from assistant.offline.outcome import AskBack
from assistant.offline.spans import Item
from knowledge.messages import text

FIGURES = ("count", "function", "share", "superlative")
_BETWEEN = ("and", "or", "mark", "noise", "what", "but")
_HELPS = ("noise", "what", "customers", "stand_in", "who")


def which_first(items: Sequence[Item], first: int, second: int) -> AskBack:
    """The question back, with a question for each of the figures at two places."""
    if all(item.has(*_BETWEEN) for item in items[first + 1 : second]):
        choices = (_words([*items[: first + 1], *items[second + 1 :]]), _words([*items[:first], *items[second:]]))
    else:
        cut = _joint(items, first, second)
        choices = (_words(items[:cut]), _words(_whole(items, first, cut)))
    return AskBack(text("These are two questions. Which one first?"), choices, choices)


def _joint(items: Sequence[Item], first: int, second: int) -> int:
    """Where the second question begins: behind the last mark or "and" before its figure."""
    places = [place for place in range(first + 1, second) if items[place].has("and", "but") or items[place].has("mark")]
    return places[-1] if places else second


def _whole(items: Sequence[Item], first: int, cut: int) -> list[Item]:
    """The second question; where it points at the customers of the first one, with what that one says of them."""
    own = [item for item in items[cut:] if not item.has("and", "but")]
    own = own[1:] if own and own[0].has("mark") else own
    pointing = [
        item for item in own if item.text.lower() in ("their", "they", "them", "those", "these", "of those", "of them")
    ]
    if not pointing and any(item.has("value", "cluster", "product", "cohort", "category") for item in own):
        return own
    kept = [item for item in own if item not in pointing and not (item.has("mark") and item.text in "?.!")]
    return [*kept, *(item for place, item in enumerate(items[:cut]) if place != first)]


def _words(items: Sequence[Item]) -> str:
    return " ".join(item.text for item in items)
