"""Whether what was read from a file has the types that its dataclass says."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints


def check_types(kept: Any) -> None:
    """TypeError names the first field of a dataclass, or of those in it, that is of another type than is said."""
    for name, kind in _kinds(type(kept)).items():  # type: ignore[arg-type]  # a class is hashable
        if not _fits(getattr(kept, name), kind):
            raise TypeError(f"{name} is of another type")


@cache
def _kinds(kept: type[object]) -> dict[str, Any]:
    return get_type_hints(kept)


def _fits(value: Any, kind: Any) -> bool:
    origin, inside = get_origin(kind), get_args(kind)
    if kind is Any:
        return True
    if origin is UnionType:
        return any(_fits(value, each) for each in inside)
    if origin is Literal:
        return value in inside
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(item, inside[0]) for item in value)
    if origin is Mapping:
        return isinstance(value, Mapping) and all(_fits(item, inside[1]) for item in value.values())
    if is_dataclass(kind):
        if isinstance(value, kind):  # type: ignore[arg-type]  # a class, not one of its objects
            check_types(value)
            return True
        return False
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind
