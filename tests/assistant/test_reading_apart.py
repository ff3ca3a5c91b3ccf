"""Questions whose words mean several things apart: months that do not touch, places of a list, bounds set anew."""

import pytest
from queries import called, ends, has, is_, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Filter, joined


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    "question",
    [
        "How many customers bought M365 since September?",
        "How many customers got Azure since September?",
        "how many customers since September",
        "which industry had the most customers since September",
    ],
)
def test_a_stretch_since_a_month_is_no_month(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.value) == ("not_answerable", None)
    assert "“since September”" in answer.answer


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("in November or January", [("2026-11-01", "2026-11-30"), ("2027-01-01", "2027-01-31")]),
        ("in December 2026 or February 2027", [("2026-12-01", "2026-12-31"), ("2027-02-01", "2027-02-28")]),
        ("in November and February", [("2026-11-01", "2026-11-30"), ("2027-02-01", "2027-02-28")]),
        ("in January or March 2027", [("2027-01-01", "2027-01-31"), ("2027-03-01", "2027-03-31")]),
        ("in November, December or March", [("2026-11-01", "2026-12-31"), ("2027-03-01", "2027-03-31")]),
        ("in Q1 and Q3 2027", [("2027-01-01", "2027-03-31"), ("2027-07-01", "2027-09-30")]),
        ("in Q1 and Q2 2027", [("2027-01-01", "2027-06-30")]),
        ("in November, December or January 2027", [("2026-11-01", "2027-01-31")]),
        ("from November to January", [("2026-11-01", "2027-01-31")]),
    ],
)
def test_months_with_others_between_them_are_no_stretch(
    brain: OfflineBrain, words: str, spans: list[tuple[str, str]]
) -> None:
    wanted = joined([ends(*span) for span in spans], any_of=True)
    answer = ask(brain, f"How many customers have agreements that end {words}?")
    assert called(answer) == plainly(query(wanted, count=True))


def test_what_expired_in_months_apart_lies_in_the_past(brain: OfflineBrain) -> None:
    wanted = joined([ends("2026-07-01", "2026-07-31"), ends("2025-11-01", "2025-11-30")], any_of=True)
    assert called(ask(brain, "agreements that expired in July or November")) == plainly(query(wanted))


def test_no_agreement_ends_in_months_apart(brain: OfflineBrain) -> None:
    wanted = joined([ends("2026-11-01", "2026-11-30"), ends("2027-01-01", "2027-01-31")], any_of=True)
    answer = ask(brain, "How many customers have no agreement ending in November or January?")
    assert called(answer) == plainly(query(Filter(none_of=(wanted,)), count=True))


RUNS, NEXT = "existing_workloads", "recommended_workloads"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("run Kubernetes already and are recommended OpenAI", (has(RUNS, "Kubernetes"), has(NEXT, "OpenAI"))),
        ("run Sentinel and are recommended Backup", (has(RUNS, "Sentinel"), has(NEXT, "Backup"))),
        ("have Sentinel recommended and run Backup", (has(NEXT, "Sentinel"), has(RUNS, "Backup"))),
        ("are recommended OpenAI and have Kubernetes", (has(NEXT, "OpenAI"), has(RUNS, "Kubernetes"))),
        ("are recommended Kubernetes or OpenAI", (has(NEXT, "Kubernetes", "OpenAI"),)),
        ("have OpenAI as a recommended workload", (has(NEXT, "OpenAI"),)),
        ("run Sentinel", (has(RUNS, "Sentinel"),)),
        ("have at least 2 recommended workloads, but fewer than 3 existing ones",
         (has("recommended_workload_count", 2.0, op=">="), has("existing_workload_count", 3.0, op="<"))),
    ],
)  # fmt: skip
def test_what_runs_is_not_what_is_recommended(brain: OfflineBrain, words: str, wanted: tuple[Filter, ...]) -> None:
    assert called(ask(brain, f"How many customers {words}?")) == plainly(query(*wanted, count=True))


OSAKA, SIZE = has("city", "Osaka"), "org_size"
OVER_50, UNDER_20 = has(SIZE, 50.0, op=">"), has(SIZE, 20.0, op="<")
MORE_THAN_50 = "How many customers in Osaka have more than 50 employees?"
ONE = "How many customers in Osaka have M365 but not Azure?"
ONE_WAY = Filter(all_of=(has("has_m365", True), has("has_azure", False)))
OTHER_WAY = Filter(all_of=(has("has_azure", True), has("has_m365", False)))


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        ((MORE_THAN_50, "less than 20 instead"), (OSAKA, UNDER_20)),
        ((MORE_THAN_50, "less than 20"), (OSAKA, UNDER_20)),
        ((MORE_THAN_50, "less than 500"), (OSAKA, OVER_50, has(SIZE, 500.0, op="<"))),
        ((MORE_THAN_50, "or less than 20"), (OSAKA, joined([OVER_50, UNDER_20], any_of=True))),
        (("How many customers in Osaka have Azure intent over 70?", "make it over 40", "or fit over 90"),
         (OSAKA, joined([is_("intent", "azure", 40.0, op=">"), is_("fit", "azure", 90.0, op=">")], any_of=True))),
        ((ONE, "or with Azure but not M365"),
         (OSAKA, joined([ONE_WAY, OTHER_WAY], any_of=True))),
        ((ONE, "or with Azure but not M365", "more than 50 employees"),
         (OSAKA, joined([ONE_WAY, OTHER_WAY], any_of=True), OVER_50)),
    ],
)  # fmt: skip
def test_a_bound_takes_the_place_of_another_and_or_joins_what_it_follows(
    brain: OfflineBrain, messages: tuple[str, ...], wanted: tuple[Filter, ...]
) -> None:
    assert called(ask(brain, *messages)) == plainly(query(*wanted, count=True))


def test_or_without_another_side_is_refused(brain: OfflineBrain) -> None:
    answer = ask(brain, "How many customers in Osaka are Act Now for Azure?", "or have an EA")
    assert answer.status == "not_answerable"
    assert "I cannot join two groups by “or”" in answer.answer


TOP = "Top 5 customers for Azure in Sweden"


@pytest.mark.parametrize(
    ("messages", "place"),
    [
        ((TOP, "what about number 5"), 5),
        ((TOP, "what about number 5", "and number 3?"), 3),
        ((TOP, "how many employees does the first have?"), 1),
        ((TOP, "how many employees does number 2 have?"), 2),
        ((TOP, "why number 4?"), 4),
    ],
)
def test_a_number_is_a_place_of_the_list(brain: OfflineBrain, messages: tuple[str, ...], place: int) -> None:
    listed, answer = ask(brain, TOP), ask(brain, *messages)
    assert listed.customers is not None
    assert f"({listed.customers[place - 1]})" in answer.answer.split(":")[0]


def test_a_list_ends(brain: OfflineBrain) -> None:
    answer = ask(brain, TOP, "what about number 9?")
    assert (answer.status, answer.answer.split(".")[0]) == ("needs_clarification", "The list ends with number 5")
