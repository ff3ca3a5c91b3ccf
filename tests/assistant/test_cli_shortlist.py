"""``ascent shortlist``: call lists made of questions, kept, shown, chosen again, deleted and measured."""

import csv
import json
import os
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from processes import process

from assistant.commands.shortlist_text import changes_json
from assistant.conversation_log import FOLDER as LOGS
from assistant.shortlist_files import Listed, Shortlist
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

Ascent = Callable[..., tuple[int, str, str]]
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
AS_OF = date(2026, 10, 25)
AZURE = "Act Now customers for Azure"


@pytest.fixture
def small(ascent: Ascent, reports: Path, tmp_path: Path) -> Ascent:
    """Runs a command in a workspace of its own with the reports of the small partner."""
    import_reports(Workspace(tmp_path / "ws"), [reports])
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


@pytest.fixture
def desk(ascent: Ascent, sample: Path, tmp_path: Path) -> Ascent:
    """The same with the sample of 400 customers."""
    shutil.copytree(sample, tmp_path / "ws")
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


def made(run: Ascent, *arguments: object) -> dict[str, Any]:
    """What a command prints as JSON."""
    code, out, err = run("shortlist", *arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def asked(run: Ascent, question: str) -> list[str]:
    """The customers that a question gives."""
    answer: dict[str, Any] = json.loads(run("ask", question, "--json")[1])
    found: list[str] = answer["customers"]
    return found


def test_a_small_list_from_its_making_to_its_end(small: Ascent, tmp_path: Path) -> None:
    """Acme is Act Now for M365 and has an agreement that ends today; its name holds markup and an escape letter."""
    assert small("shortlist") == (0, 'There is no shortlist yet. Make one with: ascent shortlist NAME "QUESTION"\n', "")
    code, out, err = small("shortlist", "crm", "Act Now or Evaluate customers for M365, best first")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "crm: 2 of 2 customers, best first for M365",
        "",
        "#  id    customer              why",
        "1  4001  [bold]Acme[/bold] AB  M365: Act Now, cell A2; $10K - $25K a year; Hiring: security analyst (2…",
        "2  4003  Nova Ltd              M365: Evaluate, cell E5; $5K - $10K a year; Rumour: moves house; agreem…",
        "What to say first: ascent shortlist show crm",
        "",
        "Counted: M365 cluster Act Now or Evaluate · made 2026-10-25, reports of 2026-10",
    ]
    code, out, err = small("shortlist", "show", "crm")
    assert out.splitlines() == [
        "crm: 2 of 2 customers, best first for M365",
        "Question: Act Now or Evaluate customers for M365, best first",
        "",
        "  1  [bold]Acme[/bold] AB (4001)",
        "     Why: M365: Act Now, cell A2; $10K - $25K a year; Hiring: security analyst (2026-08-28); "
        "agreement ends 2026-10-25 ($200.25)",
        "     Say: Your agreement (CSP) ends on 25 October 2026. Shall we go through what you need before then?",
        "",
        "  2  Nova Ltd (4003)",
        "     Why: M365: Evaluate, cell E5; $5K - $10K a year; Rumour: moves house; agreement ends 2027-06-30 ($1,000)",
        "     Say: What have you planned for M365 in the coming year?",
        "",
        "Counted: M365 cluster Act Now or Evaluate · made 2026-10-25, reports of 2026-10",
    ]
    assert small("shortlist", "crm") == small("shortlist", "show", "crm")
    assert small("shortlist", "list")[1].splitlines() == [
        "name  customers  held out  made                            question",
        "crm           2         0  2026-10-25, reports of 2026-10  Act Now or Evaluate customers for M365, best first",
    ]
    (tmp_path / "results.csv").write_text("CustomerID,Outcome\n4001,Won\n4002,Lost\n", encoding="utf-8")
    assert small("shortlist", "outcome", "crm", tmp_path / "results.csv")[1].splitlines() == [
        "List: 1 of 1 won, 100.0% (95% interval 20.7% to 100.0%)",
        "Nobody was held out, so there is nothing to compare with. Make a shortlist with --holdout 10%.",
        "No result (1): 4003",
        "Not of this shortlist (1): 4002",
    ]
    assert small("shortlist", "delete", "crm", "--yes") == (0, "Deleted crm.\n", "")
    assert small("shortlist", "list", "--json")[1] == '{"shortlists": []}\n'


