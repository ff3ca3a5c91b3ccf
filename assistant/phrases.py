"""Says answers in a language other than English: its words for each English template, and for definitions.

``assistant/languages/CODE/answers.toml`` holds them: ``[answers]`` with ``"English template" = "translation"``, whose
placeholders are the same. ``definitions.toml`` holds titles and texts of definitions by their ids.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from assistant.offline.language import LANGUAGES
from knowledge.messages import Text, Word, changed


class Phrases:
    """The words of a language. What it has none for is said in English."""

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def answers(self) -> Mapping[str, str]:
        """English template -> translation."""
        found: Mapping[str, str] = _read(self.code, "answers.toml").get("answers", {})
        return found

    @cached_property
    def definitions(self) -> Mapping[str, Mapping[str, str]]:
        """Id of a definition -> its ``title`` and ``text``."""
        found: Mapping[str, Mapping[str, str]] = _read(self.code, "definitions.toml").get("definitions", {})
        return found

    def say(self, value: str, written: Mapping[str, str] | None = None) -> str:
        """A message in this language; names, figures and tables in it stay as they are. ``written``: the words of the
        question, as it was written, for what they were read as."""
        if isinstance(value, Word):
            return (written or {}).get(value.casefold(), value)
        if not isinstance(value, Text):
            return value
        values = {name: changed(part, lambda part: self.say(part, written)) for name, part in value.values.items()}
        template = self.answers.get(value.template)
        return value.make(**values) if template is None else template.format(**values)


@cache
def phrases(code: str) -> Phrases:
    """The words of a language, read once."""
    return Phrases(code)


def _read(code: str, name: str) -> Mapping[str, Any]:
    path = LANGUAGES / code / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
