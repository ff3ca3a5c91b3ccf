"""What a chat at a terminal does with a message: commands, numbers, what is offered, what stops it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from desks import Heard, open_desk

from assistant.desk.desk import Desk
from assistant.desk.desk_commands import COMMANDS, help_text, split_saved
from assistant.desk.next_questions import next_questions
from assistant.desk.opening import greet
from assistant.desk.start import loaded_words, worth_asking
from assistant.offline.brain import OfflineBrain
from assistant.offline.conversation import Conversation
from assistant.saved_questions import SavedQuestion, save_question
from assistant.settings import Settings

ASKED = "Which customers in Sweden are Act Now for Azure?"


# ---- the table of commands -----------------------------------------------------------------------


def test_every_command_is_in_the_help(heard: Heard) -> None:
    lines = heard("/help").splitlines()
    for command in COMMANDS.values():
        assert [line for line in lines if line.startswith(f"{command.usage} ") and command.about in line]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/exprot x.csv", "There is no /exprot. Did you mean /export?"),
        ("/colunms", "There is no /colunms. Did you mean /columns?"),
        ("/zzz", "There is no /zzz. See /help."),
        ("/", "There is no /. See /help."),
        ("/more 5", "/more takes nothing."),
        ("/why", "Write it as /why N."),
        ("/export", "Write it as /export FILE."),
        ("/why 2", "There is no list to do this with. Ask for one first."),
        ("/brain nobody", "'nobody' is none of offline, openai, auto."),
        ("/month 2020-01", "There is no report of 2020-01: the imported months are 2026-10, 2026-09."),
        ("/run nothing", "There is no saved question 'nothing'. Save one with: ascent save NAME \"QUESTION\""),
        ("/calls", "No tool was called for the last answer."),
        ("/explain-reading", "No question was read yet, or the last message was none."),
        ("Thank you!", "You are welcome."),
    ],
)
def test_a_line_that_does_nothing_says_why(heard: Heard, line: str, told: str) -> None:
    assert heard(line) == told


@pytest.mark.parametrize("line", ["quit", "Exit", "bye!", "/quit", "/QUIT", "/exit"])
def test_leaving(desk: Desk, line: str) -> None:
    desk.hear(line)
    assert desk.left


def test_capitals_in_commands_do_not_matter(heard: Heard) -> None:
    assert heard("/HELP") == heard("/help") == heard("?")
    assert heard("/help").startswith(help_text())


# ---- the list ------------------------------------------------------------------------------------


def rows(shown: str) -> list[str]:
    """The ids of a table, in its order."""
    return re.findall(r"^ *\d+  (\d{7})  ", shown, re.MULTILINE)


def fits(desk: Desk, ids: tuple[str, ...]) -> list[Any]:
    found = desk.offline.tools.engine.rows(desk.listed.query, ids, ("azure.fit",))
    return [row["azure.fit"] for row in found]


def test_a_list_is_sorted_as_asked(desk: Desk, heard: Heard) -> None:
    before = set(rows(heard(ASKED)))
    down = heard("/sort fit")
    assert rows(down) == list(desk.listed.customers)
    assert set(rows(down)) == before
    assert fits(desk, desk.listed.customers) == sorted(fits(desk, desk.listed.customers), reverse=True)
    heard("/sort azure fit asc")
    assert fits(desk, desk.listed.customers) == sorted(fits(desk, desk.listed.customers))
    cities = re.findall(r"^ *\d+  \d{7}  (\w+)$", heard("/columns city", "/sort city"), re.MULTILINE)
    assert cities == ["Göteborg"] * 2 + ["Malmö"] * 3 + ["Stockholm"] * 4 + ["Umeå"]
    assert heard("/sort city").startswith("10 customers, by city, A to Z\n")
    assert heard("/sort customer desc").startswith("10 customers, by account name, Z to A\n")
    assert "The list has no column 'nonsense'" in heard("/sort nonsense")
    assert heard("/sort nonsense").endswith("of other products with their names, such as M365 cluster.")
    assert heard("/sort ctiy") == "The list has no column 'ctiy'. Did you mean city?"
    assert heard("/columns customer, potental revenue") == (
        "The list has no column 'potental revenue'. Did you mean potential revenue?"
    )
    assert heard("/sort city fit") == "A list is sorted by one column."
    assert "cannot be sorted by" in heard("/sort why")


def test_a_list_that_was_cut_short_is_sorted_as_it_is(desk: Desk, heard: Heard) -> None:
    top = rows(heard("Top 12 customers for Azure"))
    assert len(top) == 12
    assert sorted(rows(heard("/sort city"))) == sorted(top)
    assert sorted(rows(heard("/sort fit asc"))) == sorted(top)
    assert heard("/why 2").splitlines()[1].startswith("Azure: ")  # the product of the list it was


def test_columns_are_chosen_for_this_list_only(desk: Desk, heard: Heard) -> None:
    heard(ASKED)
    head = heard("/columns customer, org size, M365 fit, intent").splitlines()[0]
    assert head.split() == ["#", "id", "customer", "org", "size", "M365", "fit", "Azure", "intent"]
    assert heard("/sort org size").splitlines()[2] == head
    assert "potential revenue" in heard("/columns usual")
    heard("/columns customer")
    assert "country" in heard("How many customers are in Norway?", "Which customers are they?")
    assert desk.columns == ()


@pytest.mark.parametrize(
    ("columns", "headings"),
    [
        ("customer, cluster", "#  id  customer  cluster"),
        ("customer, M365 cluster", "#  id  customer  M365 cluster"),
        ("customer, M365 cell", "#  id  customer  M365 cell"),
        ("customer, m365 fit", "#  id  customer  M365 fit"),
        ("M365 intent, customer", "#  id  M365 intent  customer"),
        ("customer, Power Apps potential revenue", "#  id  customer  Power Apps potential revenue"),
        ("customer, M365 why", "#  id  customer  M365 why"),
        ("fit, M365 fit", "#  id  Azure fit  M365 fit"),
    ],
)
def test_columns_of_another_product_name_it(heard: Heard, columns: str, headings: str) -> None:
    shown = heard(ASKED, f"/columns {columns}").splitlines()[0]
    assert re.split(r" {2,}", shown.strip()) == headings.split("  ")


def test_more_rows_follow_those_that_were_shown(desk: Desk, heard: Heard) -> None:
    heard("Which customers are Act Now for Azure?")
    everyone = desk.listed.customers
    assert rows(heard("/more")) == list(everyone[10:35])
    heard("/why 3")
    assert rows(heard("/columns customer, fit", "/more")) == list(everyone[35:])
    assert heard("/more") == "There is no list with further rows."


@pytest.mark.parametrize("ordinal", ["/why 2", "why the second one?", "Why is the 2nd rated as it is?"])
def test_the_second_one_is_the_second_row(desk: Desk, heard: Heard, ordinal: str) -> None:
    second = rows(heard(ASKED))[1]
    assert f"({second})" in heard(ordinal).splitlines()[0]
    heard("/sort city")
    assert f"({desk.listed.customers[1]})" in heard(ordinal).splitlines()[0]


@pytest.mark.parametrize("row", ["0", "11", "two", "-1", "²"])
def test_a_row_that_is_not_there(heard: Heard, row: str) -> None:
    assert heard(ASKED, f"/why {row}") == f"'{row}' is no row: the list has rows 1 to 10."


# ---- questions, months, brains --------------------------------------------------------------------


def test_calls_and_reading_of_the_last_question(heard: Heard) -> None:
    tool, _, arguments = heard(ASKED, "/calls").partition(" ")
    assert tool == "customers"
    assert json.loads(arguments)["set"]["filters"][0]["field"] in ("country", "cluster")
    assert "Sweden" in heard("/explain-reading")


def test_a_month_is_asked_about_until_it_is_not(desk: Desk, heard: Heard) -> None:
    question = "How many customers are Act Now for Azure?"
    assert "reports of 2026-09" in heard("/month 2026-09", question)
    assert "reports of 2026-09" in heard(ASKED)
    assert desk.answer
    assert desk.answer.calls[0].arguments["set"]["month"] == "2026-09"
    assert "Reports of 2026-09." in heard("/why 1")
    assert "reports of 2026-10" in heard("How many customers were Act Now for Azure in October 2026?")
    assert "reports of 2026-10" in heard("/month newest", question)


def test_a_saved_question_is_asked(desk: Desk, heard: Heard, mine: Path) -> None:
    desk.settings = Settings(mine, desk.settings.as_of, "offline")
    save_question(mine, "Act now", SavedQuestion("Act Now customers for {product} in {country=Sweden}"))
    assert heard("/run act now product=Azure").startswith("Act Now customers for Azure in Sweden\n10 customers")
    assert "United Kingdom" in heard("/run act now country=United Kingdom product=Azure").splitlines()[0]
    assert "No value is given for 'product'" in heard("/run Act now")
    assert heard("/run") == "Write it as /run NAME [PARAMETER=VALUE]. Saved: Act now"


@pytest.mark.parametrize(
    ("given", "name", "values"),
    [
        ("act now", "Act now", {}),
        ("ACT NOW product=Azure", "Act now", {"product": "Azure"}),
        ("other a=b c d=e=f", "other", {"a": "b c", "d": "e=f"}),
        ("x = y", "x = y", {}),
        ("act now =a=b", "act now =a=b", {}),
        ('"act now" product=Azure', "Act now", {"product": "Azure"}),
    ],
)
def test_names_and_values_of_a_saved_question(given: str, name: str, values: dict[str, str]) -> None:
    assert split_saved(given, ["Act now"]) == (name, values)


def test_the_conversation_goes_on_with_another_brain(desk: Desk, heard: Heard) -> None:
    heard(ASKED)
    assert heard("/brain auto") == (
        "Questions are read by: auto\nWarning: there is no key of the model's service in OPENAI_API_KEY. "
        "Until there is one, questions are read offline."
    )
    assert heard("How many of them are there?").startswith("10 customers")
    heard("/brain offline")
    assert rows(heard("Which customers are they?")) == list(desk.listed.customers)


def test_a_new_conversation_knows_nothing(desk: Desk, heard: Heard) -> None:
    assert heard(ASKED, "/new") == "This is a new conversation."
    assert heard("/more") == "There is no list to do this with. Ask for one first."


# ---- what is offered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "messages",
    [
        [ASKED],
        ["Top 5 customers for M365"],
        ["How many customers are Act Now for Azure?"],
        ["How many customers are Act Now for Azure, by country?"],
        ["Which customers are Act Now for Azure?", "why the second one?"],
        ["Tell me about Fenwick Freight AB"],
        ["How many customers are in the Copilot cohort, by industry?"],
        ["Vilka kunder i Sverige är Act Now för Azure?"],
    ],
)
def test_what_is_offered_has_an_answer(brain: OfflineBrain, messages: list[str]) -> None:
    talk = brain.start()
    for message in messages:
        answer = brain.ask(message, talk)
    offered = next_questions(brain, talk, answer)
    assert 1 <= len(offered) <= 3
    for question in offered:
        found = brain.ask(question, talk.copied())
        assert found.status == "answered", question
        assert found.customers or found.value or len(found.groups or ()) > 1, question


def test_nothing_is_offered_beside_a_question_back_or_where_nothing_is_found(desk: Desk, heard: Heard) -> None:
    for question in ("Tell me about Jasper", "What does foobar mean?", "Act Now customers for Azure in Belgium"):
        heard(question)
        assert desk.offered == (), question


def test_numbers_belong_to_a_question_back(desk: Desk, heard: Heard) -> None:
    heard(ASKED)
    assert desk.offered
    heard("Tell me about Jasper")
    assert heard("2").startswith("Jasper Bank Ltd (5003383)")


def test_a_number_beyond_what_is_offered_is_a_message(desk: Desk, heard: Heard) -> None:
    heard(ASKED)
    assert len(desk.offered) == 3
    assert heard("4").startswith("What about 4?")


def test_what_was_asked_is_not_offered_again(desk: Desk, heard: Heard) -> None:
    heard(ASKED)
    first = desk.offered[0]
    heard("1")
    assert first not in desk.offered


def test_a_picked_question_is_answered_in_the_language_of_the_conversation(desk: Desk, heard: Heard) -> None:
    offered = heard("Vilka kunder i Sverige är Act Now för Azure?")
    assert "Härnäst, med siffra:\n  1  Vilka av dem har avtal som löper ut inom 90 dagar?" in offered
    assert "Räknat:" in heard("1")
    assert "Räknat:" in heard("Och i Norge?")


# ---- the start ------------------------------------------------------------------------------------


def test_what_is_worth_asking_has_an_answer(brain: OfflineBrain) -> None:
    questions = worth_asking(brain)
    assert len(questions) == 3
    for question in questions:
        answer = brain.ask(question, Conversation())
        assert answer.status == "answered"
        assert answer.customers or answer.groups


def test_what_is_worth_asking_of_own_data(own_workspace: Path, brain: OfflineBrain) -> None:
    own = open_desk(own_workspace, brain).offline
    assert loaded_words(Settings(own_workspace, brain.tools.as_of), own).startswith("Ascent: your own data, ")
    for question in worth_asking(own):
        assert own.ask(question, own.start()).status == "answered"


def test_a_start_without_data(tmp_path: Path, brain: OfflineBrain, capsys: pytest.CaptureFixture[str]) -> None:
    desk = open_desk(tmp_path, brain)
    greet(desk)
    assert capsys.readouterr().out.startswith("Nothing is imported yet.")
    desk.hear(ASKED)
    assert "No report has been imported yet." in capsys.readouterr().out
    assert desk.offered == ()


def test_a_command_that_shows_no_answer_keeps_what_is_offered(desk: Desk, heard: Heard) -> None:
    heard(ASKED)
    offered = desk.offered
    heard("/cost", "/nosuch")
    assert offered
    assert desk.offered == offered