def test_it_is_kept_as_json_beside_the_data(small: Ascent, tmp_path: Path) -> None:
    made(small, "crm", "Act Now customers for M365", "--size", "5")
    [path] = (tmp_path / "ws" / "shortlists").iterdir()
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "crm.json"
    assert kept["query"] == {
        "set": {"filters": [{"field": "cluster", "values": ["act-now"], "products": ["m365"]}]},
        "order": [{"by": "convention:m365"}],
    }
    assert (kept["month"], kept["as_of"], kept["plan"]["size"], kept["found"]) == ("2026-10", "2026-10-25", 5, 1)
    assert [item["customer_id"] for item in kept["listed"]] == ["4001"]
    assert kept["data"] == Workspace(tmp_path / "ws").state()
    assert len(kept["fingerprint"]) == 16
    assert "only" not in kept["notes"]


def test_the_question_is_answered_as_ask_does_and_is_kept_in_the_log(desk: Ascent, tmp_path: Path) -> None:
    question = "Shortlist of 25 Act Now or Evaluate customers for Azure, best first"
    wanted = asked(desk, question)
    found = made(desk, question)
    assert (found["customers"], len(wanted)) == (wanted, 25)
    assert found["name"] == "shortlist-of-25-act-now-or"
    assert found["found"] == len(asked(desk, "Act Now or Evaluate customers for Azure"))
    assert [row["place"] for row in found["rows"]] == list(range(1, 26))
    assert all(row["reason"].startswith("Azure: ") and row["opening"] for row in found["rows"])
    logs = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "ws" / LOGS).iterdir())
    assert logs.count(question) == 2


def test_size_capacity_and_weeks(desk: Ascent) -> None:
    """Sixty-odd customers: an option wins over the number of the question and says so; waves follow the order."""
    everyone = asked(desk, AZURE)
    plain = made(desk, "all", AZURE)
    assert (plain["customers"], plain["weeks"], plain["notes"]) == (everyone, 1, [])
    said = made(desk, "said", f"Shortlist of 10 {AZURE}", "--size", "4")
    assert said["customers"] == everyone[:4]
    assert "4 customers as --size says, not 10 as the question does" in said["notes"]
    waves = made(desk, "waves", f"Shortlist of 10 {AZURE}", "--capacity", "3", "--weeks", "2")
    assert waves["customers"] == everyone[:6]
    assert [row["week"] for row in waves["rows"]] == [1, 1, 1, 2, 2, 2]
    assert "6 customers as --capacity and --weeks says, not 10 as the question does" in waves["notes"]
    open_ended = made(desk, "open", f"Shortlist of 7 {AZURE}", "--capacity", "3")
    assert [row["week"] for row in open_ended["rows"]] == [1, 1, 1, 2, 2, 2, 3]
    assert "Week 3\n  7  " in desk("shortlist", "show", "open")[1]


def test_hold_out_caps_and_exclusions(desk: Ascent, tmp_path: Path) -> None:
    everyone = asked(desk, AZURE)
    spring = made(desk, "spring", AZURE, "--size", "20", "--holdout", "10%")
    assert len(spring["customers"]) == 20
    assert len(spring["held_out"]) == 2
    assert {*spring["customers"], *spring["held_out"]} == {*everyone[:22]}
    assert spring["customers"] == [customer for customer in everyone if customer in set(spring["customers"])]
    capped = made(desk, "capped", AZURE, "--cap", "country=2", "--cap", "industry=3", "--holdout", "3")
    rows = {row["customer_id"]: row for row in json.loads(desk("ask", AZURE, "--all", "--json")[1])["rows"]}
    countries = Counter(rows[id]["country"] for id in (*capped["customers"], *capped["held_out"]) if id in rows)
    assert max(countries.values()) <= 2
    assert len(capped["held_out"]) == 3
    (tmp_path / "out.csv").write_text(f"Name;CustomerID\nwho;{everyone[25]}\n;{everyone[26]}\n", encoding="utf-8")
    (tmp_path / "out.txt").write_text(f"{everyone[27]}\n{rows[everyone[24]]['account_name']}\n", encoding="utf-8")
    options = [part for name in ("spring", tmp_path / "out.csv", tmp_path / "out.txt") for part in ("--exclude", name)]
    second = made(desk, "second", AZURE, "--size", "3", *options)
    left = [everyone[place] for place in (22, 23, 28)]
    assert (second["customers"], second["excluded"]) == (left, 26)
    assert "left out 26 customers of spring, " in desk("shortlist", "show", "second")[1]


