"""Which groups come first, what each cohort holds, and what a break-down cannot give: a list of customers."""

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.render import order_words
from scoring.query import Group, Measure, Order, Query

COUNTRY = {"group_by": ["country"]}
AZURE = {"field": "cluster", "values": ["act-now"], "products": ["azure"]}


def ask(brain: OfflineBrain, *questions: str) -> Answer:
    """The answer to the last of the questions of one conversation."""
    conversation = brain.start()
    return [brain.ask(question, conversation) for question in questions][-1]


def call(answer: Answer) -> object:
    assert answer.status == "answered", answer.answer
    (made,) = answer.calls
    return {key: value for key, value in made.arguments.items() if (key, value) != ("measure", {})}


def figures(answer: Answer) -> dict[str, float]:
    assert answer.status == "answered", answer.answer
    return {group.key: group.value for group in answer.groups or ()}


@pytest.mark.parametrize(
    ("question", "descending", "limit"),
    [
        ("Which country has the most customers?", True, 1),
        ("In which country do we have the most customers?", True, 1),
        ("which country has the fewest customers", False, 1),
        ("the country with the most customers", True, 1),
        ("What are the top 5 countries by number of customers?", True, 5),
        ("the 3 biggest countries", True, 3),
        ("which countries have the fewest customers", False, None),
        ("customers by country, smallest first", False, None),
    ],
)
def test_the_groups_that_come_first(brain: OfflineBrain, question: str, descending: bool, limit: int | None) -> None:
    answer = ask(brain, question)
    every = figures(ask(brain, "customers by country"))
    ordered = sorted(every.items(), key=lambda each: (-each[1] if descending else each[1], each[0]))
    wanted = [Group(*each) for each in ordered[: limit or len(ordered)]]
    assert list(answer.groups or ())[: len(wanted)] == wanted
    assert all(group.value == wanted[-1].value for group in (answer.groups or ())[len(wanted) :])


def test_groups_that_are_as_large_are_all_shown(brain: OfflineBrain) -> None:
    every = figures(ask(brain, "Act Now customers for Azure by city"))
    sizes = sorted(every.values())
    limit = next(place for place in range(1, len(sizes)) if sizes[place] == sizes[place - 1])
    answer = ask(brain, f"the {limit} cities with the fewest Act Now customers for Azure")
    assert figures(answer) == {city: size for city, size in every.items() if size <= sizes[limit]}
    assert "with all groups that are as large as the last one" in answer.assumptions


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("which country has the highest average Azure fit", {"function": "average", "field": "azure.fit"}),
        ("which country has the most employees", {"function": "sum", "field": "org_size"}),
        ("which country has the most expiring revenue", {"function": "sum", "field": "expiring_revenue"}),
        ("which country has the most agreements", {"field": "agreements"}),
    ],
)
def test_what_groups_are_compared_by(brain: OfflineBrain, question: str, measure: dict[str, str]) -> None:
    wanted = COUNTRY | {"measure": measure, "order": [{"by": "country"}], "limit": 1}
    assert call(ask(brain, question)) == wanted


def test_conditions_and_the_question_before_stay(brain: OfflineBrain) -> None:
    wanted = {"set": {"filters": [AZURE]}, "group_by": ["industry"], "order": [{"by": "industry"}], "limit": 1}
    assert call(ask(brain, "which industry has the most Act Now customers for Azure")) == wanted
    assert call(ask(brain, "Act Now for Azure", "which industry has the most?")) == wanted


