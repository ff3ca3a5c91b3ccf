"""Finds the numbers of a question with their comparators: "at least 50", "$10K - $25K", "two hundred or more"."""

from assistant.offline.draft import Bound, Draft

_BETWEEN_WORDS = frozenset({"a", "of", "the", "than", "by"})


def read_bounds(draft: Draft) -> list[Bound]:
    """Every number that is not part of a phrase or a date, in order."""
    bounds: list[Bound] = []
    place = 0
    while place < len(draft.items):
        if draft.is_free(place, "number", "scale") and not _is_pronoun(draft, place):
            bound = _bound(draft, place)
            bounds.append(bound)
            place = bound.last
        place += 1
    return bounds


def _is_pronoun(draft: Draft, place: int) -> bool:
    """``the first one``: a number word that is also an idle word counts only with a comparator or a noun."""
    counted = draft.has(place + 1, "field", "unit", "products", "agreements", "customers", "scale", "after")
    return draft.has(place, "noise") and not counted and not _comparator(draft, place)[1]


def _bound(draft: Draft, at: int) -> Bound:
    value, last = _number(draft, at)
    first, money = (at - 1, True) if draft.mark(at - 1, "$€£") else (at, False)
    last, money = _money_after(draft, last, money)
    start, comparator = _comparator(draft, first)
    second = _second(draft, last + draft.has(last + 1, "share"), comparator)
    if second is not None:
        high, end, dollars = second
        scale = 1000.0 if high >= 1000 > value and (money or dollars) else _shared_scale(draft, last, end)
        scale = scale if value * scale <= high else 1.0
        return Bound("between", (value * scale, high), start, end, money or dollars)
    after = _after(draft, last)
    if after and comparator in ("", "="):
        return Bound(after, (value,), first, last + 1, money)
    if comparator not in ("", "between"):
        comparator = "==" if comparator == "=" else comparator
        return Bound(comparator, (value,), start, last, money)
    if behind := _after_unit(draft, last):
        draft.use(last + 2)
        return Bound(behind, (value,), first, last, money)
    return Bound("=", (value,), first, last, money)


def _shared_scale(draft: Draft, low: int, high: int) -> float:
    """``10 to 25k``, ``10 to 25 thousand``: the scale behind the second number is the first one's, too."""
    scales = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}
    first, second = draft.word(low).lstrip("0123456789., "), draft.word(high).lstrip("0123456789., ")
    return scales.get(second, 1.0) if not first else 1.0


def _number(draft: Draft, at: int) -> tuple[float, int]:
    """The value of a figure or of number words from a place on, and its last place."""
    total, current, place = 0.0, 0.0, at
    while True:
        scale, number = draft.value(place, "scale"), draft.value(place, "number")
        if isinstance(scale, (int, float)):
            current = (current or 1.0) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif isinstance(number, (int, float)) and (place == at or _continues(draft, place, current, number)):
            current += number
        elif not (
            draft.has(place, "and") and place > at and draft.has(place - 1, "scale") and _is_word(draft, place + 1)
        ):
            return total + current, place - 1
        place += 1


def _is_word(draft: Draft, place: int) -> bool:
    return draft.has(place, "number") and not draft.word(place)[:1].isdigit()


def _continues(draft: Draft, place: int, current: float, number: float) -> bool:
    """``twenty`` + ``five``, ``two hundred`` + ``fifty``: only number words go on."""
    return _is_word(draft, place) and (current == 0 or current >= 100 > number or (current >= 20 and number < 10))


def _money_after(draft: Draft, last: int, money: bool) -> tuple[int, bool]:
    return (last + 1, True) if draft.has(last + 1, "money") or draft.mark(last + 1, "€£") else (last, money)


def _after(draft: Draft, last: int) -> str:
    if draft.mark(last + 1, "+"):
        return ">="
    value = draft.value(last + 1, "after")
    compares = draft.has(last + 1, "compare") and draft.has(last + 2, "number", "scale", "money")
    return value if isinstance(value, str) and not (compares or draft.mark(last + 2, "$€£")) else ""


def _after_unit(draft: Draft, last: int) -> str:
    """``40 points or more``: the comparator behind the unit."""
    value = (
        draft.value(last + 2, "after")
        if draft.has(last + 1, "score_word", "field", "agreements", "products", "share")
        else ""
    )
    return value if isinstance(value, str) else ""


def _comparator(draft: Draft, first: int) -> tuple[int, str]:
    """The comparator before a number and where it begins; the number's own place where there is none."""
    place = first - 1
    while place >= 0 and draft.word(place) in _BETWEEN_WORDS and not draft.has(place, "compare"):
        place -= 1
    value = draft.value(place, "compare")
    return (place, value) if isinstance(value, str) else (first, "")


def _second(draft: Draft, last: int, comparator: str) -> tuple[float, int, bool] | None:
    """The second number of a range that follows ``and``, ``to`` or a dash."""
    dash = draft.word(last + 1) in ("-", "–", "—")
    if not (dash or draft.has(last + 1, "to")) or (comparator not in ("", "between", ">=", "=")):
        return None
    if draft.has(last + 1, "and") and comparator != "between":
        return None
    place = last + 2
    while draft.idle_at(place):
        place += 1
    money = draft.mark(place, "$€£")
    place += money
    if not draft.has(place, "number", "scale"):
        return None
    value, end = _number(draft, place)
    end, money = _money_after(draft, end, money)
    return value, end, money
