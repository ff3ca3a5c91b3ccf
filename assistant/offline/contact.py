"""What passed between people and customers, and what they feel: conditions of words that elsewhere say nothing.

``customers to call`` and ``for my workshop in Oslo`` say what a list is for. ``customers we called`` and ``who came to
the workshop`` choose among customers by what no report holds. The words stand in ``contact.toml`` of the language.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_LIST = re.compile(r"<(\w+)(\*?)>")


def read_patterns(path: Path) -> dict[str, list[str]]:
    """The patterns of a file by name, with the words of its lists in them."""
    import tomllib

    content = tomllib.loads(path.read_text(encoding="utf-8"))
    words: dict[str, Sequence[str]] = content["words"]

    def of_list(found: re.Match[str]) -> str:
        either = f"(?:{'|'.join(words[found[1]])})"
        return f"(?:{either} )*" if found[2] else either

    return {name: [_LIST.sub(of_list, each) for each in patterns] for name, patterns in content["patterns"].items()}


class Contact:
    """Finds in questions what the patterns of a language say."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {
            name: tuple(re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE) for each in several)
            for name, several in patterns.items()
        }

    def _first(self, name: str, words: str) -> re.Match[str] | None:
        """The first stretch of words that one of some patterns finds."""
        found = [match for pattern in self._patterns[name] if (match := pattern.search(words))]
        return min(found, key=lambda match: match.start(), default=None)

    def contact_said(self, question: str) -> str:
        """The words of a question that choose among customers by contact, by an event or by what somebody feels; empty
        where it says none."""
        plain = " ".join(question.replace("’", "'").split())
        for clause in re.split(r"(?<=[,.;:!?]) ", plain):
            opening = self._first("of_myself", clause)
            if opening and not opening.start() and not self._first("of_customers", clause):
                continue
            if found := self._first("conditions", clause):
                return str(found.group(found.lastindex or 0))
        return ""

    def talk_said(self, question: str) -> str:
        """The words that ask how to talk with somebody (``what do I say``); empty where none do."""
        found = self._first("talk", question)
        return found.group() if found else ""

    def price_asked(self, question: str) -> bool:
        """``Is the workshop free?``: what something costs, and of no customers."""
        return bool(self._first("price", question)) and not self._first("of_customers", question)
