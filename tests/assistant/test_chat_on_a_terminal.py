"""The chat driven in a pseudo-terminal, as a person drives it, on the sample of 400 customers on 2026-10-25."""

import csv
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from model.replies import CallTools, Drip, Hang, Reply, Say
from model.server import ModelServer
from processes import process
from terminals import PROMPT, Chat, typed_lines

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pseudo-terminal")

ASKED = "Which customers are Act Now for Azure?"
COUNTED = "How many customers are Act Now for Azure?"
CALLS = [("customers", {"filters": [{"field": "azure.cluster", "values": ["Act Now"]}]})]
COLOUR = re.compile(rb"\x1b\[[0-9;]*3[0-7]m")
CURSOR = re.compile(rb"\x1b")
START = """\
Ascent: 392 customers in the reports of 2026-10 (M365 propensity report, Azure
propensity report, D365 propensity report, Security propensity report, Surface
propensity report, Agreement renewals report); earlier months: 2026-09.
The newest reports, 2026-10, are up to date; the next ones come on 2026-11-25
(in 31 days).

Worth asking, by number:
  1  Which customers in Sweden are Act Now for Azure?
  2  Which customers are new in Act Now for Azure?
  3  Which Act Now customers for Azure have renewals in the next 90 days?

/help shows what else there is; Ctrl-D leaves.
ascent> """
SWEDEN = """\
10 customers, best first for Azure

 #  id       customer                 city       country  cell  potential…
 1  5002991  Fenwick Freight AB       Stockholm  Sweden   A1    $10K - $25K
 2  5003021  Amberly Dental AB        Stockholm  Sweden   A2    $1K - $5K
 3  5001932  Delorme Toys AB          Stockholm  Sweden   A3    $250K+
 4  5004568  Çelik Robotics AB        Malmö      Sweden   A3    $50K - $100K
 5  5002096  São Brás Instruments AB  Stockholm  Sweden   A3    $10K - $25K
 6  5002944  Ibsen Instruments AB     Malmö      Sweden   A3    $1K - $5K
 7  5003414  Nightjar Instruments AB  Malmö      Sweden   A4    $100K - $250K
 8  5002543  Dalgaard Packaging AB    Göteborg   Sweden   A4    $1K - $5K
 9  5000546  Vänern Steel AB          Göteborg   Sweden   A4    $0 - $1K
10  5001059  Müller-Voss Trading AB   Umeå       Sweden   A4    $0 - $1K
Not shown: why (--all, --json, /columns)

Counted: country Sweden; Azure cluster Act Now · reports of 2026-10

Next, by number:
  1  Which of them have renewals in the next 90 days?
  2  How many of them are there by industry?
  3  Why is the first one rated as it is?"""
AMBERLY = """\
Amberly Dental AB (5003021): Stockholm, Stockholm County, Sweden; Healthcare; 15
employees
Azure: Act Now, cell A2. Fit 79 (High); intent 58 (Medium). The fit decides the
cluster: High fit means Act Now, whatever the intent, which ranks within it.
Potential revenue $1K - $5K a year. Signals: Technology use: Snowflake
(2026-03-08); Technology use: QuickBooks (2026-07-05); Content consumption:
low-code comparison (2026-04-12).

Reports of 2026-10."""
BY_FIT = """\
10 customers, highest Azure fit first

 #  id       customer               city       country  cell  potential…     fit
 1  5003414  Nightjar Instruments…  Malmö      Sweden   A4    $100K - $250K   91
 2  5002991  Fenwick Freight AB     Stockholm  Sweden   A1    $10K - $25K     90
 3  5001932  Delorme Toys AB        Stockholm  Sweden   A3    $250K+          89
 4  5002944  Ibsen Instruments AB   Malmö      Sweden   A3    $1K - $5K       89
"""
COLUMNS = """\
 #  id       customer                 industry                   intent
 1  5003414  Nightjar Instruments AB  Manufacturing & Resources       0
 2  5002991  Fenwick Freight AB       Travel & Transport             81
 3  5001932  Delorme Toys AB          Retail & Consumer Goods        34
"""


@pytest.fixture
def serve(
    tmp_path: Path,
) -> Iterator[Callable[[Callable[[dict[str, Any], int], Reply]], tuple[ModelServer, dict[str, str]]]]:
    """Starts a model's server with a script; the server, and the environment that makes a chat ask it."""
    servers: list[ModelServer] = []

    def start(script: Callable[[dict[str, Any], int], Reply]) -> tuple[ModelServer, dict[str, str]]:
        server = ModelServer(script)
        servers.append(server.__enter__())
        config = tmp_path / "config.toml"
        config.write_text(
            f'brain = "openai"\n[model]\nbase_url = "{server.url}"\ntimeout = 120.0\nseconds = 240.0\n',
            encoding="utf-8",
        )
        return server, {"ASCENT_CONFIG": str(config), "OPENAI_API_KEY": "test-key-of-nobody"}

    yield start
    for server in servers:
        server.__exit__(None, None, None)


# ---- what is read ------------------------------------------------------------------------------


