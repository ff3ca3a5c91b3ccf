"""The store: what was imported, as Delta Lake tables, those of the reports by month, read through DuckDB.

    WORKSPACE/
      catalog/*.toml      a partner's own catalogue entries, laid over the shipped ones
      settings.json       column mappings that later imports use; "source": whose scores answer, "report" or "model"
      vocabulary.toml     the partner's own words, and saved.toml its saved questions (kept by the assistant)
      conversations/      what was asked and answered (kept by the assistant)
      knowledge/          the partner's playbooks, and the search index (kept by the assistant)
      shortlists/         whom to call, and how it ended (kept by the assistant)
      models/             learned models, and which one is in use (:mod:`scoring.model.storage`)
      tables/<name>/      one Delta table each; `commits` says which versions of the others belong together;
                          those of the partner's own data (`own_…`) have no months
      cache/              what was derived from all that, for speed; may be deleted at any time

Delta commits table by table. A writer therefore appends to ``commits`` last: a reader takes the newest commit and opens
every table at the version that it names, so all of an import is visible at once or nothing. Readers take no lock.
A writer that dies leaves newer versions behind that no commit names; the next writer restores those tables first.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.cache import Cache, fingerprint
from knowledge.catalog import Catalog, load_catalog
from knowledge.entries import ColumnMatch, Field
from scoring.errors import MonthError, WorkspaceError
from scoring.query import ScoreSource

if TYPE_CHECKING:
    import duckdb

COMMITS = "commits"
LOCK_SECONDS = 60.0
KEEP_HOURS = 24  # how long files that no newest version needs stay, for readers that opened them
_ENTRY = "ascent.commit"
_CONFIGURATION = {"delta.checkpointInterval": "10"}  # a table opens in the same time whatever its number of versions
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_UNUSABLE = re.compile(r"[\[\]%^|\\]")  # deltalake cannot open folders with these in their path

SQL_TYPES: Mapping[str, str] = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "number": "DOUBLE",
    "money": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "list": "VARCHAR[]",
}
KEY_FIELDS = ("partner_id", "partner_name", "customer_id")
PRODUCT_COLUMNS: Mapping[str, str] = {
    "fit": "DOUBLE",
    "intent": "DOUBLE",
    "fit_band": "VARCHAR",
    "intent_band": "VARCHAR",
    "cluster": "VARCHAR",
    "revenue_low": "DOUBLE",
    "revenue_high": "DOUBLE",
    "signals": "VARCHAR",
}


def customer_fields(catalog: Catalog) -> list[Field]:
    """The fields of the reports that describe a customer, without its id and the partner's."""
    return [field for field in catalog.fields.values() if field.level == "customer" and field.id not in KEY_FIELDS]


def own_fields(catalog: Catalog) -> list[Field]:
    """The fields that a partner's file of customers can hold: those of the reports, and its own that have a heading."""
    own = [field for field in catalog.fields.values() if field.level == "own" and field.spellings]
    return [*customer_fields(catalog), *own]


def agreement_fields(catalog: Catalog) -> list[Field]:
    """The fields of one agreement."""
    return [field for field in catalog.fields.values() if field.level == "agreement"]


def table_columns(catalog: Catalog, table: str) -> dict[str, str]:
    """The columns of a table with their DuckDB types, in order. Raises KeyError for a table that does not exist."""
    customer = {field.id: SQL_TYPES[field.kind] for field in customer_fields(catalog)}
    agreement = {field.id: SQL_TYPES[field.kind] for field in agreement_fields(catalog)}
    product = {f"{name}.{column}": kind for name in catalog.products for column, kind in PRODUCT_COLUMNS.items()}
    text, texts = "VARCHAR", "VARCHAR[]"
    keys = {"month": text, "customer_id": text}
    partner = {"partner_id": text, "partner_name": text}
    tables = {
        "rows": {"month": text, "report": text, **partner, "customer_id": text, **customer, **agreement, **product}
        | {"yes": texts, "extras": "MAP(VARCHAR, VARCHAR)"},
        "customers": {**keys, "reports": texts, "partner_id": texts, "partner_name": texts, **customer, "extras": text},
        "scores": {**keys, "product": text, "report": text, **PRODUCT_COLUMNS},
        "memberships": {**keys, "key": text, "kind": text, "report": text},
        "agreements": {**keys, **agreement, **partner},
        "sources": {"month": text, "report": text, **partner, "layout": text, "files": texts, "rows": "BIGINT"}
        | {"customers": "BIGINT", "columns": text, "fingerprint": text},
    }
    return tables[table] if table in tables else _own_columns(catalog, table)


