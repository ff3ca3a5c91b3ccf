"""The catalogue: everything that is known about the reports, as data files read into frozen, typed objects.

``load_catalog()`` reads ``knowledge/catalog/*.toml`` and lays the files of further folders over them (a partner's
own matrix, cohort or spelling): an entry with a known id replaces the shipped one, a new id adds one. A file that
contradicts itself or another is refused with the file, the entry and the key at fault.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from knowledge.cache import Cache, fingerprint
from knowledge.own import Brackets, Fact, Holding, Learning, NextWorkload, Potential, Technology, faults
from knowledge.text import column_key

SHIPPED = Path(__file__).parent / "catalog"

Kind = Literal["id", "text", "number", "money", "date", "flag", "list", "cluster", "score", "signals", "range"]
Level = Literal["customer", "agreement", "own"]
TableKind = Literal[
    "id", "text", "number", "count", "money", "amount", "date", "month", "flag", "product", "offer", "signal", "outcome"
]


class CatalogError(Exception):
    """A catalogue file is unreadable or contradicts itself; the message names the place."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing of the catalogue, as definitions show it."""

    id: str
    title: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    source: str = "ascent"


@dataclass(frozen=True, kw_only=True)
class Source(Entry):
    """A document that definitions rest on, with the year it describes."""

    as_of: str


@dataclass(frozen=True, kw_only=True)
class Score(Entry):
    """Fit or intent: a number from 0 to 100."""


@dataclass(frozen=True, kw_only=True)
class Band(Entry):
    """A band of a score: from ``lower`` (included) to the next band's lower bound (excluded).

    ``spellings`` are the words for it that reports of other languages hold.
    """

    lower: float
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cluster(Entry):
    """A cluster with the action it calls for; rank 1 is the best. ``spellings``: as for bands."""

    rank: int
    high_propensity: bool
    action: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One or more squares of the matrix: a fit band (row) and intent bands (columns) with their cluster."""

    id: str
    fit: str
    intent: tuple[str, ...]
    cluster: str


@dataclass(frozen=True, kw_only=True)
class Product(Entry):
    """A product with its own score columns, which begin with ``column``; ``report`` is the one that rules.

    ``owned_model`` is the model type of customers that own it; for all others it is the whitespace model.
    """

    column: str
    report: str
    short: str = ""
    owned: str = ""
    models: tuple[str, ...] = ()
    owned_model: str = ""

    @property
    def label(self) -> str:
        """The short name for tables and sentences: ``M365``, ``Business Central``."""
        return self.short or self.title


@dataclass(frozen=True, kw_only=True)
class ProductFamily(Entry):
    """Products that people name together: Dynamics 365."""

    products: tuple[str, ...]
    owned: str


@dataclass(frozen=True, kw_only=True)
class Model(Entry):
    """A model type: whitespace, upsell, next logical workload, end of service."""


@dataclass(frozen=True, kw_only=True)
class Layout(Entry):
    """One vintage of the reports' columns. ``headings``: how it spells them, plays and cohorts apart."""

    as_of: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report(Entry):
    """One of the reports: the products that it rules and those of which it carries a copy.

    ``level``: what a row is. ``fields`` are customer fields that no other report has. ``names`` tell the report from
    a file name, ``headings`` (compared letter by letter) from one whose columns are the same.
    """

    dataset: str
    products: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    level: Level = "customer"
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field(Entry):
    """A column of the reports that is not a product's score, under all its spellings.

    ``owns`` are the things that a customer has when the flag is Yes; ``product`` the one that the column is about;
    ``counted`` the column that says how many a list holds. Fields of level ``own`` come of a partner's own data, not
    of the reports.
    """

    kind: Kind
    group: str
    spellings: tuple[str, ...]
    level: Level = "customer"
    owns: tuple[str, ...] = ()
    product: str = ""
    counted: str = ""
    unit: str = ""
    groupable: bool = False


