"""Questions with words of the partner's vocabulary: each is one condition, wherever it stands."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from queries import ALL, HIGH, called, cluster, ends, has, is_, no, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools, plain
from assistant.vocabulary import VocabularyError, add_word, vocabulary_file
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.query import EACH, Filter, Query
from scoring.sample import write_sample
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
WORDS: dict[str, str | tuple[str, ...]] = {
    "hot": "Act Now or Evaluate with high intent",
    "DACH": "Germany, Austria or Switzerland",
    "big": "300 or more employees",
    "key accounts": ("5001932", "5004568", "5003414"),
    "burning": "hot and big",
    "mixed": "in Sweden or in Healthcare",
    "ready": "Act Now",
    "cloud starter": "owns M365 but not Azure",
    "soon": "agreements that end in the next 90 days",
    "nyckelland": "i Tyskland",
    "stora": "fler än 300 anställda",
}
AROUND = ("not", "or", "and", "except", "Azure", "M365", "for", "in", "Sweden", "customers", "how many", "by country")
HOT = (cluster("azure", *HIGH), is_("intent_band", "azure", "high"))
EACH_HOT = (cluster(EACH, *HIGH), is_("intent_band", EACH, "high"))
NOT_HOT = Filter(
    any_of=(Filter("cluster", "not in", HIGH, ("azure",)), Filter("intent_band", "not in", ("high",), ("azure",)))
)
ANY_HOT = Filter(all_of=EACH_HOT, products=ALL)
BIG = has("org_size", 300.0, op=">=")
SMALL = has("org_size", 300.0, op="<")
DACH = has("country", "Germany", "Austria", "Switzerland")
KEY = has("customer", "5001932", "5004568", "5003414")
SWEDEN = has("country", "Sweden")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample of 400 customers and the words above."""
    path = tmp_path_factory.mktemp("vocabulary")
    write_sample(path / "reports", customers=400, seed=7)
    import_reports(Workspace(path / "workspace"), [path / "reports"])
    with vocabulary_file(path / "workspace").changing() as words:
        words |= WORDS
    return path / "workspace"


@pytest.fixture(scope="module")
def speaker(folder: Path) -> OfflineBrain:
    return opened(folder)


def opened(folder: Path) -> OfflineBrain:
    return OfflineBrain(Tools(Engine(Workspace(folder)), AS_OF))


