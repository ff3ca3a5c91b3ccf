"""Turns of phrase mean what plain words mean: each pair of questions is read as the same query."""

import pytest

from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import ReadQuery, Refuse
from scoring.query import Query


def query(brain: OfflineBrain, question: str) -> Query:
    outcome = brain.reader.read(question).outcome
    assert isinstance(outcome, ReadQuery), f"{question}: {outcome}"
    return outcome.query


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Azure Act Now customers, leave the Very Small ones out", "Azure Act Now customers except Very Small"),
        ("Azure Act Now in any country but Sweden", "Azure Act Now not in Sweden"),
        ("customers in Sweden that are Evaluate or better for Azure", "Act Now or Evaluate for Azure in Sweden"),
        ("customers in Sweden that are at least Evaluate for Azure", "Act Now or Evaluate for Azure in Sweden"),
        ("Nurture or worse for Azure in Norway", "Nurture or Educate for Azure in Norway"),
        ("Act Now for each and every one of the six products", "Act Now for all products"),
        ("Act Now on anything in Norway", "Act Now for any product in Norway"),
        ("Act Now for Azure in Norway, whatever the size", "Act Now for Azure in Norway"),
        ("Act Now for Azure in Norway, size doesn't matter", "Act Now for Azure in Norway"),
        ("who is act now 4 azure in norway", "who is act now for azure in norway"),
        ("My boss needs a thingummy by noon, so: Act Now for Azure in Norway", "Act Now for Azure in Norway"),
        ("Azure Act Now in Norway, Azure not bought yet", "Azure Act Now in Norway without Azure"),
        ("AWS shops in Norway", "customers in Norway that use AWS"),
        ("fit over 90 on Azure, over 80 on Surface too", "Azure fit over 90 and Surface fit over 80"),
        ("how much expires this quarter", "total expiring revenue this quarter"),
        ("agreements of more than $50K each that end in the next 90 days: which customers?",
         "which customers have agreements of more than $50K that end in the next 90 days"),
        ("agreements that end in the first three months of 2027", "agreements ending from January to March 2027"),
        ("agreements ending in November, December or January 2027",
         "agreements ending from November 2026 to January 2027"),
        ("average Azure fit of US customers", "average Azure fit in the United States"),
        ("customers in Norway with more than half a thousand employees", "customers in Norway with over 500 employees"),
        ("no order from us in the last three years, Norway", "customers in Norway that have not transacted in the last "
         "36 months"),
        ("customers in Sweden without Azure and with Google", "customers in Sweden that use Google and have no Azure"),
        ("customers in Norway that don't have Azure and use AWS", "customers in Norway that use AWS without Azure"),
        ("between 10 and 25k potential revenue for Azure", "Azure potential revenue between $10,000 and $25,000"),
        ("customers in Norway with 1 to 5k employees", "customers in Norway with between 1000 and 5000 employees"),
        ("US only: for each state, the number of Evaluate customers for Azure",
         "how many Evaluate customers for Azure in the US by state"),
        ("keep Sweden and Denmark, leave Norway out", "Sweden or Denmark, not Norway"),
        ("customers that are Act Now for either Azure or Surface but not both, Norway",
         "customers that are Act Now for Azure or Surface, but not both, in Norway"),
    ],
)  # fmt: skip
def test_read_as(brain: OfflineBrain, said: str, plain: str) -> None:
    assert query(brain, said).set.filters
    assert _plain(query(brain, said)) == _plain(query(brain, plain))


def _plain(query: Query) -> tuple[object, ...]:
    """The parts of a query, its conditions in any order."""
    return (frozenset(query.set.filters), query.set.month, query.measure, query.group_by, query.limit)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Act Now customers for Azrue in Norway", "Act Now customers for Azure in Norway"),
        ("Act Now customers for Azure in Norwy", "Act Now customers for Azure in Norway"),
        ("Act Now custmoers with more than 50 employeees", "Act Now customers with more than 50 employees"),
        ("Act Now customers forAzure inNorway", "Act Now customers for Azure in Norway"),
        ("Act Nowcustomers in Norway", "Act Now customers in Norway"),
        ("ACT NOW CUSTOMERS FOR AZURE IN NORWAY", "Act Now customers for Azure in Norway"),
    ],
)
def test_slips(brain: OfflineBrain, written: str, meant: str) -> None:
    assert _plain(query(brain, written)) == _plain(query(brain, meant))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("customers in Sweden with Azure or in Norway with M365", "I cannot join two groups"),
        ("customers in Norway that have only M365", "not who has nothing else"),
        ("which customers ordered Surface in Norway in the last 36 months", "“in the last 36 months”"),
        ("customers in the same industry as the biggest one", "I do not know what to make of"),
    ],
)
def test_what_cannot_be_joined_is_said(brain: OfflineBrain, question: str, told: str) -> None:
    outcome = brain.reader.read(question).outcome
    assert isinstance(outcome, Refuse)
    assert told in outcome.reason


@pytest.mark.parametrize("question", ["gold customers in Norway", "customers in Norway that like football"])
def test_words_that_are_no_slips_are_named(brain: OfflineBrain, question: str) -> None:
    outcome = brain.reader.read(question).outcome
    assert isinstance(outcome, Refuse)
    assert any(word in outcome.reason for word in ("gold", "football"))


@pytest.mark.parametrize(
    "question", ["mail the Act Now list for Azure to my manager", "what is the phone number of the buyer", "foo bar"]
)
def test_what_is_refused_comes_with_questions_that_are_answered(brain: OfflineBrain, question: str) -> None:
    conversation = brain.start()
    answer = brain.ask(question, conversation)
    assert answer.status == "not_answerable"
    offered = conversation.choices
    assert 2 <= len(offered) <= 3
    for place, offer in enumerate(offered, 1):
        assert f"{place}. {offer}" in answer.answer
        found = brain.ask(offer, brain.start())
        assert found.status == "answered"
        assert found.customers or found.value or found.groups or found.citations
    picked = brain.ask("2", conversation)
    assert picked.customers == brain.ask(offered[1], brain.start()).customers