@dataclass(frozen=True, kw_only=True)
class ProductField(Entry):
    """A column that exists once a product; spellings hold ``{column}``, the summary ``{product}``."""

    kind: Kind
    group: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the partner's own data. ``names`` tell it from a file name.

    A file is this table if it has a customer id and at least one column of each group of ``needs``. ``keeps_unknown``:
    columns that the catalogue does not know are kept; ``united``: a later import adds to the table, by its keys, where
    others are replaced by it.
    """

    id: str
    title: str
    names: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    keeps_unknown: bool = False
    united: bool = False


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column of an own table, under its spellings; where a file has several of them, the first in this order counts.

    Customers have the customer fields, too. ``required``: a row is left out where the cell is blank; ``product``: what
    the rows of a file without a product column are of; ``default`` stands for a blank; ``usual_most`` is the
    figure above which one is doubtful. A ``count`` and an ``amount`` (of money) are zero or more, an ``offer`` is a
    product, a family of products, or anything else that is sold.
    """

    table: str
    field: str
    kind: TableKind
    spellings: tuple[str, ...]
    required: bool = False
    product: str = ""
    default: str = ""
    usual_most: float = math.inf


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """An export of Partner Center that holds one of the own tables.

    ``headings`` (any of them) or the id in a file name tell it; ``ignored`` are headings that are not read. ``rules``
    is the column in which its values count alone, whatever other files of the same import say; ``note`` is told.
    """

    id: str
    table: str
    headings: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    rules: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OtherFile:
    """A kind of file that is no data of the customers, told by any of its ``headings``; ``summary`` says what it is."""

    id: str
    summary: str
    headings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a deal ended: won or lost; ``spellings`` are the words for it in opportunities."""

    id: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Play(Entry):
    """A solution play: a Yes/No column of one or more reports and layouts."""

    reports: tuple[str, ...]
    layouts: tuple[str, ...]
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cohort(Entry):
    """A cohort of today's portal. ``words`` recognise headings that are not listed in ``spellings``.

    ``rules`` are the conditions (:func:`knowledge.own.parse_condition`) that all hold of a member in own data.
    """

    report: str
    product: str
    rules: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Category(Entry):
    """The union of its cohorts; in earlier layouts the union of the plays that begin with one of ``plays``.

    ``plays_cohort`` is the one cohort that those plays stand for, where it is one; ``plays_note`` says what of the
    category they cannot show.
    """

    product: str
    cohorts: tuple[str, ...]
    plays: tuple[str, ...] = ()
    plays_cohort: str = ""
    plays_note: str = ""


@dataclass(frozen=True, kw_only=True)
class Segment(Entry):
    """A size segment: ``min_employees`` <= employees < ``max_employees``, or the Azure revenue named (in USD)."""

    vintage: Literal["today", "2021"]
    min_employees: int = 0
    max_employees: int = 0
    min_monthly_acr_usd: int = 0
    min_yearly_azure_potential_usd: int = 0


@dataclass(frozen=True, kw_only=True)
class SmcType(Entry):
    """A value of SMC Type Summary beyond the segments."""


@dataclass(frozen=True, kw_only=True)
class Nonprofit(Entry):
    """A value of the nonprofit column."""

    approved: bool


@dataclass(frozen=True, kw_only=True)
class Signal(Entry):
    """A type of buying signal; ``spellings`` stand before the colon in a signal explanation."""

    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SolutionCategory(Entry):
    """What signal content is about."""


@dataclass(frozen=True, kw_only=True)
class ValueNames:
    """Further names of one value of a field: ``United States`` is also ``US``. ``members`` makes a group of values."""

    field: str
    value: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """When reports come: day of the month, how often fit and intent change, and the month the fiscal year starts."""

    day: int
    fit: str
    intent: str
    fiscal_year_start_month: int


@dataclass(frozen=True)
class Reading:
    """How cells are written: the words for Yes, No and "nothing", of ranges, currencies and months.

    ``count_words`` make a heading a count.
    """

    yes: tuple[str, ...]
    no: tuple[str, ...]
    blank: tuple[str, ...]
    count_words: tuple[str, ...]
    up_to: tuple[str, ...]
    from_on: tuple[str, ...]
    currency: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LegalForms:
    """Legal forms that stand before or after a customer's name."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ColumnMatch:
    """What a heading was recognised as. ``kind`` is the column kind, or ``play`` or ``cohort``.

    ``field`` is the id of the field, product field, play or cohort; ``product`` is set for product fields.
    """

    field: str
    kind: str
    product: str = ""


