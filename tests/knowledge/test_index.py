"""Passages: words, vectors and both find what a question in other words asks for; vectors are kept and made anew."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.catalog import load_catalog
from knowledge.definitions import Definitions, load_definitions
from knowledge.embedding import CorpusEmbedding, EmbeddingError
from knowledge.index import Mode, Passages
from knowledge.passages import Entry, Passage
from knowledge.ranking import WordRanking
from knowledge.wording import Wording, askings, shipped_wording

QUESTIONS = Path(__file__).parents[1] / "questions"
PUBLIC = Path(__file__).parents[3] / "shared" / "eval" / "public.jsonl"
INDIRECT = "Where do the billions of hints about buying interest come from, crawled blogs?"


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions(load_catalog())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace") / "knowledge"


@pytest.fixture(scope="module")
def passages(definitions: Definitions, folder: Path) -> Passages:
    return Passages(definitions, folder=folder)


# --- what is found ---


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("how often do new reports come out", "howto.refresh"),
        ("where do I download the reports", "howto.get-reports"),
        ("which permission do I need to see the reports", "howto.access"),
        ("who can help me, I cannot log in", "howto.help"),
        ("which cluster should I call first", "howto.target-clusters"),
        ("in which order are customers matched with the CRM", "howto.match-crm"),
        ("is there marketing material for a play", "howto.campaign"),
        ("how do I prioritize my renewals", "howto.renewals"),
        ("how is a potential revenue range compared", "convention.potential-revenue"),
        ("when does the fiscal year begin", "convention.fiscal-year"),
        ("difference between intent and fit", "convention.fit-and-intent"),
        ("do blank flags count as No", "convention.blank-flags"),
        ("are customers counted twice", "convention.count-once"),
        ("which segments existed in 2021", "convention.segments"),
        ("what signals are there", "convention.signals"),
        ("what does MPSA stand for", "column.license_program"),
    ],
)
def test_a_question_finds_its_definition(passages: Passages, question: str, found: str) -> None:
    best, *_ = passages.search(question)
    assert (best.id, 0.4 < best.score <= 1) == (found, True)


def test_search_is_ranked_and_limited(passages: Passages) -> None:
    found = passages.search("which clusters are worth working on", limit=3)
    scores = [passage.score for passage in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)
    assert found == passages.search("which clusters are worth working on", limit=3)


def test_a_question_about_something_else_is_answered_by_nothing(passages: Passages) -> None:
    assert passages.clear("how is the weather in Stockholm") == ()
    assert passages.clear("what is a good recipe for dinner") == ()
    assert passages.search("the of and") == []
    assert passages.search("qqqqq zzzzz", mode="vectors") == []
    assert passages.search("", mode="words") == []


def test_how_something_is_done_is_not_told_by_what_is_offered(passages: Passages) -> None:
    assert {it.section for it in passages.clear("Which play is about owners of Exchange Online alone?")} == {"play"}
    assert passages.clear("How do I configure Exchange Online?") == ()
    assert [it.id for it in passages.clear("How do I import the reports?")] == ["howto.import"]


def test_a_name_is_found_first_and_by_concept(passages: Passages) -> None:
    assert [passage.id for passage in passages.search("the MEDIUM", limit=2)] == ["band.medium", "segment.medium"]
    (best,) = passages.search("act now", limit=1)
    assert (best.id, best.title, best.place, best.kind, best.score) == (
        "cluster.act-now",
        "Act Now",
        "",
        "definition",
        1,
    )
    assert best.text == definition_text(passages, "cluster.act-now")
    assert best.source == "CloudAscent Partner Center learning portal (Swedish, today), 2025"


def definition_text(passages: Passages, id: str) -> str:
    found = passages.definitions.get(id)
    assert found
    return found.text


def test_a_passage_is_found_by_its_id(passages: Passages) -> None:
    assert [it.title for it in passages.by_id("cluster.act-now")] == ["Act Now"]
    assert passages.by_id("playbook.none#1") == ()


def test_a_slip_of_typing_is_put_right(passages: Passages) -> None:
    found = passages.search("on which day do the reprots arrive", limit=1, mode="words")
    assert found == passages.search("on which day do the reports arrive", limit=1, mode="words")


def test_the_words_that_a_passage_does_not_say(passages: Passages) -> None:
    """To ring somebody is to phone them, which the text says."""
    assert passages.lacks("cluster.act-now", "ring the customers in Stockholm AGR-45") == ("stockholm", "agr", "45")


def test_all_askings_belong_to_definitions(definitions: Definitions) -> None:
    assert [id for id in askings() if definitions.get(id) is None] == []


def recall(passages: Passages, items: Sequence[tuple[str, Sequence[str]]], mode: Mode) -> tuple[float, float]:
    """The shares of questions whose definition comes first, and among the first three."""
    found = [([passage.id for passage in passages.search(question, 3, mode)], ids) for question, ids in items]
    first = sum(got[:1] != [] and got[0] in ids for got, ids in found)
    among = sum(not set(ids).isdisjoint(got) for got, ids in found)
    return first / len(items), among / len(items)


@pytest.mark.parametrize("mode", ["hybrid", "words", "vectors"])
def test_recall_on_questions_in_other_words(passages: Passages, mode: Mode) -> None:
    lines = (QUESTIONS / "definition_dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [(item["question"], item["ids"]) for item in map(json.loads, lines)]
    assert len(items) == 93
    first, among = recall(passages, items, mode)
    assert first >= (0.79 if mode == "vectors" else 0.93)
    assert among >= (0.94 if mode == "vectors" else 0.97)


@pytest.mark.parametrize(
    ("file", "mode", "first", "among"),
    [
        ("paraphrases", "hybrid", 0.85, 0.97),
        ("paraphrases", "words", 0.83, 0.94),
        ("paraphrases", "vectors", 0.78, 0.91),
        ("paraphrases_later", "hybrid", 0.85, 0.97),
        ("paraphrases_later", "words", 0.89, 0.97),
        ("paraphrases_later", "vectors", 0.78, 0.95),
        ("paraphrases_third", "hybrid", 0.85, 0.97),
        ("paraphrases_third", "words", 0.78, 0.95),
        ("paraphrases_third", "vectors", 0.68, 0.93),
        ("paraphrases_fourth", "hybrid", 0.85, 0.97),
        ("paraphrases_fourth", "words", 0.84, 0.96),
        ("paraphrases_fourth", "vectors", 0.72, 0.93),
    ],
)
def test_recall_on_questions_by_another_hand(
    passages: Passages, file: str, mode: Mode, first: float, among: float
) -> None:
    """Far from the definitions' words, with slips, many about single plays and columns, by people who knew facts and
    titles only. Hybrid search is held to its aim (0.85 and 0.97), the others to what they reach alone."""
    lines = (QUESTIONS / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
    items = [(item["question"], [item["definition"], *item.get("also", [])]) for item in map(json.loads, lines)]
    found = recall(passages, items, mode)
    assert (found[0] >= first, found[1] >= among) == (True, True), found


def test_recall_on_terse_questions_of_sellers(passages: Passages) -> None:
    """Written together with the askings, so no measure of questions that nobody has seen: what is found stays found."""
    lines = (QUESTIONS / "askings.jsonl").read_text(encoding="utf-8").splitlines()
    items = [(item["question"], [item["definition"], *item["also"]]) for item in map(json.loads, lines)]
    assert len(items) == 310
    first, among = recall(passages, items, "words")
    assert (first >= 0.95, among >= 0.98) == (True, True), (first, among)


@pytest.mark.shared
@pytest.mark.skipif(not PUBLIC.exists(), reason="the shared sample data is not beside the checkout")
@pytest.mark.parametrize(("mode", "least"), [("hybrid", 0.85), ("words", 0.85), ("vectors", 0.8)])
def test_recall_on_the_public_definition_questions(passages: Passages, mode: Mode, least: float) -> None:
    """The right definitions are those whose title and text have all that the gold asks for."""
    items = []
    for item in map(json.loads, PUBLIC.read_text(encoding="utf-8").splitlines()):
        if item["category"] == "define" and item["expect"] == "answered":
            needed = [re.compile(pattern, re.IGNORECASE) for pattern in item["gold"]["must_include"]]
            texts = {it.id: f"{it.title}: {it.text}" for it in passages.definitions}
            right = [id for id, text in texts.items() if all(pattern.search(text) for pattern in needed)]
            items.append((item["question"], right))
    assert len(items) == 15
    first, among = recall(passages, items, mode)
    assert first >= least
    assert among >= 0.97


# --- vectors ---


def passage(id: str) -> Passage:
    return Passage(id=id, title="", place="", text="", score=0, source="")


def test_it_is_told_once_that_the_index_is_made(definitions: Definitions, tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        Passages(definitions, folder=tmp_path / "knowledge", tell=told.append).search("who is near", 1, "vectors")
    assert told == ["Making the search index, once; it takes some seconds ..."]


def test_an_embedding_is_another_one_where_the_synonyms_are() -> None:
    """Else an index that was kept would go on with vectors of the words of before."""
    entry = Entry(passage=passage("a"), names=("fit and intent", "renewals of agreements"))
    plain, grouped = (
        CorpusEmbedding(WordRanking([entry], wording).weights, wording)
        for wording in (Wording([]), Wording([("intent", "interest")]))
    )
    assert plain.id == CorpusEmbedding(WordRanking([entry], Wording([])).weights, Wording([])).id
    assert plain.id != grouped.id


def test_the_offline_embedding_has_vectors_of_length_1() -> None:
    names = ("fit and intent", "renewals of agreements")
    entries = [Entry(passage=passage(name), names=(name,)) for name in names]
    embedding = CorpusEmbedding(WordRanking(entries, shipped_wording()).weights, shipped_wording())
    same, other, nothing = embedding.embed(["fit and intent", "contracts that expire", "zzz"])
    assert sum(value * value for value in same) == pytest.approx(1)
    assert sum(value * value for value in other) == pytest.approx(1)
    assert not any(nothing)
    agreements = embedding.embed(["renewals of agreements"])[0]
    assert sum(a * b for a, b in zip(other, agreements, strict=True)) > 0.2
    assert sum(a * b for a, b in zip(other, same, strict=True)) < 0.1


PRINT = """
import hashlib, json, sys
from pathlib import Path
from knowledge.catalog import load_catalog
from knowledge.definitions import load_definitions
from knowledge.index import Passages
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(refuse)
passages = Passages(load_definitions(load_catalog()), folder=Path(sys.argv[1]) if sys.argv[1] else None)
found = [passages.search(sys.argv[2], 10, mode) for mode in ("hybrid", "words", "vectors")]
assert not {"posthog", "onnxruntime", "sklearn"} & set(sys.modules), "something is loaded that is not needed"
print(passages.warnings, json.dumps([[(it.id, it.score) for it in each] for each in found]))
"""


def searched(folder: Path | str) -> str:
    """What a process of its own finds, without any socket."""
    done = subprocess.run([sys.executable, "-c", PRINT, str(folder), INDIRECT], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_processes_at_once_make_one_index_and_find_the_same(tmp_path: Path) -> None:
    """Nothing is sent; each run has other hash seeds."""
    folder = tmp_path / "knowledge"
    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(searched, [folder, folder, ""]))
    assert len(found) == 1
    assert found.pop().startswith("() [[[")
    assert len(list(folder.glob("index-*"))) == 1


def test_an_index_is_kept_until_what_it_holds_changes(definitions: Definitions, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"

    def vectors(*others: Entry) -> tuple[list[Passage], list[tuple[str, int]]]:
        found = Passages(definitions, others, folder).search(INDIRECT, mode="vectors")
        return found, [(path.name, (path / "sizes.json").stat().st_mtime_ns) for path in folder.glob("index-*")]

    before, made = vectors()
    assert vectors() == (before, made)
    after, other = vectors(Entry(passage=passage("playbook.note#1"), names=("Billions of hints crawled from blogs",)))
    assert after[0].id == "playbook.note#1"
    assert [name for name, _ in other] != [name for name, _ in made]
    assert len(other) == 1


@pytest.mark.parametrize("damage", ["truncate", "garble", "remove"])
def test_a_damaged_index_is_made_anew(passages: Passages, folder: Path, tmp_path: Path, damage: str) -> None:
    expected = passages.search(INDIRECT, mode="vectors")
    copy = tmp_path / "knowledge"
    shutil.copytree(folder, copy)
    (index,) = copy.glob("index-*")
    if damage == "truncate":
        with next(index.rglob("data_level0.bin")).open("r+b") as file:
            file.truncate(1000)
    elif damage == "garble":
        (index / "chroma.sqlite3").write_bytes(b"garbage" * 100_000)
    else:
        shutil.rmtree(next(path for path in index.iterdir() if path.is_dir()))
    again = Passages(passages.definitions, folder=copy)
    assert (again.search(INDIRECT, mode="vectors"), again.warnings) == (expected, ())


def test_where_no_index_can_be_kept_one_is_made_in_memory(passages: Passages, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    unkept = Passages(passages.definitions, folder=tmp_path / "file")
    assert unkept.search(INDIRECT, mode="vectors") == passages.search(INDIRECT, mode="vectors")
    (warning,) = unkept.warnings
    assert warning.startswith(f"the search index is not kept, as {tmp_path / 'file'} cannot be written to: ")


class Away:
    """An embedding whose service cannot be reached."""

    id = "away"

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise EmbeddingError("APIConnectionError")


def test_embeddings_that_cannot_be_had_are_replaced_by_offline_ones(passages: Passages, tmp_path: Path) -> None:
    away = Passages(passages.definitions, folder=tmp_path / "knowledge", embedding=Away())
    assert away.search(INDIRECT, mode="vectors") == passages.search(INDIRECT, mode="vectors")
    assert away.warnings == ("the configured embeddings could not be had (APIConnectionError); offline ones are used",)


def test_what_a_name_or_clear_words_settle_needs_no_vectors() -> None:
    code = (
        "import sys; from knowledge.catalog import load_catalog; from knowledge.definitions import load_definitions;"
        "from knowledge.index import Passages; passages = Passages(load_definitions(load_catalog()));"
        "print(passages.search('act now', 1)[0].id, passages.search('how often do new reports come out', 1)[0].id);"
        "print(sorted({'chromadb', 'sklearn', 'rapidfuzz', 'bs4', 'pypdf', 'docx'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["cluster.act-now howto.refresh", "[]"]
