"""Warnings of what is too old to be relied on: intent by the newest signal, fit by the deals it was learned from.

The vendor computes fit anew each quarter and intent each month; scores that are older than that are stale.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.messages import text
from scoring.model.model import Model
from scoring.model.storage import DEFAULT
from scoring.own.stored import Stored

MONTH = timedelta(days=31)
QUARTER = timedelta(days=92)


def stale_scores(model: Model, stored: tuple[Stored, ...], as_of: date) -> tuple[str, ...]:
    """What makes own scores as of a day stale, in words; empty where nothing does."""
    newest = {table.table: table.newest for table in stored}
    return (*_intent(newest.get("signals"), as_of), *_fit(model, newest.get("opportunities"), as_of))


def _intent(newest: date | None, as_of: date) -> Iterator[str]:
    if newest is None:
        yield text("No signals are imported, so every intent is 0.")
    elif as_of - newest > MONTH:
        yield text(
            "Intent is stale: the newest signal is of {newest}, more than a month before {day}. Import newer ones.",
            newest=newest,
            day=as_of,
        )


def _fit(model: Model, closed: date | None, as_of: date) -> Iterator[str]:
    """By the day that the model was trained as of, and by the newest deal; the shipped model knows no deals."""
    if model.id == DEFAULT:
        return
    trained = str(model.card.get("as_of", ""))
    if trained and as_of - date.fromisoformat(trained) > QUARTER:
        yield text(
            "Fit is stale: the model {model} was trained as of {trained}, more than a quarter before {day}. "
            "Train again with: ascent train",
            model=model.id,
            trained=trained,
            day=as_of,
        )
    elif closed is not None and as_of - closed > QUARTER:
        yield text(
            "Fit is stale: the newest deal is of {closed}, more than a quarter before {day}. Import newer ones.",
            closed=closed,
            day=as_of,
        )
