"""Exceptions with several conditions: who is left out are the customers that meet them all, or the question is asked
back where that is not sure."""

import pytest
from queries import ALL, called, cluster, has, is_, no, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Filter, Query, joined

SWEDEN, NORWAY, GERMANY = (has("country", name) for name in ("Sweden", "Norway", "Germany"))
HEALTHCARE, VERY_SMALL = has("industry", "Healthcare"), has("sub_segment", "Very Small")
OWNS_M365, OWNS_AZURE = has("has_m365", True), has("has_azure", True)
BIG = has("org_size", 300.0, op=">")
AZURE = cluster("azure")


def out(*conditions: Filter) -> Filter:
    """Who meets all conditions is left out."""
    return Filter(none_of=(joined(conditions),))


def ask(brain: OfflineBrain, question: str) -> Answer:
    return brain.ask(question, brain.start())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Act Now customers except Act Now for Azure ones in Sweden", query(cluster(ALL), out(SWEDEN, AZURE))),
        ("customers except those in Sweden that are Act Now for Azure", query(out(SWEDEN, AZURE))),
        (
            "customers except those in Sweden that are Act Now for Azure and own M365",
            query(out(OWNS_M365, SWEDEN, AZURE)),
        ),
        (
            "Act Now for Azure but not those in Sweden with more than 300 employees",
            query(AZURE, out(SWEDEN, BIG), best="azure"),
        ),
        ("Act Now for Azure but not the Healthcare ones in Norway",
         query(AZURE, out(HEALTHCARE, NORWAY), best="azure")),
        (
            "Act Now for Azure, leave the Healthcare ones in Norway out",
            query(AZURE, out(HEALTHCARE, NORWAY), best="azure"),
        ),
        (
            "Act Now for Azure, the Healthcare ones in Norway excluded",
            query(AZURE, out(HEALTHCARE, NORWAY), best="azure"),
        ),
        ("Act Now for Azure except Norwegian Healthcare", query(AZURE, out(NORWAY, HEALTHCARE), best="azure")),
        ("everyone except Very Small customers that own Azure", query(out(OWNS_AZURE, VERY_SMALL))),
        (
            "customers without the Act Now for Azure ones in Sweden",
            query(out(SWEDEN, AZURE)),
        ),
        (
            "Which customers other than those that own M365 in Sweden are Act Now for Azure?",
            query(AZURE, out(OWNS_M365, SWEDEN), best="azure"),
        ),
        ("customers except those in Sweden and those in Norway that own Azure",
         query(out(SWEDEN), out(OWNS_AZURE, NORWAY))),
        ("customers except those in Sweden or in Healthcare",
         query(Filter(none_of=(Filter(any_of=(SWEDEN, HEALTHCARE)),)))),
        ("customers except Healthcare and Norway", query(Filter(none_of=(HEALTHCARE, NORWAY)))),
        (
            "customers except Healthcare, Norway and those with over 300 employees",
            query(Filter(none_of=(HEALTHCARE, NORWAY)), out(BIG)),
        ),
        (
            "Act Now for Azure in Germany except those with a high intent in Healthcare",
            query(GERMANY, AZURE, out(HEALTHCARE, is_("intent_band", "azure", "high")), best="azure"),
        ),
        ("how many customers are there besides the ones in Germany that own Azure?",
         query(out(OWNS_AZURE, GERMANY), count=True)),
        ("Act Now for Azure excluding those in Norway with over 300 employees, by country",
         query(AZURE, out(NORWAY, BIG), groups=("country",))),
    ],
)  # fmt: skip
def test_who_meets_all_conditions_of_an_exception_is_left_out(
    brain: OfflineBrain, question: str, expected: Query
) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which customers other than those in Norway are Act Now for Azure?",
         query(no("country", "Norway"), AZURE, best="azure")),
        ("Exclude the Healthcare ones and tell me which customers in Norway are Act Now for Azure",
         query(no("industry", "Healthcare"), NORWAY, AZURE, best="azure")),
        ("Act Now for Azure, except Healthcare, in Norway",
         query(no("industry", "Healthcare"), NORWAY, AZURE, best="azure")),
        ("Act Now for Azure, exclude Healthcare and show only Norway",
         query(no("industry", "Healthcare"), NORWAY, AZURE, best="azure")),
        ("Swedish customers minus Stockholm with an M365 fit of 75 or better",
         query(SWEDEN, no("city", "Stockholm"), is_("fit", "m365", 75.0, op=">="), best="m365")),
        ("customers except Healthcare and with Azure", query(OWNS_AZURE, no("industry", "Healthcare"))),
    ],
)  # fmt: skip
def test_what_stands_outside_an_exception_is_asked_for(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Act Now for Azure, other than Healthcare in Norway",
         query(AZURE, out(HEALTHCARE, NORWAY), best="azure"),
         query(NORWAY, no("industry", "Healthcare"), AZURE, best="azure")),
        ("customers except those in Sweden and Healthcare",
         query(out(SWEDEN, HEALTHCARE)),
         query(out(SWEDEN), out(HEALTHCARE))),
    ],
)  # fmt: skip
def test_an_exception_that_can_mean_two_things_is_asked_back(
    brain: OfflineBrain, question: str, first: Query, second: Query
) -> None:
    for choice, expected in (("1", first), ("2", second)):
        conversation = brain.start()
        assert brain.ask(question, conversation).status == "needs_clarification"
        assert called(brain.ask(choice, conversation)) == plainly(expected)


def test_a_follow_up_leaves_out_by_several_conditions(brain: OfflineBrain) -> None:
    conversation = brain.start()
    brain.ask("Act Now customers for Azure", conversation)
    answer = brain.ask("except the Healthcare ones in Norway", conversation)
    assert called(answer) == plainly(query(AZURE, out(HEALTHCARE, NORWAY), best="azure"))
