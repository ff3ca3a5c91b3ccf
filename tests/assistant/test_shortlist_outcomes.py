"""How a shortlist ended: results are read from a file, and the won rates of list and hold-out are compared."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ascent = Callable[..., tuple[int, str, str]]
QUESTION = "Act Now or Evaluate customers for Azure"


@pytest.fixture
def desk(ascent: Ascent, sample: Path, tmp_path: Path) -> Ascent:
    """Runs a command in a copy of the sample's workspace."""
    shutil.copytree(sample, tmp_path / "ws")
    return lambda *arguments: ascent(*arguments, "--workspace", tmp_path / "ws", "--as-of", "2026-10-25")


def made(run: Ascent, *options: str) -> tuple[list[str], list[str]]:
    """A new shortlist ``spring``: its customers and those held out."""
    code, out, err = run("shortlist", "spring", QUESTION, *options, "--json")
    assert code == 0, err
    found = json.loads(out)
    return found["customers"], found["held_out"]


def outcome(run: Ascent, path: Path) -> dict[str, Any]:
    code, out, err = run("shortlist", "outcome", "spring", path, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def table(path: Path, rows: list[tuple[str, ...]], headings: str = "CustomerID,Outcome") -> Path:
    path.write_text("\n".join([headings, *(",".join(row) for row in rows), ""]), encoding="utf-8")
    return path


def results(listed: list[str], held: list[str], won_listed: int, won_held: int) -> list[tuple[str, ...]]:
    """The first of each are won, the others lost."""
    of_list = [(id, "Won" if place < won_listed else "Lost") for place, id in enumerate(listed)]
    return of_list + [(id, "Won" if place < won_held else "Lost") for place, id in enumerate(held)]


def test_the_published_example(desk: Ascent, tmp_path: Path) -> None:
    """Newcombe 1998: 56 of 70 against 48 of 80 is 20 points, 5.24 to 33.39; Wilson by hand: 69.2 to 87.7 and 49.0 to
    70.0."""
    listed, held = made(desk, "--size", "70", "--holdout", "80")
    path = table(tmp_path / "results.csv", results(listed, held, 56, 48))
    found = outcome(desk, path)
    assert found["list"]["rate"] == {"value": 80.0, "low": 69.18, "high": 87.7}
    assert found["held_out"]["rate"] == {"value": 60.0, "low": 49.05, "high": 70.04}
    assert found["difference"] == {"value": 20.0, "low": 5.24, "high": 33.39}
    assert (found["verdict"], found["unknown"], found["list"]["missing"]) == ("higher", [], [])
    assert desk("shortlist", "outcome", "spring", path)[1].splitlines() == [
        "List: 56 of 70 won, 80.0% (95% interval 69.2% to 87.7%)",
        "Held out: 48 of 80 won, 60.0% (95% interval 49.0% to 70.0%)",
        "Difference: +20.0 points (95% interval +5.2 to +33.4)",
        "The list was won more often than those held out, beyond chance.",
    ]


def test_the_other_way_round(desk: Ascent, tmp_path: Path) -> None:
    listed, held = made(desk, "--size", "80", "--holdout", "70")
    found = outcome(desk, table(tmp_path / "results.csv", results(listed, held, 48, 56)))
    assert found["difference"] == {"value": -20.0, "low": -33.39, "high": -5.24}
    assert found["verdict"] == "lower"


def test_small_numbers_are_said_to_be_small(desk: Ascent, tmp_path: Path) -> None:
    """5 of 10 against 1 of 3: 16.7 points; Wilson 23.7 to 76.3 and 6.1 to 79.2, so -36.3 to 54.5 by Newcombe's
    squares: 16.7 - sqrt(26.3^2 + 45.9^2), 16.7 + sqrt(26.3^2 + 27.2^2)."""
    listed, held = made(desk, "--size", "10", "--holdout", "3")
    found = outcome(desk, table(tmp_path / "results.csv", results(listed, held, 5, 1)))
    assert found["difference"] == {"value": 16.67, "low": -36.26, "high": 54.52}
    assert found["verdict"] == "too few"
    lines = desk("shortlist", "outcome", "spring")[1].splitlines()
    assert lines[3] == "The interval holds 0: these numbers are too small to tell whether the calls made a difference."


def test_missing_and_unknown_customers_are_named(desk: Ascent, tmp_path: Path) -> None:
    """Of ten and four, the last two and one are missing; whoever has no result counts as not won in the second line:
    4 of 10 against 1 of 4."""
    listed, held = made(desk, "--size", "10", "--holdout", "4")
    rows = [*results(listed[:8], held[:3], 4, 1), ("999", "Won"), ("998", "Lost"), ("999", "Lost")]
    found = outcome(desk, table(tmp_path / "results.csv", rows))
    assert (found["list"]["known"], found["list"]["won"], found["list"]["missing"]) == (8, 4, listed[8:])
    assert (found["held_out"]["known"], found["held_out"]["missing"]) == (3, held[3:])
    assert found["unknown"] == ["999", "998"]
    assert found["list"]["rate_of_all"]["value"] == 40.0
    assert found["difference_of_all"]["value"] == 15.0
    lines = desk("shortlist", "outcome", "spring", tmp_path / "results.csv")[1].splitlines()
    assert lines[0].startswith("List: 4 of 8 won, 50.0% (")
    assert lines[4].startswith("With whoever has no result counted as not won: +15.0 points (95% interval ")
    assert lines[5:] == [f"No result (3): {listed[8]}, {listed[9]}, {held[3]}", "Not of this shortlist (2): 999, 998"]


def test_opportunities_are_read_as_they_are_imported(desk: Ascent, ascent: Ascent, tmp_path: Path) -> None:
    """A customer counts once; rows of other products, of before the list, and without an end do not count."""
    (first, second, third, fourth), held = made(desk, "--size", "4", "--holdout", "1")
    rows = [
        ("o1", first, "Azure", "2026-11-03", "Lost"),
        ("o2", first, "Azure", "2026-11-20", "Won"),
        ("o3", first, "Azure", "2026-12-01", "Lost"),
        ("o4", second, "Azure", "2026-09-01", "Won"),
        ("o5", second, "Surface", "2026-11-05", "Won"),
        ("o6", third, "Azure", "2026-11-05", "Open"),
        ("o7", fourth, "azure", "2026-10-25", "closed lost"),
        ("o8", held[0], "Azure", "", "Lost"),
    ]
    path = table(tmp_path / "opportunities.csv", rows, "OpportunityID,CustomerID,Product,ClosedOn,Outcome")
    found = outcome(desk, path)
    assert sorted(found["results"], key=lambda result: result["customer_id"]) == sorted(
        [
            {"customer_id": first, "won": True, "closed_on": "2026-11-20"},
            {"customer_id": fourth, "won": False, "closed_on": "2026-10-25"},
            {"customer_id": held[0], "won": False, "closed_on": ""},
        ],
        key=lambda result: str(result["customer_id"]),
    )
    assert found["list"]["missing"] == [second, third]
    assert sorted(found["notes"]) == [
        "1 row closed before 2026-10-25, when the list was made, is not counted",
        "1 row neither won nor lost is not counted",
        "1 row of other products is not counted",
    ]
    kept = json.loads((tmp_path / "ws" / "shortlists" / "spring.json").read_text(encoding="utf-8"))
    assert kept["results"] == found["results"]
    again = json.loads(desk("shortlist", "outcome", "spring", "--json")[1])
    assert again["results"] == found["results"]
    options = ("--workspace", tmp_path / "ws", "--as-of", "2026-12-24", "--json")
    later = json.loads(ascent("shortlist", "refresh", "spring", *options)[1])
    assert (later["customers"], later["since"]) == ([first, second, third, fourth], "2026-10-25")
    assert outcome(desk, path)["results"] == found["results"]
    assert desk("shortlist", "outcome", "spring", "--json")[1] == json.dumps(again, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_files_as_programs_write_them(desk: Ascent, tmp_path: Path, encoding: str, separator: str) -> None:
    listed, _ = made(desk, "--size", "3")
    lines = [
        "Customer ID|Name|Resultat|Outcome",
        *(f"{id}|Å, Ä|x|{word}" for id, word in zip(listed, ("Won", "won ", "Förlorad"), strict=True)),
    ]
    (tmp_path / "results.csv").write_bytes("\r\n".join(lines).replace("|", separator).encode(encoding))
    found = outcome(desk, tmp_path / "results.csv")
    assert (found["list"]["won"], found["list"]["known"], found["verdict"]) == (2, 3, "no comparison")


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        ("Customer,Outcome", "has no column CustomerID."),
        ("CustomerID,Mood", "has no column Outcome."),
        ("Who,Mood", "has no column CustomerID and no column Outcome."),
    ],
)
def test_a_file_without_the_columns(desk: Ascent, tmp_path: Path, headings: str, message: str) -> None:
    made(desk, "--size", "3")
    path = table(tmp_path / "results.csv", [("1", "Won")], headings)
    code, out, err = desk("shortlist", "outcome", "spring", path)
    assert (code, out, message in err) == (1, "", True), err


