"""Answers in the question's language: figures, tables and names as in English, and every sentence translated."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.explaining import in_short
from assistant.offline.brain import OfflineBrain
from assistant.offline.language import LANGUAGES, Piece, languages
from assistant.offline.reader import Context, Reader, Reading, cannot_say
from assistant.phrases import Phrases
from assistant.saying import said
from assistant.tools import Tools
from knowledge.catalog import load_catalog
from knowledge.messages import Text, joined, text
from scoring.engine import Engine
from scoring.workspace import Workspace

ROOT = LANGUAGES.parent.parent
AS_OF = date(2026, 10, 25)
NAME = "Zephyr Foundation AB"
CODES = sorted(languages())
SAID = ("AskBack", "Refuse", "NotInData", "QueryError", "assume")
QUESTIONS = (
    "Which customers in Sweden are Act Now for Azure?",
    "How many customers are Act Now?",
    "What share of customers has Azure?",
    "customers by country, Act Now for M365",
    "top 3 customers for Surface",
    "Azure customers with more than 300 employees, not in Norway or in Healthcare",
    f"Why is {NAME} Act Now for Azure?",
    f"Tell me about {NAME}",
    f"Compare {NAME} and Fenwick Freight AB on Azure fit",
    "sum of Azure potential revenue in Sweden",
    "total expiring revenue",
    "agreements that expire in the next 60 days by division",
    "Who moved into Act Now for Azure since last month?",
    "customers with hiring signals for Azure but no technology use signals",
    "show the Azure matrix",
    "cluster trend for Azure",
    "Azure customers near a cutoff",
    "customers with more than 90,000 employees",
    "M365 migrate to cloud customers Act Now",
    "customers in May 2026",
    "customers in Belgium",
    "foobar customers",
    "Tell me about Jasper",
    "which report has the Copilot flag",
    "what months do we have",
    "hi",
)
OWN_QUESTIONS = (
    f"score drivers of {NAME} for Azure",
    f"Why is {NAME} not Act Now for Azure?",
    f"what would move {NAME} to Act Now for Azure",
    f"which workload next for {NAME}",
    f"why is {NAME} not in the Copilot cohort",
    "propensity over 20% for Azure by our own model",
    "customers with end-of-service technology",
)


class Speaking(Reader):
    """Reads English questions as if they had been asked in another language."""

    code = "en"

    def read(self, question: str, context: Context | None = None, language: str = "en") -> Reading:
        return replace(super().read(question, context), language=self.code)


def speaking(workspace: Path, code: str) -> OfflineBrain:
    brain = OfflineBrain(Tools(Engine(Workspace(workspace), AS_OF), AS_OF))
    reader = Speaking(brain.tools.engine, lambda: brain.tools.passages, AS_OF)
    reader.code, brain.reader = code, reader
    return brain


def ask(brain: OfflineBrain, question: str) -> Answer:
    return brain.ask(question, brain.start())


def templates() -> set[str]:
    """What stands in the calls of ``text`` anywhere in the code."""
    found = set()
    for package in ("assistant", "scoring", "knowledge"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text":
                    assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                    found.add(str(node.args[0].value))
    return found


def fixed_words() -> set[str]:
    """What answers take from the catalogue as it stands."""
    catalog = load_catalog()
    notes = {category.plays_note for category in catalog.categories.values()} - {""}
    return notes | {in_short(cohort.summary) for cohort in catalog.cohorts.values()}


def called(node: ast.Call) -> str:
    """The name of what is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def placeholders(template: str) -> set[tuple[str, str | None]]:
    return {(name, form) for _, name, form, _ in string.Formatter().parse(template) if name is not None}


def literals() -> Iterator[str]:
    """The stretches of two English words or more that stand in the templates."""
    for template in templates():
        for words, *_ in string.Formatter().parse(template):
            if len(re.findall("[A-Za-z]{2,}", words)) > 1 and "Act Now" not in words:
                yield words.strip()


@pytest.mark.parametrize("code", CODES)
def test_every_message_is_translated(code: str) -> None:
    content = tomllib.loads((LANGUAGES / code / "answers.toml").read_text(encoding="utf-8"))
    answers = content["answers"]
    assert answers.keys() == templates() | fixed_words()
    assert {english: placeholders(words) for english, words in answers.items()} == {
        english: placeholders(english) for english in answers
    }