SECTIONS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "source": Source,
        "score": Score,
        "band": Band,
        "cluster": Cluster,
        "cell": Cell,
        "product": Product,
        "product_family": ProductFamily,
        "model": Model,
        "layout": Layout,
        "report": Report,
        "field": Field,
        "product_field": ProductField,
        "table": Table,
        "table_column": TableColumn,
        "dataset": Dataset,
        "other_file": OtherFile,
        "outcome": Outcome,
        "play": Play,
        "cohort": Cohort,
        "category": Category,
        "segment": Segment,
        "smc_type": SmcType,
        "nonprofit": Nonprofit,
        "signal": Signal,
        "solution_category": SolutionCategory,
        "value": ValueNames,
        "technology": Technology,
        "holding": Holding,
        "fact": Fact,
        "potential": Potential,
        "brackets": Brackets,
        "next_workload": NextWorkload,
        "learning": Learning,
        "refresh": Refresh,
        "names": LegalForms,
        "reading": Reading,
    }
)


SINGLE = ("refresh", "reading", "names", "brackets", "next_workload", "learning")


@dataclass(frozen=True)
class Catalog:
    """All entries by section, in the order of the files; checked against each other.

    ``made_from`` names the files that it was read from, for what others derive from it and keep.
    """

    sections: Mapping[str, Mapping[str, Any]] = field(repr=False)
    made_from: str = field(default="", repr=False, compare=False)

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.sections["source"]

    @property
    def scores(self) -> Mapping[str, Score]:
        return self.sections["score"]

    @property
    def bands(self) -> Mapping[str, Band]:
        return self.sections["band"]

    @property
    def clusters(self) -> Mapping[str, Cluster]:
        return self.sections["cluster"]

    @property
    def cells(self) -> Mapping[str, Cell]:
        return self.sections["cell"]

    @property
    def products(self) -> Mapping[str, Product]:
        return self.sections["product"]

    @property
    def families(self) -> Mapping[str, ProductFamily]:
        return self.sections["product_family"]

    @property
    def models(self) -> Mapping[str, Model]:
        return self.sections["model"]

    @property
    def layouts(self) -> Mapping[str, Layout]:
        return self.sections["layout"]

    @property
    def reports(self) -> Mapping[str, Report]:
        return self.sections["report"]

    @property
    def fields(self) -> Mapping[str, Field]:
        return self.sections["field"]

    @property
    def product_fields(self) -> Mapping[str, ProductField]:
        return self.sections["product_field"]

    @property
    def tables(self) -> Mapping[str, Table]:
        return self.sections["table"]

    @property
    def table_columns(self) -> Mapping[str, TableColumn]:
        return self.sections["table_column"]

    @property
    def datasets(self) -> Mapping[str, Dataset]:
        return self.sections["dataset"]

    @property
    def other_files(self) -> Mapping[str, OtherFile]:
        return self.sections["other_file"]

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        return self.sections["outcome"]

    @property
    def plays(self) -> Mapping[str, Play]:
        return self.sections["play"]

    @property
    def cohorts(self) -> Mapping[str, Cohort]:
        return self.sections["cohort"]

    @property
    def categories(self) -> Mapping[str, Category]:
        return self.sections["category"]

    @property
    def segments(self) -> Mapping[str, Segment]:
        return self.sections["segment"]

    @property
    def smc_types(self) -> Mapping[str, SmcType]:
        return self.sections["smc_type"]

    @property
    def nonprofits(self) -> Mapping[str, Nonprofit]:
        return self.sections["nonprofit"]

    @property
    def signals(self) -> Mapping[str, Signal]:
        return self.sections["signal"]

    @property
    def solution_categories(self) -> Mapping[str, SolutionCategory]:
        return self.sections["solution_category"]

    @property
    def values(self) -> Mapping[str, ValueNames]:
        return self.sections["value"]

    @property
    def technologies(self) -> Mapping[str, Technology]:
        return self.sections["technology"]

    @property
    def holdings(self) -> Mapping[str, Holding]:
        return self.sections["holding"]

    @property
    def facts(self) -> Mapping[str, Fact]:
        return self.sections["fact"]

    @property
    def potentials(self) -> Mapping[str, Potential]:
        return self.sections["potential"]

    @property
    def brackets(self) -> Brackets:
        brackets: Brackets = self.sections["brackets"]["brackets"]
        return brackets

    @property
    def learning(self) -> Learning:
        learning: Learning = self.sections["learning"]["learning"]
        return learning

    @property
    def next_workload(self) -> NextWorkload:
        rule: NextWorkload = self.sections["next_workload"]["next_workload"]
        return rule

    @property
    def refresh(self) -> Refresh:
        refresh: Refresh = self.sections["refresh"]["refresh"]
        return refresh

    @property
    def reading(self) -> Reading:
        reading: Reading = self.sections["reading"]["reading"]
        return reading

    @property
    def legal_forms(self) -> LegalForms:
        forms: LegalForms = self.sections["names"]["names"]
        return forms

    def band_of(self, score: float) -> Band:
        """The band of a score: the one with the highest lower bound that the score reaches."""
        return max((band for band in self.bands.values() if band.lower <= score), key=lambda band: band.lower)

    def cell_of(self, fit_band: str, intent_band: str) -> Cell:
        """The cell where a fit band (row) and an intent band (column) meet."""
        return self._squares[fit_band, intent_band]

    def cluster_of(self, fit_band: str) -> Cluster | None:
        """The cluster of a fit band; None where a partner's own matrix splits the row by intent."""
        ids = {cell.cluster for cell in self.cells.values() if cell.fit == fit_band}
        return self.clusters[ids.pop()] if len(ids) == 1 else None

    @cached_property
    def _squares(self) -> dict[tuple[str, str], Cell]:
        return {(cell.fit, intent): cell for cell in self.cells.values() for intent in cell.intent}

    def match_column(self, name: str) -> ColumnMatch | None:
        """What a column heading is, by its spelling, else (for cohorts) by its words; None where it is unknown."""
        return self._columns.get(_heading_key(name)) or self._cohort_by_words(name)

    @cached_property
    def _columns(self) -> dict[str, ColumnMatch]:
        return {_heading_key(spelling): match for spelling, match in self.column_spellings()}

    def knows_heading(self, name: str) -> bool:
        """Whether a heading is a column of a report or of an own table."""
        return self.match_column(name) is not None or any(self.match_table(table, name) for table in self.tables)

    def match_table(self, table: str, name: str) -> tuple[TableColumn, int] | None:
        """The column of an own table that a heading is, with the place of its spelling; None where it is unknown."""
        return self._table_columns[table].get(_heading_key(name))

    @cached_property
    def _table_columns(self) -> dict[str, dict[str, tuple[TableColumn, int]]]:
        found: dict[str, dict[str, tuple[TableColumn, int]]] = {table: {} for table in self.tables}
        for column in self.table_columns.values():
            for place, spelling in enumerate(column.spellings):
                found[column.table].setdefault(_heading_key(spelling), (column, place))
        return found

    def column_spellings(self) -> Iterator[tuple[str, ColumnMatch]]:
        """Every spelling of every column with what it stands for."""
        for item in self.fields.values():
            yield from ((spelling, ColumnMatch(item.id, item.kind)) for spelling in item.spellings)
        for template in self.product_fields.values():
            for product in self.products.values():
                for spelling in template.spellings:
                    match = ColumnMatch(template.id, template.kind, product.id)
                    yield spelling.format(column=product.column), match
        for cohort in self.cohorts.values():
            yield from ((spelling, ColumnMatch(cohort.id, "cohort")) for spelling in cohort.spellings)
        for play in self.plays.values():
            yield from ((spelling, ColumnMatch(play.id, "play")) for spelling in play.spellings)

    def _cohort_by_words(self, name: str) -> ColumnMatch | None:
        key = column_key(name)
        fitting = [
            cohort
            for cohort in self.cohorts.values()
            if cohort.words
            and all(any(word in key for word in group) for group in cohort.words)
            and not any(word in key for word in cohort.without)
        ]
        return ColumnMatch(fitting[0].id, "cohort") if len(fitting) == 1 else None