def test_no_results_no_file_and_a_side_without_any(desk: Ascent, tmp_path: Path) -> None:
    listed, held = made(desk, "--size", "3", "--holdout", "1")
    code, _, err = desk("shortlist", "outcome", "spring")
    assert (code, "spring has no results yet. Give a file" in err) == (1, True)
    code, _, err = desk("shortlist", "outcome", "spring", tmp_path / "none.csv")
    assert (code, "none.csv cannot be opened: No such file or directory" in err) == (1, True)
    assert desk("shortlist", "outcome", "spring", table(tmp_path / "r.csv", [(listed[0], "Won")]))[1].splitlines() == [
        "List: 1 of 1 won, 100.0% (95% interval 20.7% to 100.0%)",
        "Held out: no result yet",
        "One side has no result yet, so there is nothing to compare.",
        "With whoever has no result counted as not won: +33.3 points (95% interval -50.5 to +79.2)",
        f"No result (3): {listed[1]}, {listed[2]}, {held[0]}",
    ]


def test_newer_results_join_those_that_are_kept(desk: Ascent, tmp_path: Path) -> None:
    """Three of one file, then one of them changed, one the same and one new; a file without a result changes
    nothing."""
    (first, second, third, fourth), _ = made(desk, "--size", "4")
    june = table(tmp_path / "june.csv", [(first, "Won"), (second, "Lost"), (third, "Lost")])
    july = table(tmp_path / "july.csv", [(second, "Won"), (third, "Lost"), (fourth, "Lost")])
    assert (
        desk("shortlist", "outcome", "spring", june)[2] == f"Results of {june}: 3 new, 0 changed, 0 kept as before.\n"
    )
    code, out, err = desk("shortlist", "outcome", "spring", july, "--json")
    assert (code, err) == (0, f"Results of {july}: 1 new, 1 changed, 2 kept as before.\n")
    told = json.loads(out)
    assert told["merged"] == {"new": 1, "changed": 1, "kept": 2}
    assert json.loads(desk("shortlist", "outcome", "spring", "--json")[1])["merged"] is None
    won = {result["customer_id"]: result["won"] for result in told["results"]}
    assert won == {first: True, second: True, third: False, fourth: False}
    kept = (tmp_path / "ws" / "shortlists" / "spring.json").read_bytes()
    empty = table(tmp_path / "empty.csv", [])
    assert desk("shortlist", "outcome", "spring", empty) == (
        1,
        "",
        f"Error: {empty} holds no result for spring, so nothing was changed.\n",
    )
    others = table(tmp_path / "others.csv", [("998", "Won"), (first, "Open")])
    assert desk("shortlist", "outcome", "spring", others)[2] == (
        f"Error: {others} holds no result for spring, so nothing was changed: 1 row neither won nor lost is "
        "not counted; not of this shortlist: 998.\n"
    )
    assert (tmp_path / "ws" / "shortlists" / "spring.json").read_bytes() == kept


