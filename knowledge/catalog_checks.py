"""What must hold of a catalogue as a whole: references lead somewhere, no gap in the matrix, one meaning a heading."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.catalog_files import Places
from knowledge.entries import SINGLE, CatalogError, heading_key
from knowledge.own import faults

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from knowledge.entries import ColumnMatch


def check(catalog: "Catalog", places: Places) -> None:
    """Refuse references to nothing, gaps in the matrix and two meanings of one heading with CatalogError; ``places``
    says where each entry stands."""
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


def _check_bands(catalog: "Catalog", places: Places) -> None:
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


def _check_matrix(catalog: "Catalog", places: Places) -> None:
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


def _check_tables(catalog: "Catalog", places: Places) -> None:
    """Refuse tables and data sets that name no column, and spellings of two columns of one table."""
    for table in catalog.tables.values():
        columns = {column.field: column for column in catalog.table_columns.values() if column.table == table.id}
        for name in (name for group in table.needs for name in group if name not in columns):
            raise CatalogError(f"{places['table', table.id]}, 'needs': there is no column '{name}' of {table.id}")
        seen: dict[str, str] = {}
        for column in columns.values():
            for spelling in column.spellings:
                if seen.setdefault(heading_key(spelling), column.field) != column.field:
                    place = places["table_column", f"{table.id}.{column.field}"]
                    other = seen[heading_key(spelling)]
                    raise CatalogError(f"{place}, 'spellings': '{spelling}' already means '{other}'")
    for dataset in catalog.datasets.values():
        if dataset.rules and f"{dataset.table}.{dataset.rules}" not in catalog.table_columns:
            raise CatalogError(f"{places['dataset', dataset.id]}, 'rules': there is no column '{dataset.rules}'")


def _check_columns(catalog: "Catalog", places: Places) -> None:
    seen: dict[str, ColumnMatch] = {}
    for spelling, match in catalog.column_spellings():
        key = heading_key(spelling)
        if seen.get(key, match) != match:
            section = {"play": "play", "cohort": "cohort"}.get(
                match.kind, "product_field" if match.product else "field"
            )
            place = places[section, match.field]
            raise CatalogError(f"{place}, 'spellings': '{spelling}' already means '{seen[key].field}'")
        seen[key] = match
