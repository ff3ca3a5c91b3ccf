"""Reads what is broken down without a word of grouping: the matrix of a product, and figures month by month."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.offline.draft import Draft, Slot
from assistant.offline.parts import Parts
from assistant.offline.spans import Item
from scoring.query import MONTH

_INSIDE = ("in", "on", "of", "from", "inside", "within")
_ARTICLES = ("the", "a", "an", "its", "their", "our", "your", "4", "4x4")


def read_matrix(draft: Draft, parts: Parts) -> None:
    """``the Azure matrix``, ``fit × intent for M365``: customers by cell; not where a matrix only says where a cell is
    (``box A2 of the matrix``)."""
    if any(item.has("cell") or (item.has("cellword") and not item.has("matrix")) for item in draft.items):
        return
    for place in list(draft.free("matrix")):
        if not _is_inside(draft, place):
            draft.use(*draft.free("matrix"))
            parts.groups.append(Slot("cell", place, place))
            return


def _is_inside(draft: Draft, place: int) -> bool:
    """``in the matrix``, ``a square of the 4 x 4 matrix``."""
    before = place - 1
    while draft.word(before) in _ARTICLES or draft.has(before, "number", "product"):
        before -= 1
    words = draft.word(before).split()
    while words and words[-1] in _ARTICLES:
        words.pop()
    return bool(words) and words[-1] in _INSIDE


def is_monthly(items: Sequence[Item]) -> bool:
    """Whether a question asks for figures month by month: ``the trend``, ``by country and month``."""
    return any(item.has("months") or _is_column(items, at) for at, item in enumerate(items))


def _is_column(items: Sequence[Item], at: int) -> bool:
    """Whether a month stands where a column does: behind "and" or "by"."""
    unit = items[at].sense("unit")
    return at > 0 and unit is not None and unit.value == MONTH and items[at - 1].has("and", "group")


def tells_trend(items: Sequence[Item]) -> bool:
    """``how did the clusters develop over the months``: asked of the data, whatever a definition says of clusters."""
    scores = [sense.value for item in items for sense in item.senses if sense.kind == "score"]
    return is_monthly(items) and ("cluster" in scores or any(item.has("product") for item in items))


def read_months(draft: Draft, parts: Parts, agreements: bool) -> None:
    """``the clusters by month``, ``the trend of Act Now``; not an amount a month, nor the months in which agreements
    end."""
    if agreements:
        return
    for place in list(draft.free("months")):
        amount = any(bound.last == place - 1 for bound in draft.bounds) or draft.has(place - 1, "money")
        if not amount and not draft.has(place + 1, "expires"):
            draft.use(place)
            parts.groups[:] = parts.groups or [MONTH]


def months_between(start: date | None, end: date | None, as_of: date) -> tuple[str, str]:
    """The first and the last month of a stretch of time, empty where it is open or reaches the as-of date. The month in
    which it begins counts where it does so on its first day; a month of next year is taken for that of this year."""
    begins = start and (start if start.day == 1 else start.replace(day=28) + timedelta(days=4))
    last = f"{min(end.year, as_of.year)}-{end:%m}" if end else ""
    return f"{begins:%Y-%m}" if begins else "", last if last < f"{as_of:%Y-%m}" else ""
