"""Finds customers that a question leaves out by several conditions at once: "except those in Sweden that own Azure"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.offline.draft import IGNORED
from assistant.offline.followup import PLACES
from assistant.offline.spans import Item

_FAR = 12  # items between the two halves of "leave ... out"
_OWNED_FAR = 5  # items between "whose" and its verb: "whose M365 fit band is"
_ENDS = ("group", "count", "function", "share", "superlative", "shortlist", "order", "define", "except", "excluded")
_HEADS = ("pronoun", "stand_in", "customers")
_ANYBODY = ("anyone", "anybody", "everyone", "everybody", "someone", "any", "all")
_RELATIVE = ("that", "who", "which", "whose", "where")
_PHRASE = (*_RELATIVE, "in", "from", "with", "without", "of", "on", "at", "for", "having", "using", "owning", "running")
_FINITE = ("is", "are", "was", "were", "has", "have", "own", "owns", "use", "uses", "run", "runs", "do", "does", "did")
_REQUESTS = ("show", "list", "give", "tell", "find", "get", "keep", "only", "just", "then", "name", "print", "sort")
_VALUES = ("value", "cohort", "category", "play", "report")


@dataclass(frozen=True)
class Exclusion:
    """A stretch of a question, from ``opened`` to ``closed`` (both included), that leaves customers out; ``parts`` are
    the places that say whom, one part for each kind of them (``those in Sweden and those in Norway``)."""

    opened: int
    closed: int
    parts: tuple[range, ...]


def exclusions(items: Sequence[Item]) -> list[Exclusion]:
    """The stretches of a question that leave customers out, in order; whether by one condition or by several."""
    found: list[Exclusion] = []
    for place in range(len(items)):
        if span := _span(items, place):
            found = [*(other for other in found if other.closed < span.opened), span]
    return found


def takes_away(items: Sequence[Item]) -> bool:
    """``minus everyone who owns Azure``, ``without those in Oslo``: a message that opens by leaving customers out."""
    return items[0].has("except") or (items[0].has("neg", "lack") and _is_head(items, _next(items, 0)))


def _exclusion(items: Sequence[Item], opened: int, closed: int, first: int, last: int) -> Exclusion | None:
    return Exclusion(opened, closed, tuple(_parted(items, first, last))) if first <= last else None


def _span(items: Sequence[Item], place: int) -> Exclusion | None:
    item = items[place]
    if item.has("leave") and not item.has("neg"):
        return _leave_out(items, place)
    if item.has("excluded"):
        return _left_of(items, place)
    pointing = item.has("neg", "lack") and (_is_head(items, _next(items, place)) or _without_those(items, place))
    if not (item.has("except") or pointing):
        return None
    last = _end(items, place + 1)
    return _exclusion(items, place, last, place + 1, last)


def _without_those(items: Sequence[Item], place: int) -> bool:
    """``without the Act Now ones in Sweden``."""
    if _word(items[place]) != "without" or place + 1 >= len(items) or _word(items[place + 1]) != "the":
        return False
    near = items[place + 2 : _end(items, place + 2) + 1]
    return any(item.has("stand_in", "customers") for item in near)


def _leave_out(items: Sequence[Item], place: int) -> Exclusion | None:
    """``leave the Healthcare ones in Norway out``."""
    for at in range(place + 2, min(place + _FAR, len(items))):
        if items[at].has("mark") and items[at].text in ".;:()":
            return None
        if items[at].has("aside"):
            return _exclusion(items, place, at, place + 1, at - 1)
    return None


def _left_of(items: Sequence[Item], place: int) -> Exclusion | None:
    """``..., the Healthcare ones in Norway excluded``: back to the comma."""
    first = place
    while first and not items[first - 1].has("mark"):
        first -= 1
    return _exclusion(items, first, place, first, place - 1) if first else None


def _end(items: Sequence[Item], first: int) -> int:
    """The last place of what is left out."""
    related = False
    for at in range(first, len(items)):
        item = items[at]
        word = _word(item)
        if item.has(*_ENDS) or (item.has("mark") and not _goes_on(items, at)) or _asks(items, at):
            return _trimmed(items, at - 1)
        if item.has("but") or (item.has("neg") and _is_head(items, _next(items, at))):
            return at - 1
        related = related or word in _RELATIVE or item.text.lower().split()[-1] in _RELATIVE
        if at > first and word in _FINITE and not _is_said_of(items, at, related):
            return _trimmed(items, at - 1)
    return len(items) - 1


def _trimmed(items: Sequence[Item], last: int) -> int:
    while items[last].has("and", "or") and last:
        last -= 1
    return last


def _goes_on(items: Sequence[Item], comma: int) -> bool:
    """Whether a comma stands in a list of values of one kind: ``the ones from Germany, the UK or the US``."""
    if items[comma].text != "," or not comma:
        return False
    behind = [at for at in range(comma + 1, len(items)) if _word(items[at]) not in ("the", "and", "or")][:1]
    if not behind or items[behind[0]].has("mark"):
        return False
    return bool(_kinds(items[comma - 1]) & _kinds(items[behind[0]])) or _ends_list(items, behind[0])


def _ends_list(items: Sequence[Item], at: int) -> bool:
    """``(nonprofits,) the UK and Very Small customers``: a bare value that "and" joins to another."""
    joint = at + 1
    beyond = joint + 1 + (joint + 1 < len(items) and _word(items[joint + 1]) == "the")
    listed = items[at].has("value") and beyond < len(items)
    listed = listed and (items[beyond].has("value") or _is_head(items, beyond))
    return listed and items[joint].has("and", "or") and not items[joint].has("mark")


def _kinds(item: Item) -> set[tuple[str, str]]:
    return {
        (sense.kind, sense.field) for sense in item.senses if sense.kind in (*_VALUES, "owns", "cluster", "product")
    }


def _asks(items: Sequence[Item], at: int) -> bool:
    """``... and then tell me which accounts``: another clause begins."""
    joined = at > 0 and (items[at - 1].has("and", "or") or items[at - 1].has("mark"))
    if joined and _word(items[at]) in _REQUESTS:
        return True
    return items[at].has("who") and _word(items[at]) not in ("who", "that", "whose") and not _is_head(items, at - 1)


def _is_said_of(items: Sequence[Item], at: int, related: bool) -> bool:
    """Whether a verb is one of those who are left out: behind "that", or joined to such a verb."""
    before = at - 1
    while before >= 0 and items[before].has("noise") and _word(items[before]) not in (*_RELATIVE, *_FINITE):
        if items[before].text.lower().split()[-1] in _RELATIVE:  # "those who"
            return True
        if items[before].has("value", "product", "cluster"):
            break
        before -= 1
    word = _word(items[before])
    if any(_word(item) == "whose" for item in items[max(0, at - _OWNED_FAR) : at]):
        return True
    return word in _RELATIVE or word in _FINITE or (related and items[before].has("and", "or", "mark"))


def _parted(items: Sequence[Item], first: int, last: int) -> Iterator[range]:
    """``those in Sweden and those in Norway``: each by itself."""
    for at in range(first + 1, last):
        if items[at].has("and", "or") and _is_head(items, _next(items, at)) and _speaks(items[first:at]):
            yield range(first, at)
            first = at + 1
    yield range(first, last + 1)


def _speaks(items: Sequence[Item]) -> bool:
    return any(not item.has(*IGNORED) or item.has(*_VALUES) for item in items)


def _next(items: Sequence[Item], place: int) -> int:
    """The next place that is more than an article."""
    place += 1
    while place < len(items) and _word(items[place]) in ("the", "for", "any", "all") and not _is_head(items, place):
        place += 1
    return place


def _is_head(items: Sequence[Item], place: int) -> bool:
    """``those``, ``the ones``, ``customers``, ``anyone``: whoever the words behind it say."""
    if not 0 <= place < len(items):
        return False
    item = items[place]
    return item.has(*_HEADS) or _word(item) in (*_ANYBODY[:-2], "those") or item.text.lower().startswith("the ones")


def has_head(items: Sequence[Item]) -> bool:
    """Whether words say customers outright, and not only a condition: ``Healthcare ones``, ``anyone in Sweden``,
    ``the retailers``; not ``the UK``."""
    things = [sense.field for item in items[1:2] for sense in item.senses if sense.kind == "value"]
    outright = _word(items[0]) == "the" and bool(things) and not set(things) & set(PLACES)
    return outright or any(_is_head(items, place) for place in range(len(items)))


def is_related(items: Sequence[Item]) -> bool:
    """Whether a clause or "both" says that all conditions hold: ``that are in Sweden and own it``."""
    last = (item.text.lower().split()[-1] for item in items)
    return any(word in _RELATIVE or word == "both" for word in (*map(_word, items), *last))


def phrases(items: Sequence[Item], first: int) -> list[int]:
    """The places behind ``first`` where a phrase begins that tells more: ``in Norway``, ``with Azure``."""
    return [place for place in range(first + 1, len(items)) if _word(items[place]) in _PHRASE]


def _word(item: Item) -> str:
    return (item.text.lower().split() or [""])[0]
