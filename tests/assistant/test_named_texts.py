"""The files of the workspace that keep texts by name: any text comes back, no change is lost, faults are named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import environment

from assistant.named_texts import Entry, NamedTexts, NamedTextsError
from assistant.saved_questions import SavedQuestion, save_question, saved_questions
from assistant.vocabulary import vocabulary_file

ANY = st.text(st.characters(exclude_categories=["Cs"]))
ENTRIES = st.dictionaries(ANY, ANY | st.lists(ANY, min_size=1, max_size=3).map(tuple), max_size=4)
PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"))
OFTEN = settings(max_examples=150, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@OFTEN
@given(entries=ENTRIES)
def test_any_text_comes_back(folder: Path, entries: dict[str, Entry]) -> None:
    file = NamedTexts(folder / "any.toml", "words", "About.")
    with file.changing() as kept:
        kept.clear()
        kept.update(entries)
    assert file.read() == entries
    assert list(file.read()) == list(entries)
    assert len(file.path.read_text(encoding="utf-8").split("\n")) == len(entries) + 3


@OFTEN
@given(name=ANY, text=PLAIN, default=PLAIN)
def test_any_question_comes_back(folder: Path, name: str, text: str, default: str) -> None:
    question = SavedQuestion(f"{text}{{a={default}}}")
    save_question(folder, name, question, force=True)
    assert saved_questions(folder)[name] == question
    assert question.filled({}) == text + default.strip()
    assert question.filled({"a": "x{b}"}) == f"{text}x{{b}}"


def test_a_file_as_people_read_it(tmp_path: Path) -> None:
    file = vocabulary_file(tmp_path / "new")
    with file.changing() as words:
        words |= {"hot": "Act Now", "key accounts": ("1", "2"), "日本": 'a "b" \\ c'}
    assert file.path.read_bytes().decode().split("\n")[1:] == [
        "[words]",
        'hot = "Act Now"',
        '"key accounts" = ["1", "2"]',
        '"日本" = "a \\"b\\" \\\\ c"',
        "",
    ]
    assert sorted(path.name for path in file.path.parent.iterdir() if path.suffix != ".lock") == ["vocabulary.toml"]


def add(file: NamedTexts, name: str, fails: bool = False) -> None:
    with file.changing() as words:
        words[name] = "Act Now"
        if fails:
            raise KeyError(name)


def test_nothing_is_kept_where_something_was_raised(tmp_path: Path) -> None:
    file = vocabulary_file(tmp_path)
    add(file, "hot")
    with pytest.raises(KeyError):
        add(file, "big", fails=True)
    with pytest.raises(NamedTextsError, match="Half a character"):
        add(file, "\ud800")
    assert file.read() == {"hot": "Act Now"}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b'[words]\nhot = "Act Now\n', "Illegal character '\\n' (at line 2, column 15)"),
        (b'[words]\nhot = "a"\nhot = "b"\n', "Cannot overwrite a value (at line 3, column 10)"),
        (b'[words]\r\nhot = "a"\r\nbig = 300\r\n', "'big' is neither a text nor a list of texts (at line 3)"),
        (b'[words]\n"key accounts" = []\n', "'key accounts' is neither a text nor a list of texts (at line 2)"),
        (b'# all\nwords = "hot"\n', "'words' is no table (at line 2)"),
        (b'[words]\nhot = "\xff"\n', "no UTF-8 text (at line 2)"),
    ],
)
def test_a_broken_file_names_the_line(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "vocabulary.toml"
    path.write_bytes(content)
    with pytest.raises(NamedTextsError) as caught:
        vocabulary_file(tmp_path).read()
    assert str(caught.value) == f"{path} is broken: {fault}. Mend the line, or remove the file."


def test_a_file_of_another_editor(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.toml").write_bytes(b'\xef\xbb\xbf[words]\r\nhot = "Act Now"\r\n\r\n[mine]\r\na = 1\r\n')
    assert vocabulary_file(tmp_path).read() == {"hot": "Act Now"}


ADD = """
import sys
from pathlib import Path
from assistant.vocabulary import add_word
for number in range(int(sys.argv[3])):
    add_word(Path(sys.argv[1]), f"{sys.argv[2]} {number}", "Act Now")
"""


def test_two_processes_lose_no_word(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), name, "25"], env=environment() | _path())
        for name in ("north", "south")
    ]
    assert [each.wait(60) for each in running] == [0, 0]
    words = vocabulary_file(tmp_path).read()
    assert sorted(words) == sorted(f"{name} {number}" for name in ("north", "south") for number in range(25))
    assert not list(tmp_path.glob(".*.part"))


def _path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(sys.path)}
