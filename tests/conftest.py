"""Fixtures that several test modules share: a workspace, files of reports, and a look into the store."""

import csv
import io
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from scoring.workspace import OWN_TABLES, TABLES, Workspace

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session", autouse=True)
def interrupts() -> Iterator[None]:
    """Ctrl-C is heard: the workers of a run on several cores ignore it, and so would the processes that they begin."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace(tmp_path / "store")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a text file with headings and rows; its folders say neither a report nor a month."""

    def write_file(
        name: str,
        headings: Sequence[str],
        *rows: Sequence[object],
        separator: str = ",",
        encoding: str = "utf-8",
        newline: str = "\r\n",
        before: str = "",
    ) -> Path:
        path = tmp_path / "in" / "some" / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = io.StringIO()
        quoting = csv.QUOTE_ALL if newline == "\r" else csv.QUOTE_MINIMAL
        writer = csv.writer(text, delimiter=separator, lineterminator=newline, quoting=quoting)
        writer.writerows([headings, *rows])
        path.write_bytes((before + text.getvalue()).encode(encoding))
        return path

    return write_file


@pytest.fixture
def read() -> Read:
    """Runs SQL over the tables of a workspace as it is now."""

    def read_rows(workspace: Workspace, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        import duckdb

        snapshot = workspace.snapshot()
        assert snapshot is not None
        with duckdb.connect() as connection:
            for table in (*TABLES, *OWN_TABLES):
                snapshot.view(connection, table)
            return connection.execute(sql, parameters).fetchall()

    return read_rows
