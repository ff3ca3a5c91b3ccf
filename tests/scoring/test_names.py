"""Finding customers by name, domain or id."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partner import imported

from scoring.engine import Engine
from scoring.name_keys import KEY, keys_of
from scoring.names import customers_beginning, find_customers, nearest_names, similar_customers, similar_to_any

OCTOBER = """\
CustomerID,AccountName,Domain,City,AzureFit
50001,Nova Ltd,nova.co.uk,London,1
50002,Nova GmbH,nova.de,Berlin,1
50003,Nova Retail Ltd,novaretail.com,Leeds,1
50004,Café Søren ApS,soeren.dk,Odense,1
50005,株式会社青空,aozora.jp,東京,1
50006,주식회사 하늘,haneul.kr,서울,1
50007,"Åkerman & Söner Aktiebolag",akerman.se,Umeå,1
50008,Straße AG,strasse.de,Köln,1
50009,The Box Company,box.com,Reno,1
50010,Acme,acme.com,Reno,1
50011,Acme Inc,acme.org,,1
50012,アセント合同会社,ascent.jp,大阪,1
50013,"Pandora S.A.",,Lyon,1
50014,Renamed Ltd,new.example,Reno,1
"""
SEPTEMBER = "CustomerID,AccountName,Domain,City,AzureFit\n50014,Formerly Ltd,old.example,Reno,1\n"
EVIL = "x'; DROP TABLE names; --"


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Customers whose names are like each other; tests read them only."""
    return imported(tmp_path_factory.mktemp("names"), {"2026-10/azure.csv": OCTOBER, "2026-09/azure.csv": SEPTEMBER})


def found(engine: Engine, text: str) -> list[str]:
    """The customers that a text names, as the last two digits of their ids."""
    return [customer.customer_id[3:] for customer in find_customers(engine, [text]).get(text, [])]


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("Nova", ["01", "02"]),
        ("Nova Ltd", ["01"]),
        ("nova gmbh", ["02"]),
        ("NOVA RETAIL", ["03"]),
        ("Cafe Soren", ["04"]),
        ("café søren aps", ["04"]),
        ("青空", ["05"]),
        ("株式会社青空", ["05"]),
        ("하늘", ["06"]),
        ("주식회사 하늘", ["06"]),
        ("akerman soner", ["07"]),
        ("Åkerman & Söner", ["07"]),
        ("strasse", ["08"]),
        ("Straße AG", ["08"]),
        ("Box", ["09"]),
        ("the box company", ["09"]),
        ("アセント", ["12"]),
        ("Pandora", ["13"]),
        ("pandora s.a.", ["13"]),
    ],
)
def test_without_case_accents_and_legal_forms(firms: Engine, text: str, customers: list[str]) -> None:
    assert found(firms, text) == customers


def test_a_full_name_wins_over_longer_ones(firms: Engine) -> None:
    assert found(firms, "acme") == ["10"]
    assert found(firms, "Acme Inc") == ["11"]
    (exact,) = find_customers(firms, ["ACME"])["ACME"]
    assert (exact.customer_id, exact.account_name, exact.city, exact.full) == ("50010", "Acme", "Reno", True)
    assert [customer.full for customer in find_customers(firms, ["Nova"])["Nova"]] == [False, False]


@pytest.mark.parametrize(
    ("text", "customers"),
    [("nova.de", ["02"]), ("ACME.ORG", ["11"]), ("aozora.jp", ["05"]), ("50003", ["03"]), ("new.example", ["14"])],
)
def test_by_domain_and_id(firms: Engine, text: str, customers: list[str]) -> None:
    assert found(firms, text) == customers


@pytest.mark.parametrize("text", ["Nobody", "", " ", "Nov", "Retail", "Ltd", "5000", "example", "%", EVIL])
def test_what_names_nobody(firms: Engine, text: str) -> None:
    assert find_customers(firms, [text]) == {}


def test_the_newest_name_counts(firms: Engine) -> None:
    assert found(firms, "Renamed") == ["14"]
    assert found(firms, "Formerly") == []
    assert found(firms, "old.example") == []


def test_many_texts_at_once(firms: Engine) -> None:
    texts = find_customers(firms, ["Nova Ltd", "Nobody", "Nova Ltd", "Acme"])
    assert {text: [customer.customer_id for customer in customers] for text, customers in texts.items()} == {
        "Nova Ltd": ["50001"],
        "Acme": ["50010"],
    }
    assert find_customers(firms, []) == {}


def test_names_that_begin_with_whole_words(firms: Engine) -> None:
    assert [customer.account_name for customer in customers_beginning(firms, "NOVA")] == [
        "Nova GmbH",
        "Nova Ltd",
        "Nova Retail Ltd",
    ]
    assert [customer.customer_id for customer in customers_beginning(firms, "Åkerman")] == ["50007"]
    assert customers_beginning(firms, "nov") == []
    assert len(customers_beginning(firms, "nova", limit=2)) == 2


def test_names_spelled_nearly_so(firms: Engine) -> None:
    assert [customer.customer_id for customer in similar_customers(firms, "Nova Retial")] == ["50003"]
    assert [customer.customer_id for customer in similar_customers(firms, "Akermann & Soner")] == ["50007"]
    assert similar_customers(firms, "Something else") == []


def test_a_city_that_is_not_known_is_blank(firms: Engine) -> None:
    (customer,) = find_customers(firms, ["Acme Inc"])["Acme Inc"]
    assert customer.city == ""


def test_of_several_texts_the_longest_that_is_near_to_a_name(firms: Engine) -> None:
    near = similar_to_any(firms, ["Pandroa", "Nova Retial", "Nova Retial or"])
    assert [(text, customer.customer_id) for text, customer in near] == [("Nova Retial", "50003")]
    assert [customer.customer_id for _, customer in similar_to_any(firms, ["Pandroa"])] == ["50013"]


def test_names_most_like_a_text(firms: Engine) -> None:
    assert nearest_names(firms, "Pandor") == ["Pandora S.A."]
    assert nearest_names(firms, "Novar", limit=2) == ["Nova GmbH", "Nova Ltd"]
    assert nearest_names(firms, "xyz") == []


@given(st.text(alphabet=string.printable + "\0\x1b\x7f", max_size=30))
def test_plain_letters_have_the_key_that_the_table_of_names_gives_them(firms: Engine, text: str) -> None:
    (row,) = firms.fetch(f"SELECT {KEY.format('$text')} AS key", {"text": text})
    assert keys_of(firms, [text]) == {text: row["key"]}
