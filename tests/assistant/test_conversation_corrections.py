"""Follow-ups that ask which of the customers shown are meant, and those that correct the question before."""

import pytest
from queries import called

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain

COHORT = "Customers in Germany in the M365 to E5 cohort"
FIRST = "Customers in Norway that are Evaluate for Sales Professional"
OTHER = "Customers in Norway that are Act Now for Sales Professional"
SWEDEN = "Customers in Sweden that are Evaluate for Sales Professional"
AZURE = "Act Now customers for Azure in Norway"
TOP = "Top 10 Azure customers in Norway"


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


WHICH = [
    "which ones are Act Now on M365?",
    "which are Act Now on M365?",
    "which one is Act Now for M365?",
    "and which ones are Act Now for M365?",
    "so which are Act Now for M365",
    "those that are Act Now for M365",
    "the ones in Act Now for M365",
    "which among them are Act Now for M365?",
]


@pytest.mark.parametrize("message", WHICH)
def test_which_ones_are_some_of_those_shown(brain: OfflineBrain, message: str) -> None:
    answer = talk(brain, COHORT, message)
    assert called(answer) == called(talk(brain, f"{COHORT} that are Act Now for M365"))
    assert any("cohort M365 to E5" in words and "country Germany" in words for words in answer.assumptions)


@pytest.mark.parametrize(
    "message",
    [
        "which ones are in the Copilot cohort?",
        "which of those are in the Copilot cohort?",
        "those that are in the Copilot cohort",
        "which are in the Copilot cohort",
    ],
)
def test_those_shown_may_be_in_another_cohort_too(brain: OfflineBrain, message: str) -> None:
    both = set(talk(brain, COHORT).customers or ()) & set(talk(brain, "Copilot cohort").customers or ())
    assert both
    assert set(talk(brain, COHORT, message).customers or ()) == both


@pytest.mark.parametrize("message", ["and the Copilot cohort?", "what about the Copilot cohort?"])
def test_another_cohort_replaces_the_one_before(brain: OfflineBrain, message: str) -> None:
    assert called(talk(brain, COHORT, message)) == called(talk(brain, "Customers in Germany in the Copilot cohort"))


@pytest.mark.parametrize(
    ("messages", "complete"),
    [
        ((AZURE, "how many have M365?"), "How many customers in Norway are Act Now for Azure and have M365?"),
        ((AZURE, "and how many are A1?"), "How many customers in Norway are Act Now for Azure and A1 for Azure?"),
        ((AZURE, "which ones are Evaluate for Azure?"), "Customers in Norway that are Evaluate for Azure"),
        ((AZURE, "which customers are Act Now for M365?"), "which customers are Act Now for M365?"),
        (("which ones are Act Now for M365?",), "Act Now customers for M365"),
    ],
)
def test_whom_no_noun_names_are_those_before(brain: OfflineBrain, messages: tuple[str, ...], complete: str) -> None:
    assert called(talk(brain, *messages)) == called(talk(brain, complete))


@pytest.mark.parametrize("message", ["which ones are Act Now for M365?", "which one has the highest Azure intent?"])
def test_which_ones_of_a_list_with_a_limit_are_of_what_it_showed(brain: OfflineBrain, message: str) -> None:
    assert set(talk(brain, TOP, message).customers or ()) < set(talk(brain, TOP).customers or ())