def talk(brain: OfflineBrain, *messages: str) -> Answer:
    """The answer to the last message of a conversation."""
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("hot customers for Azure", query(*HOT, best="azure")),
        ("HOT CUSTOMERS FOR AZURE", query(*HOT, best="azure")),
        ("Which customers in Sweden are hot for Azure?", query(SWEDEN, *HOT, best="azure")),
        ("how many customers are hot?", query(ANY_HOT, count=True)),
        ("how many customers are hot for Azure?", query(*HOT, count=True)),
        ("customers in DACH", query(DACH)),
        ("big customers in dach", query(BIG, DACH)),
        ("customers in Sweden and DACH", query(has("country", "Sweden", *DACH.values))),
        ("customers in DACH or Norway", query(has("country", *DACH.values, "Norway"))),
        ("customers that are neither in DACH nor in Sweden", query(no("country", *DACH.values, "Sweden"))),
        ("customers by city in DACH", query(DACH, groups=("city",))),
        ("key accounts", query(KEY)),
        ("How many of our key accounts are in Sweden?", query(KEY, SWEDEN, count=True)),
        ("Is there a key account in Sweden?", query(KEY, SWEDEN)),
        ("ready customers for Surface", query(cluster("surface"), best="surface")),
        ("how many customers are ready for at least three products", query(cluster(ALL, at_least=3), count=True)),
        (
            "how many customers are hot for at least three products",
            query(Filter(all_of=EACH_HOT, products=ALL, at_least=3), count=True),
        ),
        ("cloud starters in Sweden", query(has("has_m365", True), has("has_azure", False), SWEDEN)),
        ("burning customers for Azure", query(BIG, *HOT, best="azure")),
        (
            "how many mixed customers are there",
            query(Filter(any_of=(SWEDEN, has("industry", "Healthcare"))), count=True),
        ),
        ("customers that are not hot for Azure", query(NOT_HOT, best="azure")),
        ("non-hot customers for Azure", query(NOT_HOT, best="azure")),
        ("customers not ready for Azure", query(Filter("cluster", "not in", ("act-now",), ("azure",)), best="azure")),
        ("big but not hot for Azure", query(BIG, NOT_HOT, best="azure")),
        ("customers in DACH except key accounts", query(DACH, no("customer", *KEY.values))),
        (
            "customers in Sweden that are neither big nor key accounts",
            query(SWEDEN, SMALL, no("customer", *KEY.values)),
        ),
        ("customers that are not big or hot for Azure", query(SMALL, NOT_HOT, best="azure")),
        (
            "customers that are not mixed",
            query(no("country", "Sweden"), no("industry", "Healthcare")),
        ),
        ("big or hot customers for Azure", query(Filter(any_of=(BIG, Filter(all_of=HOT))), best="azure")),
        ("customers that are big or in Sweden", query(Filter(any_of=(BIG, SWEDEN)))),
        (
            "hot for Azure but not for M365",
            query(
                *HOT,
                Filter(
                    any_of=(
                        Filter("cluster", "not in", HIGH, ("m365",)),
                        is_("intent_band", "m365", "high", op="not in"),
                    )
                ),
                best="azure",
            ),
        ),
        ("hot for Azure and M365", query(Filter(all_of=EACH_HOT, products=("azure", "m365"), at_least=2))),
        ("hot for Azure or M365", query(Filter(all_of=EACH_HOT, products=("azure", "m365")))),
        ("top 5 hot customers for Azure", query(*HOT, best="azure", limit=5)),
        ("hot customers for Azure by country", query(*HOT, groups=("country",))),
        ("how many agreements do soon customers have", query(ends("2026-10-25", "2027-01-23"), count=True)),
        ("customers in nyckelland", query(has("country", "Germany"))),
        ("vilka kunder i Tyskland är hot för Azure", query(has("country", "Germany"), *HOT, best="azure")),
        ("hur många kunder är big", query(BIG, count=True)),
        ("hur många stora kunder finns i Sverige", query(has("org_size", 300.0, op=">"), SWEDEN, count=True)),
        ("vilka kunder i Sverige är inte hot för Azure", query(SWEDEN, NOT_HOT, best="azure")),
        ("hur många kunder är varken big eller hot för Azure", query(SMALL, NOT_HOT, count=True)),
    ],
)
def test_a_word_is_one_condition(speaker: OfflineBrain, question: str, wanted: Query) -> None:
    found = called(talk(speaker, question))
    if wanted.measure and "agreements" in question:
        found["measure"] = {}
    assert found == plainly(wanted)


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (
            ("Act Now customers for Azure in Sweden", "only the hot ones"),
            query(SWEDEN, cluster("azure"), *HOT, best="azure"),
        ),
        (
            ("Act Now customers for Azure in Sweden", "which of them are key accounts?"),
            query(SWEDEN, cluster("azure"), KEY, best="azure"),
        ),
        (("hot customers for Azure in Sweden", "and in DACH?"), query(*HOT, DACH, best="azure")),
        (
            ("hot customers for Azure", "and for Surface?"),
            query(cluster("surface", *HIGH), is_("intent_band", "surface", "high"), best="surface"),
        ),
        (("big customers in Sweden", "how many of them are hot for Azure?"), query(BIG, SWEDEN, *HOT, count=True)),
        (("hot customers for Azure", "not hot"), query(NOT_HOT, best="azure")),
        (("not hot for Azure", "what about Surface?"), "surface"),
        (("customers in Sweden", "key accounts in Norway"), query(KEY, has("country", "Norway"))),
    ],
)
def test_follow_ups(speaker: OfflineBrain, messages: tuple[str, ...], wanted: Any) -> None:
    found = called(talk(speaker, *messages))
    if wanted == "surface":
        assert "azure" not in str(found)
        assert len(found["set"]["filters"][0]["any_of"]) == 2
    else:
        assert found == plainly(wanted)