def test_a_session_as_it_is_read(mine: Path) -> None:
    with Chat(mine) as chat:
        assert chat.ready() == START.rstrip()
        assert chat.say("1") == SWEDEN  # the first of what is worth asking
        assert chat.say("why the second one?") == AMBERLY
        assert chat.say("/why 2") == AMBERLY
        assert chat.say("/sort fit").startswith(BY_FIT)
        assert chat.say("/columns customer, industry, intent").startswith(COLUMNS)
        assert chat.say("thanks!") == "You are welcome."
        assert chat.say("/exprot x.csv") == "There is no /exprot. Did you mean /export?"
        chat.type("bye\r")
        assert chat.ended() == 0


def test_numbers_choose_a_question_until_something_else_is_said(mine: Path) -> None:
    with Chat(mine) as chat:
        chat.say(ASKED)
        assert chat.say("2").startswith("country")
        chat.say(ASKED)
        chat.say("/calls")
        assert chat.say("2").startswith("Fenwick Logistics Ltd (5003043)")  # why the first one is rated as it is
        chat.say(ASKED)
        chat.say("thanks")
        assert chat.say("2").startswith("What about 2?\n1. only the first 2\n2. the 2nd customer of the list")
        assert chat.say("2").startswith("Fenwick Freight AB (5002991)")  # the second choice of the question back


def test_a_file_is_written_and_replaced_only_after_asking(mine: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    with Chat(mine, folder=tmp_path) as chat:
        chat.say("Which customers in Sweden are Act Now for Azure?")
        assert chat.say("/export list.csv") == "Wrote 10 customers to list.csv"
        with out.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["Customer ID"] for row in rows[:3]] == ["5002991", "5003021", "5001932"]
        out.write_text("mine", encoding="utf-8")
        chat.type("/export list.csv\r")
        chat.until("Replace it? [y/N]")
        assert "Nothing was written." in chat.say_here("n")
        assert out.read_text(encoding="utf-8") == "mine"


def test_every_name_is_shown_as_it_stands(workspace: Path, tmp_path: Path) -> None:
    """Markup and escape sequences in a name neither colour the screen nor vanish."""
    mine = Path(shutil.copytree(workspace, tmp_path / "mine"))
    with Chat(mine, columns=120) as chat:
        assert "[bold]Acme[/bold] AB" in chat.say("Which customers are Act Now for M365?")
        chat.type("Why is [bo\t")
        chat.until("Why is [bold]Acme[/bold]")
    assert b"\x1b[31mAB" not in chat.raw


# ---- typing ------------------------------------------------------------------------------------


def test_tab_completes_names_and_commands(mine: Path) -> None:
    with Chat(mine) as chat:
        chat.ready()
        chat.type("Why is fenwick fr\t")
        chat.until(f"{PROMPT} Why is Fenwick Freight AB")
        chat.type(" rated as it is for Azure?\r")
        assert "Fenwick Freight AB (5002991): Stockholm" in chat.ready_again()
        chat.type("/col")
        chat.until("choose the columns of the list")
        chat.type("\t")
        chat.until(f"{PROMPT} /columns\n")


def test_what_is_pasted_is_one_message(mine: Path) -> None:
    with Chat(mine) as chat:
        chat.ready()
        chat.type("\x1b[200~Which customers in Sweden\r\nare Act Now\nfor Azure?\x1b[201~")
        chat.until("for Azure?")
        chat.type("\r")
        assert "10 customers, best first for Azure" in chat.ready_again()


def test_what_was_typed_is_there_in_the_next_chat(mine: Path) -> None:
    key = "sk-abcdefgh12345678"
    with Chat(mine) as chat:
        chat.say(COUNTED)
        chat.say(f"my key is {key}")
        chat.type("\x04")
        assert chat.ended() == 0
    kept = mine / "conversations" / "typed.history"
    assert typed_lines(kept) == [COUNTED, "my key is [key]"]
    assert kept.stat().st_mode & 0o777 == 0o600
    with Chat(mine) as chat:
        chat.ready()
        chat.type("\x1b[A\x1b[A")
        chat.until(f"{PROMPT} {COUNTED}")
        chat.type("\x03")
        chat.ready()
        chat.type("\x12many cust")
        chat.until(lambda text: COUNTED in text.rpartition("/help")[2])
        chat.type("\r\r")
        assert "57 customers" in chat.ready_again()
    assert process("forget", "conversations", "--yes", "--workspace", mine).returncode == 0
    assert not kept.exists()


def test_nothing_is_kept_where_that_is_switched_off(mine: Path) -> None:
    with Chat(mine, ASCENT_LOG="off") as chat:
        chat.say(COUNTED)
        chat.type("\x04")
        assert chat.ended() == 0
    assert not (mine / "conversations").exists()


# ---- stopping and leaving ----------------------------------------------------------------------


def test_ctrl_c_at_the_prompt_clears_the_line_and_ctrl_d_leaves(mine: Path) -> None:
    with Chat(mine) as chat:
        chat.ready()
        chat.type("half a quest")
        chat.until("half a quest")
        chat.type("\x03")
        chat.until(lambda text: "half a quest" not in text)
        chat.type("\x03")
        chat.until("Ctrl-D leaves; /help shows what there is.")
        assert chat.say("/month").startswith("Questions are about the newest month")
        chat.type("\x04")
        assert chat.ended() == 0


