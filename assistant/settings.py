"""What every command is told: where the data lives, which day it is, who reads questions, how to answer."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Brain = Literal["offline", "openai", "auto"]
OWN = "own"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Settings:
    """The options that all commands share, with the environment and the defaults already taken in.

    ``chosen`` is the workspace that was named; None means the default one.
    """

    chosen: Path | None
    as_of: date
    brain: Brain = "offline"
    json: bool = False
    debug: bool = False

    @property
    def workspace(self) -> Path:
        """Where imported data lives."""
        return self.chosen or data_folder() / "workspace"


def data_folder() -> Path:
    """The folder that the platform has for a user's data, whether it exists yet or not."""
    from platformdirs import user_data_path

    return user_data_path("ascent", appauthor=False)


def read_folder(text: str) -> Path:
    """A folder as a person writes it, ``~`` included."""
    return Path(text).expanduser()


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD; ValueError says what is wrong with another."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"'{text}' is no day. Write it as YYYY-MM-DD, such as 2026-10-25.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"'{text}' is no day of the calendar.") from error


def read_month(text: str) -> str:
    """A month written YYYY-MM; ValueError says what is wrong with another."""
    if not _MONTH.fullmatch(text):
        raise ValueError(f"'{text}' is no month. Write it as YYYY-MM, such as 2026-10.")
    return text


def read_month_or_own(text: str) -> str:
    """A month, or ``own`` for the partner's own tables; ValueError says what is wrong with another text."""
    return text if text == OWN else read_month(text)
