"""Tells the figure of a whole from that of its part, and the month that is only compared with."""

import re

from assistant.guarding.items import Item
from assistant.guarding.wordlists import entries, numbered, one_of

_FRACTION = f"(?:{'|'.join(word for entry in entries('fractions') for word in entry['words'])})"
_PART_OF = re.compile(
    rf"(?:\d\s?(?:%|percent)?|\b(?:{'|'.join(numbered('numbers'))})|\b{_FRACTION})"
    r"\s(?:out of|of|av|von)\s(?:the\s|all\s|de\s|den\s)?$",
    re.IGNORECASE,
)
_NEAR = 40  # letters that a part and its whole are apart
_OPENS_OF = re.compile(r"^\W*(?:of|out of|among|av|von)\s(?:the\s|all\s|our\s|your\s|de\s|den\s)*$", re.IGNORECASE)
_WIDE_WHOLE = re.compile(r"\s?[社件名人곳개명]?(?:のうち|の中| 중)")
_SAYS = re.compile(r"\s(?:are|is|were|have|has|had|är|har|sind|haben)\s", re.IGNORECASE)
_COMPARED_WITH = re.compile(rf"{one_of('compared_with')}\s(?:the\s)?$", re.IGNORECASE)


def is_divided(text: str, item: Item) -> bool:
    """Whether a figure is what another one is a part of: ``13 of 36``."""
    return bool(_PART_OF.search(text[max(0, item.start - _NEAR) : item.start]))


def is_apart(text: str, item: Item, other: Item) -> bool:
    """Whether what is said of a part is not said of the whole: ``13 of 36 are in Sweden``."""
    if _OPENS_OF.match(text[: item.start]) and "," in text[item.end : other.start]:
        return True
    if _WIDE_WHOLE.match(text, item.end):
        return True
    if not is_divided(text, item):
        return False
    return other.end <= item.start or bool(_SAYS.search(text[item.end : other.start]))


def is_beside(text: str, item: Item) -> bool:
    """Whether a month only says what is compared with: ``compared with September``."""
    return bool(_COMPARED_WITH.search(text[: item.start]))
