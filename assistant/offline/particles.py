"""English words that a rule asks for by themselves, whatever they mean in a question: the lists of ``particles.json``,
which is read faster than words.toml, of which the lexicon is built once."""

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "languages" / "en" / "particles.json"


def particles(name: str) -> frozenset[str]:
    """The words or phrases of a list, in lower case, as they are written."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    content: dict[str, list[str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in content.items()}
