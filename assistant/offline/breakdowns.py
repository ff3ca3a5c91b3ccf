"""Reads what is broken down without a word of grouping: the matrix of a product, and figures month by month."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.offline.changes import tells_change
from assistant.offline.draft import Draft, Slot
from assistant.offline.lexicon import Sense
from assistant.offline.parts import Parts
from assistant.offline.spans import Item
from scoring.query import MONTH

_INSIDE = ("in", "on", "of", "from", "inside", "within")
_BEFORE_HEAD = ("noise", "mark", "what", "data")
_NOT_BEFORE = ("customers", "who", "own", "with", "neg", "lack", "group", "into", "out")
_ANOTHER = (
    "count", "function", "share", "superlative", "top", "shortlist", "order", "change", "cluster", "cell", "band",
    "propensity", "explain", "define",
)  # fmt: skip
_ARTICLES = ("the", "a", "an", "its", "their", "our", "your", "4", "4x4")


def read_matrix(draft: Draft, parts: Parts) -> None:
    """``the Azure matrix``, ``fit × intent for M365``: customers by cell; not where a matrix only says where a cell is
    (``box A2 of the matrix``). With two columns it is a table of them (``a matrix of country by Azure cluster``)."""
    if _columns_named(draft) > 1 and (tables := [at for at in draft.free("matrix") if _is_table(draft, at)]):
        for place in tables:
            draft.items[place].senses = (Sense("twoway"),)
        return
    if any(item.has("cell") or (item.has("cellword") and not item.has("matrix")) for item in draft.items):
        return
    for place in list(draft.free("matrix")):
        if not _is_inside(draft, place):
            draft.use(*draft.free("matrix"))
            parts.groups.append(Slot("cell", place, place))
            return


def _is_table(draft: Draft, place: int) -> bool:
    """Whether a matrix may be one of any columns: not ``the fit intent matrix``, nor the ``Azure matrix``."""
    return draft.has(place, "cellword") and not (draft.has(place - 1, "product") or draft.has(place + 1, "product"))


def _columns_named(draft: Draft) -> int:
    """How many columns that customers can be broken down by are named."""
    fields = [str(draft.value(at, "field")) for at in draft.free("field")]
    return sum(draft.catalog.fields[name].groupable for name in fields) + len(draft.scores("cluster"))


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
    stepped = from_month_to_month(items)
    return any((item.has("months") and item not in stepped) or _is_column(items, at) for at, item in enumerate(items))


def from_month_to_month(items: Sequence[Item]) -> list[Item]:
    """``whose intent jumped month over month``: where customers are asked for whose scores moved, since the month
    before; none where a number or a trend is asked for."""
    figures = any(item.has("count", "function", "share", "group") and not item.has("noise") for item in items)
    steps = [item for item in items if item.has("month_step")]
    return steps if not figures and any(tells_change(item) for item in items) else []


def _is_column(items: Sequence[Item], at: int) -> bool:
    """Whether a month stands where a column does: behind "and" or "by"."""
    unit = items[at].sense("unit")
    return at > 0 and unit is not None and unit.value == MONTH and items[at - 1].has("and", "group")


def asks_whom(items: Sequence[Item]) -> int:
    """The place of the words that ask for customers themselves: ``which customers by month``, ``who is Act Now by
    country``; -1 where a break-down is asked for (``which clusters by country``, ``customers by country``)."""
    for place, item in enumerate(items):
        first = item.text.lower().split()[0]
        if (item.has("who") and not item.has("noise")) or first in ("who", "whom"):
            return place
        named = any(other.has("customers", "pronoun") for other in items[place:])
        column = any(other.has("field", "score", "cohortword", "months") for other in items[place : place + 2])
        if first in ("which", "what", "list", "name") and named and not column:
            return place
        if not item.has("noise", "mark", "and"):
            return -1
    return -1


def how_many(words: Sequence[str]) -> str:
    """``which customers ...``, ``who is ...`` as a question for their number."""
    first, *rest = " ".join(words).split()
    if first.lower() not in ("who", "whom"):
        return " ".join(["how many", *rest])
    verb, *rest = rest or ["are"]
    verb = "are" if verb.lower() == "is" else verb
    named = any(word.lower() in ("customers", "accounts", "companies", "clients") for word in rest)
    return " ".join(["how many of", *rest] if named else ["how many customers", verb, *rest])


def breaks_down(items: Sequence[Item]) -> bool:
    """``which clusters by country``: a column behind a word of grouping, whatever a definition says of the words."""
    return any(
        item.has("by") and following.has("field", "cohortword") and not any(other.has("define") for other in items)
        for item, following in itertools.pairwise(items)
    )


def compares_groups(items: Sequence[Item]) -> bool:
    """``compare Sweden and Norway by number of customers``: figures of groups are set side by side, not customers."""
    figures = any(item.has("count", "function") for item in items)
    fields = [{sense.field for sense in item.senses if sense.kind == "value"} for item in items if item.has("value")]
    return figures and any(first & second for first, second in itertools.combinations(fields, 2))


def tells_trend(items: Sequence[Item]) -> bool:
    """``how did the clusters develop over the months``: asked of the data, whatever a definition says of clusters."""
    scores = [sense.value for item in items for sense in item.senses if sense.kind == "score"]
    return is_monthly(items) and ("cluster" in scores or any(item.has("product") for item in items))


def read_months(draft: Draft, parts: Parts, agreements: bool) -> None:
    """``the clusters by month``, ``the trend of Act Now``; not an amount a month, nor the months in which agreements
    end."""
    if agreements:
        return
    stepped = from_month_to_month(draft.items)
    for place in list(draft.free("months")):
        if draft.items[place] in stepped:
            draft.use(place)
            continue
        amount = any(bound.last == place - 1 for bound in draft.bounds) or draft.has(place - 1, "money")
        if not amount and not draft.has(place + 1, "expires"):
            draft.use(place)
            parts.groups[:] = parts.groups or [MONTH]
            parts.group_places.append(place)


def months_between(start: date | None, end: date | None, as_of: date) -> tuple[str, str]:
    """The first and the last month of a stretch of time, empty where it is open or reaches the as-of date. The month in
    which it begins counts where it does so on its first day; a month of next year is taken for that of this year."""
    begins = start and (start if start.day == 1 else start.replace(day=28) + timedelta(days=4))
    last = f"{min(end.year, as_of.year)}-{end:%m}" if end else ""
    return f"{begins:%Y-%m}" if begins else "", last if last < f"{as_of:%Y-%m}" else ""


def splits_column(items: Sequence[Item], place: int) -> bool:
    """``Azure cluster split``, ``industry breakdown``: a noun of breaking down directly behind its column."""
    column = place > 0 and items[place - 1].has("field", "score", "cohortword")
    return column and items[place].has("split_noun")


def heading_column(draft: Draft) -> int:
    """The place of clusters, cells or bands that a question is headed by (``M365 clusters in Norway``), or of the
    product before them; -1 where customers or a figure are asked for, or those of some cluster."""
    if any(item.has(*_ANOTHER) and not item.has("score", "noise") for item in draft.items):
        return -1
    for place in range(len(draft.items)):
        score = place + 1 if draft.has(place, "product") else place
        if _is_plural_column(draft, score):
            return place
        opens = draft.has(place, *_BEFORE_HEAD) and not draft.has(place, *_NOT_BEFORE)
        if not opens or draft.items[place].used:
            return -1
    return -1


def _is_plural_column(draft: Draft, at: int) -> bool:
    """``clusters``, ``fit bands``: a score by its groups, and not the one of a customer."""
    banded = draft.value(at, "score") in ("fit", "intent") and draft.word(at + 1) == "bands"
    named = draft.value(at, "score") == "cluster" and draft.word(at).endswith("s")
    return draft.is_free(at, "score") and (banded or named)