def _own_columns(catalog: Catalog, table: str) -> dict[str, str]:
    """The columns of a table of the partner's own data."""
    number, text, texts = "DOUBLE", "VARCHAR", "VARCHAR[]"
    customer = {"customer_id": text}
    fields = {field.id: SQL_TYPES[field.kind] for field in own_fields(catalog)}
    tables = {
        "own_customers": {**customer, **fields, "extras": text},
        "own_subscriptions": {**customer, "product": text, "sku": text, "seats": number, "assigned_seats": number}
        | {"azure_acr": number, "revenue": number},
        "own_signals": {**customer, "observed_on": "DATE", "signal_type": text, "detail": text, "source": text}
        | {"strength": number},
        "own_opportunities": {"opportunity_id": text, **customer, "product": text, "closed_on": "DATE"}
        | {"outcome": text, "revenue": number},
        "own_sources": {"table": text, "files": texts, "rows": "BIGINT", "customers": "BIGINT", "columns": text}
        | {"fingerprint": text},
    }
    return tables[table]


TABLES = ("rows", "customers", "scores", "memberships", "agreements", "sources")
OWN_TABLES = ("own_customers", "own_subscriptions", "own_signals", "own_opportunities", "own_sources")
SOURCES: Mapping[str, ScoreSource] = {"": "", "report": "report", "model": "model"}


