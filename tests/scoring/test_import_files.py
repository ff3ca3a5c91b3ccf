"""Files: found, decoded and split into cells as a spreadsheet would, or refused with a reason."""

import gzip
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import ImportRefusedError, UnreadableFileError
from scoring.importing import ImportSummary, import_reports
from scoring.importing.read import find_dialect, read_file
from scoring.workspace import Workspace

Write = Callable[..., Path]
Read = Callable[..., list[tuple[Any, ...]]]
MONTH = "2026-10"
HEADINGS = ("CustomerID", "AccountName", "AzureCluster", "AzureFit", "AzureSignalExplanation")
ROWS = (
    ("4001", "Åkeri, Norr; AB", "Act Now", "92", 'Hiring: "cloud" lead (2026-08-28); News: x (2026-08-01)'),
    ("4002", "Blå | Våg\tHB", "Nurture", "40", "Funding: two\nlines (2026-07-01)"),
    ("4003", "Café Noir", "Educate", "3", ""),
)
STORED = [
    ("4001", "Åkeri, Norr; AB", "act-now", 92.0, 'Hiring: "cloud" lead (2026-08-28); News: x (2026-08-01)'),
    ("4002", "Blå | Våg HB", "nurture", 40.0, "Funding: two lines (2026-07-01)"),
    ("4003", "Café Noir", "educate", 3.0, None),
]
SQL = "SELECT customer_id, account_name, cluster, fit, signals FROM customers JOIN scores USING (month, customer_id)"


def faults(summary: ImportSummary) -> list[tuple[str, str, int, list[tuple[int, str, str]]]]:
    """(kind, column, count, examples) of every warning of a summary."""
    return [
        (item.kind, item.column, item.count, [(fault.row, fault.value, fault.done) for fault in item.examples])
        for file in summary.files
        for item in file.warnings
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_encodings_separators_and_line_ends(separator: str, encoding: str, newline: str, write: Write) -> None:
    path = write("x.csv", HEADINGS, *ROWS, separator=separator, encoding=encoding, newline=newline)
    raw = read_file(path, find_dialect(path, HEADINGS.__contains__))
    assert raw.headings == HEADINGS
    assert list(zip(*(column.to_pylist() for column in raw.columns), strict=True)) == list(ROWS)
    assert (raw.numbers.to_pylist(), raw.odd_rows) == ([2, 3, 4], {})


@pytest.mark.parametrize(
    ("separator", "encoding", "newline"), [(",", "utf-8-sig", "\r\n"), (";", "cp1252", "\n"), ("\t", "utf-16", "\r")]
)
def test_content_is_the_same_however_it_is_written(
    separator: str, encoding: str, newline: str, workspace: Workspace, write: Write, read: Read
) -> None:
    path = write("x.csv", HEADINGS, *ROWS, separator=separator, encoding=encoding, newline=newline)
    summary = import_reports(workspace, [path], MONTH)
    assert (summary.files[0].report, summary.files[0].rows, faults(summary)) == ("azure", 3, [])
    assert read(workspace, SQL) == STORED
    assert import_reports(workspace, [write("y.csv", HEADINGS, *ROWS)], MONTH).unchanged


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp932", "株式会社クラウド、東京"),
        ("cp949", "주식회사 클라우드 서울"),
        ("cp1252", "Café Übermut"),
        ("cp1252", "Zoë"),
        ("utf-16", "株式会社"),
    ],
)
def test_names_of_other_countries(encoding: str, name: str, write: Write) -> None:
    path = write("x.csv", HEADINGS, ("4001", name, "Act Now", "92", name), encoding=encoding)
    path.write_bytes(path.read_bytes().rstrip(b"\r\n") if encoding != "utf-16" else path.read_bytes())
    raw = read_file(path, find_dialect(path, HEADINGS.__contains__))
    assert [column.to_pylist() for column in raw.columns[1::3]] == [[name], [name]]


