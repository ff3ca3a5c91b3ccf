"""Lists as JSON: names, kinds and values for scripts."""

import json
from datetime import date
from pathlib import Path

from export_lists import PLAIN, listing, named

from assistant.export.writing import write_listing

DAY = date(2026, 10, 25)
CELLS = ("A1", "A2", "A3", "A4", "E5", "E6", "E7", "E8", "N9", "ET10")


def test_a_list_is_an_object_with_columns_and_rows(tmp_path: Path) -> None:
    write_listing(listing(), tmp_path / "a.json", made_on=DAY)
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert list(found) == ["title", "month", "made", "citations", "grids", "charts", "columns", "rows"]
    assert found["title"] == "Act Now for Azure"
    assert found["month"] == "2026-10"
    assert found["made"][0] == {"about": "Question", "words": "Who is <b>Act Now</b>?"}
    assert found["citations"] == [{"id": "cluster.act-now", "title": "Act Now"}]
    assert found["grids"] == [{"product": "Azure", "counts": dict.fromkeys(CELLS, 0) | {"A1": 1, "E5": 1}}]
    assert found["charts"][0]["bars"] == [{"key": "Norway", "value": 1}, {"key": "Sweden", "value": 1}]
    assert found["columns"][1] == {"name": "customer_id", "title": "Customer ID", "kind": "id"}
    assert found["rows"][0]["customer_id"] == "0400"
    assert found["rows"][0]["has_azure"] is True
    assert found["rows"][0]["agreement_end"] == "2026-11-10"
    assert found["rows"][1]["azure.fit"] == 60.26
    assert found["rows"][1]["domain"] is None


def test_a_list_of_nobody_has_no_rows(tmp_path: Path) -> None:
    write_listing(listing(()), tmp_path / "a.json", made_on=DAY)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["rows"] == []


def test_names_are_the_data_s_own_and_no_terminal_obeys_them(tmp_path: Path) -> None:
    names = list(PLAIN)
    write_listing(named(*names), tmp_path / "a.json", made_on=DAY)
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert [row["account_name"] for row in json.loads(text)["rows"]] == names
    assert not set("\x1b\x00\x07\u202e") & set(text)
