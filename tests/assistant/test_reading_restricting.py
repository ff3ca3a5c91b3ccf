"""Questions that restrict: exactly one of several, one product alone, all agreements, months apart, about so many."""

import pytest
from queries import called, cluster, ends, has, is_, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Filter, Query


def ask(brain: OfflineBrain, question: str) -> Answer:
    return brain.ask(question, brain.start())


def both(*filters: Filter) -> Filter:
    return Filter(all_of=filters)


def either(*filters: Filter) -> Filter:
    return Filter(any_of=filters)


AZURE, M365 = ({flag: has(f"has_{name}", flag) for flag in (True, False)} for name in ("azure", "m365"))
ONE_OWNED = either(both(AZURE[True], M365[False]), both(M365[True], AZURE[False]))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many customers own exactly one of Azure and M365?", query(ONE_OWNED, count=True)),
        ("How many customers have only one of Azure and M365?", query(ONE_OWNED, count=True)),
        ("How many customers own at least one of Azure and M365?",
         query(either(AZURE[True], M365[True]), count=True)),
        ("How many customers lack at least one of Azure and M365?",
         query(either(AZURE[False], M365[False]), count=True)),
        ("How many customers are Act Now for exactly one of Azure and Surface?",
         query(cluster(("azure", "surface"), at_least=1, at_most=1), count=True)),
        ("How many customers are Act Now for at least one of Azure and Surface?",
         query(cluster(("azure", "surface")), count=True)),
        ("How many customers are Act Now for one of Azure and Surface?",
         query(cluster(("azure", "surface")), count=True)),
    ],
)  # fmt: skip
def test_one_of_several_is_not_all_of_them(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


def test_exactly_one_of_two_cohorts_leaves_out_those_in_both(brain: OfflineBrain) -> None:
    one = ask(brain, "How many customers are in exactly one of the E5 and Copilot cohorts?").value
    two = ask(brain, "How many customers are in the E5 and Copilot cohorts?").value
    any_of_them = ask(brain, "How many customers are in the E5 or Copilot cohorts?").value
    assert isinstance(one, (int, float))
    assert isinstance(two, (int, float))
    assert one + two == any_of_them


def test_exactly_one_of_other_things_is_refused_by_name(brain: OfflineBrain) -> None:
    answer = ask(brain, "How many customers have exactly one of EA and CSP agreements?")
    assert answer.status == "not_answerable"
    assert "exactly one of several things" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "How many customers are Act Now for only Azure?",
        "How many customers are Act Now only for Azure?",
        "How many customers are Act Now for Surface alone?",
        "How many customers are Act Now for Azure only?",
        "How many customers are only Act Now for Surface?",
    ],
)
def test_a_score_for_one_product_alone_is_refused_by_name(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "for no other" in answer.answer


def test_only_those_of_a_cluster_are_listed(brain: OfflineBrain) -> None:
    expected = query(cluster("azure"), best="azure")
    assert called(ask(brain, "Show only Act Now customers for Azure")) == plainly(expected)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many customers are there whose agreements are all CSP?", "whose agreements all meet it"),
        ("How many customers have every agreement expiring before 2027?", "whose agreements all meet it"),
        ("How many customers have all agreements ending in 2027?", "whose agreements all meet it"),
        ("How many customers have only CSP agreements?", "whose agreements all meet it"),
        ("How many customers have about 50 employees?", "between 40 and 60"),
        ("How many customers have roughly 50 employees?", "between 40 and 60"),
        ("Largest 3 agreements by expiring revenue in Sweden", "not single agreements"),
        ("Top 3 agreements by revenue in Sweden", "not single agreements"),
    ],
)
def test_what_no_condition_says_is_refused_by_name(brain: OfflineBrain, question: str, told: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers, answer.value) == ("not_answerable", None, None)
    assert told in answer.answer


DECEMBER, FEBRUARY = ends("2026-12-01", "2026-12-31"), ends("2027-02-01", "2027-02-28")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many customers have agreements ending in December 2026 or February 2027?",
         query(either(DECEMBER, FEBRUARY), count=True)),
        ("How many customers have agreements ending in December 2026 and February 2027?",
         query(either(DECEMBER, FEBRUARY), count=True)),
        ("How many customers have agreements ending in January or February 2027?",
         query(ends("2027-01-01", "2027-02-28"), count=True)),
        ("How many customers have agreements ending from December 2026 to February 2027?",
         query(ends("2026-12-01", "2027-02-28"), count=True)),
        ("How many customers are in E5 or E6 for Surface?", query(is_("cell", "surface", "E5", "E6"), count=True)),
        ("How many customers are A1, A2 or E5 for Azure?", query(is_("cell", "azure", "A1", "A2", "E5"), count=True)),
    ],
)  # fmt: skip
def test_months_apart_and_cells_beside_each_other(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)
