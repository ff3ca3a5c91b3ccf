"""Which file is a report, which a table of the partner's own data, and what the columns of such a table are."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch, Dataset, Table
from knowledge.text import column_key
from scoring.errors import NotAReportError, OtherFileError
from scoring.importing.recognise import TABLE_COLUMN, Column, Recognised, heading_key, recognise, report_match
from scoring.workspace import KEY_FIELDS, own_fields

CUSTOMERS = "customers"
IGNORED = "ignored"  # kind of a column that is known and not needed
Targets = Mapping[str, ColumnMatch]


def recognise_file(catalog: Catalog, path: Path, headings: Sequence[str], targets: Targets) -> Recognised:
    """Recognise a file by its headings, then by its name; ``targets`` are the user's mappings by heading key.

    Columns that only a report has make a report; else the columns that an own table needs make that table. A file of
    customers needs a customer id and any column that describes customers, or its name. Raises NotAReportError where
    nothing tells what the file is, OtherFileError where it is known to be something else.
    """
    matches = [report_match(catalog, heading, targets) for heading in headings if heading]
    if any(match and (match.product or match.kind in ("play", "cohort")) for match in matches):
        return recognise(catalog, path, headings, targets)
    identified = any(match and match.field == "customer_id" for match in matches)
    table = _table(catalog, path, headings, targets) if identified else None
    if table and not (table.id == CUSTOMERS and any(match and _is_agreement(catalog, match) for match in matches)):
        return _recognised(catalog, path, headings, targets, table)
    _refuse_others(catalog, path, headings)
    try:
        return recognise(catalog, path, headings, targets)
    except NotAReportError:
        columns = {field.id for field in own_fields(catalog)}
        found = _columns(catalog, CUSTOMERS, headings, targets, None)[0]
        fields = {column.match.field for column in found if column.match}
        if "customer_id" in fields and fields & columns:
            return _recognised(catalog, path, headings, targets, catalog.tables[CUSTOMERS])
        raise


def _is_agreement(catalog: Catalog, match: ColumnMatch) -> bool:
    return not match.product and match.field in catalog.fields and catalog.fields[match.field].level == "agreement"


def _refuse_others(catalog: Catalog, path: Path, headings: Sequence[str]) -> None:
    keys = {column_key(heading): heading for heading in headings}
    for other in catalog.other_files.values():
        if found := [keys[key] for key in map(column_key, other.headings) if key in keys]:
            raise OtherFileError(f"{path} is no report: it has the column {found[0]}. {other.summary}")


def _table(catalog: Catalog, path: Path, headings: Sequence[str], targets: Targets) -> Table | None:
    """The table that a file is by its data set, else by the columns that a table needs; the name decides among several.

    Customers need no column, so they are told by their name here.
    """
    if dataset := _dataset(catalog, path, headings):
        return catalog.tables[dataset.table]
    named = [table for table in catalog.tables.values() if _is_named(table, path)]
    counts = {}
    for table in catalog.tables.values():
        columns, _ = _columns(catalog, table.id, headings, targets, None)
        fields = {column.match.field for column in columns if column.match}
        able = all(fields & set(group) for group in table.needs)
        if able and (table.needs or table in named):
            counts[table.id] = (len(fields), table in named)
    if not counts:
        return None
    told = [table for table in counts if catalog.tables[table] in named]
    return catalog.tables[max(told or counts, key=lambda table: counts[table])]


def _is_named(table: Table, path: Path) -> bool:
    return any(column_key(name) in column_key(path.name) for name in table.names)


def _dataset(catalog: Catalog, path: Path, headings: Sequence[str]) -> Dataset | None:
    """The export of Partner Center that a file is, by its name or by headings that no other has."""
    keys = {column_key(heading) for heading in headings}
    named = [it for it in catalog.datasets.values() if column_key(it.id) in column_key(path.name)]
    told = [it for it in catalog.datasets.values() if keys & set(map(column_key, it.headings))]
    return next(iter((*named, *told)), None)


def _recognised(catalog: Catalog, path: Path, headings: Sequence[str], targets: Targets, table: Table) -> Recognised:
    dataset = _dataset(catalog, path, headings)
    columns, notes = _columns(catalog, table.id, headings, targets, dataset)
    if dataset and dataset.note:
        notes.append(dataset.note)
    return Recognised(table.id, dataset.id if dataset else "", tuple(columns), tuple(notes), own=True)


def _columns(
    catalog: Catalog, table: str, headings: Sequence[str], targets: Targets, dataset: Dataset | None
) -> tuple[list[Column], list[str]]:
    """The columns of a file as those of a table, and notes on those that come twice."""
    ignored = {column_key(name) for name in dataset.ignored} if dataset else set()
    ranked = [
        _ranked(catalog, table, heading, targets) if heading and column_key(heading) not in ignored else (None, 0)
        for heading in headings
    ]
    notes: list[str] = []
    taken: dict[object, str] = {}
    columns: list[Column] = []
    for position in sorted(range(len(headings)), key=lambda place: (ranked[place][1], place)):
        match, name = ranked[position][0], headings[position] or f"(column {position + 1})"
        if column_key(headings[position]) in ignored and headings[position]:
            match = ColumnMatch(name, IGNORED)
        key: object = match or name.casefold()
        if key in taken:
            notes.append(f"column '{name}' repeats '{taken[key]}'; the first was read, this one left out")
            continue
        taken[key] = name
        columns.append(Column(position, name, match))
    return sorted(columns, key=lambda column: column.position), notes


def _ranked(catalog: Catalog, table: str, heading: str, targets: Targets) -> tuple[ColumnMatch | None, int]:
    """What a heading is in a table, and how soon it is taken among those of one field: mapped ones first."""
    mapped, general = targets.get(heading_key(heading)), catalog.match_column(heading)
    if mapped and mapped.kind == TABLE_COLUMN:
        field = mapped.field.removeprefix(f"{table}.")
        if (column := catalog.table_columns.get(f"{table}.{field}")) is not None:
            return _match(catalog, table, column.field, column.kind), -1
    elif mapped and (match := _match(catalog, table, mapped.field, mapped.kind)):
        return match, -1
    if found := catalog.match_table(table, heading):
        return _match(catalog, table, found[0].field, found[0].kind), found[1]
    if general and (match := _match(catalog, table, general.field, general.kind)):
        return match, len(catalog.table_columns)
    return None, 0


def _match(catalog: Catalog, table: str, field: str, kind: str) -> ColumnMatch | None:
    """A column of a table: the customer id, one of the table, and for customers any field that describes them."""
    if field == "customer_id":
        return ColumnMatch(field, "id")
    if table == CUSTOMERS:
        if field in KEY_FIELDS:
            return ColumnMatch(field, IGNORED)
        known = {item.id: item.kind for item in own_fields(catalog)}
        return ColumnMatch(field, known[field]) if field in known else None
    return ColumnMatch(field, kind) if f"{table}.{field}" in catalog.table_columns else None
