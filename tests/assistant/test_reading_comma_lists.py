"""Lists of conditions of different kinds that commas join, "both" of what is owned or lacked, and what may not be."""

import pytest
from queries import called, cluster, has, is_, no, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Filter, Query

AZURE = cluster("azure")
SWEDEN, HEALTHCARE = has("country", "Sweden"), has("industry", "Healthcare")


def any_of(*filters: Filter) -> Filter:
    return Filter(any_of=filters)


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("How many customers in Sweden, Oslo or Copenhagen are Act Now for Azure?",
         [any_of(SWEDEN, has("city", "Oslo", "Copenhagen")), AZURE]),
        ("How many customers in healthcare, banking or logistics?",
         [any_of(HEALTHCARE, has("vertical", "Banking", "Logistics"))]),
        ("How many healthcare customers in Sweden, Oslo or Copenhagen?",
         [HEALTHCARE, any_of(SWEDEN, has("city", "Oslo", "Copenhagen"))]),
        ("How many customers in the Copilot, E5 or migrate to cloud cohort?",
         [any_of(has("cohort", "m365-copilot"), has("cohort", "security-m365-e5"),
                 has("category", "m365-migrate-to-cloud"))]),
        ("How many customers are Act Now for Azure, have an EA or are in Sweden?",
         [any_of(AZURE, has("has_ea", True), SWEDEN)]),
        ("How many Upper Medium customers, Swedish customers or government customers are there?",
         [any_of(has("sub_segment", "Upper Medium"), SWEDEN, has("industry", "Government"))]),
        ("How many customers are in A1, Evaluate or with intent over 90 for Azure?",
         [any_of(is_("cell", "azure", "A1"), cluster("azure", "evaluate"), is_("intent", "azure", 90.0, op=">"))]),
        ("How many customers are Act Now for Azure, Evaluate for M365 or Nurture for Surface?",
         [any_of(AZURE, cluster("m365", "evaluate"), cluster("surface", "nurture"))]),
    ],
)  # fmt: skip
def test_a_list_is_joined_by_or_throughout(brain: OfflineBrain, question: str, conditions: list[Filter]) -> None:
    assert called(ask(brain, question)) == plainly(query(*conditions, count=True))


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("How many Act Now for Azure customers in Sweden, with M365 or Azure?",
         [AZURE, SWEDEN, any_of(has("has_m365", True), has("has_azure", True))]),
        ("How many healthcare customers in Sweden, Act Now or Evaluate for M365?",
         [HEALTHCARE, SWEDEN, cluster("m365", "act-now", "evaluate")]),
        ("How many Act Now for Azure customers, in Sweden or in Healthcare?", [AZURE, any_of(SWEDEN, HEALTHCARE)]),
        ("How many customers with M365, in Sweden or Oslo?",
         [has("has_m365", True), any_of(SWEDEN, has("city", "Oslo"))]),
    ],
)  # fmt: skip
def test_a_comma_that_makes_no_list_means_and(brain: OfflineBrain, question: str, conditions: list[Filter]) -> None:
    assert called(ask(brain, question)) == plainly(query(*conditions, count=True))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many customers without Norway, Malmö or Göteborg?",
         query(no("country", "Norway"), no("city", "Malmö", "Göteborg"), count=True)),
        ("How many customers outside Sweden, Oslo or Copenhagen?",
         query(no("country", "Sweden"), no("city", "Oslo", "Copenhagen"), count=True)),
    ],
)  # fmt: skip
def test_what_is_left_out_is_a_list_throughout(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many customers in Sweden, Act Now for Azure or with an EA?", "begins a list"),
        ("How many customers in Sweden, in healthcare or with an EA?", "begins a list"),
        ("How many customers in Sweden, Stockholm or Malmö?", "begins a list"),
        ("How many customers not in Sweden, healthcare or Malmö?", "begins a list"),
        ("How many customers outside Sweden, Oslo and healthcare?", "begins a list"),
        ("How many customers in Stockholm with Azure and those in Malmö without Azure?", "cannot join two groups"),
        ("How many customers have agreements ending before December or CSP agreements ending in 2027?",
         "cannot join two groups"),
        ("How many customers are both in Sweden and in Norway?", "one country only"),
        ("How many customers are in both Sweden and Norway?", "one country only"),
        ("customers that are both Upper Medium and Medium", "one sub segment only"),
        ("customers that are both Act Now and Evaluate for Azure", "one Azure cluster only"),
        ("customers with both CSP and EA agreements", "An agreement has one license program only"),
    ],
)  # fmt: skip
def test_what_two_readings_fit_is_refused(brain: OfflineBrain, question: str, said: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers, answer.value) == ("not_answerable", None, None)
    assert said in answer.answer


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("How many customers have both Azure and D365 but not M365?",
         [has("has_azure", True), has("has_d365", True), has("has_m365", False)]),
        ("How many customers lack both Azure and M365?", [has("has_azure", False), has("has_m365", False)]),
        ("How many customers without both Azure and M365?", [has("has_azure", False), has("has_m365", False)]),
        ("How many customers don't have both Azure and M365?",
         [any_of(has("has_azure", False), has("has_m365", False))]),
    ],
)  # fmt: skip
def test_both_of_what_is_owned(brain: OfflineBrain, question: str, conditions: list[Filter]) -> None:
    assert called(ask(brain, question)) == plainly(query(*conditions, count=True))


