"""Questions that a partner keeps by name, with parameters in braces: "Act Now for {product} in {country=Sweden}".

They stand in ``WORKSPACE/saved.toml``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.named_texts import NamedTexts
from scoring.errors import AscentError

FILE = "saved.toml"
ABOUT = 'Saved questions, kept by: ascent save NAME "QUESTION with {parameter} or {parameter=default}".'
FORM = "A parameter is written {name} or {name=default}, its name in letters, digits, - and _."
_PARAMETER = re.compile(r"\{\s*([\w-]+)\s*(?:=([^{}]*))?\}")


class SavedQuestionError(AscentError):
    """A question cannot be saved, found or filled in; the message says why."""


@dataclass(frozen=True)
class SavedQuestion:
    """A question with its parameters as it was written."""

    text: str

    @cached_property
    def parameters(self) -> dict[str, str | None]:
        """Parameters in their order, each with its default; None where it has none. SavedQuestionError where braces are
        no parameter, or one has two defaults."""
        if set("{}") & set(_PARAMETER.sub("", self.text)):
            raise SavedQuestionError(f"The braces in “{self.text}” hold no parameter. {FORM}")
        found: dict[str, str | None] = {}
        for name, default in ((match[1], match[2]) for match in _PARAMETER.finditer(self.text)):
            given = None if default is None else default.strip()
            known = found.setdefault(name, given)
            if known is not None and given not in (None, known):
                raise SavedQuestionError(f"The parameter '{name}' has two defaults: '{known}' and '{given}'.")
            found[name] = known if known is not None else given
        return found

    def filled(self, given: Mapping[str, str]) -> str:
        """The question with values in the place of its parameters; SavedQuestionError names those that are missing or
        unknown."""
        if unknown := [name for name in given if name not in self.parameters]:
            raise SavedQuestionError(f"There is no parameter {_named(unknown)}. {self._there_are()}")
        values = {name: given.get(name, default) for name, default in self.parameters.items()}
        if missing := [name for name, value in values.items() if value is None]:
            raise SavedQuestionError(f"No value is given for {_named(missing)}, such as {missing[0]}=VALUE.")
        return _PARAMETER.sub(lambda match: values[match[1]] or "", self.text)

    def _there_are(self) -> str:
        return f"The question has {_named(list(self.parameters))}." if self.parameters else "The question has none."


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def saved_file(workspace: Path) -> NamedTexts:
    """The file of a workspace."""
    return NamedTexts(workspace / FILE, "saved", ABOUT)


def saved_questions(workspace: Path) -> dict[str, SavedQuestion]:
    """The saved questions by name."""
    return {name: _question(name, text) for name, text in saved_file(workspace).read().items()}


def _question(name: str, text: object) -> SavedQuestion:
    if not isinstance(text, str):
        raise SavedQuestionError(f"{FILE}: '{name}' is a list, and a question is one text.")
    return SavedQuestion(text)


def find_question(workspace: Path, name: str) -> SavedQuestion:
    """A saved question; SavedQuestionError lists what there is."""
    questions = saved_questions(workspace)
    if name not in questions:
        raise SavedQuestionError(_no_question(name, list(questions)))
    return questions[name]


def save_question(workspace: Path, name: str, question: SavedQuestion, force: bool = False) -> str:
    """Keep a question, and give back the text that it replaces; SavedQuestionError where the name is taken and
    ``force`` is not given."""
    with saved_file(workspace).changing() as entries:
        before = entries.get(name)
        if before is not None and not force:
            raise SavedQuestionError(f"There is a question '{name}': {before}. Give --force to replace it.")
        entries[name] = question.text
    return str(before or "")


def remove_question(workspace: Path, name: str) -> str:
    """Take a question out, and give back its text; SavedQuestionError lists what there is."""
    with saved_file(workspace).changing() as entries:
        if name not in entries:
            raise SavedQuestionError(_no_question(name, list(entries)))
        return str(entries.pop(name))


def _no_question(name: str, names: Sequence[str]) -> str:
    known = f"There are {_named(names)}." if names else 'Save one with: ascent save NAME "QUESTION"'
    return f"There is no saved question '{name}'. {known}"
