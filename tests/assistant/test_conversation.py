"""Follow-ups, questions back and what a conversation remembers."""

import pytest
from queries import called, cluster, has, of, plainly, query, share

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.offline.conversation import Conversation
from scoring.query import Query

FIRST = "Show me the Act Now customers for Azure in Sweden"
AZURE, SWEDEN = cluster("azure"), has("country", "Sweden")


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    """The answer to the last message of a conversation."""
    conversation = brain.start()
    answers = [brain.ask(message, conversation) for message in messages]
    return answers[-1]


FOLLOW_UPS = [
    ("in Stockholm only", query(AZURE, SWEDEN, has("city", "Stockholm"), best="azure")),
    ("only the Very Small ones", query(AZURE, SWEDEN, has("sub_segment", "Very Small"), best="azure")),
    ("with more than 100 employees", query(AZURE, SWEDEN, has("org_size", 100.0, op=">"), best="azure")),
    ("without M365", query(AZURE, SWEDEN, has("has_m365", False), best="azure")),
    ("what about Healthcare?", query(AZURE, SWEDEN, has("industry", "Healthcare"), best="azure")),
    ("and Norway?", query(AZURE, has("country", "Norway"), best="azure")),
    ("Evaluate instead", query(cluster("azure", "evaluate"), SWEDEN, best="azure")),
    ("also Denmark", query(AZURE, has("country", "Sweden", "Denmark"), best="azure")),
    ("and Finland too", query(AZURE, has("country", "Sweden", "Finland"), best="azure")),
    ("what about M365 instead?", query(cluster("m365"), SWEDEN, best="m365")),
    ("and for Surface?", query(cluster("surface"), SWEDEN, best="surface")),
    ("top 5 of them", query(AZURE, SWEDEN, best="azure", limit=5)),
    ("just the top 3", query(AZURE, SWEDEN, best="azure", limit=3)),
    ("sort them by number of employees", query(AZURE, SWEDEN, by="org_size")),
    ("per industry", query(AZURE, SWEDEN, count=True, groups=("industry",))),
    ("by city", query(AZURE, SWEDEN, count=True, groups=("city",))),
    ("How many of those own M365?", query(AZURE, SWEDEN, has("has_m365", True), count=True)),
    ("what is their average fit?", query(AZURE, SWEDEN, measure=of("average", "azure.fit"))),
    ("What share of them own M365?", query(AZURE, SWEDEN, measure=share(has("has_m365", True)))),
    ("which of them own M365?", query(AZURE, SWEDEN, has("has_m365", True), best="azure")),
]


@pytest.mark.parametrize(("message", "wanted"), FOLLOW_UPS, ids=[message for message, _ in FOLLOW_UPS])
def test_a_follow_up_changes_the_question_before(brain: OfflineBrain, message: str, wanted: Query) -> None:
    assert called(talk(brain, FIRST, message)) == plainly(wanted)


def test_follow_ups_add_up(brain: OfflineBrain) -> None:
    answer = talk(brain, "Act Now customers for Azure", "only those in Sweden", "and Norway?", "also Denmark", "M365?")
    assert called(answer) == plainly(query(cluster("m365"), has("country", "Norway", "Denmark"), best="m365"))


def test_a_place_that_no_customer_of_the_old_place_has_replaces_it(brain: OfflineBrain) -> None:
    assert called(talk(brain, FIRST, "and in Oslo?")) == plainly(query(AZURE, has("city", "Oslo"), best="azure"))


def test_a_figure_stays_a_figure(brain: OfflineBrain) -> None:
    answer = talk(brain, "What is the average Azure fit in Sweden?", "and in Norway?")
    wanted = query(has("country", "Norway"), measure=of("average", "azure.fit"))
    assert called(answer) == plainly(wanted)
    assert called(talk(brain, "How many customers are Act Now for Azure?", "and in Sweden?")) == plainly(
        query(AZURE, SWEDEN, count=True)
    )


@pytest.mark.parametrize(
    "message", ["Evaluate customers for M365 in Norway", "Which customers are Evaluate for M365 in Norway?"]
)
def test_a_whole_question_starts_anew(brain: OfflineBrain, message: str) -> None:
    assert called(talk(brain, FIRST, message)) == called(talk(brain, message))


# ---- customers that were shown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "place"), [("Why the first one?", 0), ("explain the second", 1), ("Why the last one?", -1)]
)
def test_an_ordinal_means_a_customer_of_the_list(brain: OfflineBrain, message: str, place: int) -> None:
    conversation = brain.start()
    shown = brain.ask(FIRST, conversation).customers or ()
    answer = brain.ask(message, conversation)
    assert (answer.status, answer.customers) == ("answered", (shown[place],))
    assert answer.calls[0].arguments["customer"] == shown[place]
    assert "Azure: Act Now" in answer.answer


def test_an_ordinal_beyond_the_list_is_asked_back(brain: OfflineBrain) -> None:
    answer = talk(brain, "the 2 biggest customers in Sweden", "why the fifth one?")
    assert answer.status == "needs_clarification"
    assert "ends with number 2" in answer.answer


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("and its M365 cluster?", "M365: Evaluate, cell E6"),
        ("is it Act Now for Surface?", "No. Zephyr Foundation AB"),
        ("is it Evaluate for M365?", "Yes. Zephyr Foundation AB"),
        ("how many employees does it have?", "Org size: 9"),
    ],
)
def test_a_pronoun_means_the_customer_before(brain: OfflineBrain, message: str, said: str) -> None:
    answer = talk(brain, "Tell me about Zephyr Foundation AB", message)
    assert answer.customers == ("5000943",)
    assert said in answer.answer