def test_the_first_line_of_excel_names_the_separator(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", HEADINGS, *ROWS, separator=";", before="sep=;\r\n")
    import_reports(workspace, [path], MONTH)
    assert read(workspace, SQL) == STORED


def test_an_early_cp1252_letter_late_in_the_file(workspace: Workspace, write: Write, read: Read) -> None:
    many = [(str(5000 + number), "x" * 200, "Nurture", "40", "") for number in range(6000)]
    path = write("x.csv", HEADINGS, *many, ("9999", "Zoë", "Nurture", "40", ""), encoding="cp1252")
    import_reports(workspace, [path], MONTH)
    assert read(workspace, "SELECT account_name FROM customers WHERE customer_id = '9999'") == [("Zoë",)]


def test_headings_may_stand_below_a_title(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", HEADINGS, *ROWS, ("", "no id", "", "", ""), before="My download,,,,\r\n\r\n")
    summary = import_reports(workspace, [path], MONTH)
    assert read(workspace, SQL) == STORED
    assert faults(summary) == [("blank-id", "CustomerID", 1, [(7, "", "row left out")])]


def test_blank_lines_and_columns_at_the_end_are_no_fault(workspace: Workspace, write: Write, read: Read) -> None:
    rows = [(*row, "", "") for row in ROWS]
    path = write("x.csv", (*HEADINGS, "", ""), *rows, ("",) * 7, (" ",) * 7)
    path.write_bytes(path.read_bytes() + b"\r\n\r\n")
    summary = import_reports(workspace, [path], MONTH)
    assert faults(summary) == []
    assert read(workspace, SQL) == STORED


def test_nul_characters_are_left_out(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", HEADINGS, *ROWS)
    path.write_bytes(path.read_bytes().replace("Café".encode(), "Ca\0fé\0".encode()))
    import_reports(workspace, [path], MONTH)
    assert read(workspace, SQL) == STORED


def test_rows_are_numbered_as_a_spreadsheet_does(workspace: Workspace, write: Write) -> None:
    rows = [("4001", "two\nlines", "Act Now", "92", ""), ("", "", "", "", ""), ("4002", "x", "Act Now", "200", "")]
    summary = import_reports(workspace, [write("x.csv", HEADINGS, *rows)], MONTH)
    assert faults(summary) == [
        ("unreadable-score", "AzureFit", 1, [(4, "200", "a score is 0 to 100; left blank")]),
    ]


def test_ragged_rows_are_reported(workspace: Workspace, write: Write, read: Read) -> None:
    path = write("x.csv", HEADINGS, ROWS[0], ("4002", "short"), (*ROWS[2], "", "surplus"))
    summary = import_reports(workspace, [path], MONTH)
    assert faults(summary) == [
        ("ragged-row", "", 2, [(3, "2 cells, 5 headings", "missing cells read as blank"),
                               (4, "7 cells, 5 headings", "surplus cells left out")]),
    ]  # fmt: skip
    assert read(workspace, "SELECT customer_id, account_name FROM customers ORDER BY 1") == [
        ("4001", "Åkeri, Norr; AB"),
        ("4002", "short"),
        ("4003", "Café Noir"),
    ]


def test_headings_that_come_again_are_reported(workspace: Workspace, write: Write, read: Read) -> None:
    summary = import_reports(workspace, [write("x.csv", HEADINGS, ROWS[0], HEADINGS, ROWS[1], ROWS[2])], MONTH)
    assert faults(summary) == [("repeated-headings", "", 1, [(3, "CustomerID", "row left out")])]
    assert read(workspace, SQL) == STORED


def test_a_heading_that_stands_twice_is_reported(workspace: Workspace, write: Write, read: Read) -> None:
    headings = ("CustomerID", "AzureCluster", "Has Azure", "HasAzure", "Note", "note")
    summary = import_reports(workspace, [write("x.csv", headings, ("4001", "Act Now", "Yes", "No", "a", "b"))], MONTH)
    assert [(item.kind, item.message) for item in summary.files[0].warnings] == [
        ("heading", "column 'HasAzure' repeats 'Has Azure'; the first was read, this one left out"),
        ("heading", "column 'note' repeats 'Note'; the first was read, this one left out"),
    ]
    assert read(workspace, "SELECT has_azure, extras FROM customers") == [(True, '{"Note":"a"}')]


def test_rows_that_a_quotation_mark_swallowed_are_reported(workspace: Workspace, write: Write) -> None:
    path = write("x.csv", HEADINGS, *(ROWS[0],) * 3)
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    lines[2] = '4002,"Open,Nurture,40,x'
    lines[3] = '4003,A,Educate,3,"y"'
    path.write_text("\n".join(lines), encoding="utf-8")
    summary = import_reports(workspace, [path], MONTH)
    ((kind, _, count, examples),) = [fault for fault in faults(summary) if fault[0] == "swallowed-rows"]
    assert (kind, count, examples[0][0], examples[0][2]) == ("swallowed-rows", 1, 3, "2 lines read as one cell")


def test_a_quotation_mark_that_is_never_closed_is_refused(workspace: Workspace, write: Write) -> None:
    many = [(str(5000 + number), "x" * 50, "Nurture", "40", "") for number in range(4000)]
    path = write("x.csv", HEADINGS, *many)
    path.write_text(path.read_text(encoding="utf-8").replace("5001,", '"5001,'), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"x\.csv cannot be read near line .*quotation mark"):
        import_reports(workspace, [path], MONTH)
    assert workspace.snapshot() is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\r\n \r\n", "is empty"),
        ("bom.csv", b"\xef\xbb\xbf", "is empty"),
        ("old.csv", b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel workbook"),
        ("report.csv", b"%PDF-1.7 ...", "a PDF"),
        ("noise.csv", bytes(range(32)) * 50, "not a text file"),
        ("table.csv", b"PAR1" + bytes(100), "a Parquet file"),
    ],
)
def test_what_is_no_text_is_refused(name: str, content: bytes, said: str, workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=rf"{name}.*{said}"):
        import_reports(workspace, [path], MONTH)


def test_workbooks_and_archives_are_refused_with_what_to_do(workspace: Workspace, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnreadableFileError, match=r"book\.xlsx is an Excel workbook.*save the sheet as CSV"):
        import_reports(workspace, [book], MONTH)
    packed = tmp_path / "x.csv"
    packed.write_bytes(gzip.compress(b"CustomerID,AzureCluster\n1,Act Now\n"))
    with pytest.raises(UnreadableFileError, match=r"gzip archive.*Unpack it"):
        import_reports(workspace, [packed], MONTH)


def test_headings_without_rows(workspace: Workspace, write: Write) -> None:
    bare, full = write("a.csv", HEADINGS), write("b.csv", HEADINGS, *ROWS)
    with pytest.raises(ImportRefusedError, match=r"no rows with a customer id in .*a\.csv"):
        import_reports(workspace, [bare], MONTH)
    summary = import_reports(workspace, [bare, full], MONTH)
    assert [(file.rows, [item.message for item in file.warnings]) for file in summary.files] == [
        (0, ["no rows below the headings"]),
        (3, []),
    ]


def test_folders_are_searched_and_other_files_named(workspace: Workspace, write: Write) -> None:
    first = write("2026-10.csv", HEADINGS, *ROWS)
    folder = first.parent
    for name in ("read me.md", ".hidden.csv", "~$open.csv", "book.xlsx"):
        (folder / name).write_text("x", encoding="utf-8")
    deep = folder / "2026-09" / "deeper"
    deep.mkdir(parents=True)
    (deep / "y.TSV").write_text("TPID\tAzureFit\n4001\t50\n", encoding="utf-8")
    summary = import_reports(workspace, [folder, first])
    assert sorted((Path(file.file).name, file.month) for file in summary.files) == [
        ("2026-10.csv", "2026-10"),
        ("y.TSV", "2026-09"),
    ]
    assert sorted(text.removeprefix(f"{folder}{os.sep}") for text in summary.skipped) == [
        ".hidden.csv: hidden",
        "book.xlsx: not .csv, .tsv or .txt",
        "read me.md: not .csv, .tsv or .txt",
        "~$open.csv: hidden",
    ]


def test_nothing_to_import(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="There is no file or folder"):
        import_reports(workspace, [tmp_path / "gone.csv"], MONTH)
    with pytest.raises(ImportRefusedError, match="No CSV files in"):
        import_reports(workspace, [tmp_path], MONTH)


def test_a_copy_of_a_file_is_read_once(workspace: Workspace, write: Write) -> None:
    files = [write("a.csv", HEADINGS, *ROWS), write("a (1).csv", HEADINGS, *ROWS)]
    summary = import_reports(workspace, files, MONTH)
    assert summary.skipped == (f"{files[1]}: the same as {files[0]}",)
    assert [(change.what, change.rows) for change in summary.changes] == [("added", 3)]
    assert faults(summary) == []


def test_progress_is_told(workspace: Workspace, write: Write) -> None:
    told: list[tuple[str, int, int]] = []
    path = write("a.csv", HEADINGS, *ROWS)
    import_reports(workspace, [path], MONTH, progress=lambda *step: told.append(step))
    size = path.stat().st_size
    assert told[0] == ("reading a.csv", 0, size)
    assert ("reading a.csv", size, size) in told
    assert told[-1] == ("committing", 6, 6)
