"""What is private leaves only as tokens, and comes back as it was."""

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.offline.brain import OfflineBrain
from assistant.privacy import Mask
from assistant.tools import Tools
from knowledge.text import fold
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.names import find_customers
from scoring.query import CustomerSet, Filter, Query
from scoring.sample import write_sample
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
PUBLIC = {
    *("act", "all", "and", "azure", "copilot", "customers", "drop", "e5", "educate", "high", "ignore", "low", "name"),
    *("not", "null", "or", "sum", "the", "top", "why"),
}
QUESTIONS = Path(__file__).resolve().parents[1] / "questions"
HEAD = (
    "Customer ID,Account Name,Domain,City,State,Country,Industry,Postal Code,M365Cluster,M365 Fit,"
    "M365 Signal Explanation"
)
ROWS = (
    "4001001,Contoso Pharma AB,contosopharma.se,Göteborg,Västra Götaland,Sweden,Healthcare,411 19,Act Now,92,",
    "4001002,Evaluate Ltd,evaluate.com,Reading,England,United Kingdom,Retail & Consumer Goods,RG1 1AA,Evaluate,60,",
    "4001003,Nordic Azure Partners Ltd,nap.co.uk,Reading,England,United Kingdom,Education,RG1 2BB,Nurture,40,",
    "4001004,High Point AB,highpoint.se,Nice,Provence,France,Education,06000,Educate,10,",
    "4001005,株式会社桜商事,sakura.co.jp,東京,Tokyo,Japan,Education,100-0001,Act Now,80,",
    "4001006,주식회사 한빛소프트,hanbit.co.kr,Seoul,Seoul,Korea,Education,04524,Act Now,80,",
    "4001007,Fjällräv & Søn A/S,fjallrav.dk,Essen,Hamburg State,Germany,Education,45127,Act Now,80,"
    "Hiring: security analyst (2026-08-28); Rumour: moves house",
    "4001008,Fabrikam Foods Inc,fabrikam.com,Essen,Hamburg State,Germany,Education,45127,Act Now,80,",
    "4001009,Fabrikam Motors Inc,fabrikammotors.com,Singapore,Singapore,Singapore,Education,018956,Act Now,80,",
    "4001011,Twin AB,twin.se,Seoul,Seoul,Korea,Education,04524,Act Now,80,",
    "4001012,Twin Ltd,twin.co.uk,Seoul,Seoul,Korea,Education,04524,Act Now,80,",
    "77,Ålesund Tunnel AS,tunnel.no,Ålesund,Møre,Norway,Education,6002,Act Now,80,",
)
RENEWALS = (
    "Customer ID,Account Name,M365Cluster,License Program,Agreement ID,Agreement End Date,Expiring Revenue\n"
    "4001001,Contoso Pharma AB,Act Now,CSP,AGR-11-100000,10/25/2026,$100.50\n"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> OfflineBrain:
    """Twelve customers with names that are hard to tell from other words."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "2026-10").mkdir()
    (folder / "2026-10" / "CLASM365Propensity.csv").write_text("\n".join((HEAD, *ROWS, "")), encoding="utf-8")
    (folder / "2026-10" / "CLASAgreementRenewalsPropensity.csv").write_text(RENEWALS, encoding="utf-8")
    import_reports(Workspace(folder / "store"), [folder / "2026-10"])
    return OfflineBrain(Tools(Engine(Workspace(folder / "store")), AS_OF))


def masked(brain: OfflineBrain, question: str, read: bool = True) -> str:
    return Mask(brain.tools.engine).question(question, brain.reader.read(question) if read else None)


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why is Contoso Pharma AB Act Now?", "Why is [customer 1] Act Now?"),
        ("why is contoso pharma act now", "why is [customer 1] act now"),
        ("what about Contso?", "what about [customer 1]?"),
        ("what about CONTOSO's M365 fit", "what about [customer 1]'s M365 fit"),
        ("the customer with contosopharma.se or 4001001", "the customer with [customer 1] or [customer 1]"),
        ("compare contosopharma and fjallrav son", "compare [customer 1] and [customer 2]"),
        ("Fjallräv & Søn’s cluster", "[customer 1]’s cluster"),
        ("why is fabrikam act now", "why is [customer 1] act now"),
        ("why is Fabrikam Fods act now", "why is [customer 1] act now"),
        ("Nordic Azure Partners on M365", "[customer 1] on M365"),
        ("nordic partners with Azure", "nordic partners with Azure"),
        ("Evaluate customers for M365 in Sweden", "Evaluate customers for M365 in Sweden"),
        ("ålesund tunnel cluster", "[customer 1] cluster"),
        ("桜商事のM365スコアは？", "[customer 1]のM365スコアは?"),
        ("한빛소프트는 왜 지금 행동인가요?", "[customer 1]는 왜 지금 행동인가요?"),
        ("桜商のスコア", "[name 1]のスコア"),
        ("customers in göteborg and Malmö", "customers in [city 1] and [city 2]"),
        ("customers in Gothenburg", "customers in [city 1]"),
        ("kunder i Göteborgs län", "kunder i [city 1]s län"),
        ("customers in Reading with Azure", "customers in [city 1] with Azure"),
        ("customers in Singapore", "customers in Singapore"),
        ("agreement AGR-11-100000 please", "agreement [id 1] please"),
        ("customer 77, and 77 employees", "customer [customer 1], and 77 employees"),
        ("postal code 45127", "postal code [postcode 1]"),
        ("mail anna.b@contoso.se or +46 70 123 45 67", "mail [email 1] or [phone 1]"),
        ("see https://a.example/x?y=1 and shop.example.com", "see [url 1] and [domain 1]"),
        ("is 98765432 a customer over $250000 or 300000?", "is [id 1] a customer over $250000 or 300000?"),
        ("ends 2026-10-25, over 1,234.5 and 12%", "ends 2026-10-25, over 1,234.5 and 12%"),
        ("did Karin Bergkvist call Zebulon Freight?", "did [name 1] call [name 2]?"),
        ("ask Per Olsson about Azure", "ask [name 1] about Azure"),
        ("who has a security analyst signal", "who has a [text 1] signal"),
        ("Welche Unternehmen in Deutschland haben Interesse?", "Welche Unternehmen in Deutschland haben Interesse?"),
        ("Vilka kunder är Agera nu för M365?", "Vilka kunder är Agera nu för M365?"),
        ("azrue customers by inudstry", "azrue customers by inudstry"),
    ],
)
def test_question(small: OfflineBrain, question: str, expected: str, read: bool) -> None:
    assert masked(small, question, read) == expected


@pytest.mark.parametrize(
    "question",
    ["who has a high point in fit?", "I was reading: how nice!", "wer will nun essen", "Evaluate and Reading?"],
)
def test_words_of_everybody_stay_where_they_were_not_read_as_a_name(small: OfflineBrain, question: str) -> None:
    assert masked(small, question, read=False) == question.replace("Reading", "[city 1]")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why is Evaluate Ltd in Evaluate?", "Why is [customer 1] in Evaluate?"),
        ("Explain High Point's M365 score", "Explain [customer 1]'s M365 score"),
        ("why is high point act now", "why is [customer 1] act now"),
    ],
)
def test_words_of_everybody_are_masked_where_they_are_the_name(
    small: OfflineBrain, question: str, expected: str
) -> None:
    assert masked(small, question) == expected


def test_one_token_a_customer(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    question = "Contoso Pharma AB, contoso pharma, Contoso, contosopharma.se, 4001001"
    assert mask.question(question, None) == ", ".join(["[customer 1]"] * 5)
    assert mask.customer("4001001", "Contoso Pharma AB") == "[customer 1]"
    assert mask.field("account_name", "Contoso Pharma AB") == mask.field("domain", "contosopharma.se") == "[customer 1]"
    assert mask.field("customer_id", "4001001") == "[customer 1]"
    assert mask.words("Contoso Pharma AB (4001001) is Act Now") == "[customer 1] ([customer 1]) is Act Now"
    assert mask.back("**[Customer 1]**'s fit") == "**Contoso Pharma AB**'s fit"
    assert mask.argument(["customer 1", {"customers": ["[customer 1]"]}]) == ["4001001", {"customers": ["4001001"]}]


def test_a_name_of_several_is_left_open(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    assert mask.question("why is fabrikam act now", None) == "why is [customer 1] act now"
    assert mask.argument("[customer 1]") == "fabrikam"
    assert mask.customer("4001008", "Fabrikam Foods Inc") == "[customer 2]"


@pytest.mark.parametrize(
    ("field", "value", "sent"),
    [
        ("city", "Göteborg", "[city 1]"),
        ("state", "Seoul", "[city 1]"),
        ("state", "Västra Götaland", "Västra Götaland"),
        ("state", "Greater Essen", "[place 1]"),
        ("country", "Sweden", "Sweden"),
        ("industry", "Healthcare", "Healthcare"),
        ("industry", "call Anna, she knows all about it and will be glad to help you", "[text 1]"),
        ("postal_code", "411 19", "[postcode 1]"),
        ("duns", "125820107", "[id 1]"),
        ("agreement_id", "AGR-11-100000", "[id 1]"),
        ("partner_name", ["Contoso Partners"], ["[partner 1]"]),
        ("division", "Windows Server", "Windows Server"),
        ("existing_workloads", ["Backup", "OpenAI"], ["Backup", "OpenAI"]),
        ("m365.signals", "Hiring: security analyst (2026-08-28); Rumour: moves house", "Hiring (2026-08-28); [text 1]"),
        ("azure.cluster", "Act Now", "Act Now"),
        ("azure.fit", 92.5, 92.5),
        ("has_azure", True, True),
        ("city", None, None),
        ("Notes", "call Anna", "[text 1]"),
    ],
)
def test_field(small: OfflineBrain, field: str, value: object, sent: object) -> None:
    mask = Mask(small.tools.engine)
    assert mask.field(field, value) == sent
    shown = mask.field(field, value)
    if "[" in str(sent) and not field.endswith("signals"):
        assert mask.argument(shown) == value


def test_columns_of_the_partners_own(own_workspace: Path) -> None:
    mask = Mask(Engine(Workspace(own_workspace), AS_OF))
    assert mask.field("Tier", "A") == "A"  # two values, each for 120 customers
    assert mask.field("Account manager", "Karin") == "[text 1]"


@pytest.mark.parametrize(
    "written",
    ["[Customer 1]", "{customer 1}", "【customer 1】", "[CUSTOMER_1]", r"\[customer 1\]", "<customer-1>", "[kund 1]"],
)
def test_tokens_as_models_write_them(small: OfflineBrain, written: str) -> None:
    mask = Mask(small.tools.engine)
    mask.customer("4001001", "Contoso Pharma AB")
    assert mask.back(f"So {written}, then") == "So Contoso Pharma AB, then"
    assert mask.argument(written) == "4001001"


def test_several_tokens_in_one_bracket_and_unknown_ones(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    mask.customer("4001001", "Contoso Pharma AB")
    mask.field("city", "Essen")
    mask.customer("77", "[customer 1] AS")
    assert mask.back("[customers 1 and 2] (city 1)") == "Contoso Pharma AB and [customer 1] AS (Essen)"
    assert mask.back("[customer 9] in [r1]") == "[customer 9] in [r1]"
    assert mask.unknown("[customer 9], [Customer 1], [text 3], [r1], (id 4)") == ("[customer 9]", "[text 3]")


def test_filters_by_name_and_domain_are_given_these(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    mask.customer("4001001", "Contoso Pharma AB")
    filters = [{"field": field, "values": ["[customer 1]"]} for field in ("customer", "domain", "account_name")]
    assert [part["values"] for part in mask.argument({"filters": filters})["filters"]] == [
        ["4001001"],
        ["contosopharma.se"],
        ["Contoso Pharma AB"],
    ]


def test_words_keep_tokens_and_catalogue_words(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    mask.customer("4001001", "Contoso Pharma AB")
    told = "“[customer 1]” is Evaluate, not Act Now; Ålesund Tunnel AS in Ålesund: Hiring: head of sa…"
    assert mask.words(told) == "“[customer 1]” is Evaluate, not Act Now; [customer 2] in [city 1]: Hiring: [text 1]"


def test_open(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine, open=True)
    row = {"customer_id": "4001001", "account_name": "Contoso Pharma AB", "city": "Göteborg"}
    assert mask.question("Contoso Pharma?", None) == mask.words("Contoso Pharma?") == "Contoso Pharma?"
    assert mask.row(row) == row
    assert mask.field("city", "Göteborg") == mask.argument("Göteborg") == "Göteborg"
    assert mask.customer("4001001", "Contoso Pharma AB") == "Contoso Pharma AB"
    assert mask.back("[customer 1]") == "[customer 1]"
    assert mask.unknown("[customer 1]") == ()


# ---- whole workspaces -------------------------------------------------------------------------------


def words(text: str) -> str:
    return " ".join(["", *re.findall(r"[^\W_]+", fold(text)), ""])


def private_values(engine: Engine) -> set[str]:
    """Every name (with and without its legal form), domain, id and city of a workspace, by its words."""
    rows = engine.fetch("SELECT DISTINCT account_name, domain, customer_id, city FROM customers")
    engine.tables.require_names()
    keys = {row["key"] for row in engine.fetch("SELECT DISTINCT key FROM names")}
    return {words(value) for row in rows for value in row.values() if value} | {words(key) for key in keys}


def test_every_row_of_a_workspace(brain: OfflineBrain) -> None:
    engine = brain.tools.engine
    mask, private = Mask(engine), private_values(engine)
    query = Query(CustomerSet(filters=(Filter("fit", ">=", (0.0,), ("m365",)), Filter("agreements", ">=", (0.0,)))))
    ids = engine.run(Query(CustomerSet())).customers or ()
    details = [words(detail) for detail in engine.signal_details(3_000)]
    assert len(ids) > 350
    for row in engine.rows(query, ids):
        sent = words(re.sub(r"\[\w+ \d+\]", "|", str(mask.row(row))))
        assert not [value for value in private if value in sent]
        assert not [value for value in details if value in sent]
        assert mask.argument(mask.row(row)["customer"]) == row["customer_id"]
        assert mask.back(str(mask.row(row)["customer"])) == row["account_name"]


def beginnings(engine: Engine) -> set[str]:
    """First words of names, but those that are also words of everybody or of the catalogue."""
    rows = engine.fetch("SELECT DISTINCT split_part(key, ' ', 1) AS word FROM names WHERE form = 'short'")
    return {fold(row["word"]) for row in rows if not row["word"].isdigit()} - PUBLIC


def questions(name: str) -> Iterator[str]:
    for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["question"]


@pytest.mark.parametrize(("name", "seed", "with_names"), [("larkspur", 4711, 62), ("tidewater", 20261, 52)])
def test_questions_of_a_seller(tmp_path: Path, name: str, seed: int, with_names: int) -> None:
    """Over the partner that the questions were written for: whatever names they use are gone, beginnings too."""
    write_sample(tmp_path / "reports", customers=1500, seed=seed)
    import_reports(Workspace(tmp_path / "store"), [tmp_path / "reports"])
    brain = OfflineBrain(Tools(Engine(Workspace(tmp_path / "store")), AS_OF))
    engine = brain.tools.engine
    private, first = private_values(engine), beginnings(engine)
    checked = 0
    for question in questions(name):
        used = [value for value in private if value in words(question)] or first & set(words(question).split())
        checked += bool(used)
        for sent in (
            Mask(engine).question(question, brain.reader.read(question)),
            Mask(engine).question(question, None),
        ):
            left = words(re.sub(r"\[\w+ \d+\]", "|", sent))
            assert not [value for value in private if value in left], sent
            assert not first & set(left.split()), sent
    assert checked >= with_names


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_names_come_back(brain: OfflineBrain, data: st.DataObject) -> None:
    engine = brain.tools.engine
    rows = engine.fetch("SELECT DISTINCT account_name, city FROM customers ORDER BY ALL")
    names = data.draw(st.lists(st.sampled_from([row["account_name"] for row in rows]), max_size=4))
    cities = data.draw(st.lists(st.sampled_from(sorted({row["city"] for row in rows})), max_size=3))
    question = f"Compare {'; '.join(names)} and whoever is Act Now in {' / '.join(cities)}"
    mask = Mask(engine)
    sent = mask.question(question, None)
    assert mask.back(sent) == question
    assert mask.unknown(sent) == ()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_any_text(brain: OfflineBrain, text: str) -> None:
    mask = Mask(brain.tools.engine)
    mask.question(text, None)
    mask.back(text)
    mask.argument(text)
    assert mask.words(mask.words(text)) == mask.words(text)


# ---- our own texts about customers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ("Evaluate Ltd (4001002, Reading)", "[customer 1] ([customer 1], [city 1])"),
        (
            "'Nurture' is said of Evaluate; the results say Act Now.",
            "'Nurture' is said of [customer 1]; the results say Act Now.",
        ),
        ("Near it: High Point AB; Nordic Azure Partners Ltd.", "Near it: [customer 1]; [customer 2]."),
        ("City: Essen, Göteborg, Nice", "City: [city 1], [city 2], [city 3]"),
        ("It is nice to evaluate a high point.", "It is nice to evaluate a high point."),
    ],
)
def test_words_of_everybody_in_faults(small: OfflineBrain, told: str, sent: str) -> None:
    assert Mask(small.tools.engine).fault(told) == sent


def test_cities_that_are_words_of_everybody_in_words(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    assert mask.words("City: Essen, Göteborg, Nice. Evaluate is a cluster; how nice.") == (
        "City: [city 1], [city 2], [city 3]. Evaluate is a cluster; how nice."
    )


def test_a_short_name_of_several_is_the_one_who_was_told_of(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    mask.customer("4001009", "Fabrikam Motors Inc")
    engine = small.tools.engine
    assert len(find_customers(engine, ["Twin"])["Twin"]) == 2
    mask.customer("4001011", "Twin AB")
    assert mask.fault("It is said of Twin.") == mask.words("It is said of Twin.") == "It is said of [customer 2]."
    mask.customer("4001012", "Twin Ltd")
    assert mask.fault("It is said of Twin Ltd.") == "It is said of [customer 3]."
    assert mask.back(mask.fault("It is said of Twin.")) == "It is said of Twin."


def test_a_value_that_was_read_is_masked_in_faults(small: OfflineBrain) -> None:
    mask = Mask(small.tools.engine)
    assert mask.field("city", "Hope") == "[city 1]"
    assert mask.fault("No customer has the city “Hope”.") == "No customer has the city “[city 1]”."
    assert mask.words("Hope is a word.") == "Hope is a word."


def test_open_faults(small: OfflineBrain) -> None:
    assert Mask(small.tools.engine, open=True).fault("Evaluate Ltd in Essen") == "Evaluate Ltd in Essen"


@pytest.mark.parametrize(
    "question",
    [
        "Whom should we ring about cloud first, up north?",
        "who is in the south or the far west, and who eastwards?",
        "which seven or eight were called on the weekend, in the evening?",
    ],
)
def test_directions_numbers_and_times_stay(small: OfflineBrain, question: str) -> None:
    assert masked(small, question) == masked(small, question, read=False) == question


@pytest.mark.parametrize(
    "text",
    ["x" * 16_000, "a@" * 8_000, "000- " * 3_200, "http://" * 500, "'" * 16_000, "00" + "(0" * 8_000],
    ids=["letters", "addresses", "phones", "urls", "quotes", "brackets"],
)
def test_long_texts_take_no_long_time(small: OfflineBrain, text: str) -> None:
    mask = Mask(small.tools.engine)
    begun = time.monotonic()
    assert mask.back(mask.words(text)) == text
    mask.argument(f"x{text}x")
    assert time.monotonic() - begun < 8  # far less is taken; quadratic searches took more