def test_what_an_answer_is_made_of_is_no_plain_string() -> None:
    """A plain string would stay English in every language."""
    plain = []
    for folder in ("assistant/offline", "scoring"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                said_by = isinstance(node, ast.Call) and node.args and called(node) in SAID
                if said_by and isinstance(node.args[0], ast.JoinedStr | ast.Constant | ast.BinOp):
                    plain.append(f"{path.name}:{node.lineno}")
    assert plain == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_in_another_language(brain: OfflineBrain, sample: Path, code: str, question: str) -> None:
    compare(ask(brain, question), ask(speaking(sample, code), question))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("question", OWN_QUESTIONS)
def test_own_scores_in_another_language(own_sample: Path, code: str, question: str) -> None:
    compare(ask(speaking(own_sample, "en"), question), ask(speaking(own_sample, code), question))


def compare(english: Answer, other: Answer) -> None:
    """All but the words is the same; tables, names and figures too; no English sentence is left."""
    words = {"answer": english.answer, "assumptions": english.assumptions, "warnings": english.warnings}
    assert replace(other, **words) == english
    assert other.answer != english.answer
    assert [line for line in other.answer.splitlines() if "  " in line] == [
        line for line in english.answer.splitlines() if "  " in line
    ]
    assert sorted(re.findall(r"\d[\d,.]*\d|\d", other.answer)) == sorted(re.findall(r"\d[\d,.]*\d|\d", english.answer))
    told = " ".join((other.answer, *other.assumptions, *other.warnings))
    assert [left for left in literals() if left in told] == []
    assert len(other.assumptions) == len(english.assumptions)


@pytest.mark.parametrize(
    ("code", "question", "answer"),
    [
        (
            "sv",
            "How many customers in Sweden are Act Now for Azure?",
            "10 kunder\n\nRäknat: country Sweden; Azure cluster Act Now · rapporter för 2026-10",
        ),
        (
            "ja",
            "How many customers in Sweden are Act Now for Azure?",
            "顧客10社\n\n集計条件: country Sweden; Azure cluster Act Now · 2026-10のレポート",
        ),
        (
            "ko",
            "How many customers in Sweden are Act Now for Azure?",
            "고객 10곳\n\n집계 기준: country Sweden; Azure cluster Act Now · 2026-10 보고서",
        ),
        (
            "sv",
            "customers in May 2026",
            "Det finns ingen rapport för 2026-05: de importerade månaderna är 2026-10, 2026-09.",
        ),
        (
            "ja",
            "foobar customers",
            "レポートからはお答えできません。「foobar」の意味がわかりませんでした。\n\n次のように聞けます:\n"
            "1. Azure が Act Now の顧客はどこですか?\n2. Azure が Act Now の顧客は国別に何社ですか?\n"
            "3. Azure の上位10社はどこですか?",
        ),
        (
            "ko",
            "hi",
            "고객에 대해 무엇을 알고 싶으신가요? 예를 들면:\n1. Azure가 Act Now인 고객은 어디인가요?\n"
            "2. Copilot 코호트 고객은 국가별로 몇 곳인가요?\n3. Act Now는 무슨 뜻인가요?",
        ),
    ],
)
def test_exact_words(sample: Path, code: str, question: str, answer: str) -> None:
    assert ask(speaking(sample, code), question).answer == answer


def test_a_choice_is_taken_in_the_language_of_the_conversation(sample: Path) -> None:
    brain = speaking(sample, "sv")
    conversation = brain.start()
    assert brain.ask("Tell me about Jasper", conversation).answer.startswith("Vilken kund menar du med ”Jasper”?\n1. ")
    brain.reader = Reader(brain.tools.engine, lambda: brain.tools.passages, AS_OF)
    answer = brain.ask("2", conversation)
    assert conversation.language == "sv"
    assert answer.answer.startswith("Jasper Bank Ltd (5003383): London, England, United Kingdom; ")
    assert answer.answer.endswith("Rapporter för 2026-10.")


def test_further_rows_are_said_in_the_language_of_the_conversation(sample: Path) -> None:
    brain = speaking(sample, "ja")
    conversation = brain.start()
    brain.ask("Azure customers", conversation)
    assert brain.more(conversation).answer.splitlines()[-1] == "…ほか108社: /more"


def test_words_of_the_question_are_named_as_they_were_written() -> None:
    answer = Answer("vilka bland", "not_answerable", cannot_say(["among", "foobar"]))
    said_words = said(answer, "sv", [Piece("bland", "among", 6, 11), Piece("foobar", "foobar", 12, 18)]).answer
    assert said_words == "Det kan jag inte besvara utifrån rapporterna: jag förstår inte ”bland”, ”foobar”."


def test_definitions_are_in_the_language_or_say_that_they_are_not(sample: Path) -> None:
    """The citation and the source stay; where there is no translation, the English text does, too."""
    english, other = (
        ask(speaking(sample, "en"), "What does Act Now mean?"),
        ask(speaking(sample, "ja"), "What does Act Now mean?"),
    )
    assert (other.citations, other.calls) == (english.citations, english.calls)
    own = Phrases("ja").definitions.get("cluster.act-now")
    expected = f"{own['title']}: {own['text']}" if own else "この定義は英語のみです:\n\nAct Now: "
    assert other.answer.startswith(expected)
    assert other.answer.rpartition("\n")[2] == english.answer.rpartition("\n")[2].replace("Source", "出典")


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="{}"), max_size=20)
TEXTS = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(WORDS, inner, st.integers()).map(lambda x: text(x[0] + "{part} {count:,}", part=x[1], count=x[2])),
        st.tuples(WORDS, st.lists(inner, max_size=3)).map(lambda x: joined(*x)),
    ),
    max_leaves=6,
)


@given(TEXTS)
def test_what_is_not_translated_is_said_in_english(words: str) -> None:
    assert Phrases("of nobody").say(words) == words


@given(TEXTS.filter(lambda words: isinstance(words, Text)))
def test_words_are_changed_part_by_part(words: Text) -> None:
    assert words.changed(lambda part: part) == words