@pytest.mark.parametrize(
    "messages",
    [
        (AZURE, "who is Act Now for M365?"),
        ("How many customers are Act Now for Azure in Norway?", "how many have M365?"),
    ],
)
def test_a_question_that_could_go_on_and_does_not_says_so(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    answer = talk(brain, *messages)
    assert called(answer) == called(talk(brain, messages[-1]))
    assert "read as a new question: nothing kept from before" in answer.assumptions


CORRECTED = [
    "no, Act Now instead",
    "no, Act Now",
    "No - Act Now please",
    "no: Act Now",
    "nope, Act Now",
    "wrong, Act Now",
    "no, the Act Now ones",
    "no I want the Act Now ones",
    "no, I meant Act Now",
    "I meant the Act Now ones",
    "rather the Act Now ones",
    "those in Act Now",
    "no, Act Now, not Evaluate",
    "Act Now, not Evaluate",
    "not Evaluate but Act Now",
    "Act Now instead of Evaluate",
    "Act Now rather than Evaluate",
    "rather Act Now than Evaluate",
    "replace Evaluate with Act Now",
]


@pytest.mark.parametrize("message", CORRECTED)
def test_a_correction_takes_the_place_of_what_it_corrects(brain: OfflineBrain, message: str) -> None:
    answer = talk(brain, FIRST, message)
    assert called(answer) == called(talk(brain, OTHER))
    assert any(words.startswith("kept from before: country Norway") for words in answer.assumptions)


@pytest.mark.parametrize(
    ("messages", "complete"),
    [
        ((FIRST, "no, in Sweden"), SWEDEN),
        ((FIRST, "Sweden, not Norway"), SWEDEN),
        ((FIRST, "no, those in Sweden"), SWEDEN),
        ((FIRST, "wrong country, Sweden please"), SWEDEN),
        ((FIRST, "no, Business Central"), "Customers in Norway that are Evaluate for Business Central"),
        ((FIRST, "for Azure, not Sales Professional"), "Customers in Norway that are Evaluate for Azure"),
        ((FIRST, "no, only healthcare"), f"{FIRST} in healthcare"),
        ((FIRST, "no, more than 50 employees"), f"{FIRST} with more than 50 employees"),
        ((FIRST, "no, how many?"), f"How many {FIRST.lower()}?"),
        ((FIRST, "no, customers in Sweden that are Act Now for Azure"), "Act Now customers for Azure in Sweden"),
        (("Customers in Norway without Azure", "no, with Azure"), "Customers in Norway with Azure"),
    ],
)
def test_a_no_before_a_comma_negates_nothing(brain: OfflineBrain, messages: tuple[str, ...], complete: str) -> None:
    assert called(talk(brain, *messages)) == called(talk(brain, complete))


@pytest.mark.parametrize(
    ("message", "complete"),
    [
        ("no Azure", f"{FIRST} without Azure"),
        ("no, no Azure", f"{FIRST} without Azure"),
        ("no healthcare", f"{FIRST} and not healthcare"),
        ("not Act Now", "Customers in Norway that are not Act Now for Sales Professional"),
    ],
)
def test_a_negation_stays_one(brain: OfflineBrain, message: str, complete: str) -> None:
    assert set(talk(brain, FIRST, message).customers or ()) == set(talk(brain, complete).customers or ())


@pytest.mark.parametrize(
    ("choice", "complete"),
    [("1", OTHER), ("2", "Customers in Norway that are not Act Now for Sales Professional")],
)
def test_a_no_without_a_comma_is_asked_back(brain: OfflineBrain, choice: str, complete: str) -> None:
    asked = talk(brain, FIRST, "no Act Now")
    assert asked.status == "needs_clarification"
    assert asked.answer.startswith("Do you mean Act Now in place of what we had, or all customers but those?")
    assert called(talk(brain, FIRST, "no Act Now", choice)) == called(talk(brain, complete))


def test_one_cluster_and_not_another(brain: OfflineBrain) -> None:
    answer = talk(brain, "Which customers in Norway are Act Now and not Evaluate for Azure?")
    assert set(answer.customers or ()) == set(talk(brain, AZURE).customers or ())


HIGH = "High propensity customers for Business Central in Germany"
ENDING = "Which customers have agreements that end within the next 90 days?"
OWNING = "How many customers in Germany have Azure?"
LACKING = "How many customers in Germany don't have Azure?"


@pytest.mark.parametrize("verb", ["drop", "remove", "leave out", "exclude", "kick out", "cut out"])
@pytest.mark.parametrize("whom", ["everyone with", "those with", "the ones with", "customers with", "anyone with"])
def test_whom_a_number_tells_of_are_left_out(brain: OfflineBrain, verb: str, whom: str) -> None:
    answer = talk(brain, HIGH, f"{verb} {whom} more than 200 employees")
    assert called(answer) == called(talk(brain, f"{HIGH} with at most 200 employees"))


@pytest.mark.parametrize(
    ("messages", "complete"),
    [
        ((TOP, "cut that down to three"), "Top 3 Azure customers in Norway"),
        ((TOP, "trim it to 3"), "Top 3 Azure customers in Norway"),
        ((TOP, "shorten the list to three"), "Top 3 Azure customers in Norway"),
        ((TOP, "limit it to three"), "Top 3 Azure customers in Norway"),
        ((TOP, "extend it to 20"), "Top 20 Azure customers in Norway"),
        ((AZURE, "drop retail, how many customers are left?"), f"How many {AZURE} are not retail?"),
        (
            (AZURE, "without retail, which customers are Act Now for M365 in Sweden?"),
            "without retail, which customers are Act Now for M365 in Sweden?",
        ),
        ((AZURE, "narrow it to Oslo"), f"{AZURE} in Oslo"),
        ((AZURE, "cut it down to those with 50 or more employees"), f"{AZURE} with 50 or more employees"),
        (
            (ENDING, "just the Enterprise Agreements"),
            "Enterprise Agreements ending in the next 90 days, which customers?",
        ),
        ((ENDING, "only Enterprise Agreements"), "Enterprise Agreements ending in the next 90 days, which customers?"),
        ((OWNING, "and how many don't?"), LACKING),
        ((OWNING, "how many do not?"), LACKING),
        ((OWNING, "how many don't have it?"), LACKING),
        ((OWNING, "and how many of the Norwegians don't?"), LACKING.replace("Germany", "Norway")),
        ((OWNING, "which ones don't?"), "Customers in Germany that don't have Azure"),
        (
            ("How many customers in Germany are Act Now for Azure?", "and how many aren't?"),
            "How many customers in Germany are not Act Now for Azure?",
        ),
        (
            ("How many customers in Germany have more than 100 employees?", "and how many don't?"),
            "How many customers in Germany have at most 100 employees?",
        ),
        ((f"{AZURE} with at most 50 employees", "over 50 employees"), f"{AZURE} with over 50 employees"),
    ],
)
def test_a_list_is_cut_down_and_a_condition_turned_round(
    brain: OfflineBrain, messages: tuple[str, ...], complete: str
) -> None:
    assert called(talk(brain, *messages)) == called(talk(brain, complete))


@pytest.mark.parametrize(
    "messages",
    [
        ("How many customers in Germany have Azure and are Act Now for M365?", "and how many don't?"),
        ("and what about the other ones?",),
        (AZURE, "and what about the other ones?"),
        (AZURE, "what about the remaining ones"),
        (TOP, "and the rest?"),
        (AZURE, "everyone else"),
        (AZURE, "which ones have more than 100 employees and M365"),
    ],
)
def test_what_the_words_leave_open_is_asked_back(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    assert talk(brain, *messages).status == "needs_clarification"


@pytest.mark.parametrize("before", [AZURE, TOP])
def test_those_shown_are_ranked_for_another_product(brain: OfflineBrain, before: str) -> None:
    shown = talk(brain, before).customers or ()
    ranked = talk(brain, before, "which ones are best for M365?")
    assert set(ranked.customers or ()) == set(shown)
    assert ranked.calls[0].arguments["order"] == [{"by": "convention:m365"}]


@pytest.mark.parametrize("message", ["how many of them don't?", "which of them aren't?", "how many of those don't?"])
def test_none_of_those_shown_are_the_others(brain: OfflineBrain, message: str) -> None:
    assert talk(brain, "Customers in Sweden that are Act Now for Azure", message).status == "needs_clarification"


@pytest.mark.parametrize("message", ["and those under 50?", "and those with at most 49 employees?", "under 50"])
def test_a_bound_that_leaves_nobody_replaces_the_one_before(brain: OfflineBrain, message: str) -> None:
    small = talk(brain, "Customers in Sweden with fewer than 50 employees")
    assert small.customers
    assert talk(brain, "Customers in Sweden with more than 200 employees", message).customers == small.customers


@pytest.mark.parametrize(
    "question",
    [
        "top 5 Azure customers in Sweden, smallest first",
        "top 10 Azure customers in Sweden, lowest intent first",
        "top 5 by Azure fit in Sweden, lowest first",
    ],
)
def test_the_best_are_not_put_in_another_order(brain: OfflineBrain, question: str) -> None:
    assert talk(brain, question).status == "not_answerable"


@pytest.mark.parametrize("sign", [">=", "≥", "at least"])
def test_signs_of_bounds(brain: OfflineBrain, sign: str) -> None:
    assert talk(brain, f"how many customers with Azure fit {sign} 80?").value == 31


def test_an_arrow_before_a_number_is_no_change(brain: OfflineBrain) -> None:
    assert talk(brain, "customers whose Azure fit => 80 in Sweden").status != "answered"


def test_who_calls_is_not_who_is_called(brain: OfflineBrain) -> None:
    """The reports hold no people; that colleagues are to call asks for customers all the same."""
    assert "no people" not in talk(brain, "Which accounts should sales reps call first for Azure in Sweden?").answer
    assert "no people" in talk(brain, "Which of our sales reps has the most accounts?").answer


@pytest.mark.parametrize(
    ("messages", "employees"),
    [
        (("What is the Azure cluster of Fenwick Freight AB?", "how many people work there?"), "Org size: 117."),
        (("Act Now for Azure in Sweden", "how many people work there?"), "over 10 customers"),
    ],
)
def test_those_who_work_there(brain: OfflineBrain, messages: tuple[str, ...], employees: str) -> None:
    assert employees in talk(brain, *messages).answer


@pytest.mark.parametrize("owning", ["without owning any Azure", "without owning Azure", "without Azure"])
def test_what_is_lacked_leaves_the_product_before_to_its_cluster(brain: OfflineBrain, owning: str) -> None:
    answer = talk(brain, f"Act Now for Business Central {owning} in Sweden")
    assert called(answer) == called(talk(brain, "Act Now for Business Central in Sweden that do not have Azure"))
