"""Reads a list of customers: ids and names, as a partner keeps them of its key accounts."""

import re
from collections.abc import Sequence

from assistant.vocabulary import VocabularyError
from scoring.engine import Engine
from scoring.names import NamedCustomer, find_customers

NAMED = 5
_BETWEEN = re.compile(r"[,;\n]")


def listed_in(engine: Engine, text: str) -> tuple[str, ...] | None:
    """The ids of customers where a text is a list of ids and full names; None where it says anything else."""
    parts = _parts(_BETWEEN.split(text))
    known, names = _known(engine, parts)
    full = {part for part in parts if len(found := names.get(part, [])) == 1 and found[0].full}
    if not parts or not (known or full) or any(not (part in known | full or part.isdigit()) for part in parts):
        return None
    return _listed(parts, known, names)


def read_list(engine: Engine, lines: Sequence[str]) -> tuple[str, ...]:
    """The ids of the customers that lines name, one each, in their order; an id need not be in the data.

    VocabularyError names those that are not one customer.
    """
    parts = _parts(lines)
    if not parts:
        raise VocabularyError("The list of customers is empty.")
    known, names = _known(engine, parts)
    lost = [part for part in parts if not (part in known or part.isdigit() or names.get(part))]
    if lost:
        raise VocabularyError(f"No customer is called {_quoted(lost)}.")
    if several := [part for part in parts if part not in known and len(names.get(part, [])) > 1]:
        raise VocabularyError(f"{_quoted(several)}: each fits several customers; give their ids.")
    return _listed(parts, known, names)


def _parts(lines: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(part for line in lines if (part := line.strip().removeprefix("\ufeff"))))


def _known(engine: Engine, parts: Sequence[str]) -> tuple[set[str], dict[str, list[NamedCustomer]]]:
    """The parts that are ids, and the customers that the others may mean."""
    rows = engine.fetch("SELECT DISTINCT customer_id AS id FROM customers")
    known = {row["id"] for row in rows} & set(parts)
    return known, find_customers(engine, [part for part in parts if part not in known])


def _listed(parts: Sequence[str], known: set[str], names: dict[str, list[NamedCustomer]]) -> tuple[str, ...]:
    ids = (part if part in known or not names.get(part) else names[part][0].customer_id for part in parts)
    return tuple(dict.fromkeys(ids))


def _quoted(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - NAMED:,} more" if len(texts) > NAMED else ""
    return ", ".join(f"“{text}”" for text in texts[:NAMED]) + more
