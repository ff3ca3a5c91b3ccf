"""English words that a rule asks for by themselves, whatever phrase they stand in: the lists of ``particles.toml``."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "languages" / "en" / "particles.toml"


def particles(name: str) -> frozenset[str]:
    """The words of a list, in lower case."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    import tomllib

    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in content.items()}
