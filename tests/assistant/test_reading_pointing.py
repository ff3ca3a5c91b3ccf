"""What points at the question before or stands beside "only": stand-ins, "it", "not only", parts of no question."""

from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

ACT_NOW = "Act Now for Azure in Sweden"
COPILOT = "Copilot cohort in Sweden"


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("messages", "customers"),
    [
        ((ACT_NOW, "and the Evaluate ones?"), 19),
        ((ACT_NOW, "those in Evaluate"), 19),
        ((ACT_NOW, "which of them are Evaluate?"), 0),
        ((ACT_NOW, "just the ones in Stockholm"), 4),
        ((ACT_NOW, "who isn't?"), 55),
        (("Healthcare customers in Sweden", "and the Education ones?"), 2),
        (("customers in Sweden with high Azure fit", "and the ones with medium fit?"), 19),
        ((COPILOT, "drop the ones that already have it"), 22),
        ((COPILOT, "only those that have it already"), 2),
        (("customers in Stockholm with Azure", "and those that don't have it?"), 18),
        (("customers in Sweden that rate Evaluate for Azure",), 19),
        (("customers in Norway, not only Sweden",), 96),
        (("customers not only in Norway but also in Sweden",), 96),
        (("Azure Act Now and Evaluate in Sweden, not just Act Now",), 29),
        (("customers in Sweden with Azure, not just M365",), 8),
        (("dark cohort in Sweden", "both migrate cohorts please, not just dark"), 38),
        (("Evaluate for M365 in Sweden", "forget that. Act Now for Surface in Norway?"), 5),
    ],
)
def test_who_is_meant(brain: OfflineBrain, messages: tuple[str, ...], customers: int) -> None:
    answer = ask(brain, *messages)
    assert (answer.status, len(answer.customers or ())) == ("answered", customers), answer.answer


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (("blurb the foo", "now for France only"), "so nothing can go on from it"),
        (("blurb the foo", "Norway"), "so nothing can go on from it"),
        (("not just Healthcare customers in Sweden",), "leaves open who else is meant"),
        ((ACT_NOW, "not only Sweden"), "leaves open who else is meant"),
        (("customers in Sweden in the migrate cohort",), "Which do you mean"),
    ],
)
def test_what_leaves_open_who_is_meant_is_asked_back(brain: OfflineBrain, messages: tuple[str, ...], told: str) -> None:
    answer = ask(brain, *messages)
    assert answer.status == "needs_clarification"
    assert told in answer.answer


@pytest.mark.parametrize("question", ["What is the Act Now rate in Sweden?", "the rate of Act Now customers in Sweden"])
def test_a_rate_is_no_verb(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "not_answerable"
    assert "“rate”" in answer.answer


def test_a_whole_question_needs_no_answer_before_it(brain: OfflineBrain) -> None:
    asked = "and how many customers are in Sweden?"
    assert (ask(brain, "blurb the foo", asked).value, ask(brain, asked).value) == (65, 65)


def test_as_well_ends_no_name(tmp_path: Path) -> None:
    report = tmp_path / "reports" / "2026-10" / "CLASM365Propensity.csv"
    report.parent.mkdir(parents=True)
    report.write_text(
        "Customer ID,Account Name,City,M365Cluster\n"
        "4001,Evaluate A/S,Oslo,Nurture\n4002,Acme AB,Oslo,Act Now\n4003,Nova AB,Oslo,Evaluate\n",
        encoding="utf-8",
    )
    import_reports(Workspace(tmp_path / "workspace"), [tmp_path / "reports"])
    brain = OfflineBrain(Tools(Engine(Workspace(tmp_path / "workspace")), date(2026, 10, 25)))
    assert set(ask(brain, "M365 Act Now in Oslo", "add Evaluate as well").customers or ()) == {"4002", "4003"}
    assert ask(brain, "tell me about Evaluate A/S").customers == ("4001",)
