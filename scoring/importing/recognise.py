"""Which report a file is, in which layout, and what each of its columns is: from the headings, then from its name."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.entries import ColumnMatch, Report
from knowledge.text import column_key, fold
from scoring.errors import NotAReportError, TargetError

TABLE_COLUMN = "table-column"  # kind of a mapping to a column of an own table
NAME_PARTS = 3  # how many parts of a path, from the file name up, may tell the report


@dataclass(frozen=True)
class Column:
    """One column of a file: its place (from 0), its heading, and what it is; None while that is unknown."""

    position: int
    heading: str
    match: ColumnMatch | None


@dataclass(frozen=True)
class Recognised:
    """What a file is. ``columns`` are in the order of the file, ``notes`` say what was doubtful.

    ``own``: it is a table of the partner's own data; ``report`` is the table then, and ``layout`` the data set, if any.
    """

    report: str
    layout: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    own: bool = False


def recognise(catalog: Catalog, path: Path, headings: Sequence[str], targets: Mapping[str, ColumnMatch]) -> Recognised:
    """Recognise a file by its headings; ``targets`` are the user's mappings by heading key.

    Raises NotAReportError where no customer id or nothing that tells of a report is among them.
    """
    columns, notes = _columns(catalog, headings, targets)
    matches = [column.match for column in columns if column.match]
    if not any(match.field == "customer_id" for match in matches):
        raise NotAReportError(_missing(catalog, path, headings, f"no customer id column ({_spellings(catalog)})"))
    report, doubt = _report(catalog, path, headings, matches)
    if report is None:
        raise NotAReportError(
            _missing(catalog, path, headings, "no cluster, fit, intent, cohort, play, workload or agreement column")
        )
    layout = _layout(catalog, headings, matches)
    return Recognised(report.id, layout, tuple(columns), (*notes, *doubt))


def _columns(
    catalog: Catalog, headings: Sequence[str], targets: Mapping[str, ColumnMatch]
) -> tuple[list[Column], list[str]]:
    columns: list[Column] = []
    notes: list[str] = []
    taken: dict[object, str] = {}
    in_turn = sorted(enumerate(headings), key=lambda pair: heading_key(pair[1]) not in targets)  # mapped ones first
    for position, heading in in_turn:
        match = report_match(catalog, heading, targets) if heading else None
        name = heading or f"(column {position + 1})"
        key: object = match or name.casefold()
        if key in taken:
            if not match or match.kind not in ("play", "cohort"):
                notes.append(f"column '{name}' repeats '{taken[key]}'; the first was read, this one left out")
                continue
            notes.append(f"columns '{name}' and '{taken[key]}' are the same {match.kind}; Yes in either counts")
        taken[key] = name
        columns.append(Column(position, name, match))
    return sorted(columns, key=lambda column: column.position), notes


def report_match(catalog: Catalog, heading: str, targets: Mapping[str, ColumnMatch]) -> ColumnMatch | None:
    """What a heading is in a report; None where it is unknown or a column of own tables only."""
    match = targets.get(heading_key(heading)) or catalog.match_column(heading)
    if match is None or match.kind == TABLE_COLUMN or _level(catalog, match) == "own":
        return None
    return match


def _report(
    catalog: Catalog, path: Path, headings: Sequence[str], matches: Sequence[ColumnMatch]
) -> tuple[Report | None, list[str]]:
    """The report that can hold most of the telling columns; among equals the name, then spelling, then order decide."""
    named = _named(catalog, path)
    points = {report.id: _points(catalog, report, matches) for report in catalog.reports.values()}
    agreement = any(_level(catalog, match) == "agreement" for match in matches)
    able = [
        report
        for report in catalog.reports.values()
        if (report.level == "agreement") == agreement or (report.level == "agreement" and report in named)
    ]
    if not any(points[report.id][0] for report in able):
        whole = [report for report in named if column_key(report.dataset) in column_key(path.name)]
        return (whole[0], []) if whole else (None, [])
    best = max(points[report.id][0] for report in able)
    tied = [report for report in able if points[report.id][0] == best]
    if len(tied) == 1:
        return tied[0], []
    if chosen := next((report for report in named if report in tied), None):
        return chosen, []
    top = max(points[report.id][1] for report in tied)
    tied = [report for report in tied if points[report.id][1] == top]
    spelled = [report for report in tied if set(report.headings) & set(headings)]
    chosen = (spelled or tied)[0]
    others = ", ".join(report.title for report in tied if report is not chosen)
    doubt = f"taken as the {chosen.title}; by its columns it could be the {others} too, and its name does not tell"
    return chosen, [doubt] if others and not spelled else []


def _points(catalog: Catalog, report: Report, matches: Sequence[ColumnMatch]) -> tuple[int, int]:
    """(telling columns that the report can hold, those of products that it rules)."""
    held = sum(1 for match in matches if _holds(catalog, report, match))
    ruled = sum(1 for match in matches if match.product and catalog.products[match.product].report == report.id)
    return held, ruled


def _holds(catalog: Catalog, report: Report, match: ColumnMatch) -> bool:
    if match.product:
        return match.product in (*report.products, *report.copies)
    if match.kind == "cohort":
        return catalog.cohorts[match.field].report == report.id
    if match.kind == "play":
        return match.field in catalog.plays and report.id in catalog.plays[match.field].reports
    return match.field in report.fields or (report.level == "agreement" == _level(catalog, match))


def _level(catalog: Catalog, match: ColumnMatch) -> str:
    field = catalog.fields.get(match.field) if not match.product else None
    return field.level if field else "customer"


def _named(catalog: Catalog, path: Path) -> list[Report]:
    """The reports that the path names, the one named nearest to the file (and there by its data set) first."""
    found: list[Report] = []
    for part in [path.name, *reversed(path.parent.parts)][:NAME_PARTS]:
        key = column_key(part)
        datasets = [report for report in catalog.reports.values() if column_key(report.dataset) in key]
        named = [report for report in catalog.reports.values() if any(name in key for name in report.names)]
        found += [report for report in (*datasets, *named) if report not in found]
    return found


def _layout(catalog: Catalog, headings: Sequence[str], matches: Sequence[ColumnMatch]) -> str:
    """The layout that spells most headings as the file does; among equals the newest, which stands first."""
    present = set(headings)
    newest = next(iter(catalog.layouts))
    points = dict.fromkeys(catalog.layouts, 0)
    for layout in catalog.layouts.values():
        points[layout.id] += len(present & set(layout.headings))
    for match in matches:
        if match.kind == "cohort":
            points[newest] += 1
        for layout_id in catalog.plays[match.field].layouts if match.field in catalog.plays else ():
            points[layout_id] += 1
    return max(catalog.layouts, key=lambda layout_id: points[layout_id])


def _spellings(catalog: Catalog) -> str:
    return ", ".join(catalog.fields["customer_id"].spellings)


def _missing(catalog: Catalog, path: Path, headings: Sequence[str], what: str) -> str:
    shown = ", ".join(heading for heading in headings[:12] if heading) or "nothing"
    more = f" and {len(headings) - 12} more" if len(headings) > 12 else ""
    needed = "A report needs a customer id and at least one column of a report, such as AzureCluster or M365 Fit"
    tables = (
        "your own subscriptions a product and seats, signals a date and a signal type, opportunities a product and an "
        "outcome; a file of your own customers should have customers in its name"
    )
    return f"{path} is no report: it has {what}. Found: {shown}{more}. {needed}; {tables}."


def resolve_targets(catalog: Catalog, mappings: Mapping[str, str]) -> dict[str, ColumnMatch]:
    """Heading key -> what it stands for, of mappings (heading -> name). Raises TargetError with the nearest names."""
    return {heading_key(heading): find_target(catalog, target) for heading, target in mappings.items()}


def heading_key(heading: str) -> str:
    """A heading without case and spaces; other marks and letters count."""
    return fold(heading).replace(" ", "")


def find_target(catalog: Catalog, target: str) -> ColumnMatch:
    """What a person means by a target: a field, ``product.field``, cohort or play, by id, title, alias or spelling."""
    names = _target_names(catalog)
    if found := names.get(target.strip()) or names.get(fold(target)) or catalog.match_column(target):
        return found
    near = difflib.get_close_matches(fold(target), names, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else " A target is a field, product.field, a cohort or a play."
    raise TargetError(f"'{target}' is no field, cohort or play.{hint}", tuple(near))


def _target_names(catalog: Catalog) -> dict[str, ColumnMatch]:
    """Every name of a target, folded; ids win over titles, titles over aliases."""
    entries = [
        *(
            (ColumnMatch(field.id, field.kind), (field.id, field.title, *field.aliases))
            for field in catalog.fields.values()
            if field.level != "own" or field.spellings
        ),
        *((ColumnMatch(item.id, "cohort"), (item.id, item.title, *item.aliases)) for item in catalog.cohorts.values()),
        *((ColumnMatch(item.id, "play"), (item.id, item.title, *item.aliases)) for item in catalog.plays.values()),
    ]
    for product in catalog.products.values():
        called = (product.id, product.column, product.title, product.label, *product.aliases)
        for item in catalog.product_fields.values():
            words = tuple(
                f"{one}{mark}{word}" for one in called for mark in (".", " ") for word in (item.id, item.title)
            )
            entries.append((ColumnMatch(item.id, item.kind, product.id), words))
    entries += [(ColumnMatch(key, TABLE_COLUMN), (key,)) for key in catalog.table_columns]
    names: dict[str, ColumnMatch] = {}
    for rank in range(max(len(spellings) for _, spellings in entries)):
        for match, spellings in entries:
            if rank < len(spellings):
                names.setdefault(fold(spellings[rank]), match)
    for column in catalog.table_columns.values():
        names.setdefault(fold(column.field), ColumnMatch(column.field, TABLE_COLUMN))
    return names


def play_id(heading: str) -> str:
    """The id of a play that the catalogue does not know: its heading in small letters and hyphens."""
    words = fold(heading.replace("<", " under ").replace(">", " over "))
    return re.sub(r"[\W_]+", "-", words).strip("-")


def counts(catalog: Catalog, heading: str) -> bool:
    """Whether a heading sounds like a number: ``Number of seats``, ``Seat count``."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading))
    return any(fold(word) in catalog.reading.count_words for word in words) or "#" in heading