@pytest.mark.parametrize("question", ["customers in the country with the most customers", "second biggest country"])
def test_what_is_no_group_is_not_taken_for_one(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status == "not_answerable"


def test_the_largest_group_whatever_the_order(brain: OfflineBrain) -> None:
    every = figures(ask(brain, "customers by Azure cluster in Sweden"))
    largest, smallest = max(every, key=lambda key: every[key]), min(every, key=lambda key: every[key])
    for turn in ((), ("smallest first",), ("largest first",)):
        before = ("customers by Azure cluster in Sweden", *turn)
        for word, key in (("biggest", largest), ("smallest", smallest)):
            shown = ask(brain, *before, f"show the {word} group")
            assert shown.customers == ask(brain, f"{key} customers for Azure in Sweden").customers


def test_groups_that_are_as_large_are_asked_back(brain: OfflineBrain) -> None:
    every = figures(ask(brain, "Act Now customers for Azure by city"))
    least = [city for city, size in every.items() if size == min(every.values())]
    assert len(least) > 1
    answer = ask(brain, "Act Now customers for Azure by city", "show the smallest group")
    assert answer.status == "needs_clarification"
    assert all(city in answer.answer for city in least)


@pytest.mark.parametrize("kind", ["cohort", "category"])
def test_each_cohort_holds_its_customers(brain: OfflineBrain, kind: str) -> None:
    answer = ask(brain, f"How many customers by {kind}?")
    assert "a customer counts in each group that it is in, so the groups overlap" in answer.assumptions
    groups = figures(answer)
    entries = {entry.title: id for id, entry in brain.catalog.sections[kind].items()}
    assert groups
    for title, size in groups.items():
        assert size == len(ask(brain, f"customers by {kind}", title).customers or ()), entries[title]


def test_cohorts_month_by_month(brain: OfflineBrain) -> None:
    answer = ask(brain, "How many customers by cohort and month?")
    newest = figures(ask(brain, "How many customers by cohort?"))
    last = max(key.rpartition(" | ")[2] for key in figures(answer))
    assert {key.rpartition(" | ")[0]: size for key, size in figures(answer).items() if key.endswith(last)} == newest


@pytest.mark.parametrize(
    "question",
    [
        "top 3 customers per country",
        "the best customers for Azure in each country",
        "show me the top 3 customers for Azure per country",
        "top 5 Act Now customers for Azure by industry",
    ],
)
def test_the_best_of_each_group_are_refused(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "not_answerable"
    assert answer.answer.startswith("The best customers are listed for one group at a time, not for each (")
    assert "You could ask:" in answer.answer


@pytest.mark.parametrize(
    ("question", "count", "listed"),
    [
        ("Which customers by month", "how many customers by month", "all customers"),
        (
            "who is Act Now for Azure by country",
            "how many customers are Act Now for Azure by country",
            "who is Act Now for Azure",
        ),
        (
            "which Act Now customers for Azure by country and industry",
            "how many Act Now customers for Azure by country and industry",
            "which Act Now customers for Azure",
        ),
    ],
)
def test_customers_that_a_break_down_only_counts_are_asked_back(
    brain: OfflineBrain, question: str, count: str, listed: str
) -> None:
    conversation = brain.start()
    assert brain.ask(question, conversation).status == "needs_clarification"
    assert conversation.choices == (count, listed)
    assert ask(brain, question, "1").groups
    assert ask(brain, question, "2").customers


def test_a_column_that_is_asked_for_is_counted(brain: OfflineBrain) -> None:
    assert call(ask(brain, "which Azure clusters by month")) == {"group_by": ["month", "azure.cluster"]}


@pytest.mark.parametrize("words", ["A2", "a2", "cell A2", "A2?"])
def test_a_cell_named_alone_after_the_matrix_opens_it(brain: OfflineBrain, words: str) -> None:
    shown = ask(brain, "Show the fit and intent matrix for Azure", words)
    assert shown.customers == ask(brain, "customers in cell A2 for Azure").customers
    assert ask(brain, "the Azure matrix by month", words).customers == shown.customers


def test_a_list_goes_on_after_one_of_its_customers(brain: OfflineBrain) -> None:
    before = ("Act Now for Azure in Norway", "why is the second one rated like that?")
    shown = ask(brain, *before, "and in Sweden?")
    assert shown.customers == ask(brain, "Act Now for Azure in Sweden").customers
    assert shown.assumptions == ("kept from before: Azure cluster Act Now; best first for Azure",)
    one = ask(brain, *before, "and for Surface?")
    assert one.customers == ask(brain, *before).customers


def test_a_product_beside_ranked_groups_says_whose_customers_are_counted(brain: OfflineBrain) -> None:
    owners = [{"field": "has_azure", "values": [True]}]
    wanted = {"set": {"filters": owners}, "group_by": ["country"], "order": [{"by": "country"}], "limit": 1}
    answer = ask(brain, "which country has the most Azure customers")
    assert call(answer) == wanted
    assert (
        max(figures(ask(brain, "customers that own Azure by country")).values())
        == next(iter(answer.groups or ())).value
    )


@pytest.mark.parametrize("question", ["which country has the most customers for M365", "top 3 countries by Azure"])
def test_a_product_beside_ranked_groups_that_can_mean_two_things_is_asked_back(
    brain: OfflineBrain, question: str
) -> None:
    assert ask(brain, question).status == "needs_clarification"


@pytest.mark.parametrize("question", ["top 3 countries by month", "which 3 countries have the most customers by month"])
def test_groups_are_not_ranked_month_by_month(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.groups) == ("not_answerable", None)
    assert "not by several (country, month)" in answer.answer


@pytest.mark.parametrize(("descending", "words"), [(True, "largest figure first"), (False, "smallest figure first")])
def test_the_order_of_groups_is_that_of_their_figures(brain: OfflineBrain, descending: bool, words: str) -> None:
    ranked = Query(measure=Measure(), group_by=("country",), order=(Order("country", descending),))
    assert order_words(brain.catalog, ranked) == words


@pytest.mark.parametrize(
    "question",
    [
        "How many customers without agreements that are not CSP",
        "How many customers without agreements other than CSP",
    ],
)
def test_what_is_lacked_is_not_negated_once_more(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.value) == ("not_answerable", None)
    assert "A negation within another" in answer.answer
