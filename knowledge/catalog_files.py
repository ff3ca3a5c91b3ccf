"""The files of the catalogue, read into its entries; what is wrong is refused with file, entry and key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from knowledge.entries import SECTIONS, SINGLE, CatalogError

T = TypeVar("T")
Sections = Mapping[str, Mapping[str, Any]]
Places = Mapping[tuple[str, str], str]


def read_sections(*folders: Path) -> tuple[Sections, Places]:
    """The entries of all TOML files by section and key, those of later folders over those of earlier ones, and where
    each stands in words; CatalogError where a file is wrong."""
    sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    places: dict[tuple[str, str], str] = {}
    for folder in folders:
        _read_folder(folder, sections, places)
    return MappingProxyType({name: MappingProxyType(entries) for name, entries in sections.items()}), places


def as_rows(sections: Sections) -> dict[str, list[list[Any]]]:
    """Entries as plain lists, which a cache keeps."""
    return {
        name: [[key, *(getattr(entry, part.name) for part in fields(entry))] for key, entry in entries.items()]
        for name, entries in sections.items()
    }


class KeptSections(Mapping[str, Mapping[str, Any]]):
    """Sections that were checked before; their entries are made where a section is first looked at."""

    def __init__(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        self._rows = rows
        self._made: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        if name not in self._made:
            self._made[name] = MappingProxyType(dict(_from_rows(SECTIONS[name], self._rows[name])))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _from_rows(kind: type[Any], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[str, Any]]:
    names = [part.name for part in fields(kind)]
    for key, *values in rows:
        yield key, kind(**dict(zip(names, map(_frozen, values), strict=True)))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _read_folder(folder: Path, sections: dict[str, dict[str, Any]], places: dict[tuple[str, str], str]) -> None:
    own: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("*.toml")):
        for section, entries in _read_file(path).items():
            for number, raw in enumerate(entries, 1):
                place = f"{path.name}, [[{section}]] number {number}"
                entry = _build(SECTIONS[section], raw, place)
                key = _key(section, entry)
                if (section, key) in own:
                    raise CatalogError(f"{place}: the id '{key}' stands twice (also in {places[section, key]})")
                own.add((section, key))
                places[section, key] = place
                sections[section][key] = entry


def _read_file(path: Path) -> dict[str, list[dict[str, Any]]]:
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: {error}") from error
    for section in content:
        if section not in SECTIONS:
            raise CatalogError(f"{path.name}: unknown section '{section}'; known are {', '.join(SECTIONS)}")
    return {name: [part] if isinstance(part, dict) else part for name, part in content.items()}


def _key(section: str, entry: Any) -> str:
    if section == "value":
        return f"{entry.field}={entry.value}"
    if section == "table_column":
        return f"{entry.table}.{entry.field}"
    return section if section in SINGLE else str(entry.id)


def _build(kind: type[T], raw: Mapping[str, Any], place: str) -> T:
    hints = _hints(kind)
    for key in raw:
        if key not in hints:
            raise CatalogError(f"{place}: unknown key '{key}'; known are {', '.join(hints)}")
    for part in fields(kind):  # type: ignore[arg-type]
        if part.default is MISSING and part.name not in raw:
            raise CatalogError(f"{place}: '{part.name}' is missing")
    return kind(**{key: _typed(value, hints[key], f"{place}, '{key}'") for key, value in raw.items()})


_HINTS: dict[type[Any], dict[str, Any]] = {}


def _hints(kind: type[Any]) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def _typed(value: Any, hint: Any, place: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise CatalogError(f"{place}: a list is needed, not {value!r}")
        return tuple(_typed(item, get_args(hint)[0], place) for item in value)
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise CatalogError(f"{place}: {value!r} is none of {', '.join(map(str, get_args(hint)))}")
        return value
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        raise CatalogError(f"{place}: {hint.__name__} is needed, not {value!r}")
    return value
