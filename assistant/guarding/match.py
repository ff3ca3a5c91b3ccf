"""Whether a figure says the value of a fact, to the digits that it gives."""

import re

from assistant.guarding.fact import MONEY_FIELDS, PERCENT_FIELDS, TEXTS, Fact
from assistant.guarding.figure import Figure

ABOUT_WITHIN = 0.05  # of the true value: what "about" and a scale ("5 million") may be off at most


def agrees(figure: Figure, fact: Fact) -> bool:
    """Whether a figure says the value of a fact, to the digits that it gives."""
    if figure.is_time:
        return fact.kind in ("date", "month") and any(same_time(said, str(fact.value)) for said in figure.dates)
    if figure.kind == "ordinal" or isinstance(fact.value, bool):
        return False
    if isinstance(fact.value, str):
        digits = re.sub(r"[^\w-]", "", figure.words)
        year = figure.kind == "number" and re.fullmatch(r"(?:19|20)\d\d", digits) is not None
        return (fact.kind == "id" and digits == fact.value) or (
            year and fact.kind in ("date", "month") and fact.value.startswith(digits)
        )
    if figure.currency not in ("", "USD") and fact.field not in TEXTS:
        return False
    if isinstance(fact.value, tuple):
        return _same_range(figure, fact.value)
    return bool(not figure.high and _same_kind(figure, fact) and is_near(figure, fact.value))


def _same_kind(figure: Figure, fact: Fact) -> bool:
    if figure.kind == "money":
        return (
            fact.kind == "money"
            or fact.field in MONEY_FIELDS
            or (fact.kind == "threshold" and fact.field == "question")
        )
    if figure.kind == "percent":
        return fact.kind == "percent" or fact.field in PERCENT_FIELDS
    return fact.kind in ("number", "groups", "threshold", "money", "base") or fact.field == "propensity"


def same_time(said: str, value: str) -> bool:
    """Dates and months agree where one says no more than the other holds: ``October`` is said of 2026-10-25."""
    if said.startswith("--"):
        return value[4:].startswith(said[1:]) or value == said
    return value.startswith(said)


def _same_range(figure: Figure, value: tuple[float, float | None]) -> bool:
    low, high = value
    if figure.high:
        lows = any(abs(reading - low) <= 0.5 for reading, _ in figure.readings)
        return high is not None and lows and any(abs(reading - high) <= 0.5 for reading, _ in figure.high)
    if figure.kind not in ("money", "number"):
        return False
    ends = (
        [low]
        if high is None or figure.open or figure.approx == "over"
        else [high]
        if figure.approx == "under"
        else [low, high]
    )
    if figure.open and high is not None:
        return False
    return any(abs(reading - end) <= 0.5 for reading, _ in figure.readings for end in ends)


def is_near(figure: Figure, value: float) -> bool:
    """Whether a figure says a value, to the digits that it gives."""
    return any(_near_reading(figure, reading, step, abs(value)) for reading, step in figure.readings)


def _near_reading(figure: Figure, reading: float, step: float, value: float) -> bool:
    if abs(reading - value) < 1e-9 * max(1.0, value):
        return True
    coarse = _coarse(reading, step)
    if figure.approx == "over" or figure.open:
        return 0 <= value - reading < coarse and (value != int(value) or coarse > 1)
    if figure.approx == "under":
        return 0 < reading - value < coarse and (value != int(value) or coarse > 1)
    step = coarse if figure.approx == "about" else step
    if abs(reading - value) > step / 2 + 1e-9:
        return False
    exact = step <= 1 and figure.approx != "about"
    return exact or abs(reading - value) <= ABOUT_WITHIN * value


def _coarse(reading: float, step: float) -> float:
    """The unit of the last digit that is no trailing zero: 1,200 is right to hundreds."""
    while step < 1e12 and reading >= 10 * step and reading % (10 * step) == 0:
        step *= 10
    return step