def load_catalog(*overlays: Path, base: Path = SHIPPED, cache: Cache | None = None) -> Catalog:
    """Read the shipped catalogue and lay the TOML files of ``overlays`` over it; folders that are missing are empty.

    A ``cache`` keeps what was read and checked. Raises CatalogError with file, entry and key where a file is wrong or
    entries contradict each other.
    """
    made_from = f"{fingerprint('.py', Path(__file__).parent)}|{fingerprint('.toml', base, *overlays)}"
    if cache and (kept := cache.read(_KEPT, made_from)):
        return Catalog(_KeptSections(kept), made_from)
    sections: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    places: dict[tuple[str, str], str] = {}
    for folder in (base, *overlays):
        _read_folder(folder, sections, places)
    frozen = MappingProxyType({name: MappingProxyType(entries) for name, entries in sections.items()})
    catalog = Catalog(frozen, made_from)
    _check(catalog, places)
    if cache:
        cache.write(_KEPT, made_from, {name: _as_rows(entries) for name, entries in sections.items()})
    return catalog


_KEPT = "catalog.json"


def _as_rows(entries: Mapping[str, Any]) -> list[list[Any]]:
    return [[key, *(getattr(entry, part.name) for part in fields(entry))] for key, entry in entries.items()]


class _KeptSections(Mapping[str, Mapping[str, Any]]):
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


