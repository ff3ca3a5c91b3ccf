"""Shortlists as the chat keeps them, as files of the workspace, and as lists that are handed on."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from queries import cluster, has, query

from assistant.export.shortlist import shortlist_listing
from assistant.plain_queries import query_of
from assistant.render import clean
from assistant.shortlist_files import Shortlist, ShortlistError, Shortlists, check_name, file_name
from assistant.shortlists import Wish, keep_shown, make_shortlist, refreshed
from assistant.tools import Tools, plain
from scoring.engine import Engine
from scoring.errors import NotInData, QueryError
from scoring.query import Filter, Measure
from scoring.shortlist import HoldOut, Plan
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
AZURE = query(cluster("azure"), best="azure")


@pytest.fixture
def tools(sample: Path, tmp_path: Path) -> Tools:
    """Over a copy of the sample of 400 customers."""
    shutil.copytree(sample, tmp_path / "ws")
    return Tools(Engine(Workspace(tmp_path / "ws")), AS_OF)


def test_what_was_shown_is_kept_in_its_order(tools: Tools) -> None:
    everyone = tools.engine.run(AZURE).customers or ()
    kept = keep_shown(tools, "azure", "Who is Act Now for Azure?", AZURE, everyone)
    assert (kept.ids, kept.plan, kept.held_out, kept.found) == (everyone, Plan(), (), len(everyone))
    lists = Shortlists(tools.engine.workspace.path)
    assert lists.load("azure") == kept
    backwards = everyone[4::-1]
    with pytest.raises(ShortlistError, match=r"There is a shortlist “azure”\. Give --force to replace it\."):
        keep_shown(tools, "azure", "those", AZURE, backwards)
    again = keep_shown(tools, "azure", "those", AZURE, backwards, force=True)
    assert (again.ids, again.plan.size) == (backwards, 5)
    assert refreshed(tools, again, ()).ids == everyone[:5]


def test_a_count_that_was_shown_is_kept_as_its_customers(tools: Tools) -> None:
    counted = replace(AZURE, order=(), measure=Measure())
    shown = tools.engine.run(counted).customers or ()
    kept = keep_shown(tools, "counted", "How many are Act Now for Azure?", counted, shown)
    assert kept.ids == tuple(sorted(shown))
    assert kept.notes == ("not one product is named, so the list is by customer id; another order with --order",)
    assert "measure" not in kept.query


def test_only_customers_of_the_query_are_kept(tools: Tools) -> None:
    with pytest.raises(ShortlistError, match="Nobody was shown"):
        keep_shown(tools, "x", "?", AZURE, ())
    with pytest.raises(ShortlistError, match="1 of the customers are not what the query finds: 99"):
        keep_shown(tools, "x", "?", AZURE, (*(tools.engine.run(AZURE).customers or ())[:2], "99"))
    assert Shortlists(tools.engine.workspace.path).all() == ([], [])


def test_a_listing_has_the_week_why_and_what_to_say(tools: Tools) -> None:
    plan = Plan(size=4, capacity=2, caps={"city": 2}, hold_out=HoldOut(1))
    made = make_shortlist(tools, Wish("spring", "Who is Act Now?", AZURE, plan))
    listing = shortlist_listing(tools, made)
    columns = [column.name for column in listing.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in listing.rows]
    assert columns[-3:] == ["week", "reason", "opening"]
    assert [row["customer_id"] for row in rows] == list(made.ids)
    assert [row["week"] for row in rows] == [1, 1, 2, 2]
    assert [(row["reason"], row["opening"]) for row in rows] == [(item.reason, item.opening) for item in made.listed]
    assert {row["azure.cluster"] for row in rows} == {"Act Now"}
    about = dict(listing.made)
    assert (listing.title, listing.month, about["Question"]) == ("spring", "2026-10", "Who is Act Now?")
    assert about["Caps"] == "at most 2 with the same city"
    assert about["Held out"] == "1, not in this list"
    assert about["Calls"] == "2 a week, 2 weeks"
    assert about["Fingerprint"] == made.fingerprint
    assert not {*made.held_out} & {*made.ids}


def test_a_listing_is_of_the_month_that_the_list_was_made_from(tools: Tools) -> None:
    september = query(cluster("azure"), best="azure", month="2026-09", limit=5)
    made = make_shortlist(tools, Wish("september", "?", september, Plan(size=5)))
    newest = replace(made, query=plain(replace(AZURE, limit=None)))
    assert made.month == "2026-09"
    assert shortlist_listing(tools, newest).month == "2026-09"
    with pytest.raises(NotInData):
        shortlist_listing(tools, replace(made, month="2026-08"))


def test_a_cap_on_what_the_reports_do_not_hold(tools: Tools) -> None:
    with pytest.raises(NotInData, match=r"The reports of 2026-10 hold no .+, so it cannot be capped\."):
        make_shortlist(tools, Wish("x", "?", AZURE, Plan(caps={"win_datacenter_version": 1})))


@given(st.text(max_size=80))
def test_every_name_has_a_file_of_its_own_that_all_systems_take(name: str) -> None:
    try:
        kept = check_name(name)
    except ShortlistError:
        assert not clean(name).strip()
        return
    file = file_name(kept)
    assert re.fullmatch(r"[a-z0-9-]{1,60}(_[0-9a-f]{8})?\.json", file)
    assert file_name(f"{kept} x") != file


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("azure-se", r"azure-se\.json"),
        ("Azure SE", r"azure-se_[0-9a-f]{8}\.json"),
        ("../../etc/passwd", r"etc-passwd_[0-9a-f]{8}\.json"),
        ("con", r"con_[0-9a-f]{8}\.json"),
        ("夏の架電", r"shortlist_[0-9a-f]{8}\.json"),
    ],
)
def test_names_of_files(name: str, pattern: str) -> None:
    """What is changed for the file gets eight digits of its hash, so that it is another for each name."""
    assert re.fullmatch(pattern, file_name(name))


HOSTILE = [
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "\x1b[31mred",
    "\u202egnitfarD",
    "[bold]x",
    "a\nb",
    'a","b',
    "🙂 夏",
]


@pytest.mark.parametrize("name", [*HOSTILE, "n" * 200])
def test_hostile_names_are_names(tools: Tools, name: str) -> None:
    everyone = (tools.engine.run(AZURE).customers or ())[:2]
    kept = keep_shown(tools, name, name, AZURE, everyone)
    lists = Shortlists(tools.engine.workspace.path)
    assert lists.load(name) == kept
    assert lists.path(kept.name).parent == tools.engine.workspace.path / "shortlists"
    assert kept.name.isprintable()
    assert [path.name for path in lists.path(kept.name).parent.iterdir()] == [file_name(kept.name)]


def test_names_are_found_without_case(tools: Tools) -> None:
    lists = Shortlists(tools.engine.workspace.path)
    everyone = (tools.engine.run(AZURE).customers or ())[:2]
    keep_shown(tools, "Göteborg  Nord", "?", AZURE, everyone)
    assert lists.has(" Göteborg   Nord ")
    assert lists.load("goteborg nord").name == "Göteborg Nord"
    with pytest.raises(ShortlistError, match=r"There is no shortlist “nord”\. There are: Göteborg Nord\."):
        lists.load("nord")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"schema": "ascent.shortlist.2"}',
        '{"schema": "ascent.shortlist.1"}',
        '{"schema": "ascent.shortlist.1", "name": "x", "as_of": "never", "plan": {"hold_out": {}}, "listed": []}',
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_and_hides_no_other(tools: Tools, content: str) -> None:
    lists = Shortlists(tools.engine.workspace.path)
    keep_shown(tools, "good", "?", AZURE, (tools.engine.run(AZURE).customers or ())[:2])
    lists.path("bad").write_text(content, encoding="utf-8")
    found, faults = lists.all()
    assert [kept.name for kept in found] == ["good"]
    assert len(faults) == 1
    assert "bad.json is no shortlist: " in faults[0]
    with pytest.raises(ShortlistError, match=r"bad\.json is no shortlist"):
        lists.load("bad")


def test_the_fingerprint_is_of_query_customers_and_data(tools: Tools) -> None:
    made = make_shortlist(tools, Wish("x", "?", AZURE, Plan(size=5)))
    assert made.fingerprint == make_shortlist(tools, Wish("y", "another?", AZURE, Plan(size=5))).fingerprint
    others = [
        make_shortlist(tools, Wish("x", "?", AZURE, Plan(size=4))),
        make_shortlist(tools, Wish("x", "?", AZURE, Plan(size=5), excluded=made.ids[:1])),
        replace(made, data="0"),
        replace(made, query={}),
    ]
    assert len({made.fingerprint, *(other.fingerprint for other in others)}) == 5


filters = st.recursive(
    st.builds(
        Filter,
        st.sampled_from(["country", "cluster", "org_size"]),
        st.sampled_from(["in", "not in", ">=", "between"]),
        st.lists(st.one_of(st.text(max_size=5), st.floats(0, 9), st.booleans()), max_size=3).map(tuple),
        st.lists(st.sampled_from(["azure", "m365"]), max_size=2).map(tuple),
        at_least=st.integers(1, 3),
        month=st.sampled_from(["", "2026-09"]),
    ),
    lambda inner: st.builds(
        Filter, any_of=st.lists(inner, max_size=2).map(tuple), none_of=st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=6,
)


@given(st.lists(filters, max_size=3), st.sampled_from(["", "azure", "m365"]), st.one_of(st.none(), st.integers(1, 9)))
def test_a_query_is_read_back_from_the_json_that_it_is_kept_as(
    found: list[Filter], best: str, limit: int | None
) -> None:
    asked = query(*found, best=best, limit=limit, measure=Measure("share", "customers", (has("country", "Norway"),)))
    assert query_of(json.loads(json.dumps(plain(asked)))) == asked


@pytest.mark.parametrize("kept", [{"sets": {}}, {"set": 3}, {"order": [{"to": 1}]}, {"set": {"filters": [3]}}])
def test_what_is_no_query(kept: dict[str, object]) -> None:
    with pytest.raises(QueryError, match="What is kept is no query"):
        query_of(kept)


def test_a_shortlist_is_read_as_it_was_written(tools: Tools) -> None:
    wish = Wish("x", "Wer?", AZURE, Plan(9, 2, {"city": 3}, HoldOut(percent=12.5)), ("y",), ("1", "2"), ("assumed",))
    made: Shortlist = make_shortlist(tools, wish)
    lists = Shortlists(tools.engine.workspace.path)
    lists.keep(made)
    assert lists.load("x") == made
    assert (
        lists.path("x").read_text(encoding="utf-8").startswith('{\n "schema": "ascent.shortlist.1",\n "fingerprint": "')
    )
