"""Conversations as sellers type them: each follow-up must be read as the complete question that it stands for."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from queries import called

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain

FIRST = "Show me the Act Now customers for Azure in Sweden"
HEALTH = "Which healthcare customers in Sweden are high propensity for M365?"
BIG = "Act Now customers for Azure in Sweden with more than 20 employees"
TOP = "Top 5 customers for Surface in the UK"
NORDIC = "Act Now customers for M365 in Sweden or Norway"
COUNT = "How many customers are Act Now for Azure in Germany?"
SPLIT = "How many customers are Act Now for Azure, by country?"


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    """The answer to the last message of a conversation."""
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


NARROWING = [
    ((FIRST, "just the ones in Stockholm"), "Act Now customers for Azure in Sweden, in Stockholm"),
    ((FIRST, "only the medium ones"), "Medium Act Now customers for Azure in Sweden"),
    ((FIRST, "which of these have M365?"), "Act Now customers for Azure in Sweden that have M365"),
    ((FIRST, "who among them has more than 50 employees"), BIG.replace("20", "50")),
    ((FIRST, "filter to retail"), "Act Now customers for Azure in Sweden in retail"),
    ((FIRST, "narrow it down to retail"), "Act Now customers for Azure in Sweden in retail"),
    ((FIRST, "exclude the very small ones"), "Act Now customers for Azure in Sweden that are not Very Small"),
    ((FIRST, "the ones with intent above 60"), "Act Now customers for Azure in Sweden with Azure intent above 60"),
    ((FIRST, "but not in Göteborg"), "Act Now customers for Azure in Sweden but not in Göteborg"),
    ((FIRST, "not the ones in Malmö"), "Act Now customers for Azure in Sweden but not in Malmö"),
    ((FIRST, "and who of them owns M365?"), "Act Now customers for Azure in Sweden that own M365"),
    ((HEALTH, "do any of them have Azure?"), f"{HEALTH[:-1]} and have Azure?"),
]
REPLACING = [
    ((FIRST, "and for Surface?"), "Act Now customers for Surface in Sweden"),
    ((FIRST, "what about Norway instead"), "Act Now customers for Azure in Norway"),
    ((FIRST, "same for Germany"), "Act Now customers for Azure in Germany"),
    ((FIRST, "same for the ones in Lyon"), "Act Now customers for Azure in Lyon"),
    ((FIRST, "rather M365"), "Act Now customers for M365 in Sweden"),
    ((FIRST, "make it Denmark"), "Act Now customers for Azure in Denmark"),
    ((FIRST, "now do Norway"), "Act Now customers for Azure in Norway"),
    ((FIRST, "how about Evaluate?"), "Evaluate customers for Azure in Sweden"),
    ((FIRST, "no, I meant Norway"), "Act Now customers for Azure in Norway"),
    ((FIRST, "switch to Power Apps"), "Act Now customers for Power Apps in Sweden"),
    ((FIRST, "same list for M365"), "Act Now customers for M365 in Sweden"),
    ((FIRST, "same question for Finland please"), "Act Now customers for Azure in Finland"),
    ((FIRST, "again for Denmark"), "Act Now customers for Azure in Denmark"),
    ((FIRST, "try Germany"), "Act Now customers for Azure in Germany"),
    ((FIRST, "ok and business central?"), "Act Now customers for Business Central in Sweden"),
    ((FIRST, "and the ones in the UK?"), "Act Now customers for Azure in the UK"),
    ((COUNT, "and France?"), "How many customers are Act Now for Azure in France?"),
    ((SPLIT, "and for Surface"), "How many customers are Act Now for Surface, by country?"),
]
WIDENING = [
    ((FIRST, "also Norway"), "Act Now customers for Azure in Sweden or Norway"),
    ((FIRST, "add Denmark"), "Act Now customers for Azure in Sweden or Denmark"),
    ((FIRST, "include Evaluate as well"), "Act Now or Evaluate customers for Azure in Sweden"),
    ((FIRST, "plus Norway"), "Act Now customers for Azure in Sweden or Norway"),
    ((FIRST, "Norway as well please"), "Act Now customers for Azure in Sweden or Norway"),
    ((FIRST, "and the Evaluate ones too"), "Act Now or Evaluate customers for Azure in Sweden"),
]
SORTING = [
    ((FIRST, "sort them by fit"), "Act Now customers for Azure in Sweden sorted by Azure fit"),
    (
        (FIRST, "by revenue, smallest first"),
        "Act Now customers for Azure in Sweden by potential revenue, smallest first",
    ),
    ((FIRST, "order by intent"), "Act Now customers for Azure in Sweden sorted by Azure intent"),
    ((FIRST, "highest intent first"), "Act Now customers for Azure in Sweden, highest Azure intent first"),
    (
        (FIRST, "sort by number of employees", "smallest first"),
        "Act Now customers for Azure in Sweden by number of employees, smallest first",
    ),
    (
        (FIRST, "sort by employees", "the other way round"),
        "Act Now customers for Azure in Sweden by number of employees, smallest first",
    ),
    ((TOP, "ranked by potential revenue"), f"{TOP} ranked by potential revenue"),
]
LIMITING = [
    ((FIRST, "make it five"), "Top 5 Act Now customers for Azure in Sweden"),
    ((FIRST, "only the top 3"), "Top 3 Act Now customers for Azure in Sweden"),
    ((FIRST, "the first ten"), "Top 10 Act Now customers for Azure in Sweden"),
    ((FIRST, "give me 3"), "Top 3 Act Now customers for Azure in Sweden"),
    ((FIRST, "just 5"), "Top 5 Act Now customers for Azure in Sweden"),
    ((FIRST, "show me only four of them"), "Top 4 Act Now customers for Azure in Sweden"),
    ((TOP, "make it 10"), "Top 10 customers for Surface in the UK"),
    ((TOP, "ten instead"), "Top 10 customers for Surface in the UK"),
    ((TOP, "show me all of them"), "Customers in the UK, best first for Surface"),
    ((TOP, "all of them"), "Customers in the UK, best first for Surface"),
    ((TOP, "the whole list"), "Customers in the UK, best first for Surface"),
    ((TOP, "without the limit"), "Customers in the UK, best first for Surface"),
    ((TOP, "and for Azure"), "Top 5 customers for Azure in the UK"),
]
FIGURES = [
    ((FIRST, "how many is that?"), "How many customers are Act Now for Azure in Sweden?"),
    ((FIRST, "how many"), "How many customers are Act Now for Azure in Sweden?"),
    ((FIRST, "count them"), "How many customers are Act Now for Azure in Sweden?"),
    ((FIRST, "and how many is it for M365?"), "How many customers are Act Now for M365 in Sweden?"),
    ((FIRST, "split them by city"), "Number of Act Now customers for Azure in Sweden by city"),
    ((FIRST, "by industry then"), "Number of Act Now customers for Azure in Sweden by industry"),
    ((FIRST, "break it down by segment"), "Number of Act Now customers for Azure in Sweden by segment"),
    ((SPLIT, "and by industry?"), "How many customers are Act Now for Azure, by industry?"),
    ((SPLIT, "by segment instead"), "How many customers are Act Now for Azure, by segment?"),
    ((FIRST, "average fit of these"), "Average Azure fit of the Act Now customers for Azure in Sweden"),
    (
        (FIRST, "what's their total potential revenue"),
        "Total Azure potential revenue of the Act Now customers in Sweden",
    ),
    ((FIRST, "median number of employees?"), "Median number of employees of the Act Now customers for Azure in Sweden"),
    ((COUNT, "who are they?"), "Act Now customers for Azure in Germany"),
    ((COUNT, "list them"), "Act Now customers for Azure in Germany"),
    ((COUNT, "show me"), "Act Now customers for Azure in Germany"),
    ((COUNT, "which ones?"), "Act Now customers for Azure in Germany"),
    ((COUNT, "name them please"), "Act Now customers for Azure in Germany"),
    ((SPLIT, "list the ones in Sweden"), "Act Now customers for Azure in Sweden"),
    ((FIRST, "how many is that?", "and in Norway?"), "How many customers are Act Now for Azure in Norway?"),
]
UNDOING = [
    ((FIRST, "only retail", "go back"), FIRST),
    ((FIRST, "only retail", "undo that"), FIRST),
    ((FIRST, "and in Norway?", "undo"), FIRST),
    ((FIRST, "in Stockholm only", "with M365", "go back", "go back"), FIRST),
    ((FIRST, "how many is that?", "back to the list"), FIRST),
    ((FIRST, "forget the country"), "Act Now customers for Azure"),
    ((FIRST, "any country"), "Act Now customers for Azure"),
    ((FIRST, "in all countries"), "Act Now customers for Azure"),
    ((FIRST, "regardless of country"), "Act Now customers for Azure"),
    ((FIRST, "drop Sweden"), "Act Now customers for Azure"),
    ((HEALTH, "drop the industry filter"), "Customers in Sweden that are high propensity for M365"),
    ((HEALTH, "never mind the industry"), "Customers in Sweden that are high propensity for M365"),
    ((HEALTH, "all industries"), "Customers in Sweden that are high propensity for M365"),
    ((BIG, "without the size limit"), FIRST),
    ((BIG, "of any size"), FIRST),
    ((BIG, "remove the employee filter"), FIRST),
    ((FIRST, "remove the Act Now filter"), "Customers in Sweden, best first for Azure"),
    ((FIRST, "whatever the cluster"), "Customers in Sweden, best first for Azure"),
    ((NORDIC, "drop Norway"), "Act Now customers for M365 in Sweden"),
    ((NORDIC, "without Norway"), "Act Now customers for M365 in Sweden"),
    ((HEALTH, "remove the country and the industry"), "High propensity customers for M365"),
    ((FIRST, "again"), FIRST),
    ((FIRST, "same list"), FIRST),
    ((FIRST, "show it again"), FIRST),
]
FRESH = [
    "How many customers have M365?",
    "Which customers in Norway have agreements ending this quarter?",
    "customers in Norway",
    "how many customers are there in Norway?",
    "top 10 customers for M365",
    "average org size in Finland",
    "customers in the Copilot cohort",
]
AFTER_A_FAILURE = [
    ((FIRST, "only those in Atlantis", "and in Norway?"), "Act Now customers for Azure in Norway"),
    ((FIRST, "and for Blorp?", "and for M365?"), "Act Now customers for M365 in Sweden"),
    ((FIRST, "Tell me about Jasper", "2", "go back"), FIRST),
    ((FIRST, "blorp", "which of them have M365?", "1"), "Act Now customers for Azure in Sweden that have M365"),
    (
        (FIRST, "customers in Atlantis", "how many is that?", "yes"),
        "How many customers are Act Now for Azure in Sweden?",
    ),
]
GROUPS = [
    ((SPLIT, "show me the ones in the first group"), 0),
    ((SPLIT, "who are in the first one?"), 0),
    ((SPLIT, "the first one"), 0),
    ((SPLIT, "list the second group"), 1),
    ((SPLIT, "drill into the third"), 2),
    ((SPLIT, "customers of the last group"), -1),
]
LIMITED = "Top 3 customers for Azure in Norway"
THIRTY = "Customers with agreements ending in the next 30 days"
STAFF = "Act Now customers for Azure in Sweden with more than 20 employees"
FIGURE = "What is the average Azure fit in Sweden?"
SAME_NUMBER = [
    ((STAFF, "and less than 100"), f"{STAFF} and less than 100 employees"),
    ((STAFF, "make that 50"), STAFF.replace("20", "50")),
    ((STAFF, "50 instead"), STAFF.replace("20", "50")),
    ((STAFF, "at least 50 then"), STAFF.replace("more than 20", "at least 50")),
    ((THIRTY.replace("30", "90"), "next 30 days instead"), THIRTY),
    ((THIRTY.replace("30", "90"), "how many are there?", "and in the next 30 days?"), f"How many {THIRTY.lower()}?"),
    (
        ("Customers with agreements ending this quarter", "and next quarter?"),
        "Customers with agreements ending next quarter",
    ),
    ((FIGURE, "and the median?"), "What is the median Azure fit in Sweden?"),
    ((FIGURE, "and intent?"), "What is the average Azure intent in Sweden?"),
    ((FIGURE, "and for M365"), "What is the average M365 fit in Sweden?"),
    ((FIGURE, "and for M365", "and intent?"), "What is the average M365 intent in Sweden?"),
]
OTHER_PRODUCTS = [
    ((FIRST, "also for M365"), "Act Now customers for Azure or M365 in Sweden"),
    ((FIRST, "M365 too"), "Act Now customers for Azure or M365 in Sweden"),
    ((FIRST, "which are also Act Now for M365?"), "Act Now customers for Azure in Sweden that are Act Now for M365"),
    (("What share of customers in Sweden has M365?", "and Azure?"), "What share of customers in Sweden has Azure?"),
    ((FIRST, "who of them is in Stockholm?"), "Act Now customers for Azure in Sweden, in Stockholm"),
    ((FIRST, "how many in Norway?"), "How many customers are Act Now for Azure in Norway?"),
    ((FIRST, "forget Sweden, take Norway"), "Act Now customers for Azure in Norway"),
    ((FIRST, "start over", "customers in Norway"), "customers in Norway"),
    ((LIMITED, "who is Act Now for Surface?"), "who is Act Now for Surface?"),
]
MOVES = [
    *SAME_NUMBER,
    *OTHER_PRODUCTS,
    *NARROWING,
    *REPLACING,
    *WIDENING,
    *SORTING,
    *LIMITING,
    *FIGURES,
    *UNDOING,
    *AFTER_A_FAILURE,
]
MOVES += [((FIRST, message), message) for message in FRESH]


@pytest.mark.parametrize(("messages", "complete"), MOVES, ids=[" / ".join(messages) for messages, _ in MOVES])
def test_a_follow_up_reads_as_its_complete_question(
    brain: OfflineBrain, messages: tuple[str, ...], complete: str
) -> None:
    assert called(talk(brain, *messages)) == called(talk(brain, complete))


@pytest.mark.parametrize(("messages", "place"), GROUPS, ids=[messages[-1] for messages, _ in GROUPS])
def test_a_group_is_drilled_into(brain: OfflineBrain, messages: tuple[str, ...], place: int) -> None:
    groups = talk(brain, SPLIT).groups or ()
    wanted = talk(brain, f"Act Now customers for Azure in {groups[place].key}")
    assert called(talk(brain, *messages)) == called(wanted)


ORDINALS = [
    ((FIRST, "why the second one?"), "Why is {1} Act Now for Azure?", 1),
    ((FIRST, "what about the last one"), "Tell me about {0} for Azure", -1),
    ((FIRST, "why the second one?", "and the third?"), "Tell me about {0} for Azure", 2),
    ((FIRST, "tell me more about number 3"), "Tell me about {0} for Azure", 2),
    ((FIRST, "explain 2"), "Tell me about {0} for Azure", 1),
    ((FIRST, "details on the top one"), "Tell me about {0} for Azure", 0),
    ((FIRST, "who is the first one?"), "Tell me about {0} for Azure", 0),
    ((FIRST, "the fourth one"), "Tell me about {0} for Azure", 3),
    ((FIRST, "does the first one have M365?"), "Does {0} have M365?", 0),
    ((FIRST, "and what's the M365 cluster of the second"), "M365 cluster of {0}", 1),
    ((FIRST, "why the second one?", "and the next one?"), "Tell me about {0} for Azure", 2),
    ((FIRST, "why is number two so high?"), "Tell me about {0} for Azure", 1),
]


@pytest.mark.parametrize(("messages", "complete", "place"), ORDINALS, ids=[" / ".join(m[1:]) for m, _, _ in ORDINALS])
def test_an_ordinal_reads_as_the_customer_it_means(
    brain: OfflineBrain, messages: tuple[str, ...], complete: str, place: int
) -> None:
    one = (talk(brain, FIRST).customers or ())[place]
    answer = talk(brain, *messages)
    assert (answer.status, answer.customers) == ("answered", (one,))
    assert answer.calls[0].arguments["customer"] == one


TOGETHER = [
    ("compare the first two", (0, 1)),
    ("compare the first and the third", (0, 2)),
    ("compare 2 and 3", (1, 2)),
    ("compare the top three", (0, 1, 2)),
    ("how do the first and the second differ?", (0, 1)),
]


@pytest.mark.parametrize(("message", "places"), TOGETHER, ids=[message for message, _ in TOGETHER])
def test_customers_of_the_list_are_compared(brain: OfflineBrain, message: str, places: tuple[int, ...]) -> None:
    shown = talk(brain, FIRST).customers or ()
    answer = talk(brain, FIRST, message)
    assert (answer.status, answer.customers) == ("answered", tuple(shown[place] for place in places))
    assert [call.tool for call in answer.calls] == ["compare_customers"]


UNCLEAR = [
    ("go back",),
    ("again",),
    ("who are they?",),
    ("the second one",),
    ("make it five",),
    ("and in Norway?", "go back", "go back"),
    (FIRST, "go back"),
    (FIRST, "2"),
    (TOP, "the ninth one"),
    (FIRST, "drop the industry filter"),
    (FIRST, "blorp", "which of them have M365?"),
]


@pytest.mark.parametrize("messages", UNCLEAR, ids=[" / ".join(messages) for messages in UNCLEAR])
def test_what_refers_to_nothing_is_asked_back(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    assert talk(brain, *messages).status == "needs_clarification"


WITHIN = [
    ("how many of them are in Oslo?", lambda rows: sum(row["city"] == "Oslo" for row in rows)),
    ("average fit", lambda rows: sum(row["azure.fit"] for row in rows) / len(rows)),
    ("how many is that?", len),
]


@pytest.mark.parametrize(("message", "figure"), WITHIN, ids=[message for message, _ in WITHIN])
def test_figures_of_a_list_with_a_limit_are_of_what_it_showed(
    brain: OfflineBrain, message: str, figure: Callable[[Sequence[Any]], float]
) -> None:
    rows = talk(brain, LIMITED).rows
    assert talk(brain, LIMITED, message).value == pytest.approx(figure(rows))


def test_the_customers_shown_are_narrowed_and_sorted(brain: OfflineBrain) -> None:
    shown = set(talk(brain, LIMITED).customers or ())
    assert set(talk(brain, LIMITED, "which of them are in Oslo?").customers or ()) < shown
    assert set(talk(brain, LIMITED, "sort them by size").customers or ()) == shown
    assert set(talk(brain, LIMITED, "who is the biggest of them?").customers or ()) < shown


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ((FIRST, "and in Norway?"), "kept from before: Azure cluster Act Now; best first for Azure"),
        ((LIMITED, "and for Sweden"), "kept from before: best first for Azure; the first 3"),
        ((FIRST, "forget the country"), "taken out: country Sweden"),
        ((FIRST, "customers in Norway"), "read as a new question: nothing kept from before"),
    ],
)
def test_what_is_kept_is_said(brain: OfflineBrain, messages: tuple[str, ...], said: str) -> None:
    assert said in talk(brain, *messages).answer


@pytest.mark.parametrize(
    "messages",
    [
        ("Tell me about Zephyr Foundation", "compare it with Élan Market"),
        ("Compare Zephyr Foundation and Élan Market", "and for Surface?"),
        ("Compare Zephyr Foundation and Élan Market", "which is better for Azure?"),
    ],
)
def test_a_comparison_goes_on(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    assert talk(brain, *messages).customers == ("5000943", "5004115")


@pytest.mark.parametrize(
    ("messages", "choice"),
    [
        ((FIRST, "2", "1"), "Top 2 Act Now customers for Azure in Sweden"),
        ((FIRST, "smallest first"), ""),
        (("Customers in Sweden that have M365", "and Surface?"), ""),
        ((LIMITED, "compare those two"), ""),
    ],
)
def test_what_can_mean_two_things_is_asked_back(brain: OfflineBrain, messages: tuple[str, ...], choice: str) -> None:
    answer = talk(brain, *messages)
    if choice:
        assert called(answer) == called(talk(brain, choice))
    else:
        assert answer.status == "needs_clarification"
