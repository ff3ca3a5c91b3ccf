"""Reads a kept shortlist back, and says what is wrong with a file that was changed by hand."""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from assistant.kept_types import check_types
from assistant.plain_queries import query_of
from assistant.shortlist_files import SCHEMA, Listed, Result, Shortlist, ShortlistError, check_name
from knowledge.catalog import Catalog
from scoring.errors import QueryError
from scoring.shortlist import HoldOut, Plan
from scoring.validation import check_query

_LATER = ("left_out", "assumed", "ever_listed", "ever_held_out")  # files of before have none of these


def read_shortlist(path: Path, catalog: Catalog) -> Shortlist:
    """The shortlist of a file; ShortlistError names the file and what of it cannot be read, or what the catalogue does
    not have."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
        if not isinstance(found, dict) or found.pop("schema", "") != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        found.pop("fingerprint", "")
        json.dumps(found, ensure_ascii=False).encode()  # half a character is none
        made = _shortlist(found)
        _check_known(catalog, made)
    except OSError as error:
        raise ShortlistError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, RecursionError, QueryError, ShortlistError) as error:
        fault = str(error).rstrip(".")
        raise ShortlistError(f"{path} is no shortlist: {fault}. Mend it, or remove the file.") from error
    return made


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _shortlist(found: Mapping[str, Any]) -> Shortlist:
    _check_fields(Shortlist, found, _LATER)
    found = {"left_out": found["excluded"], **found}
    _check_fields(Plan, found["plan"])
    _check_fields(HoldOut, found["plan"]["hold_out"])
    parts: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    parts |= {
        "name": check_name(found["name"]) if isinstance(found["name"], str) else None,
        "as_of": _day("as_of", found["as_of"]),
        "since": _day("since", found["since"]),
        "plan": Plan(**(found["plan"] | {"hold_out": HoldOut(**found["plan"]["hold_out"])})),
        "listed": _each(Listed, found["listed"]),
        "results": _each(Result, found["results"]),
    }
    made = Shortlist(**parts)
    check_types(made)
    _check_numbers(made.plan)
    return made


def _check_fields(kind: Any, found: Any, later: Collection[str] = ()) -> None:
    """ValueError names the first field that is missing, but for ``later`` ones, or that there is no such."""
    if not isinstance(found, dict):
        raise TypeError(f"its {kind.__name__} is no object")
    known = [field.name for field in fields(kind)]
    if missing := [name for name in known if name not in found and name not in later]:
        raise ValueError(f"it has no '{missing[0]}'")
    if unknown := [name for name in found if name not in known]:
        raise ValueError(f"there is no '{unknown[0]}'")


def _each(kind: Any, found: Any) -> tuple[Any, ...]:
    """The objects of a list, each as one of a kind."""
    if not isinstance(found, list):
        raise TypeError(f"its {kind.__name__} are no list")
    for item in found:
        _check_fields(kind, item)
    return tuple(kind(**item) for item in found)


def _day(name: str, text: object) -> date:
    if not isinstance(text, str):
        raise TypeError(f"{name} is no day")
    return date.fromisoformat(text)


def _check_numbers(plan: Plan) -> None:
    """ValueError where a number of the plan is not above zero, or a hold-out is no share."""
    counts = {"size": plan.size, "capacity": plan.capacity, **plan.caps}
    if low := [name for name, count in counts.items() if count is not None and count < 1]:
        raise ValueError(f"{low[0]} is below 1")
    if plan.hold_out.count < 0 or not 0 <= plan.hold_out.percent < 100:
        raise ValueError("hold_out is neither a number of customers nor a share")


def _check_known(catalog: Catalog, made: Shortlist) -> None:
    """QueryError or ValueError where the query or a cap names what the catalogue does not have."""
    query = query_of(made.query)
    check_types(query)
    check_query(catalog, query)
    if query.measure or query.group_by or query.limit:
        raise ValueError("its query lists no customers, or not all of them")
    if unknown := [name for name in made.plan.caps if name not in catalog.fields]:
        raise ValueError(f"there is no column '{unknown[0]}' for a cap")