def test_one_week_and_a_cap_in_words(small: Ascent) -> None:
    arguments = ("Act Now or Evaluate customers for M365", "--capacity", "5", "--weeks", "1", "--cap", "industry=2")
    out = small("shortlist", "crm", *arguments)[1]
    assert out.splitlines()[0] == "crm: 2 of 2 customers, best first for M365; 5 a week, 1 week"
    assert " · at most 2 with the same industry · " in out


def test_a_percentage_of_few_customers_holds_out_one_or_says_that_it_does_not(small: Ascent) -> None:
    """Two are Act Now or Evaluate for M365, one is Act Now."""
    two = made(small, "two", "Act Now or Evaluate customers for M365", "--holdout", "5%")
    assert ([len(two["customers"]), len(two["held_out"])], two["notes"]) == ([1, 1], [])
    one = made(small, "one", "Act Now customers for M365", "--holdout", "5%")
    assert (one["customers"], one["held_out"]) == (["4001"], [])
    assert one["notes"] == ["nobody is held out: there are too few customers for it"]


def test_what_a_refresh_changes_of_a_large_list() -> None:
    """Half of forty thousand leave, and as many come."""
    before, now = (
        Shortlist("x", "?", {}, AS_OF, AS_OF, listed=tuple(Listed(str(id), "x") for id in ids))
        for ids in (range(40_000), range(20_000, 60_000))
    )
    moved = changes_json(before, now)["changes"]["list"]
    assert moved == {
        "came": [str(id) for id in range(40_000, 60_000)],
        "left": [str(id) for id in range(20_000)],
        "stays": [str(id) for id in range(20_000, 40_000)],
    }


def test_other_orders(desk: Ascent) -> None:
    by_intent = asked(desk, f"{AZURE} by Azure intent, highest first")
    assert made(desk, "intent", AZURE, "--order", "intent")["customers"] == by_intent
    assert made(desk, "intent2", AZURE, "--order", "Azure intent")["customers"] == by_intent
    smallest = asked(desk, f"{AZURE} by org size, lowest first")
    assert made(desk, "small", AZURE, "--order", "org size, lowest first")["customers"] == smallest
    assert made(desk, "best", "Customers in Sweden", "--order", "m365")["customers"] == asked(
        desk, "Customers in Sweden, best first for M365"
    )
    assert desk("shortlist", "ten", "Customers in Sweden", "--size", "10")[2] == (
        "Warning: not one product is named, so the list is by customer id; another order with --order\n"
    )
    unordered = made(desk, "plain", "Customers in Sweden")
    assert unordered["customers"] == sorted(unordered["customers"])
    assert unordered["notes"] == ["not one product is named, so the list is by customer id; another order with --order"]


