"""How a shortlist was chosen, in words."""

from collections.abc import Mapping, Sequence

from assistant.render import clean
from assistant.shortlist_files import Shortlist
from knowledge.catalog import Catalog

NAMED = 5


def caps_words(catalog: Catalog, caps: Mapping[str, int]) -> list[str]:
    """``at most 2 with the same city``."""
    return [f"at most {most:,} with the same {catalog.fields[name].title.lower()}" for name, most in caps.items()]


def calls_words(shortlist: Shortlist) -> str:
    """``5 a week, 2 weeks``."""
    return f"{shortlist.plan.capacity:,} a week, {shortlist.weeks:,} week{'s' * (shortlist.weeks != 1)}"


def some_ids(ids: Sequence[str]) -> str:
    """The first few, and how many more."""
    return ", ".join(map(clean, ids[:NAMED])) + (f" and {len(ids) - NAMED:,} more" if len(ids) > NAMED else "")
