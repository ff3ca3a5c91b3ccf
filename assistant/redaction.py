"""Takes keys out of what is kept: those of the environment, and what looks like one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

REPLACEMENT = "[key]"
SHORTEST = 8
_NAME = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD)$", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(
    r"""
      \b(?-i:[spr]k)[-_][A-Za-z0-9_-]{8,}  # OpenAI and others
    | \bbearer\s+(?=\S*\d)[A-Za-z0-9._~+/=-]{8,}
    | \b(?:api[-_ ]?key|token|secret|password)\s*[:=]\s*(?=\S*\d)[^\s"',;]{8,}
    | \b(?:gh[opsur]|github_pat|glpat|xox[abprs])[-_][A-Za-z0-9_-]{16,}
    | \bAKIA[A-Z0-9]{16}\b
    | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PIECE = re.compile(r"[A-Za-z0-9]{4,}")
_WORDS = {"proj", "live", "test", "bearer", "token", "secret", "password"}  # which keys begin with or follow


class Redactor:
    """Remembers the keys that it has seen, so that it finds them, or long pieces of them, in an answer as well."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._known = {value.strip() for name, value in environment.items() if _NAME.search(name)}
        self._pieces: set[str] = set()
        self._pattern = _any_of(self._known, self._pieces)

    def watch(self, text: str) -> None:
        """Note what looks like a key in a text that was typed."""
        found = {match[0] for match in _LOOKS_LIKE_ONE.finditer(text)}
        found |= {match[0] for match in self._pattern.finditer(text)} if self._pattern else set()
        if found:
            pieces = {piece for key in found for piece in _PIECE.findall(key)}
            self._pieces |= {piece for piece in pieces if piece.casefold() not in _WORDS}
            self._pattern = _any_of(self._known, self._pieces)

    def clean(self, value: Any) -> Any:
        """A value, lists and objects with what is in them included, with ``[key]`` in the place of keys."""
        if isinstance(value, str):
            return self._cleaned(value)
        if isinstance(value, Mapping):
            return {name: self.clean(part) for name, part in value.items()}
        return [self.clean(part) for part in value] if isinstance(value, list | tuple) else value

    def _cleaned(self, text: str) -> str:
        text = _LOOKS_LIKE_ONE.sub(REPLACEMENT, text)
        return self._pattern.sub(REPLACEMENT, text) if self._pattern else text


def _any_of(keys: Iterable[str], pieces: Iterable[str]) -> re.Pattern[str] | None:
    """Any of some keys that are long enough to be some, the longest first, or of some pieces as words; None where there
    is nothing."""
    long = sorted((key for key in keys if len(key) >= SHORTEST), key=len, reverse=True)
    words = [rf"(?<![A-Za-z0-9]){piece}(?![A-Za-z0-9])" for piece in sorted(pieces)]
    parts = [*map(re.escape, long), *words]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None
