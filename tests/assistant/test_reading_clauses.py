"""Where a negation ends, whom a follow-up takes away, and words that are near known ones but mean something else."""

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.offline.slips import is_other_word, real_words


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


def figure(answer: Answer) -> int | None:
    """How many customers an answer lists or counts; its groups, where it has any."""
    if answer.groups:
        return len(answer.groups)
    return len(answer.customers) if answer.customers is not None else None


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("customers in Oslo without Azure and whose Azure fit is high", 2),
        ("customers in Oslo that have no Azure and whose Azure fit band is High", 2),
        ("customers in Oslo with no Azure and high Azure fit", 2),
        ("customers in Oslo without Azure or a high Azure fit", 23),
        ("customers in Norway who aren't Act Now or Evaluate for Azure", 14),
        ("customers in Norway except those who own Azure and are Act Now for M365", 30),
        ("customers in Norway except those who own M365 and whose Azure fit is high", 27),
        ("customers in Norway without the ones that own M365 and whose Azure fit is high", 27),
        ("Existing Azure owners in Norway", 12),
    ],
)
def test_a_negation_ends_before_a_clause_of_its_own(brain: OfflineBrain, question: str, customers: int) -> None:
    assert figure(ask(brain, question)) == customers


@pytest.mark.parametrize(
    ("message", "customers"),
    [
        ("minus everyone who owns Azure", 4),
        ("without everybody who owns Azure", 4),
        ("exclude all customers that own Azure", 4),
        ("without those who own Azure and are Act Now for Azure", 5),
        ("drop anyone who is Act Now for Azure", 4),
        ("without M365, which customers are Act Now for Azure in Sweden?", 5),
    ],
)
def test_a_message_that_leaves_customers_out_narrows_the_list(
    brain: OfflineBrain, message: str, customers: int
) -> None:
    answer = ask(brain, "Who uses AWS in Norway?", message)
    assert figure(answer) == customers
    assert any(note.startswith("kept from before") for note in answer.assumptions) == ("which" not in message)


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("customers in Norway by M365 cluster and then segment (Medium, Very Small)", 6),
        ("customers in Norway by segment (Medium, Very Small) and M365 cluster", 6),
        ("number of customers by Azure cluster and country (Norway, Sweden)", 8),
        ("number of customers by Azure cluster in segment Medium", 4),
    ],
)
def test_a_column_whose_groups_are_named_stays_a_column(brain: OfflineBrain, question: str, groups: int) -> None:
    assert figure(ask(brain, question)) == groups


@pytest.mark.parametrize("verb", ["shot up", "soared by", "leapt", "climbed by"])
def test_words_of_a_rise_are_known(brain: OfflineBrain, verb: str) -> None:
    assert figure(ask(brain, f"whose Azure intent {verb} 20 points or more since last month?")) == 21


@pytest.mark.parametrize("word", ["shone", "shut up", "stalled", "exploded"])
def test_a_word_that_english_has_is_no_slip(brain: OfflineBrain, word: str) -> None:
    answer = ask(brain, f"whose Azure intent {word} 20 points or more since last month?")
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert f"“{word.split()[0]}" in answer.answer


def test_a_letter_in_place_of_another_makes_another_short_word() -> None:
    assert is_other_word("shot", "show")
    assert not any((is_other_word("hsow", "show"), is_other_word("sow", "show"), is_other_word("empoyee", "employee")))
    assert {"shot", "touch", "cold"} <= real_words()


@pytest.mark.parametrize(
    ("question", "customers"),
    [
        ("who changed their Surface cluster, up or down, since last month?", 44),
        ("who changed their Surface cluster between the two months?", 44),
        ("whose Azure intent rose or fell by 20 points since last month?", None),
        ("small customers, ten people at most, that are Act Now for Business Central", 9),
        ("tiny customers with at least 50 people that are Act Now for Business Central", None),
        ("tiny customers that are Act Now for Business Central", None),
    ],
)
def test_both_ways_and_words_of_size(brain: OfflineBrain, question: str, customers: int | None) -> None:
    answer = ask(brain, question)
    assert figure(answer) == customers
    assert (answer.status == "answered") == (customers is not None)
