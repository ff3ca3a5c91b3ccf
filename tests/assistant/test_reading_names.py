"""Customers' names as people write them: short, without accents, in capitals, by domain or id, with filter words."""

from datetime import date

import pytest

from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

ONE = [
    ("Tell me about Zephyr Foundation AB", "5000943"),
    ("tell me about zephyr foundation", "5000943"),
    ("TELL ME ABOUT ZEPHYR FOUNDATION", "5000943"),
    ("why is elan market act now for azure", "5004115"),
    ("explain akerblad trading", "5001288"),
    ("Ødegård Bank's Azure cluster", "5001017"),
    ("what is odegard bank's azure fit?", "5001017"),
    ("Zephyr Foundation's M365 cluster?", "5000943"),
    ("customer 5000943", "5000943"),
    ("TPID 5000943", "5000943"),
    ("account 5000943 please", "5000943"),
    ("customer id 5000943", "5000943"),
    ("customer number 5000943", "5000943"),
    ("what do we know about 株式会社北斗精密?", "5000661"),
    ("tell me about 北斗精密", "5000661"),
    ("tell me about 北斗精密株式会社", "5000661"),
    ("explain 주식회사 다온정밀", "5001211"),
    ("explain 다온정밀", "5001211"),
    ("explain (주)다온정밀", "5001211"),
    ("explain (주) 다온정밀", "5001211"),
    ("explain 다온정밀 주식회사", "5001211"),
    ("tell me about (株)北斗精密", "5000661"),
    ("tell me about ㈱北斗精密", "5000661"),
    ("What is the Azure cluster of Act Now Fitness?", "5000080"),
    ("why is act now fitness act now for azure?", "5000080"),
    ("Tell me about Azure Sky Hotels", "5001606"),
    ("azure sky hotels", "5001606"),
    ("explain top ten tailors", "5001272"),
    ("TELL ME ABOUT TOP TEN TAILORS", "5001272"),
    ("tell me about And Or Not", "5002118"),
    ("why not design: what is its azure cluster?", "5004476"),
    ("tell me about Customers First", "5004822"),
    ("Educate Every Child", "5003807"),
    ("high intent coffee azure fit", "5001940"),
    ("E5 Motorway Services, Azure?", "5003130"),
    ("Is Élan Market in Germany Act Now for Azure?", "5004115"),
    ("is Zephyr Foundation in Sweden Act Now for Azure?", "5000943"),
    ("Tell me about ＺＥＰＨＹＲ Ｆｏｕｎｄａｔｉｏｎ", "5000943"),
    ("tell me about zephyr foundation ab.", "5000943"),
    ("Zephyr Foundation (Göteborg)", "5000943"),
    ("the bank Jasper Bank Ltd", "5003383"),
]


@pytest.mark.parametrize(("question", "customer"), ONE, ids=[question for question, _ in ONE])
def test_a_name_is_the_customer(brain: OfflineBrain, question: str, customer: str) -> None:
    answer = brain.ask(question, brain.start())
    assert (answer.status, answer.customers) == ("answered", (customer,)), answer.answer


TWO = [
    ("compare Zephyr Foundation and Élan Market", ["5000943", "5004115"]),
    ("zephyr foundation vs elan market", ["5000943", "5004115"]),
    ("zephyr foundation or elan market, which is better for azure?", ["5000943", "5004115"]),
]


@pytest.mark.parametrize(("question", "customers"), TWO, ids=[question for question, _ in TWO])
def test_two_names_are_compared(brain: OfflineBrain, question: str, customers: list[str]) -> None:
    answer = brain.ask(question, brain.start())
    assert (answer.status, list(answer.customers or ())) == ("answered", customers), answer.answer


SLIPS = [
    ("Tell me about Zefyr Foundation", "Zephyr Foundation AB"),
    ("Tell me about Zephyr Fundation", "Zephyr Foundation AB"),
    ("why is Elderfeild School Act Now for Azure?", "Elderfield School GmbH"),
    ("brightsea insurence boston", "Brightsea Insurance Boston Inc"),
    ("tell me about topten tailors", "Top Ten Tailors"),
]


@pytest.mark.parametrize(("question", "name"), SLIPS, ids=[question for question, _ in SLIPS])
def test_a_slip_is_asked_back_or_noted(brain: OfflineBrain, question: str, name: str) -> None:
    answer = brain.ask(question, brain.start())
    assert name in answer.answer
    assert answer.status == "needs_clarification" or any("read" in note for note in answer.assumptions)


@pytest.mark.parametrize("question", ["Tell me about Zephyr", "why is Calloway Act Now?", "jasper"])
def test_a_short_form_of_several_is_asked_back(brain: OfflineBrain, question: str) -> None:
    answer = brain.ask(question, brain.start())
    assert answer.status == "needs_clarification"
    assert "1. " in answer.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Tell me about Zebulon Freight", ("Zebulon Freight", "Zephyr")),
        ("tell me about acme rockets", ("acme rockets",)),
        ("customer 9999999", ("9999999",)),
        ("why is TPID 9999999 Act Now for Azure?", ("9999999",)),
    ],
)
def test_a_name_that_nobody_has_says_so(brain: OfflineBrain, question: str, words: tuple[str, ...]) -> None:
    answer = brain.ask(question, brain.start())
    assert answer.status != "answered"
    assert words[0] in answer.answer
    assert "customer" in answer.answer


NAMES = ("株式会社", "Ltd", "ООО", "Ромашка", "شركة", "Sweden", "Oslo", "Nova AB")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> OfflineBrain:
    """Customers 4001 and on, called like a legal form, in other letters or like a place; in Sweden but for 4008."""
    folder = tmp_path_factory.mktemp("named")
    (folder / "2026-10").mkdir()
    rows = [f"{4001 + at},{name},Malmö,Sweden,Act Now" for at, name in enumerate(NAMES[:-1])]
    rows.append("4008,Nova AB,Oslo,Norway,Act Now")
    head = "Customer ID,Account Name,City,Country,M365Cluster"
    report = folder / "2026-10" / "CLASM365Propensity.csv"
    report.write_text("\n".join((head, *rows, "")), encoding="utf-8")
    import_reports(Workspace(folder / "workspace"), [folder / "2026-10"])
    return OfflineBrain(Tools(Engine(Workspace(folder / "workspace")), date(2026, 10, 25)))


@pytest.mark.parametrize(("place", "name"), list(enumerate(NAMES[:-1])))
def test_a_customer_is_found_whatever_it_is_called(named: OfflineBrain, place: int, name: str) -> None:
    assert named.ask(f"Tell me about {name}", named.start()).customers == (str(4001 + place),)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many customers in Sweden are Act Now for M365?", 7),
        ("How many customers are from Norway or Sweden?", 8),
        ("How many customers are based in Norway, Sweden?", 8),
        ("How many customers in Oslo?", 1),
        ("How many Act Now for M365 customers in Oslo and Malmö?", 8),
    ],
)
def test_behind_in_a_place_is_no_customer(named: OfflineBrain, question: str, number: int) -> None:
    assert named.ask(question, named.start()).value == number


def test_a_legal_form_alone_that_nobody_has_names_nothing(brain: OfflineBrain) -> None:
    answer = brain.ask("Tell me about ApS", brain.start())
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "Near it" not in answer.answer
