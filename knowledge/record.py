"""Records: values that never change, compared by what they hold."""

from dataclasses import FrozenInstanceError
from inspect import get_annotations
from typing import Any, ClassVar, NoReturn, dataclass_transform

_NEEDED = object()


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """What ``@dataclass(frozen=True, kw_only=True)`` makes, with methods that all kinds share.

    A dataclass has six methods generated and compiled for it. For the two dozen kinds of the catalogue, which every
    command loads, that takes a sixteenth of the time of a question.
    """

    columns: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.columns = tuple(dict.fromkeys((*cls.columns, *get_annotations(cls))))

    def __init__(self, **values: Any) -> None:
        for name in self.columns:
            value = values.pop(name, getattr(type(self), name, _NEEDED))
            if value is _NEEDED:
                raise TypeError(f"{type(self).__name__} needs '{name}'")
            vars(self)[name] = value
        if values:
            raise TypeError(f"{type(self).__name__} has no '{next(iter(values))}'")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field '{name}'")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field '{name}'")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