def test_who_left_at_a_refresh_is_compared_with_the_others(desk: Ascent, tmp_path: Path) -> None:
    """Of ten listed and two held out, half and one are no longer there: all twelve count, and none is unknown."""
    listed, held = made(desk, "--size", "10", "--holdout", "2")
    path = tmp_path / "ws" / "shortlists" / "spring.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept |= {"listed": kept["listed"][:5], "held_out": held[:1]}
    path.write_text(json.dumps(kept), encoding="utf-8")
    found = outcome(desk, table(tmp_path / "results.csv", results(listed, held, 4, 1)))
    assert [found[side][name] for side in ("list", "held_out") for name in ("customers", "known", "won")] == [
        *(10, 10, 4),
        *(2, 2, 1),
    ]
    assert found["unknown"] == []


@pytest.mark.parametrize(
    ("cells", "days", "notes"),
    [
        (("05/12/2026", "06/12/2026"), ("2026-12-05", "2026-12-06"), []),  # in May and June there was no list yet
        (("12/05/2026", "12/06/2026"), ("2026-12-05", "2026-12-06"), []),
        (("11/12/2026", "13/12/2026"), ("2026-12-11", "2026-12-13"), []),  # the second says it of the first
        (("11/01/2027", "5.12.2026"), ("2027-01-11", "2026-12-05"), []),  # on 1 November 2027 nobody has been yet
        (
            ("11/12/2026", "2026-12-13"),
            (None, "2026-12-13"),
            ["1 row whose date may be either of two days ({0}: 11/12/2026) is not counted"],
        ),
        (
            ("05/12/2026", "12/06/2026"),
            (None, None),
            ["2 rows whose date may be either of two days ({0}: 05/12/2026, {1}: 12/06/2026) are not counted"],
        ),
        (
            ("03/02/2025", "05/12/2026"),
            (None, "2026-12-05"),
            ["1 row closed before 2026-10-25, when the list was made, is not counted"],
        ),
        (
            ("n/a", "2026/13/45"),
            (None, None),
            ["2 rows whose date cannot be read ({0}: n/a, {1}: 2026/13/45) are not counted"],
        ),
        (("sometime", ""), (None, ""), ["1 row whose date cannot be read ({0}: sometime) is not counted"]),
    ],
)
def test_days_that_may_be_read_in_two_ways(
    desk: Ascent, ascent: Ascent, tmp_path: Path, cells: tuple[str, ...], days: tuple[str | None, ...], notes: list[str]
) -> None:
    """A shortlist of 2026-10-25 whose results come on 2027-02-01."""
    ids, _ = made(desk, "--size", "3")
    rows = [(id, "Won", cell) for id, cell in zip(ids, cells, strict=False)] + [(ids[2], "Lost", "")]
    path = table(tmp_path / "results.csv", rows, "CustomerID,Outcome,ClosedOn")
    at = ("--workspace", tmp_path / "ws", "--as-of", "2027-02-01", "--json")
    found = json.loads(ascent("shortlist", "outcome", "spring", path, *at)[1])
    closed = {result["customer_id"]: result["closed_on"] for result in found["results"]}
    assert tuple(closed.get(id) for id in ids[:2]) == days
    assert found["notes"] == [note.format(*ids) for note in notes]