def test_another_order_leaves_the_product_of_the_question(desk: Ascent, tmp_path: Path) -> None:
    """By org size, and of equal size best first for M365; a refresh knows that, too."""
    found = made(
        desk, "big", "Top 40 customers for M365 in Sweden", "--order", "org size", "--out", tmp_path / "big.csv"
    )
    assert len(found["rows"]) > 20
    assert all(row["reason"].startswith("M365: ") for row in found["rows"])
    with (tmp_path / "big.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {name for name in rows[0] if name.startswith("M365 ")} >= {"M365 cluster", "M365 cell"}
    sizes = [int(row["Org size"]) for row in rows if row["Org size"]]
    assert sizes == sorted(sizes, reverse=True)
    assert made(desk, "refresh", "big")["rows"] == found["rows"]


def test_a_product_that_is_asked_for_may_be_given_as_the_order(desk: Ascent) -> None:
    code, out, err = desk("shortlist", "se", "Shortlist of 5 customers in Sweden")
    assert (code, out.splitlines()[:2]) == (3, ["For which product?", "1. Azure"])
    assert err == 'A product can be named in the question, or with --order: --order "Azure".\n'
    given = made(desk, "se", "Shortlist of 5 customers in Sweden", "--order", "Azure")
    assert given["customers"] == asked(desk, "Shortlist of 5 customers in Sweden, best first for Azure")


def test_questions_in_other_languages(desk: Ascent) -> None:
    """What was assumed is said once."""
    wanted = asked(desk, "Act Now customers for Azure in Norway")
    assert made(desk, "ノルウェーで Azure が Act Now の顧客")["customers"] == wanted
    found = made(desk, "ノルウェーでAzureがActNowの顧客")
    assert (found["name"], found["customers"]) == ("ノルウェーでazureがactnowの顧客", wanted)
    model = made(desk, "se", "Topp 3 kunder för Azure", "--brain", "offline")
    assert (len(model["customers"]), model["notes"]) == (3, [])


@pytest.mark.parametrize(
    ("question", "code", "message"),
    [
        ("How many customers are Act Now for Azure?", 1, "The question gives a figure. Ask for customers"),
        ("How many customers by country?", 1, "The question gives no list of customers. Ask for customers"),
        ("What does Act Now mean?", 1, "The question gives no list of customers."),
        ("Act Now customers for Azure in Belgium", 3, "No customer has the country"),
        ("Act Now customers for Azure with over 900,000 employees", 3, "No customer meets this"),
    ],
)
def test_only_a_list_of_customers_is_kept(desk: Ascent, question: str, code: int, message: str, tmp_path: Path) -> None:
    found, out, err = desk("shortlist", "x", question)
    assert (found, message in out + err) == (code, True), out + err
    assert not (tmp_path / "ws" / "shortlists").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show"], "'show' takes one name, and 0 came."),
        (["list", "x"], "'list' takes nothing more, and 1 came."),
        (["outcome", "a", "b", "c"], "'outcome' takes a name and a file of results, and 3 came."),
        (["Act", "Now", "customers"], "3 came. Put the question in quotes."),
        (["show", "x", "--size", "3"], "they belong to a new shortlist, not to 'show'."),
        (["delete", "x", "--out", "x.csv"], "'delete' writes no file."),
        (["x", AZURE, "--yes"], "it belongs to 'delete'."),
        (["x", AZURE, "--weeks", "2"], "it needs --capacity, the calls a week."),
        (
            ["x", AZURE, "--size", "9", "--capacity", "2", "--weeks", "4"],
            "4 weeks of 2 calls have room for 8, not for 9.",
        ),
        (["x", AZURE, "--size", "0"], "it must be at least 1."),
        (["x", AZURE, "--holdout", "all"], "'all' is no hold-out."),
        (["x", AZURE, "--holdout", "100%"], "'100%' is no hold-out."),
        (["x", AZURE, "--cap", "city"], "'city' is no cap. Write it as FIELD=N, such as city=2."),
        (["x", AZURE, "--cap", "city=0"], "'city=0' is no cap."),
        (["x", AZURE, "--cap", "mood=2"], "'mood' is no field with groups."),
        (["x", AZURE, "--order", "mood"], "'mood' is nothing to order by."),
        (["x", "Customers in Sweden", "--order", "fit"], "'fit': of which product? Such as: Azure fit."),
        (["x", AZURE, "--layout", "dynamics"], "it needs --out FILE."),
        (["x", AZURE, "--layout", "sugar", "--out", "x.csv"], "'sugar' is none of dynamics, salesforce, hubspot."),
        (["x", AZURE, "--out", "x.doc"], "x.doc"),
    ],
)
def test_wrong_usage(desk: Ascent, arguments: list[str], message: str, tmp_path: Path) -> None:
    code, out, err = desk("shortlist", *arguments)
    assert (code, out, message in err) == (2, "", True), err
    assert not (tmp_path / "ws" / "shortlists").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "x"], 'There is no shortlist “x”. Make one with: ascent shortlist NAME "QUESTION"'),
        (["x", AZURE, "--exclude", "y"], "“y” is no file and no shortlist."),
        (["x", AZURE, "--holdout", "5000"], "leaves nobody to call"),
        (["x", AZURE, "--out", "/nowhere/at/all/x.csv"], "There is no folder"),
        ([" ", AZURE], "A shortlist has a name of 1 to 200 letters."),
        ([" "], "A shortlist has a name of 1 to 200 letters."),
        (["n" * 201, AZURE], "A shortlist has a name of 1 to 200 letters."),
    ],
)
def test_what_cannot_be_done(desk: Ascent, arguments: list[str], message: str, tmp_path: Path) -> None:
    code, out, err = desk("shortlist", *arguments)
    assert (code, out, message in err) == (1, "", True), err
    assert not (tmp_path / "ws" / "shortlists").exists()