SQL = {
    "how many customers are hot": (
        "SELECT count(DISTINCT customer_id) AS n FROM scores WHERE month = '2026-10' "
        "AND cluster IN ('act-now', 'evaluate') AND intent_band = 'high'",
        54,
    ),
    "how many customers are not hot for Azure": (
        "SELECT count(*) AS n FROM scores WHERE month = '2026-10' AND product = 'azure' "
        "AND NOT (cluster IN ('act-now', 'evaluate') AND intent_band = 'high')",
        372,
    ),
    "how many big customers are not hot for Azure": (
        "SELECT count(*) AS n FROM customers c JOIN scores s USING (customer_id, month) WHERE month = '2026-10' "
        "AND product = 'azure' AND org_size >= 300 "
        "AND NOT (cluster IN ('act-now', 'evaluate') AND intent_band = 'high')",
        77,
    ),
    "how many customers are big or hot for Azure": (
        "SELECT count(*) AS n FROM customers c JOIN scores s USING (customer_id, month) WHERE month = '2026-10' "
        "AND product = 'azure' AND (org_size >= 300 OR (cluster IN ('act-now', 'evaluate') AND intent_band = 'high'))",
        97,
    ),
    "how many customers are in DACH except key accounts": (
        "SELECT count(*) AS n FROM customers WHERE month = '2026-10' "
        "AND country IN ('Germany', 'Austria', 'Switzerland')",
        51,
    ),
}


@pytest.mark.parametrize("question", SQL)
def test_figures_are_those_of_sql_by_hand(speaker: OfflineBrain, question: str) -> None:
    sql, figure = SQL[question]
    assert speaker.tools.engine.fetch(sql)[0]["n"] == figure
    assert talk(speaker, question).value == figure


def test_the_answer_says_what_the_word_means(speaker: OfflineBrain) -> None:
    answer = talk(speaker, "How many hot customers are in DACH, key accounts left out?")
    assert answer.assumptions[:2] == (
        "hot = Act Now or Evaluate with high intent (your vocabulary)",
        "DACH = Germany, Austria or Switzerland (your vocabulary)",
    )
    assert "key accounts = 3 customers (your vocabulary)" in answer.answer
    answer = talk(speaker, "burning customers for Azure")
    assert answer.assumptions == (
        "burning = hot and big (your vocabulary)",
        "hot = Act Now or Evaluate with high intent (your vocabulary)",
        "big = 300 or more employees (your vocabulary)",
    )


def test_what_does_it_mean(speaker: OfflineBrain) -> None:
    assert talk(speaker, "What does hot mean?").answer == (
        "hot = Act Now or Evaluate with high intent (your vocabulary): cluster Act Now or Evaluate; intent band High; "
        "for the product that a question names, else for any."
    )
    assert talk(speaker, "what are key accounts?").answer == (
        "key accounts = 3 customers (your vocabulary): customer 5001932, 5004568, 5003414."
    )


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Is 5001932 hot for Azure?", "No. Delorme Toys AB"),
        ("Is 5001932 big?", "Yes. Delorme Toys AB"),
        ("Is Delorme Toys AB a key account?", "Yes. Delorme Toys AB"),
        ("Why is 5001932 not hot for Azure?", "Yes. Delorme Toys AB"),
    ],
)
def test_of_one_customer(speaker: OfflineBrain, question: str, begins: str) -> None:
    answer = talk(speaker, question)
    assert (answer.status, answer.customers) == ("answered", ("5001932",))
    assert answer.answer.startswith(begins)


def test_a_word_that_is_no_word_of_the_vocabulary_stays_unknown(speaker: OfflineBrain) -> None:
    assert talk(speaker, "lukewarm customers for Azure").status == "not_answerable"
    assert talk(speaker, "hot lukewarm customers for Azure").status == "not_answerable"


