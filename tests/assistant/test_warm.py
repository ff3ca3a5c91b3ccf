"""Tests of what commands keep for the next question: nobody sees a difference."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from test_imports import HEAVY, STORE, loaded

from assistant.offline.lexicon import build_lexicon, open_lexicon
from scoring.engine import Engine
from scoring.workspace import Workspace

QUESTION = "Which Act Now customers are in Sweden?"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def own(reports: Path, tmp_path: Path, ascent: Command) -> Path:
    """A workspace that a command filled."""
    path = tmp_path / "own"
    assert ascent("import", reports, "--workspace", path)[0] == 0
    return path


def test_a_kept_lexicon_is_the_one_that_was_built(own: Path) -> None:
    engine = Engine(Workspace(own))
    built = build_lexicon(engine)
    for _ in range(2):
        kept = open_lexicon(engine)
        assert kept.phrases == built.phrases
        assert (kept.prefixes, kept.spellings) == (built.prefixes, built.spellings)
        assert kept.play_words == built.play_words
        assert kept.idle_words == built.idle_words


def test_a_question_after_an_import_needs_little(own: Path) -> None:
    modules = loaded("ask", QUESTION, "--workspace", own)
    assert modules & (HEAVY | STORE | {"tomllib"}) == set()


def test_an_answer_is_the_same_with_and_without_a_cache(own: Path, ascent: Command) -> None:
    def answer() -> object:
        found = json.loads(ascent("ask", QUESTION, "--json", "--workspace", own)[1])
        return found | {"elapsed_ms": 0}

    warm = answer()
    Workspace(own).cache.clear()
    assert answer() == warm
    for path in (own / "cache").iterdir():
        path.unlink()
    (own / "cache").rmdir()
    (own / "cache").write_text("no folder")
    assert answer() == warm
