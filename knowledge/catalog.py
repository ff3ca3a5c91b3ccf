"""The catalogue: everything that is known about the reports, as data files read into frozen, typed objects.

``load_catalog()`` reads ``knowledge/catalog/*.toml`` and lays the files of further folders over them (a partner's
own matrix, cohort or spelling): an entry with a known id replaces the shipped one, a new id adds one. A file that
contradicts itself or another is refused with the file, the entry and the key at fault.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.cache import Cache, fingerprint
from knowledge.catalog_checks import check
from knowledge.catalog_files import KeptSections, as_rows, read_sections
from knowledge.entries import (
    Band,
    Category,
    Cell,
    Cluster,
    Cohort,
    ColumnMatch,
    Dataset,
    Field,
    Layout,
    LegalForms,
    Model,
    Nonprofit,
    OtherFile,
    Outcome,
    Play,
    Product,
    ProductFamily,
    ProductField,
    Reading,
    Refresh,
    Report,
    Score,
    Segment,
    Signal,
    Source,
    Table,
    TableColumn,
    ValueNames,
    heading_key,
)
from knowledge.own import Brackets, Fact, Holding, Learning, NextWorkload, Potential, Technology
from knowledge.text import column_key

SHIPPED = Path(__file__).parent / "catalog"
_KEPT = "catalog.json"


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
    def nonprofits(self) -> Mapping[str, Nonprofit]:
        return self.sections["nonprofit"]

    @property
    def signals(self) -> Mapping[str, Signal]:
        return self.sections["signal"]

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
        return self._columns.get(heading_key(name)) or self._cohort_by_words(name)

    @cached_property
    def _columns(self) -> dict[str, ColumnMatch]:
        return {heading_key(spelling): match for spelling, match in self.column_spellings()}

    def knows_heading(self, name: str) -> bool:
        """Whether a heading is a column of a report or of an own table."""
        return self.match_column(name) is not None or any(self.match_table(table, name) for table in self.tables)

    def match_table(self, table: str, name: str) -> tuple[TableColumn, int] | None:
        """The column of an own table that a heading is, with the place of its spelling; None where it is unknown."""
        return self._table_columns[table].get(heading_key(name))

    @cached_property
    def _table_columns(self) -> dict[str, dict[str, tuple[TableColumn, int]]]:
        found: dict[str, dict[str, tuple[TableColumn, int]]] = {table: {} for table in self.tables}
        for column in self.table_columns.values():
            for place, spelling in enumerate(column.spellings):
                found[column.table].setdefault(heading_key(spelling), (column, place))
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
        return Catalog(KeptSections(kept), made_from)
    sections, places = read_sections(base, *overlays)
    catalog = Catalog(sections, made_from)
    check(catalog, places)
    if cache:
        cache.write(_KEPT, made_from, as_rows(sections))
    return catalog