def _silent(request: dict[str, Any], number: int) -> Reply:
    """Calls a tool, then says nothing for longer than anybody waits."""
    return Hang(300) if request["messages"][-1]["role"] == "tool" else CallTools(CALLS)


def _slow(request: dict[str, Any], number: int) -> Reply:
    """Calls a tool, then says a piece a second."""
    words = Say("Here is what I found. " + "They are listed below. " * 40)
    return Drip(words, 1.0) if request["messages"][-1]["role"] == "tool" else CallTools(CALLS)


@pytest.mark.parametrize("script", [_silent, _slow])
def test_ctrl_c_stops_a_models_answer_and_the_next_question_works(
    script: Callable[[dict[str, Any], int], Reply], mine: Path, serve: Any
) -> None:
    server, env = serve(script)
    with Chat(mine, **env) as chat:
        chat.say("/brain offline")
        chat.say("Which customers in Sweden are Act Now for Azure?")
        chat.say("/brain openai")
        chat.type(f"{ASKED}\r")
        chat.until(lambda text: len(server.requests) == 2 and (script is _silent or "Here is what I found." in text))
        chat.type("\x03")
        assert "Stopped." in chat.ready_again()
        chat.say("/brain offline")
        assert chat.say("How many of them are there?").startswith("10 customers")  # of the list before
        chat.type("\x04")
        assert chat.ended() == 0


def test_words_of_a_model_come_as_they_are_said(mine: Path, serve: Any) -> None:
    def script(request: dict[str, Any], number: int) -> Reply:
        return Say("These are the customers.") if request["messages"][-1]["role"] == "tool" else CallTools(CALLS)

    _, env = serve(script)
    with Chat(mine, **env) as chat:
        shown = chat.say(ASKED)
        assert shown.startswith("These are the customers.\n\n57 customers, best first for Azure")
        assert chat.say("/cost").startswith(f"1. {ASKED}: 2 requests")


# ---- windows -----------------------------------------------------------------------------------


def test_tables_follow_the_window(mine: Path) -> None:
    with Chat(mine, columns=120) as chat:
        wide = chat.say(ASKED)
        assert "why" in wide
        chat.resize(60)
        narrow = chat.say("Which customers are Act Now for M365?")
        assert max(map(len, wide.splitlines())) > 80
        assert max(map(len, narrow.splitlines())) <= 60
        assert re.search(r"^ 1  \d{7}  \w+", narrow, re.MULTILINE)


def test_columns_of_another_product_name_it_in_a_narrow_window(mine: Path) -> None:
    with Chat(mine, columns=60) as chat:
        chat.say(ASKED)
        for score in ("cluster", "cell", "fit", "intent", "potential revenue", "why"):
            head = chat.say(f"/columns customer, M365 {score}").splitlines()[0]
            assert re.search(r"customer +M365( |…)", head), head


def test_help_and_offers_are_indented_in_a_narrow_window(mine: Path) -> None:
    with Chat(mine, columns=60) as chat:
        start = chat.ready()
        assert "\n  3  Which Act Now customers for Azure have renewals in the\n     next 90 days?\n" in start
        shown = chat.say("/help")
        assert (
            "\n/export FILE\n    write what was shown last to FILE.csv, .xlsx, .html or\n    .json\n/save NAME\n"
            in shown
        )


@pytest.mark.parametrize(("options", "env"), [(["--plain"], {}), ([], {"TERM": "dumb"})])
def test_plain_lines_move_no_cursor(options: list[str], env: dict[str, str], mine: Path) -> None:
    with Chat(mine, *options, **env) as chat:
        assert chat.say("1").startswith("10 customers, best first for Azure")
        assert chat.say("/why 2").startswith("Amberly Dental AB (5003021)")
        chat.type("\x03")
        chat.until("Ctrl-D leaves; /help shows what there is.")
        chat.type("\x04")
        assert chat.ended() == 0
    assert not CURSOR.search(chat.raw)


@pytest.mark.parametrize(("end", "key"), [("", "\r"), ("\r", "\r"), ("\r", "\x04")])
def test_what_is_pasted_into_plain_lines_is_one_message(mine: Path, end: str, key: str) -> None:
    with Chat(mine, "--plain", columns=120) as chat:
        chat.ready()
        chat.type(f"Which customers in Sweden\rare Act Now\rfor Azure?{end}")
        chat.until("Press Enter to ask them as one message.")
        chat.type(key)
        assert "10 customers, best first for Azure" in chat.ready_again()
        chat.type(f"{COUNTED}\r")
        chat.until("57 customers")


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_clusters_are_coloured_unless_nobody_wants_it(env: dict[str, str], coloured: bool, mine: Path) -> None:
    with Chat(mine, **env) as chat:
        assert "Act Now" in chat.say("/why 1") + chat.say(ASKED)
    assert bool(COLOUR.search(chat.raw)) == coloured
