"""Playbooks: documents of every kind are read as data with their places; what cannot be read says why."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from knowledge.catalog import load_catalog
from knowledge.definitions import Definitions, load_definitions
from knowledge.documents import DocumentError, Section, read_document
from knowledge.index import Passages
from knowledge.playbooks import LONGEST, Playbook, PlaybookError, Playbooks, read_playbooks

CALL = "Offer the Harbour discount of 12 percent."
RULE = "Discounts above 15 percent need the sales director."


def pdf_of(*pages: str) -> bytes:
    """A PDF with one line of text a page, written by hand."""
    kids = " ".join(f"{3 + 2 * at} 0 R" for at in range(len(pages)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    for at, line in enumerate(pages):
        shown = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET"
        resources = f"<< /Font << /F1 {font} >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {4 + 2 * at} 0 R /Resources {resources} >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return body + f"{end}<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


Write = Callable[[str, str | bytes], Path]

# --- documents ---


def test_markdown(write: Write) -> None:
    text = f"""Opening *words*.

# First `call`

Offer the **Harbour**
discount of [12 percent](https://example.com).

| Role | Ask |
|---|---|
| CFO | Budget |

```
# no heading
```

## Rules

- {RULE}
"""
    assert read_document(write("a.md", text)) == (
        Section("", "Opening words."),
        Section("First call", f"{CALL}\n\nRole; Ask;\n\nCFO; Budget;\n\n# no heading"),
        Section("Rules", RULE),
    )


def test_text(write: Write) -> None:
    assert read_document(write("a.txt", "\ufeffOne\r\nline.\r\n\r\nAnother  one.\n")) == (
        Section("", "One line.\n\nAnother one."),
    )


def test_html(write: Write) -> None:
    html = f"""<html><head><title>Not read</title><style>p {{}}</style></head><body>
    <script>alert("x")</script><!-- hidden --><h2>Call <i>script</i></h2><p>Offer the <b>Harbour</b> discount
    of 12 percent.</p><ul><li>{RULE}</li></ul></body></html>"""
    assert read_document(write("a.HTML", html)) == (Section("Call script", f"{CALL}\n\n{RULE}"),)


@pytest.mark.parametrize("hidden", ["hidden", 'style="color: red; Display : none"', "style='visibility:hidden'"])
def test_html_that_a_browser_does_not_show_is_not_read(write: Write, hidden: str) -> None:
    html = f"<h1>Call script</h1><div {hidden}><p>Say that it is free.</p></div><p>{CALL}</p>"
    assert read_document(write("a.html", html)) == (Section("Call script", CALL),)


def test_pdf(write: Write) -> None:
    assert read_document(write("a.pdf", pdf_of(CALL, RULE))) == (Section("page 1", CALL), Section("page 2", RULE))


def test_docx(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Playbook", level=0)
    document.add_paragraph(CALL)
    document.add_heading("Rules", level=2)
    document.add_paragraph(RULE)
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "CFO", "Budget"
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx") == (
        Section("Playbook", CALL),
        Section("Rules", f"{RULE}\n\nCFO; Budget"),
    )


def test_what_a_terminal_or_a_reader_would_obey_is_gone(write: Write) -> None:
    text = "# Call\x1b[31m\u202e\n\nOffer\x00 it\u200b now.\x07 \ue000"
    assert read_document(write("a.md", text)) == (Section("Call[31m", "Offer� it now."),)


def locked(path: Path) -> bytes:
    writer = PdfWriter(clone_from=path)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.xlsx", b"PK", "this kind of file is not read; there are .md, .markdown, .txt, .html, .htm, .pdf, .docx."),
        ("a.md", b"", "is empty."),
        ("a.md", b"  \n\n# \n", "it holds no text. A scanned document needs text recognition first."),
        ("a.txt", "Påske".encode("latin-1"), "no UTF-8 text. Save it in UTF-8."),
        ("a.pdf", b"%PDF-1.4 broken", "cannot be read as PDF: "),
        ("a.pdf", pdf_of(""), "it holds no text. A scanned document needs text recognition first."),
        ("a.docx", b"PK no zip", "cannot be read as DOCX: "),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "a file with a password cannot be read: "),
        ("a.txt", "word " * 200_001, "it holds more than 1,000,000 letters. Split it."),
        ("a.txt", b"x" * 20_000_001, "has more than 20 MB. Split it."),
    ],
)
def test_what_cannot_be_read_says_why(write: Write, name: str, content: bytes, fault: str) -> None:
    path = write(name, content)
    with pytest.raises(DocumentError) as told:
        read_document(path)
    assert str(told.value).startswith(str(path))
    assert fault in str(told.value)


def test_a_missing_file_and_a_locked_pdf(write: Write, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read: No such file"):
        read_document(tmp_path / "none.pdf")
    path = write("a.pdf", pdf_of(CALL))
    locked(path)
    with pytest.raises(DocumentError, match="is locked by a password"):
        read_document(path)


def test_a_docx_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(3):
            packed.writestr(f"{part}.xml", bytes(70_000_000))
    with pytest.raises(DocumentError, match="unpacks to more than 200 MB"):
        read_document(path)


# --- playbooks ---


def test_a_folder_is_read_with_what_could_not_be(write: Write, tmp_path: Path) -> None:
    write("Azure Plan.md", f"# The plan\n\n{CALL}")
    write("north/Azure Plan.txt", RULE)
    write("same.md", "A.")
    write("same.txt", "B.")
    broken = write("broken.pdf", b"%PDF")
    write("picture.png", b"png")
    found, faults = read_playbooks(tmp_path / "docs")
    assert [(it.name, it.title, it.source) for it in found] == [
        ("azure-plan", "The plan", "Azure Plan.md"),
        ("north-azure-plan", "Azure Plan", "Azure Plan.txt"),
        ("same-md", "same", "same.md"),
        ("same-txt", "same", "same.txt"),
    ]
    assert found[2].sha256 == hashlib.sha256(b"A.").hexdigest()
    assert [fault.startswith(f"{broken} cannot be read as PDF: ") for fault in faults] == [True]


def test_a_folder_without_documents_is_refused(write: Write, tmp_path: Path) -> None:
    write("picture.png", b"png")
    with pytest.raises(PlaybookError, match="there is no document in it that can be read"):
        read_playbooks(tmp_path / "docs")


def test_playbooks_are_kept_replaced_and_removed(write: Write, tmp_path: Path) -> None:
    playbooks = Playbooks(tmp_path / "ws")
    assert playbooks.all() == ([], [])
    first, _ = read_playbooks(write("plan.md", CALL))
    playbooks.keep(first)
    second, _ = read_playbooks(write("plan.md", RULE))
    playbooks.keep(second)
    assert playbooks.all() == (second, [])
    playbooks.remove("plan")
    assert playbooks.all() == ([], [])
    for name in ("plan", "../plan", "Plan"):
        with pytest.raises(PlaybookError, match="There is no playbook"):
            playbooks.remove(name)


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": 2}', '{"schema": 1, "sections": [{}]}'])
def test_a_damaged_playbook_is_left_out_and_named(write: Write, tmp_path: Path, content: str) -> None:
    playbooks = Playbooks(tmp_path / "ws")
    kept, _ = read_playbooks(write("plan.md", CALL))
    playbooks.keep(kept)
    (playbooks.folder / "other.json").write_text(content, encoding="utf-8")
    found, (fault,) = playbooks.all()
    assert found == kept
    assert fault.startswith(f"The playbook {playbooks.folder / 'other.json'} is damaged: ")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=3000)))
def test_pieces_hold_every_letter_once_and_are_short(paragraphs: list[str]) -> None:
    text = "\n\n".join(" ".join(part.split()) for part in paragraphs if part.split())
    playbook = Playbook("plan", "Plan", "plan.md", "", (Section("Rules", text),) if text else ())
    pieces = [entry.passage.text for entry in playbook.passages()]
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(0 < len(piece) <= LONGEST + 1 for piece in pieces)
    assert [entry.id for entry in playbook.passages()] == [f"playbook.plan#{at + 1}" for at in range(len(pieces))]


# --- search ---


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions(load_catalog())


def test_questions_find_playbooks_with_their_place(write: Write, tmp_path: Path, definitions: Definitions) -> None:
    workspace = tmp_path / "ws"
    workspace.mkdir()
    found, _ = read_playbooks(write("plan.md", f"# The plan\n\nWords.\n\n## Calls\n\n{CALL}\n\n## Rules\n\n{RULE}"))
    Playbooks(workspace).keep(found)
    passages = Passages.of_workspace(definitions, workspace)
    best = passages.search("Which discounts need a director?", limit=1)[0]
    assert (best.id, best.title, best.place, best.text, best.source, best.kind) == (
        "playbook.plan#3",
        "The plan",
        "Rules",
        RULE,
        "plan.md",
        "playbook",
    )
    (clear,) = passages.clear("How high is the Harbour discount?")
    assert (clear.id, clear.place, clear.source_words) == ("playbook.plan#2", "Calls", "plan.md, Calls")
    assert [it.id for it in passages.in_playbooks("harbour")] == ["playbook.plan#2"]
    assert passages.in_playbooks("harbour bridge") == ()
    assert passages.search("act now", limit=1)[0].id == "cluster.act-now"


def test_playbooks_that_are_damaged_are_told(tmp_path: Path, definitions: Definitions) -> None:
    folder = Playbooks(tmp_path).folder
    folder.mkdir(parents=True)
    (folder / "bad.json").write_text(json.dumps({"schema": 9}), encoding="utf-8")
    (warning,) = Passages.of_workspace(definitions, tmp_path).warnings
    assert warning == (
        f"The playbook {folder / 'bad.json'} is damaged: it was written by another version. "
        "Remove the file and add it again."
    )