def quoted(name: str) -> str:
    """A name of the catalogue as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def check_month(text: str) -> str:
    """The month as it is if it is ``YYYY-MM``; raises MonthError otherwise."""
    if not _MONTH.fullmatch(text):
        raise MonthError(f"'{text}' is no month. A month is written YYYY-MM, such as 2026-10.")
    return text


class Workspace:
    """A folder with imported data. It need not exist yet: the first import makes it."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    @cached_property
    def catalog(self) -> Catalog:
        """The shipped catalogue with the files of ``WORKSPACE/catalog`` laid over it."""
        return load_catalog(self.path / "catalog", cache=self.cache)

    @cached_property
    def cache(self) -> Cache:
        """Where copies of what was derived from the workspace are kept."""
        return Cache(self.path / "cache")

    def commits(self) -> str:
        """Names the newest commit without opening it; empty before the first."""
        return fingerprint(".json", self.table_path(COMMITS) / "_delta_log")

    def state(self) -> str:
        """A fingerprint of the newest commit, 16 hex digits: the same for a copy of the workspace, another after each
        change; empty before the first."""
        log = self.table_path(COMMITS) / "_delta_log"
        newest = max((path for path in log.glob("*.json") if path.stem.isdigit()), default=None)
        return hashlib.sha256(newest.read_bytes()).hexdigest()[:16] if newest else ""

    def snapshot(self) -> "Snapshot | None":
        """The newest committed state; None where nothing is imported. It stays as it is while others write."""
        commit = self._newest_commit()
        if commit is None:
            return None
        snapshot = Snapshot(self, *commit)
        return snapshot if snapshot.months() or snapshot.own() else None

    @contextmanager
    def writer(self) -> "Iterator[Writer]":
        """One writer at a time: what it replaces becomes visible at its commit, or never.

        Raises WorkspaceError where another writer does not finish within a minute or the folder cannot be used.
        """
        from filelock import FileLock, Timeout

        self._prepare()
        lock = FileLock(self.path / ".lock", timeout=LOCK_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise WorkspaceError("Another import into this workspace is still running. Try again later.") from error
        except OSError as error:
            raise WorkspaceError(f"The workspace {self.path} cannot be written: {error}") from error
        try:
            writer = Writer(self, self._newest_commit())
            writer.restore()
            yield writer
        finally:
            lock.release()

    def forget(self, month: str) -> bool:
        """Remove a month from all tables and its files from the disk; False where it holds nothing.

        Raises MonthError for what is no month. A reader that opened the state before may fail: forgetting comes first.
        """
        check_month(month)
        snapshot = self.snapshot()
        if snapshot is None or month not in snapshot.months():
            return False
        with self.writer() as writer:
            for table in TABLES:
                writer.remove(table, [month])
            writer.commit(f"forgot {month}", keep_hours=0)
        self.cache.clear()
        return True

    def forget_own(self) -> bool:
        """Remove all of the partner's own data, from the disk too, with the models that were learned from it; False
        where there is none. Else as ``forget``. Questions are answered by the reports again.
        """
        snapshot = self.snapshot()
        if snapshot is None or not snapshot.own():
            return False
        with self.writer() as writer:
            for table in OWN_TABLES:
                writer.drop(table)
            writer.commit("forgot the own data", keep_hours=0)
            writer.restore()  # which removes the folders of what was dropped
        shutil.rmtree(self.path / "models", ignore_errors=True)
        if self.source() == "model":
            self.set_source("")
        self.cache.clear()
        return True

    def mappings(self) -> dict[str, str]:
        """Column heading -> target, as remembered from earlier imports."""
        found = self._settings().get("mappings", {})
        if not isinstance(found, dict):
            raise WorkspaceError(f"{self._settings_path} cannot be read: its mappings are no object. Correct it.")
        return {str(key): str(value) for key, value in found.items()}

    def remember(self, mappings: Mapping[str, str]) -> None:
        """Add mappings to the remembered ones."""
        if mappings:
            self._set("mappings", self.mappings() | dict(mappings))

    def source(self) -> ScoreSource:
        """Whose scores answer where a question does not say: ``report``, ``model``; empty for the convention."""
        found = self._settings().get("source", "")
        if found not in SOURCES:
            raise WorkspaceError(f"{self._settings_path}: the source '{found}' is none of report, model. Correct it.")
        return SOURCES[found]

    def set_source(self, source: ScoreSource) -> None:
        """Remember whose scores answer, as :meth:`source` has it."""
        self._set("source", source)

    @property
    def _settings_path(self) -> Path:
        return self.path / "settings.json"

    def _settings(self) -> dict[str, Any]:
        """What is remembered of the workspace; nothing before the first setting."""
        try:
            found = json.loads(self._settings_path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError) as error:
            raise WorkspaceError(f"{self._settings_path} cannot be read: {error}. Correct or remove it.") from error
        if not isinstance(found, dict):
            raise WorkspaceError(f"{self._settings_path} cannot be read: it is no object. Correct or remove it.")
        return found

    def _set(self, name: str, value: object) -> None:
        """Remember one setting; the file is replaced in one step."""
        self._prepare()
        settings = {name: value} if value else {}
        settings = {key: kept for key, kept in self._settings().items() if key != name} | settings
        draft = self.path / "settings.json.new"
        draft.write_text(json.dumps(settings, ensure_ascii=False, indent=2, sort_keys=True), encoding="utf-8")
        draft.replace(self._settings_path)

    def table_path(self, table: str) -> Path:
        return self.path.absolute() / "tables" / table

    def _prepare(self) -> None:
        if bad := _UNUSABLE.search(self.path.absolute().as_posix()):
            raise WorkspaceError(f"A workspace cannot lie in a folder with '{bad[0]}' in its path: {self.path}")
        try:
            (self.path / "tables").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(f"The workspace {self.path} cannot be written: {error}") from error

    def _newest_commit(self) -> "tuple[int, dict[str, int], dict[str, list[str]]] | None":
        """Number, table versions and files of the newest commit; None before the first.

        The log entry repeats the row with the files of those versions, so that readers need to open no other table;
        where the log cannot be read, the row is, and the files are left to be looked up.
        """
        path = self.table_path(COMMITS)
        table = open_table(path) if (path / "_delta_log").is_dir() else None
        if table is None:
            return None
        entries = [entry for entry in table.history(1) if _ENTRY in entry]
        number, versions, files = json.loads(entries[0][_ENTRY]) if entries else (*_last_row(path, table), {})
        return number, versions, files


def open_table(path: Path, version: int | None = None) -> Any:
    """The Delta table in a folder, at a version or the newest; None where there is none yet."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    try:
        return DeltaTable(path.as_uri(), version=version)
    except TableNotFoundError:
        return None
    except DeltaError as error:
        raise WorkspaceError(f"The table {path} cannot be read: {error}") from error


def _parts(table: str) -> int:
    """How many parts the path of a file inside a table has: tables by month have a folder a month."""
    return 1 if table in OWN_TABLES else 2


def table_files(table: Any, parts: int = 2) -> list[str]:
    """The files of a Delta table, by their paths inside it, sorted: ``month=2026-10/part-…``.

    The addresses that Delta gives are percent-encoded and differ by system; their last ``parts`` are plain.
    """
    return sorted("/".join(uri.replace("\\", "/").split("/")[-parts:]) for uri in table.file_uris())


def _last_row(path: Path, table: Any) -> tuple[int, dict[str, int]]:
    import duckdb

    files = [_literal(str(path / file)) for file in table_files(table, 1)]
    with duckdb.connect() as connection:
        commits = connection.read_parquet(files).order("number DESC").limit(1).fetchall()
    number, _, versions = commits[0]
    return number, json.loads(versions)


@dataclass(frozen=True)
class Snapshot:
    """One committed state of a workspace; ``versions`` are the table versions that belong together.

    ``listed`` are their files, where the commit lists them.
    """

    workspace: Workspace
    number: int
    versions: Mapping[str, int]
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, oldest month first; none where it holds nothing."""
        if table not in self.versions:
            return []
        path = self.workspace.table_path(table)
        files = self.listed.get(table)
        return [str(path / file) for file in (self._files(table) if files is None else files)]

    def _files(self, table: str) -> list[str]:
        """The files of a table that the commit does not list."""
        return table_files(open_table(self.workspace.table_path(table), self.versions[table]), _parts(table))

    def own(self) -> list[str]:
        """The tables of the partner's own data that hold anything."""
        return [table for table in OWN_TABLES if self.files(table)]

    def view(self, connection: "duckdb.DuckDBPyConnection", table: str, name: str = "") -> None:
        """Create a view of a table, under its own name or another. Fields that the catalogue gained since are NULL."""
        columns = table_columns(self.workspace.catalog, table)
        files = self.files(table)
        if files:
            read = _READ_OWN if table in OWN_TABLES else _READ
            relation = connection.sql(read, params={"files": [_literal(file) for file in files]})
            missing = [column for column in columns if column not in relation.columns]
            added = "".join(f", NULL::{columns[column]} AS {quoted(column)}" for column in missing)
            relation = relation.project("*" + added) if added else relation
        else:
            typed = ", ".join(f"NULL::{kind} AS {quoted(column)}" for column, kind in columns.items())
            relation = connection.sql(f"SELECT {typed} WHERE false")
        relation.create_view(name or table, replace=True)

    def months(self) -> list[str]:
        """The months that hold anything, newest first. Read from the names of the files, so without DuckDB."""
        return list(self._months)

    @cached_property
    def _months(self) -> list[str]:
        return sorted({Path(file).parent.name.partition("=")[2] for file in self.files("sources")}, reverse=True)

    def own_sources(self, connection: "duckdb.DuckDBPyConnection") -> list[dict[str, Any]]:
        """What was imported of the partner's own data, one entry a table; ``columns`` as in ``sources``."""
        self.view(connection, "own_sources")
        names = ("table", "files", "rows", "customers", "columns", "fingerprint")
        rows = connection.execute(f"SELECT {', '.join(map(quoted, names))} FROM own_sources ORDER BY ALL").fetchall()  # noqa: S608
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return [source | {"columns": _columns(source["columns"])} for source in found]

    def sources(self, connection: "duckdb.DuckDBPyConnection | None" = None) -> list[dict[str, Any]]:
        """What was imported, one entry a month, report and partner, newest month first.

        ``columns`` are pairs of heading and ColumnMatch; the kind of unknown columns that were kept is ``extra``.
        Reads through ``connection`` where there is one already: to open another takes longer than all the rest.
        """
        import duckdb

        cursor = connection.cursor() if connection else duckdb.connect()
        try:
            self.view(cursor, "sources", "ascent_sources")
            names = ("month", "report", "partner_id", "partner_name", "layout", "files", "rows", "customers", "columns")
            cursor.execute(f"SELECT {', '.join(names)} FROM ascent_sources ORDER BY month DESC, report, partner_id")  # noqa: S608
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.close()
        columns = {text: _columns(text) for text in {source["columns"] for source in found}}
        for source in found:
            source["files"] = tuple(source["files"])
            source["columns"] = columns[source["columns"]]
        return found


# All files of a table have the same columns (Writer.outgrown), so DuckDB needs to look into the first one only.
_READ = "FROM read_parquet($files, hive_partitioning=true, hive_types_autocast=false)"
_READ_OWN = "FROM read_parquet($files, hive_partitioning=false)"


def _literal(path: str) -> str:
    """A path for DuckDB, which reads ``*``, ``?`` and ``[`` as patterns."""
    return re.sub(r"[*?\[]", lambda match: f"[{match[0]}]", path)


def _columns(text: str) -> tuple[tuple[str, ColumnMatch], ...]:
    return tuple((item["name"], ColumnMatch(item["field"], item["kind"], item["product"])) for item in json.loads(text))


class Writer:
    """Replaces months of tables, and whole tables; visible to readers from the commit on."""

    def __init__(self, workspace: Workspace, newest: tuple[int, dict[str, int], dict[str, list[str]]] | None) -> None:
        self.workspace = workspace
        self.number, self._committed, _ = newest or (0, {}, {})
        self._versions = dict(self._committed)

    def restore(self) -> None:
        """Undo what a writer left behind that died before its commit."""

        for table in (*TABLES, *OWN_TABLES):
            path = self.workspace.table_path(table)
            if not path.exists():
                continue
            if table not in self._committed:
                shutil.rmtree(path)
                continue
            opened = open_table(path)
            if opened is not None and opened.version() != self._committed[table]:
                opened.restore(self._committed[table])
                self._versions[table] = opened.version()

    def outgrown(self) -> bool:
        """Whether the catalogue has columns that a table lacks. All months must be written again then, so that the
        files of a table stay alike.
        """
        for table in self._versions.keys() - set(OWN_TABLES):
            fields = open_table(self.workspace.table_path(table)).schema().fields
            if table_columns(self.workspace.catalog, table).keys() - {field.name for field in fields}:
                return True
        return False

    def replace(self, table: str, data: Any, months: Sequence[str]) -> None:
        """Put ``data`` (a DuckDB relation, or anything that streams Arrow) in place of what a table has of months."""
        how: dict[str, Any] = {"partition_by": ["month"], "configuration": _CONFIGURATION}
        if table in self._versions:
            how = {"predicate": _months_predicate(months), "schema_mode": "merge"}
        self._write(table, data, how)

    def replace_whole(self, table: str, data: Any) -> None:
        """Put ``data`` (an Arrow table) in place of all that a table without months holds."""
        known = table in self._versions
        self._write(table, data, {"schema_mode": "overwrite"} if known else {"configuration": _CONFIGURATION})

    def _write(self, table: str, data: Any, how: Mapping[str, Any]) -> None:
        from deltalake import write_deltalake

        path = self.workspace.table_path(table)
        path.mkdir(parents=True, exist_ok=True)
        with _readable_failure(table):
            write_deltalake(path.as_uri(), data, mode="overwrite", **how)
        self._versions[table] = open_table(path).version()

    def remove(self, table: str, months: Sequence[str]) -> None:
        """Take months out of a table."""
        if table in self._versions:
            opened = open_table(self.workspace.table_path(table))
            opened.delete(_months_predicate(months))
            self._versions[table] = opened.version()

    def drop(self, table: str) -> None:
        """Take a whole table out of what is committed."""
        self._versions.pop(table, None)

    def commit(self, what: str, keep_hours: int = KEEP_HOURS) -> int:
        """Make all that was replaced visible; the number of the new commit. Files that no version of the last
        ``keep_hours`` needs are deleted."""
        import duckdb
        from deltalake import CommitProperties, write_deltalake

        files = self._clean(keep_hours)
        self.number += 1
        versions = json.dumps(self._versions, sort_keys=True)
        entry = json.dumps([self.number, self._versions, files], sort_keys=True)
        path = self.workspace.table_path(COMMITS)
        path.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            row = connection.sql(
                "SELECT $number::BIGINT AS number, $what::VARCHAR AS what, $versions::VARCHAR AS versions",
                params={"number": self.number, "what": what, "versions": versions},
            )
            properties = CommitProperties(custom_metadata={_ENTRY: entry})
            with _readable_failure(COMMITS):
                write_deltalake(
                    path.as_uri(), row, mode="append", commit_properties=properties, configuration=_CONFIGURATION
                )
        self._committed = dict(self._versions)
        return self.number

    def _clean(self, keep_hours: int) -> dict[str, list[str]]:
        """Delete the files that no version of the last hours needs (which may add a version); the files left."""
        files = {}
        for table in self._versions:
            opened = open_table(self.workspace.table_path(table))
            opened.vacuum(retention_hours=keep_hours, enforce_retention_duration=False, dry_run=False)
            self._versions[table] = opened.version()
            files[table] = table_files(opened, _parts(table))
        return files


@contextmanager
def _readable_failure(table: str) -> Iterator[None]:
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (DeltaError, OSError) as error:
        raise WorkspaceError(f"The table '{table}' cannot be written: {error}") from error


def _months_predicate(months: Iterable[str]) -> str:
    return "month IN (" + ", ".join(f"'{check_month(month)}'" for month in months) + ")"