def test_a_blank_product_is_no_other_one(desk: Ascent, tmp_path: Path) -> None:
    (first, second, third), _ = made(desk, "--size", "3")
    rows = [(first, "Won", ""), (second, "Lost", "Azure"), (third, "Won", "Surface")]
    found = outcome(desk, table(tmp_path / "results.csv", rows, "CustomerID,Outcome,Product"))
    assert [result["customer_id"] for result in found["results"]] == sorted([first, second])
    assert found["notes"] == ["1 row of other products is not counted"]


def test_a_file_for_a_crm_is_read_back(desk: Ascent, tmp_path: Path) -> None:
    """Its own heading of customer ids, and ids as spreadsheets write numbers."""
    (first, second, third), _ = made(desk, "--size", "3")
    rows = [("Acme", f"{first}.0", "Won"), ("Nova", f"'{second}", "Lost"), ("Zeta", f" {third} ", "Lost")]
    found = outcome(desk, table(tmp_path / "results.csv", rows, "Account Name,Ascent Customer ID,Outcome"))
    assert (found["list"]["won"], found["list"]["known"], found["unknown"]) == (1, 3, [])


def test_results_that_are_still_to_come_are_named(ascent: Ascent, desk: Ascent, tmp_path: Path) -> None:
    listed, _ = made(desk, "--size", "3")
    rows = [(listed[0], "Won", "2026-11-20"), (listed[1], "Lost", "2027-03-01"), (listed[2], "Won", "2099-12-31")]
    path = table(tmp_path / "results.csv", rows, "CustomerID,Outcome,ClosedOn")
    at = ("--workspace", tmp_path / "ws", "--as-of", "2026-12-15", "--json")
    found = json.loads(ascent("shortlist", "outcome", "spring", path, *at)[1])
    assert found["results"] == [{"customer_id": listed[0], "won": True, "closed_on": "2026-11-20"}]
    assert found["notes"] == ["2 rows closed after 2026-12-15, which is still to come, are not counted"]