FRANCE, MAINE, OSLO = has("country", "France"), has("state", "Maine"), has("city", "Oslo")
NORDIC = any_of(has("country", "Sweden"), has("city", "Oslo", "Copenhagen"))


@pytest.mark.parametrize(
    ("messages", "expected", "number"),
    [
        (("How many customers in Maine, Oslo and France?",), [any_of(MAINE, OSLO, FRANCE)], 57),
        (("How many customers in Sweden, Oslo and Copenhagen?",), [NORDIC], 111),
        (("How many customers in Sweden and in Oslo?",), [any_of(has("country", "Sweden"), OSLO)], 90),
        (("スウェーデン、オスロ、コペンハーゲンの顧客は何社ですか?",), [NORDIC], 111),
        (("How many customers in Sweden, Oslo and Copenhagen?", "and in Denmark?"), [has("country", "Denmark")], 34),
        (("How many customers in Sweden and Act Now for Azure?",), [has("country", "Sweden"), cluster("azure")], 10),
        (("How many customers in Stockholm, Sweden and Oslo, Norway?",),
         [has("city", "Stockholm", "Oslo"), has("country", "Sweden", "Norway")], 50),
        (("How many insurance or banking customers are A1, A2 or A3 for Azure?",),
         [has("vertical", "Insurance", "Banking"), is_("cell", "azure", "A1", "A2", "A3")], 2),
        (("How many retail or banking customers are A1, A2 or A3 for Azure?",),
         [any_of(has("industry", "Retail & Consumer Goods"), has("vertical", "Banking")),
          is_("cell", "azure", "A1", "A2", "A3")], 5),
        (("How many customers in Stockholm and Göteborg in Sweden?",),
         [has("city", "Stockholm", "Göteborg"), has("country", "Sweden")], 49),
        (("How many customers are both in Sweden and in Oslo?",), [has("country", "Sweden"), OSLO], 0),
    ],
)  # fmt: skip
def test_places_of_different_kinds_are_one_list(
    brain: OfflineBrain, messages: tuple[str, ...], expected: list[Filter], number: int
) -> None:
    answer = ask(brain, *messages)
    assert called(answer) == plainly(query(*expected, count=True))
    assert answer.value == number


@pytest.mark.parametrize(
    "places",
    [
        "Sweden, Stockholm and Oslo",
        "Sweden, Norway, Oslo and Stockholm",
        "Sweden and Stockholm",
        "Stockholm and Sweden",
    ],
)
def test_a_list_in_which_some_places_lie_in_others_is_refused(brain: OfflineBrain, places: str) -> None:
    answer = ask(brain, f"How many customers in {places}?")
    assert (answer.status, answer.value) == ("not_answerable", None)
    assert "Some of these lie in others" in answer.answer
