"""Tests of what is kept between runs: it is the same as what was derived, or it is not there."""

from pathlib import Path

import pytest

from knowledge.cache import Cache, fingerprint
from knowledge.catalog import load_catalog
from knowledge.definitions import load_definitions


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_what_was_kept_is_read_under_its_own_key(cache: Cache) -> None:
    assert cache.write("words.json", "one", {"å": [1, 2.0, None]})
    assert cache.read("words.json", "one") == {"å": [1, 2.0, None]}
    assert cache.read("words.json", "two") is None
    assert cache.read("other.json", "one") is None


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"\xff\xfe\n{}", "cut", "changed"])
def test_what_is_damaged_is_not_there(cache: Cache, damage: bytes | str) -> None:
    cache.write("words.json", "one", list(range(100)))
    path = cache.path("words.json")
    content = path.read_bytes()
    damaged = {"cut": content[:-5], "changed": content.replace(b"42", b"43")}
    path.write_bytes(damage if isinstance(damage, bytes) else damaged[damage])
    assert cache.read("words.json", "one") is None


def test_nothing_is_kept_without_a_key_or_a_place(tmp_path: Path, cache: Cache) -> None:
    assert not cache.write("words.json", "", [])
    assert not Cache().write("words.json", "one", [])
    assert not Cache(tmp_path / "none" / "cache").write("words.json", "one", [])
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert not Cache(tmp_path / "cache").write("words.json", "one", [])
    assert Cache(tmp_path / "cache").read("words.json", "one") is None


def test_nothing_half_written_stays(cache: Cache) -> None:
    cache.write("words.json", "one", [1])
    cache.write("words.json", "two", [2])
    assert [path.name for path in cache.path("").iterdir()] == ["words.json"]
    cache.clear()
    assert list(cache.path("").iterdir()) == []


def test_a_fingerprint_tells_edited_added_and_lost_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("a")
    (tmp_path / "a.txt").write_text("a")
    seen = [fingerprint(".toml", tmp_path)]
    for name, text in (("a.toml", "ab"), ("b.toml", ""), ("c.txt", "c")):
        (tmp_path / name).write_text(text)
        seen.append(fingerprint(".toml", tmp_path))
    (tmp_path / "b.toml").unlink()
    seen.append(fingerprint(".toml", tmp_path))
    assert seen[2] == seen[3]
    assert seen[1] == seen[4]
    assert len(set(seen)) == 3


def test_the_catalogue_and_the_definitions_are_kept_as_they_are(cache: Cache) -> None:
    catalog, kept = load_catalog(cache=cache), load_catalog(cache=cache)
    assert {name: dict(entries) for name, entries in kept.sections.items()} == {
        name: dict(entries) for name, entries in catalog.sections.items()
    }
    assert list(kept.sections) == list(catalog.sections)
    assert load_definitions(catalog, cache=cache).by_id == load_definitions(kept, cache=cache).by_id
    assert load_definitions(load_catalog()).by_id == load_definitions(kept, cache=cache).by_id


def test_an_edited_catalogue_is_read_anew(tmp_path: Path, cache: Cache) -> None:
    own = tmp_path / "own"
    own.mkdir()
    load_catalog(own, cache=cache)
    (own / "own.toml").write_text('[[model]]\nid = "renewal"\ntitle = "Renewal"\n')
    assert "renewal" in load_catalog(own, cache=cache).models
    (own / "own.toml").unlink()
    assert "renewal" not in load_catalog(own, cache=cache).models