@pytest.mark.parametrize(
    ("meaning", "reason"),
    [
        ("how many customers in Sweden", "it asks for a figure or a break-down, and a word can only be conditions"),
        ("customers by country", "it asks for a figure or a break-down, and a word can only be conditions"),
        ("Act Now, sorted by Azure fit", "it sorts a list or says how long it is, and a word can only be conditions"),
        ("the top 10", "it sorts a list or says how long it is, and a word can only be conditions"),
        ("Act Now in September 2026", "it names a time, and a word holds for the month that a question is about."),
        ("Act Now by our own model", "it says whose scores are meant, which is for the question to say."),
        ("blorp and big", "I do not know what to make of “blorp”."),
        ("customers", "it is no condition on customers."),
        ("", "it is no condition on customers."),
        ("warm or big", "“warm” would mean itself: warm → warm."),
        ("glowing", "“glowing” cannot mean “warm”: “warm” would mean itself: warm → glowing → warm."),
    ],
)
def test_a_meaning_that_is_none(folder: Path, meaning: str, reason: str) -> None:
    reader = opened(folder).reader
    for word, entry in (("warm", meaning), ("glowing", "warm")):
        reader.lexicon.own_words[word] = entry
        reader.lexicon.claim(word)
    with pytest.raises(VocabularyError) as caught:
        reader.meanings("warm")
    assert str(caught.value).startswith(f"“warm” cannot mean “{meaning}”: {reason}")


def test_a_meaning_that_can_no_longer_be_read_is_said(folder: Path) -> None:
    brain = opened(folder)
    brain.reader.lexicon.own_words["hot"] = "blorp"
    answer = brain.ask("hot customers for Azure", brain.start())
    assert (answer.status, answer.answer.splitlines()[0]) == (
        "not_answerable",
        "“hot” cannot mean “blorp”: I do not know what to make of “blorp”.",
    )


def test_it_goes_before_the_built_in_meaning(folder: Path) -> None:
    brain = opened(folder)
    brain.reader.lexicon.own_words["Nordics"] = "Sweden or Norway"
    brain.reader.lexicon.claim("Nordics")
    assert called(talk(brain, "customers in the Nordics")) == plainly(query(has("country", "Sweden", "Norway")))
    assert [sense.kind for sense in brain.reader.lexicon.senses(["nordic"])] == ["vocabulary"]


def test_the_kept_lexicon_follows_the_vocabulary(folder: Path) -> None:
    """A new word is known at once, to a new reader over the same data; one that is taken out is not."""
    assert talk(opened(folder), "platinum customers in Sweden").status == "not_answerable"
    add_word(folder, "platinum", "High Azure fit")
    wanted = query(is_("fit_band", "azure", "high"), SWEDEN, best="azure")
    for _ in range(2):  # as it was built, and as it was kept
        assert called(talk(opened(folder), "platinum customers in Sweden")) == plainly(wanted)
    with vocabulary_file(folder).changing() as words:
        words["platinum"] = "Low Azure fit"
    assert "low" in str(called(talk(opened(folder), "platinum customers in Sweden")))
    with vocabulary_file(folder).changing() as words:
        del words["platinum"]
    assert talk(opened(folder), "platinum customers in Sweden").status == "not_answerable"


def test_a_word_is_plain_arguments(speaker: OfflineBrain) -> None:
    """The call of an answer can be repeated as it stands."""
    answer = talk(speaker, "how many customers are neither big nor hot?")
    call = answer.calls[0]
    assert speaker.tools.call(call.tool, call.arguments).value == answer.value == 270
    assert call.arguments == plain(query(SMALL, Filter(none_of=(ANY_HOT,)), count=True))


@pytest.mark.parametrize(
    ("question", "assumption"),
    [
        ("vilka kunder i Tyskland är hot för Azure", "hot = Act Now or Evaluate with high intent (er ordlista)"),
        ("hur många kunder i Sverige är key accounts?", "key accounts = 3 kunder (er ordlista)"),
    ],
)
def test_the_answer_says_it_in_the_language_of_the_question(
    speaker: OfflineBrain, question: str, assumption: str
) -> None:
    assert assumption in talk(speaker, question).assumptions


@settings(max_examples=60, deadline=None, derandomize=True)
@given(words=st.lists(st.sampled_from((*WORDS, *AROUND)), min_size=1, max_size=9))
def test_words_in_any_order_get_an_answer(speaker: OfflineBrain, words: list[str]) -> None:
    answer = talk(speaker, " ".join(words))
    assert answer.status in ("answered", "needs_clarification", "not_answerable")
    assert answer.answer.strip()
