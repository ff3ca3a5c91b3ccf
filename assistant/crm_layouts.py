"""The layouts of files that a CRM imports: its own fields, and the custom fields for what Ascent knows."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def crm_layouts() -> Mapping[str, Any]:
    """What ``crm_layouts.toml`` says: ``layout``, a list of them, ``own`` and ``own_scores``, headings by column."""
    import tomllib

    return tomllib.loads(files("assistant").joinpath("crm_layouts.toml").read_text(encoding="utf-8"))


def own_heading(column: str) -> str:
    """The heading of a custom field that takes a column, the same in every layout."""
    return str(crm_layouts()["own"][column])