T = TypeVar("T")


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


def _check(catalog: Catalog, places: Mapping[tuple[str, str], str]) -> None:
    """Refuse references to nothing, gaps in the matrix and two meanings of one heading."""
    references: Sequence[tuple[str, str, str]] = (
        ("cell", "cluster", "cluster"),
        ("cell", "fit", "band"),
        ("cell", "intent", "band"),
        ("product", "report", "report"),
        ("product", "owned", "field"),
        ("product", "models", "model"),
        ("product", "owned_model", "model"),
        ("product_family", "products", "product"),
        ("product_family", "owned", "field"),
        ("report", "products", "product"),
        ("report", "copies", "product"),
        ("report", "fields", "field"),
        ("play", "reports", "report"),
        ("play", "layouts", "layout"),
        ("cohort", "report", "report"),
        ("cohort", "product", "product"),
        ("category", "product", "product"),
        ("category", "cohorts", "cohort"),
        ("category", "plays_cohort", "cohort"),
        ("value", "field", "field"),
        ("field", "product", "product"),
        ("field", "counted", "field"),
        ("table_column", "table", "table"),
        ("table_column", "product", "product"),
        ("dataset", "table", "table"),
    )
    for section, name, target in references:
        for key, entry in catalog.sections[section].items():
            value = getattr(entry, name)
            for item in value if isinstance(value, tuple) else (value,):
                if item and item not in catalog.sections[target]:
                    raise CatalogError(f"{places[section, key]}, '{name}': there is no {target} '{item}'")
    for section, entries in catalog.sections.items():
        for key, entry in entries.items():
            source = getattr(entry, "source", "ascent")
            if source not in catalog.sources:
                raise CatalogError(f"{places[section, key]}, 'source': there is no source '{source}'")
    _check_bands(catalog, places)
    _check_matrix(catalog, places)
    _check_columns(catalog, places)
    _check_tables(catalog, places)
    for section in SINGLE:
        if section not in catalog.sections[section]:
            raise CatalogError(f"no file has a [{section}] section")
    for section, key, message in faults(catalog):
        raise CatalogError(f"{places[section, key]}, {message}")


