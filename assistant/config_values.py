"""What the values of settings may be: a reader gives back the value as it is used; ValueError says what it must be.

No message repeats what was written: it might be a key that was put in the wrong place.
"""

import math
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

NONE = ("none", "")
_SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


def read_choice(*choices: str) -> Callable[[Any], Any]:
    """A reader of one of some words."""

    def read(value: Any) -> Any:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return read


def read_text(value: Any) -> str:
    """A text of one line with something in it."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("a text in quotes")
    return value.strip()


def read_address(value: Any) -> str:
    """An http address; one with a user, a password or a query is refused, since those are where keys would hide."""
    try:
        parts = urlsplit(read_text(value))
        hidden = parts.username or parts.password or parts.query or parts.fragment
        usable = parts.scheme in ("http", "https") and parts.hostname and not hidden
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("an address that begins with https:// or http:// and holds no user, password, '?' or '#'")
    return read_text(value).rstrip("/")


def read_number(low: float, high: float, none: bool = False) -> Callable[[Any], Any]:
    """A reader of a number between bounds, both included; with ``none`` also of "none", which is None."""

    def read(value: Any) -> float | None:
        if none and value in NONE:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or not low <= value <= high:
            raise ValueError(f"a number from {low:g} to {high:g}" + ', or "none"' * none)
        return float(value)

    return read


def read_whole(least: int, none: bool = False) -> Callable[[Any], Any]:
    """A reader of a whole number, ``least`` or more; with ``none`` also of "none", which is None."""

    def read(value: Any) -> int | None:
        if none and value in NONE:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value < 2**31:
            raise ValueError(f"a whole number, {least} or more" + ', or "none"' * none)
        return value

    return read


def read_switch(value: Any) -> bool:
    """True or false, or as a variable has it ``on`` or ``off``."""
    found = value if isinstance(value, bool) else _SWITCH.get(str(value).strip().casefold())
    if found is None:
        raise ValueError("true or false (in the environment on or off)")
    return found