# ---- questions back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "customer"),
    [
        ("2", "5003383"),
        ("number 2", "5003383"),
        ("the third one", "5004416"),
        ("the last one", "5001504"),
        ("Clinics", "5004416"),
        ("the one in Malmö", "5002292"),
        ("5000683", "5000683"),
        ("Jasper Bank Ltd", "5003383"),
    ],
)
def test_a_choice_is_taken_by_number_ordinal_or_word(brain: OfflineBrain, message: str, customer: str) -> None:
    answer = talk(brain, "Tell me about Jasper", message)
    assert (answer.status, answer.customers) == ("answered", (customer,))


def test_a_choice_keeps_the_rest_of_the_question(brain: OfflineBrain) -> None:
    answer = talk(brain, "What is the Surface intent of Jasper?", "2")
    assert answer.customers == ("5003383",)
    assert "Surface: " in answer.answer
    assert "Azure: " not in answer.answer


def test_a_choice_goes_on_with_the_conversation_before(brain: OfflineBrain) -> None:
    conversation = brain.start()
    for message in ("Tell me about Jasper", "2", "and its Surface cluster?"):
        answer = brain.ask(message, conversation)
    assert answer.customers == ("5003383",)
    assert "Surface: " in answer.answer


def test_choices_are_gone_after_another_question(brain: OfflineBrain) -> None:
    conversation = brain.start()
    brain.ask("Tell me about Jasper", conversation)
    assert len(conversation.choices) == 6
    brain.ask(FIRST, conversation)
    assert conversation.choices == ()
    assert brain.ask("2", conversation).customers != ("5003383",)


# ---- memory ----------------------------------------------------------------------------------------------------------


def test_a_new_conversation_has_none(brain: OfflineBrain) -> None:
    brain.ask(FIRST, brain.start())
    assert brain.start() == Conversation()
    assert talk(brain, "which of them own M365?").status == "needs_clarification"


def test_conversations_do_not_mix(brain: OfflineBrain) -> None:
    one, other = brain.start(), brain.start()
    brain.ask(FIRST, one)
    brain.ask("Evaluate for M365 in Norway", other)
    assert called(brain.ask("and Denmark?", one)) == plainly(query(AZURE, has("country", "Denmark"), best="azure"))


@pytest.mark.parametrize("failed", ["blorp", "Act Now customers for Azure in Atlantis", "customers in Italy"])
def test_a_question_that_failed_leaves_no_context(brain: OfflineBrain, failed: str) -> None:
    answer = talk(brain, FIRST, failed, "which of them own M365?")
    assert answer.status == "needs_clarification"
    assert answer.customers is None


@pytest.mark.parametrize("aside", ["What does Act Now mean?", "What data do we have?"])
def test_a_definition_in_between_keeps_the_list(brain: OfflineBrain, aside: str) -> None:
    answer = talk(brain, FIRST, aside, "which of them own M365?")
    assert called(answer) == plainly(query(AZURE, SWEDEN, has("has_m365", True), best="azure"))


# ---- more ------------------------------------------------------------------------------------------------------------


def test_more_goes_through_the_whole_list(brain: OfflineBrain) -> None:
    conversation = brain.start()
    customers = brain.ask("Act Now customers for Azure", conversation).customers or ()
    assert len(customers) == 57
    pages = [brain.more(conversation) for _ in range(3)]
    assert [page.status for page in pages] == ["answered", "answered", "not_answerable"]
    shown = [str(row["customer_id"]) for page in pages for row in page.rows]
    assert shown == list(customers[10:])
    assert pages[0].answer.splitlines()[1].split()[:2] == ["11", customers[10]]
    assert "22 more: /more" in pages[0].answer
    assert "more" not in pages[1].answer


@pytest.mark.parametrize(
    "question", ["", "How many customers are in Sweden?", "customers per country", "Zephyr Foundation AB"]
)
def test_more_of_no_list_says_so(brain: OfflineBrain, question: str) -> None:
    conversation = brain.start()
    brain.ask(question, conversation)
    assert brain.more(conversation).status == "not_answerable"


LIST = "top 12 Act Now customers for Azure"


def test_as_many_rows_are_shown_as_are_asked_for(brain: OfflineBrain) -> None:
    text = talk(brain, LIST).answer
    assert "\n12  " in text
    assert "more: ask with --all" not in text


def test_a_list_without_a_number_shows_ten_rows(brain: OfflineBrain) -> None:
    text = talk(brain, "Act Now customers for Azure").answer
    assert "\n10  " in text
    assert "\n11  " not in text


@pytest.mark.parametrize(
    "messages",
    [
        ("how many", "explain the first one"),
        ("how many are there?", "why is the first one Act Now"),
        ("explain the second one", "why is the first one Act Now"),
    ],
)
def test_the_first_one_is_the_first_of_the_list(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    shown = talk(brain, LIST).customers or ()
    answer = talk(brain, LIST, *messages)
    assert answer.customers == shown[:1]
    assert "\nAzure: Act Now" in answer.answer
    assert "\nM365" not in answer.answer


def test_a_source_alone_has_nothing_to_repeat_after_a_refusal(brain: OfflineBrain) -> None:
    answer = talk(brain, LIST, "blorptastic", "by our own model")
    assert answer.status == "needs_clarification"