def _check_bands(catalog: Catalog, places: Mapping[tuple[str, str], str]) -> None:
    lowers: dict[float, str] = {}
    for band in catalog.bands.values():
        place = places["band", band.id]
        if not 0 <= band.lower < 100:
            raise CatalogError(f"{place}, 'lower': {band.lower:g} is outside 0 to 100")
        if band.lower in lowers:
            raise CatalogError(f"{place}, 'lower': {band.lower:g} is also the lower bound of '{lowers[band.lower]}'")
        lowers[band.lower] = band.id
    if 0 not in lowers:
        raise CatalogError("no [[band]] starts at 0, so low scores would have no band")


def _check_matrix(catalog: Catalog, places: Mapping[tuple[str, str], str]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for cell in catalog.cells.values():
        for intent in cell.intent:
            if (cell.fit, intent) in seen:
                other = seen[cell.fit, intent]
                raise CatalogError(
                    f"{places['cell', cell.id]}: fit '{cell.fit}' and intent '{intent}' belong to cell '{other}' too"
                )
            seen[cell.fit, intent] = cell.id
    for fit in catalog.bands:
        for intent in catalog.bands:
            if (fit, intent) not in seen:
                raise CatalogError(f"the matrix has no [[cell]] for fit '{fit}' and intent '{intent}'")


def _check_tables(catalog: Catalog, places: Mapping[tuple[str, str], str]) -> None:
    """Refuse tables and data sets that name no column, and spellings of two columns of one table."""
    for table in catalog.tables.values():
        columns = {column.field: column for column in catalog.table_columns.values() if column.table == table.id}
        for name in (name for group in table.needs for name in group if name not in columns):
            raise CatalogError(f"{places['table', table.id]}, 'needs': there is no column '{name}' of {table.id}")
        seen: dict[str, str] = {}
        for column in columns.values():
            for spelling in column.spellings:
                if seen.setdefault(_heading_key(spelling), column.field) != column.field:
                    place = places["table_column", f"{table.id}.{column.field}"]
                    other = seen[_heading_key(spelling)]
                    raise CatalogError(f"{place}, 'spellings': '{spelling}' already means '{other}'")
    for dataset in catalog.datasets.values():
        if dataset.rules and f"{dataset.table}.{dataset.rules}" not in catalog.table_columns:
            raise CatalogError(f"{places['dataset', dataset.id]}, 'rules': there is no column '{dataset.rules}'")


def _heading_key(name: str) -> str:
    """``column_key`` that keeps ``<300 Employees`` apart from ``>300 Employees``."""
    return column_key(name.replace("<", " under "))


def _check_columns(catalog: Catalog, places: Mapping[tuple[str, str], str]) -> None:
    seen: dict[str, ColumnMatch] = {}
    for spelling, match in catalog.column_spellings():
        key = _heading_key(spelling)
        if seen.get(key, match) != match:
            section = {"play": "play", "cohort": "cohort"}.get(
                match.kind, "product_field" if match.product else "field"
            )
            place = places[section, match.field]
            raise CatalogError(f"{place}, 'spellings': '{spelling}' already means '{seen[key].field}'")
        seen[key] = match
