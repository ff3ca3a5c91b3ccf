"""What every command is told: where the data lives, which day it is, who reads questions, how to answer."""

import os
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from assistant.config import Config

Brain = Literal["offline", "openai", "auto"]
Source = Literal["", "report", "model"]
OWN = "own"
CONVERSATIONS = "conversations"
SHORTLISTS = "shortlists"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Settings:
    """The options that all commands share, with the environment and the defaults already taken in.

    ``chosen`` is the workspace that was named; None means the default one. ``reader`` is the brain that was named; None
    means the one of the configuration. ``source`` is whose scores were asked for; empty where nobody said.
    """

    chosen: Path | None
    as_of: date
    reader: Brain | None = None
    json: bool = False
    debug: bool = False
    source: Source = ""

    @property
    def workspace(self) -> Path:
        """Where imported data lives."""
        return self.chosen or data_folder() / "workspace"

    @cached_property
    def config(self) -> "Config":
        """What the user configured; ConfigError where that is wrong. Only commands that need it read it."""
        from assistant.config import load_config

        return load_config(os.environ)

    @property
    def brain(self) -> Brain:
        """Who reads questions; ConfigError as above."""
        return self.reader or self.config.brain


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


def read_number(text: str) -> int:
    """A whole number, 0 or more; ValueError for another text."""
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"'{text}' is no whole number.")
    return int(text)


def read_count(text: str) -> int:
    """A whole number, 1 or more; ValueError for another text."""
    if read_number(text) == 0:
        raise ValueError("it must be at least 1.")
    return int(text)


def read_source(text: str) -> Source:
    """Whose scores; ValueError for anything but ``report`` and ``model``."""
    known: dict[str, Source] = {"": "", "report": "report", "model": "model"}
    if text not in known:
        raise ValueError(f"'{text}' is none of report, model.")
    return known[text]


def read_forgettable(text: str) -> str:
    """A month, ``own`` for the partner's own tables, ``conversations`` or ``shortlists``; ValueError says what is wrong
    with another text."""
    return text if text in (OWN, CONVERSATIONS, SHORTLISTS) else read_month(text)
