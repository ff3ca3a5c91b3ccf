"""Holds pairs of values together: of lists that are compared, and by how much the one is more than the other."""

import re
from collections.abc import Sequence

from assistant.guarding.families import Family, value_of
from assistant.guarding.items import Item
from assistant.guarding.match import is_near
from assistant.guarding.sentence import Sentence

_SIZES = (
    r"(?:(?P<little>slightly|somewhat|marginally|a little|a bit|just|något|etwas)"
    r"|(?P<well>well|clearly|klart|deutlich)|(?:far|much|considerably|significantly|substantially|mycket))"
)
_SIZE = re.compile(rf"\b{_SIZES}\s$", re.IGNORECASE)
_SIZE_INSIDE = re.compile(rf"\b{_SIZES}\b", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|eller|oder)\b", re.IGNORECASE)
_SAME = 1e-9
_LITTLE = 0.15  # of the larger one: what is slightly more may be off by so much
_WELL, _FAR = 1.2, 1.5  # times the smaller one: what is well or far more


def are_told(sentence: Sentence, family: Family, subjects: Sequence[Item]) -> bool:
    """Whether a sentence tells the values of all that it names, of one field."""
    figures = [item.figure for item in sentence.of("figure") if item.figure]
    values = [value_of(family, item) for item in subjects]
    return all(value is not None and any(is_near(figure, value) for figure in figures) for value in values)


def joined_with(sentence: Sentence, item: Item) -> list[Item]:
    """All that a list names in which an item stands."""
    return sentence.group_of(item, "customer" if item.is_a("customer") else "key") or [item]


def extremes(
    family: Family, mine: Sequence[Item], its: Sequence[Item], sign: int, together: bool
) -> tuple[float, float] | None:
    """Of those that are said to be more the one that is least so, of the others the one that is most, or their sum."""
    ours = [value for item in mine if (value := value_of(family, item)) is not None]
    theirs = [value for item in its if (value := value_of(family, item)) is not None]
    if len(ours) < len(mine) or len(theirs) < len(its):
        return None
    first, last = (min, max) if sign > 0 else (max, min)
    return first(ours), sum(theirs) if together else last(theirs)


def is_sized(sentence: Sentence, match: "re.Match[str]", known: Sequence[tuple[float, float]]) -> bool | None:
    """Whether the one is so much more as is said: ``slightly``, ``far``; None where it is not, the words being noted
    where it is."""
    before = _SIZE.search(sentence.text[: match.start()]) or _SIZE_INSIDE.search(match.group())
    if before is None:
        return True
    steps = [(max(pair), min(pair)) for pair in known]
    if before["little"]:
        fits = any(high - low <= max(2, _LITTLE * high) for high, low in steps)
    else:
        fits = any(high >= (_WELL if before["well"] else _FAR) * low for high, low in steps)
    if fits and before.re is _SIZE:
        sentence.confirm(*before.span())
    return True if fits else None


def is_sum(
    sentence: Sentence, match: "re.Match[str]", families: Sequence[Family], ranked: Sequence[Item]
) -> bool | None:
    """``29 are either A or B, the same number as are in C``: whether A and B come to as many as C; None where no groups
    that ``or`` joins are compared with another one."""
    groups = [item for item in ranked if not item.is_a("customer")]
    before = [item for item in groups if item.end <= match.start()]
    behind = [item for item in groups if item.start >= match.end()]
    if len(before) < 2 or len(behind) != 1 or not _OR.search(sentence.text[before[0].end : before[-1].start]):
        return None
    for family in families:
        parts, whole = [value_of(family, item) for item in before], value_of(family, behind[0])
        known = [part for part in parts if part is not None]
        if len(known) == len(parts) and whole is not None:
            return abs(sum(known) - whole) < _SAME
    return None
