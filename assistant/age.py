"""How old the imported reports are, and when the next ones come."""

from dataclasses import dataclass
from datetime import date

from knowledge.entries import Refresh


@dataclass(frozen=True)
class Age:
    """How the newest month stands to the vendor's refreshes. ``due`` is the month that the last refresh brought."""

    newest: str
    due: str
    next: date
    days: int

    @property
    def stale(self) -> bool:
        """Whether newer reports can be downloaded than those that are imported."""
        return self.newest < self.due


def age_of(refresh: Refresh, newest: str, today: date) -> Age:
    """How old the newest month is on a day."""
    this = today.replace(day=refresh.day)
    last = this if this <= today else _month_later(this, -1)
    following = _month_later(last, 1)
    return Age(newest, f"{last:%Y-%m}", following, (following - today).days)


def _month_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


def age_line(age: Age) -> str:
    """How old the newest reports are, and when the next ones come."""
    when = f"the next ones come on {age.next} (in {age.days} day{'s' * (age.days != 1)})"
    if age.stale:
        return f"The reports of {age.due} are out and not imported; {when}."
    return f"The newest reports, {age.newest}, are up to date; {when}."