def test_files_are_written_before_the_list_is_kept(desk: Ascent, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    found = made(desk, "azure", AZURE, "--size", "5", "--capacity", "2", "--holdout", "2", "--out", out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Customer ID"] for row in rows] == found["customers"]
    assert [row["Week"] for row in rows] == ["1", "1", "2", "2", "3"]
    assert [row["Why"] for row in rows] == [row["reason"] for row in found["rows"]]
    assert [row["First thing to say"] for row in rows] == [row["opening"] for row in found["rows"]]
    before = out.read_bytes()
    code, _, err = desk("shortlist", "other", AZURE, "--out", out)
    assert (code, "exists already" in err) == (1, True)
    assert [kept["name"] for kept in made(desk, "list")["shortlists"]] == ["azure"]
    assert desk("shortlist", "show", "azure", "--out", out, "--force")[0] == 0
    assert out.read_bytes() == before


def test_a_name_is_not_taken_twice(desk: Ascent, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made(desk, "azure", AZURE, "--size", "5")
    path = tmp_path / "ws" / "shortlists" / "azure.json"
    before = path.read_bytes()
    done = process("shortlist", "azure", AZURE, "--size", "6", "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "There is a shortlist azure (5 customers, of 2026-10-25). Replace it? (--force does not ask) [y/N] "
        "Nothing was changed.\n"
    )
    assert path.read_bytes() == before
    assert len(made(desk, "azure", AZURE, "--size", "6", "--force")["customers"]) == 6
    done = process(
        "shortlist", "azure", AZURE, "--size", "7", "--workspace", tmp_path / "ws", "--as-of", "2026-10-25", text="y\n"
    )
    assert (done.returncode, done.stdout.splitlines()[0].split(" of ")[0]) == (0, "azure: 7")


def test_all_are_forgotten_after_asking(small: Ascent, tmp_path: Path) -> None:
    def forget(text: str) -> tuple[int, str, str]:
        done = process("forget", "shortlists", "--workspace", tmp_path / "ws", text=text)
        return done.returncode, done.stdout, done.stderr

    assert forget("y\n") == (1, "", "Error: There is nothing to remove: no shortlist is kept.\n")
    made(small, "crm", "Act Now customers for M365")
    made(small, "two", "Evaluate customers for M365")
    (tmp_path / "ws" / "shortlists" / "two.json").write_text("damaged", encoding="utf-8")
    what = "2 shortlists, with who was held out and the results"
    assert forget("n\n") == (1, "", f"Remove {what}? [y/N] Nothing was removed.\n")
    assert len([*(tmp_path / "ws" / "shortlists").iterdir()]) == 2
    assert forget("y\n") == (0, f"Removed {what}.\n", f"Remove {what}? [y/N] ")
    assert not [*(tmp_path / "ws" / "shortlists").iterdir()]


@pytest.mark.skipif(os.name != "posix", reason="the platform has no such modes")
def test_only_its_owner_reads_a_kept_list(small: Ascent, tmp_path: Path) -> None:
    for _ in range(2):
        made(small, "crm", "Act Now customers for M365", "--force")
        assert (tmp_path / "ws" / "shortlists" / "crm.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("question", None),
        ("found", "2"),
        ("listed", 5),
        ("listed", [{"customer_id": 4001, "account_name": "Acme"}]),
        ("listed", [{"customer_id": "4001", "account_name": "Acme", "week": "1"}]),
        ("held_out", "4001"),
        ("held_out", [4001]),
        ("held_out", [["4001"]]),
        ("notes", [{}]),
        ("query", []),
        ("query", {"set": 3}),
        ("source", "mine"),
        ("plan", {"hold_out": {"count": "x", "percent": 0.0}}),
        ("plan", {"hold_out": {}, "caps": {"city": "2"}}),
        ("results", [{"customer_id": "4001", "won": "yes"}]),
        ("as_of", 5),
    ],
)
def test_an_edited_file_of_wrong_types_is_named(small: Ascent, name: str, value: object, tmp_path: Path) -> None:
    made(small, "crm", "Act Now customers for M365")
    path = tmp_path / "ws" / "shortlists" / "crm.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {name: value}), encoding="utf-8")
    code, out, err = small("shortlist", "show", "crm")
    assert (code, out, f"{path} is no shortlist: " in err) == (1, "", True), err
    assert small("shortlist", "list")[0] == 0


def test_the_same_bytes_again(desk: Ascent, tmp_path: Path) -> None:
    path = tmp_path / "ws" / "shortlists" / "azure.json"
    contents = []
    for _ in range(2):
        made(desk, "azure", AZURE, "--holdout", "20%", "--cap", "city=2", "--force")
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def test_refresh_on_a_new_month(ascent: Ascent, sample: Path, tmp_path: Path) -> None:
    """Made from September, chosen again when October is there."""
    months = sample.parent / "reports"
    for month in ("2026-09", "2026-10"):
        (found,) = (path for path in months.iterdir() if month in path.name)
        assert found.is_dir()
    import_reports(Workspace(tmp_path / "ws"), [months / "2026-09"])
    run: Ascent = lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws")  # noqa: E731
    question = "Act Now or Evaluate customers for M365"
    before = made(run, "m365", question, "--size", "30", "--holdout", "20%", "--as-of", "2026-09-28")
    assert (before["month"], len(before["customers"]), len(before["held_out"])) == ("2026-09", 30, 6)
    same = made(run, "refresh", "m365", "--as-of", "2026-09-28")
    assert same["fingerprint"] == before["fingerprint"]
    assert same["changes"]["list"] == {"came": [], "left": [], "stays": before["customers"]}
    import_reports(Workspace(tmp_path / "ws"), [months / "2026-10"])
    hint = "There are newer reports (2026-10) for m365: ascent shortlist refresh m365\n"
    assert [run("shortlist", *words)[2] for words in (["list"], ["show", "m365"])] == [hint, hint]
    now = made(run, "refresh", "m365", "--as-of", "2026-10-28")
    assert [run("shortlist", *words)[2] for words in (["list"], ["show", "m365"])] == ["", ""]
    answer = set(json.loads(run("ask", question, "--json", "--as-of", "2026-10-28")[1])["customers"])
    assert (now["month"], now["fingerprint"] == before["fingerprint"]) == ("2026-10", False)
    assert {*now["customers"], *now["held_out"]} <= answer
    assert {*before["held_out"]} & answer <= {*now["held_out"]}
    assert not {*now["held_out"]} & {*before["customers"]}
    moved = now["changes"]["list"]
    assert moved["stays"] == [customer for customer in now["customers"] if customer in set(before["customers"])]
    assert {*moved["came"]} == {*now["customers"]} - {*before["customers"]}
    assert {*moved["left"]} == {*before["customers"]} - {*now["customers"]}
    lines = run("shortlist", "refresh", "m365", "--as-of", "2026-10-28")[1].splitlines()
    assert lines[1:5] == [
        "Made 2026-10-28, reports of 2026-10; before: 2026-10-28, reports of 2026-10",
        "Came (0): nobody",
        "Left (0): nobody",
        lines[4],
    ]
    assert lines[5] == f"Held out: {len(now['held_out'])} as before, 0 new"


def test_who_left_and_comes_back_is_what_it_was(ascent: Ascent, sample: Path, tmp_path: Path) -> None:
    """September, October, and September again: a file that does not say who ever was takes those it has."""
    months, path = sample.parent / "reports", tmp_path / "ws" / "shortlists" / "m365.json"
    import_reports(Workspace(tmp_path / "ws"), [months / "2026-09"])
    run: Ascent = lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-28")  # noqa: E731
    before = made(run, "m365", "Act Now customers for M365", "--holdout", "50%")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept.pop("ever_listed"), kept.pop("ever_held_out")) == (before["customers"], before["held_out"])
    path.write_text(json.dumps(kept), encoding="utf-8")
    import_reports(Workspace(tmp_path / "ws"), [months / "2026-10"])
    then = made(run, "refresh", "m365")
    assert then["changes"]["list"]["left"]
    assert then["changes"]["held_out"]["left"]
    assert run("forget", "2026-10", "--yes")[0] == 0
    again = made(run, "refresh", "m365")
    assert {*before["held_out"]} <= {*again["held_out"]}
    assert not {*before["customers"], *then["customers"]} & {*again["held_out"]}
    assert not {*before["held_out"], *then["held_out"]} & {*again["customers"]}
    kept = json.loads(path.read_text(encoding="utf-8"))
    steps = (before, then, again)
    assert kept["ever_listed"] == list(dict.fromkeys(id for step in steps for id in step["customers"]))
    assert kept["ever_held_out"] == list(dict.fromkeys(id for step in steps for id in step["held_out"]))


def test_a_signal_that_is_asked_for_is_the_reason(desk: Ascent) -> None:
    """And what is said first, where it is not too old and no agreement ends soon."""
    rows = made(desk, "hiring", "Customers with a hiring signal for Azure")["rows"]
    assert len(rows) > 3
    assert all("; Hiring: " in row["reason"] for row in rows)
    said = [row["opening"].split(" (")[0] for row in rows if not row["opening"].startswith("Your agreement")]
    assert {*said} == {"I saw that you are hiring"}


def test_own_scores_name_what_they_rest_on(ascent: Ascent, own_sample: Path, tmp_path: Path) -> None:
    shutil.copytree(own_sample, tmp_path / "ws")
    run: Ascent = lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")  # noqa: E731
    question = "Topp 3 kunder för Azure enligt vår egen modell"
    found = made(run, "own", question)
    assert found["customers"] == asked(run, question)
    assert found["notes"] == ["by your own data and the model default, as of 2026-10-25"]
    assert found["month"] is None
    assert all("; propensity " in row["reason"] and "; score rests on " in row["reason"] for row in found["rows"])
    listed = made(run, "all", AZURE, "--source", "model")
    assert listed["source"] == "model"
    assert made(run, "refresh", "all")["customers"] == listed["customers"]


def test_who_is_no_longer_in_the_data_is_left_out_and_told(small: Ascent, reports: Path, tmp_path: Path) -> None:
    """4003 is not in the corrected report of October, and then 4001 is not either."""
    made(small, "crm", "Act Now or Evaluate customers for M365")
    for left, lines in ((["4001"], ("4003",)), ([], ("4001", "4003"))):
        (tmp_path / "2026-10").mkdir(exist_ok=True)
        for path in (reports / "2026-10").iterdir():
            kept = [
                line for line in path.read_text(encoding="utf-8").split("\n") if not any(id in line for id in lines)
            ]
            (tmp_path / "2026-10" / path.name).write_text("\n".join(kept), encoding="utf-8")
        assert [small("forget", "2026-10", "--yes")[0], small("import", tmp_path / "2026-10")[0]] == [0, 0]
        code, _, err = small("shortlist", "show", "crm", "--out", tmp_path / "s.csv", "--force")
        brief = small("brief", "crm")
        if left:
            told = "Warning: 1 customer of the list is no longer in the reports of 2026-10: 4003"
            assert (code, err.splitlines()) == (0, [told, f"1 customer written to {tmp_path / 's.csv'}."])
            with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
                assert [row["Customer ID"] for row in csv.DictReader(file)] == left
            assert (brief[0], brief[2]) == (0, f"{told}\n")
        else:
            told = "Nobody of the shortlist crm is in the reports of 2026-10 any more."
            assert [(code, told in err), (brief[0], told in brief[2])] == [(3, True), (3, True)]


def test_a_list_from_own_data_is_handed_on_from_own_data(ascent: Ascent, own_sample: Path, tmp_path: Path) -> None:
    shutil.copytree(own_sample, tmp_path / "ws")
    run: Ascent = lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")  # noqa: E731
    made(run, "own", "Topp 3 kunder för Azure enligt vår egen modell")
    for name, source in (("a.csv", ()), ("b.csv", ("--source", "report"))):
        assert run("shortlist", "show", "own", "--out", tmp_path / name, *source)[0] == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert run("brief", "own") == run("brief", "own", "--source", "report")


def test_a_list_of_renewals_has_no_product(small: Ascent) -> None:
    found = made(
        small, "due", "Customers with agreements that end in the next 12 months", "--order", "expiring revenue"
    )
    assert found["customers"] == ["4003", "4001"]
    assert [row["reason"] for row in found["rows"]] == [
        "M365: Evaluate, cell E5; $5K - $10K a year; Rumour: moves house; agreement ends 2027-06-30 ($1,000)",
        "M365: Act Now, cell A2; $10K - $25K a year; Hiring: security analyst (2026-08-28); "
        "agreement ends 2026-10-25 ($200.25)",
    ]


@pytest.mark.parametrize(
    ("order", "customers", "words"),
    [
        ("agreement end date", ["4001", "4003"], "soonest agreement end date first"),
        ("agreement end date, soonest first", ["4001", "4003"], "soonest agreement end date first"),
        ("agreement end date latest first", ["4003", "4001"], "latest agreement end date first"),
        ("agreement end date desc", ["4003", "4001"], "latest agreement end date first"),
        ("expiring revenue", ["4003", "4001"], "highest expiring revenue first"),
        ("expiring revenue, lowest first", ["4001", "4003"], "lowest expiring revenue first"),
    ],
)
def test_days_are_soonest_first_and_figures_highest_first(
    small: Ascent, order: str, customers: list[str], words: str
) -> None:
    """Acme's agreement ends on 2026-10-25, Nova's on 2027-06-30."""
    question = "Customers with agreements that end in the next 12 months"
    assert made(small, "due", question, "--order", order)["customers"] == customers
    assert small("shortlist", "show", "due")[1].startswith(f"due: 2 of 2 customers, {words}\n")


@pytest.mark.shared
@pytest.mark.skipif(
    not (SHARED / "eval" / "public.jsonl").exists(), reason="the shared data is not beside the checkout"
)
def test_the_shortlists_of_the_public_questions(ascent: Ascent, tmp_path: Path) -> None:
    """All of them, in order."""
    import_reports(Workspace(tmp_path / "ws"), [SHARED / "data" / "reports"])
    lines = (SHARED / "eval" / "public.jsonl").read_text(encoding="utf-8").splitlines()
    items = [item for item in map(json.loads, lines) if item["category"] == "shortlist"]
    options = ("--workspace", tmp_path / "ws", "--as-of", "2026-10-25", "--json")
    found = {item["id"]: json.loads(ascent("shortlist", item["id"], item["question"], *options)[1]) for item in items}
    assert len(items) == 8
    assert {id: kept["customers"] for id, kept in found.items()} == {it["id"]: it["gold"]["customers"] for it in items}


def test_the_session_of_the_page_is_true(ascent: Ascent, tmp_path: Path) -> None:
    """docs/shortlists.md shows what the commands print; `` ...`` stands for lines that it leaves out."""
    options = ("--workspace", tmp_path / "ws", "--as-of", "2026-10-25")
    assert ascent("demo", *options)[0] == 0
    page = (Path(__file__).resolve().parents[2] / "docs" / "shortlists.md").read_text(encoding="utf-8")
    shown = "\n".join(re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    commands = re.split(r"^\$ ascent ", shown, flags=re.MULTILINE)[1:]
    assert len(commands) == 3
    for command in commands:
        line, _, wanted = command.partition("\n")
        words = shlex.split(line)
        if words[1] == "outcome":
            kept = json.loads((tmp_path / "ws" / "shortlists" / "azure.json").read_text(encoding="utf-8"))
            listed = [item["customer_id"] for item in kept["listed"]]
            won = {*listed[:6], kept["held_out"][0]}
            rows = [f"{customer},{'Won' if customer in won else 'Lost'}" for customer in (*listed, *kept["held_out"])]
            (tmp_path / "results.csv").write_text("\n".join(["CustomerID,Outcome", *rows]), encoding="utf-8")
            words[-1] = str(tmp_path / "results.csv")
        out = ascent(*words, *options)[1].strip()
        parts = [part.strip() for part in wanted.strip().split("\n ...")]
        assert out.startswith(parts[0])
        assert out.endswith(parts[-1]), line


def test_the_reasons_of_a_list_of_two_products_are_of_these(desk: Ascent) -> None:
    found = json.loads(desk("shortlist", "two", "Act Now for Azure or M365 in Sweden", "--json")[1])
    reasons = [row["reason"] for row in found["rows"]]
    assert len(reasons) > 10
    assert {reason.partition(":")[0] for reason in reasons} == {"Azure", "M365"}
