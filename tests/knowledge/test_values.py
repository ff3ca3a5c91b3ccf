"""Names of data values: each means one thing, groups hold known values, and none is a word of a question."""

import pytest

from knowledge.catalog import load_catalog
from knowledge.entries import ValueNames
from knowledge.text import fold

CATALOG = load_catalog()
ENTRIES = tuple(CATALOG.values.values())
FIELDS = sorted({entry.field for entry in ENTRIES})

# Codes and short names that are words of a question, of the reports or of a neighbouring language.
WORDS = {
    "act", "al", "at", "be", "bc", "by", "ca", "co", "de", "do", "fo", "hi", "id", "in", "is", "it", "kl", "kr", "la",
    "ma", "me", "mn", "ms", "my", "nice", "no", "of", "oh", "ok", "on", "open", "or", "pa", "se", "so", "sp", "to",
    "va", "vs", "ut", "for", "fit", "all", "low", "high", "soul", "island",
}  # fmt: skip
ALLOWED = {("city", "la"), ("city", "nice")}


def names(entry: ValueNames) -> tuple[str, ...]:
    return (entry.value, *entry.aliases)


@pytest.mark.parametrize("field", FIELDS)
def test_a_name_means_one_value_of_its_field(field: str) -> None:
    seen: dict[str, str] = {}
    for entry in ENTRIES:
        if entry.field == field:
            for name in names(entry):
                assert seen.setdefault(fold(name), entry.value) == entry.value, name


def test_no_name_stands_twice_in_an_entry() -> None:
    for entry in ENTRIES:
        folded = [fold(name) for name in names(entry)]
        assert len(set(folded)) == len(folded) > 1, entry.value


def test_no_name_is_a_word_of_a_question() -> None:
    found = {(entry.field, fold(name)) for entry in ENTRIES for name in names(entry)}
    assert {(field, name) for field, name in found if name in WORDS} <= ALLOWED


def test_members_of_groups_are_values_of_the_same_field() -> None:
    values = {(entry.field, entry.value) for entry in ENTRIES if not entry.members}
    values |= {("nonprofit", status.title) for status in CATALOG.nonprofits.values()}
    for entry in ENTRIES:
        assert {(entry.field, member) for member in entry.members} <= values, entry.value
        assert len(set(entry.members)) == len(entry.members)


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("country", "UK", "United Kingdom"),
        ("country", "the States", "United States"),
        ("country", "German", "Germany"),
        ("country", "South Korea", "Korea"),
        ("country", "スウェーデン", "Sweden"),
        ("country", "미국", "United States"),
        ("state", "NRW", "North Rhine-Westphalia"),
        ("state", "Skåne", "Skåne County"),
        ("state", "東京都", "Tokyo"),
        ("city", "Gothenburg", "Göteborg"),
        ("city", "Cologne", "Köln"),
        ("city", "NYC", "New York"),
        ("city", "서울", "Seoul"),
        ("industry", "manufacturers", "Manufacturing & Resources"),
        ("industry", "public sector", "Government"),
        ("vertical", "law firms", "Legal Services"),
        ("vertical", "telcos", "Telecommunications"),
        ("license_program", "EA", "Enterprise Agreement"),
        ("existing_workloads", "AKS", "Kubernetes"),
        ("recommended_workloads", "AVD", "Azure Virtual Desktop"),
        ("expiration_type", "true up", "True-up"),
    ],
)
def test_what_people_say_finds_the_value(field: str, said: str, value: str) -> None:
    found = [entry.value for entry in ENTRIES if entry.field == field and fold(said) in map(fold, names(entry))]
    assert found == [value]


def test_nordics_and_scandinavia_are_groups() -> None:
    assert CATALOG.values["country=Nordics"].members == ("Sweden", "Norway", "Denmark", "Finland", "Iceland")
    assert CATALOG.values["country=Scandinavia"].members == ("Sweden", "Norway", "Denmark")
