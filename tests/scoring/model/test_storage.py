"""Model files: what is written is read back, what is damaged is refused by name, and one model is in use."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from handmade import batch, category, item, model, number, product, seen, term

from scoring.errors import ModelError
from scoring.model.model import Model, score
from scoring.model.storage import DEFAULT, ModelStore, from_json, read_model, to_json

SIZE, AWS = number("org_size", 25, 300), item("technology", "AWS")
MODEL = Model(
    "m-1",
    "för hand",
    {"hiring": 30.0},
    model(
        {},
        azure=product(
            term([0, -1.5, 0.1, 1 / 3], SIZE),
            term([[0, 0, 0], [0, 0, 0.7], [0, 0, 0], [0, 0, 0]], SIZE, AWS),
            term([0, 1], category("industry", "Retail")),
            base=-1.1,
            offset=0.3,
            slope=2.0,
            weights={"hiring": 0.4},
        ),
        m365=product(),
    ).products,
    slope=0.9,
    intercept=-0.1,
    card={"deals": {"fitted": 3}},
)
Damage = Callable[[dict[str, Any]], Any]


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path)


def test_a_model_is_read_as_it_was_written(store: ModelStore) -> None:
    path = store.save(MODEL)
    read = read_model(path)
    assert to_json(read) == to_json(MODEL)
    assert (read.id, read.about, read.slope, read.intercept) == ("m-1", "för hand", 0.9, -0.1)
    assert dict(read.card) == {"deals": {"fitted": 3}}
    customers, signals = batch(org_size=[10.0, 500.0], technology=[("AWS",), None]), seen(2, (0, 0, 30, 1))
    before, after = score(MODEL, customers, signals)["azure"], score(read, customers, signals)["azure"]
    assert before.propensity.tolist() == after.propensity.tolist()
    assert before.parts.tolist() == after.parts.tolist()
    written = path.read_bytes()
    assert store.save(read).read_bytes() == written
    assert json.loads(written)["schema"] == 1


def test_products_may_have_other_bins_under_one_name(store: ModelStore) -> None:
    """A product that was not learned again keeps its features beside those of the others."""
    three = model(
        {},
        azure=product(term([0, 1, 2, 3], SIZE)),
        m365=product(term([0, 4, 5, 6], number("org_size", 10, 20)), term([0, 7], number("org_size (2)"))),
        surface=product(term([0, 8], number("org_size"))),
    )
    read = read_model(store.save(three))
    assert to_json(read) == to_json(three)
    customers = batch(org_size=[15.0, 30.0])
    before, after = (score(one, customers, seen(2)) for one in (three, read))
    assert {name: found.parts.tolist() for name, found in after.items()} == {
        name: found.parts.tolist() for name, found in before.items()
    }


def at(*path: str | int, to: Any) -> Damage:
    """Sets a value inside a model's JSON."""

    def damage(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = to

    return damage


def without(*path: str | int) -> Damage:
    def damage(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return damage


AZURE = ("products", "azure")
TABLE = (*AZURE, "terms", 0, "table")
DAMAGES: dict[str, tuple[Damage, str]] = {
    "another schema": (at("schema", to=2), "its schema is 2, not 1"),
    "no schema": (without("schema"), "its schema is None, not 1"),
    **{
        f"no {key}": (without(key), f"'{key}' is missing")
        for key in ("id", "about", "half_lives", "calibration", "features", "products")
    },
    "no slope": (without("calibration", "slope"), "'slope' is missing"),
    "no weights": (without(*AZURE, "weights"), "'weights' is missing"),
    "no terms": (without(*AZURE, "terms"), "'terms' is missing"),
    "no table": (without(*TABLE), "'table' is missing"),
    "no deals": (without(*AZURE, "deals", "won"), "'won' is missing"),
    "no kind": (without("features", 0, "kind"), "'kind' is missing"),
    "another kind": (at("features", 0, "kind", to="spline"), "there is no kind of feature 'spline'"),
    "too short a table": (at(*TABLE, to=[0, 1, 2]), "the table of org_size does not fit its features"),
    "too long a table": (at(*TABLE, to=[0] * 5), "the table of org_size does not fit its features"),
    "a table of two": (at(*TABLE, to=[[0] * 4]), "the table of org_size does not fit its features"),
    "rows of other lengths": (at(*TABLE, to=[0, [1, 2], 3, 4]), ""),
    "a pair of one": (at(*AZURE, "terms", 1, "table", to=[0] * 4), "org_size × technology: AWS does not fit"),
    "NaN in a table": (at(*TABLE, 1, to=math.nan), "the table of org_size does not fit its features"),
    "infinity in a table": (at(*TABLE, 1, to=math.inf), "the table of org_size does not fit its features"),
    "null in a table": (at(*TABLE, 1, to=None), "the table of org_size does not fit its features"),
    "a word in a table": (at(*TABLE, 1, to="much"), "much"),
    "a number beyond all in a table": (at(*TABLE, 1, to=10**400), ""),
    "a number beyond all": (at(*AZURE, "base", to=10**400), ""),
    "NaN as base": (at(*AZURE, "base", to=math.nan), "nan is no number"),
    "a word as base": (at(*AZURE, "base", to="1"), "'1' is no number"),
    "true as base": (at(*AZURE, "base", to=True), "True is no number"),
    "a slope of nothing": (at(*AZURE, "fit", "slope", to=0), "0 is not above 0"),
    "a negative weight": (at(*AZURE, "weights", "hiring", to=-0.1), "a signal weight is negative"),
    "NaN as weight": (at(*AZURE, "weights", "hiring", to=math.nan), "nan is no number"),
    "a weight without a half-life": (at(*AZURE, "weights", "rumour", to=0.1), "rumour"),
    "a half-life of nothing": (at("half_lives", "hiring", to=0), "0 is not above 0"),
    "an endless half-life": (at("half_lives", "hiring", to=math.inf), "inf is no number"),
    "an unknown feature": (at(*AZURE, "terms", 0, "features", to=["age"]), "'age' is missing"),
    "a term about nothing": (at(*AZURE, "terms", 0, "features", to=[]), "does not fit its features"),
    "edges that fall": (at("features", 1, "edges", to=[300, 25]), "the edges of 'org_size' do not rise"),
    "edges that repeat": (at("features", 1, "edges", to=[25, 25]), "the edges of 'org_size' do not rise"),
    "a category without levels": (at("features", 0, "levels", to=[]), "'industry' has no levels"),
    "a list of products": (at("products", to=[]), ""),
    "a product that is none": (at("products", "azure", to=3), ""),
    "features that are none": (at("features", to={"a": 1}), ""),
    "a card that is none": (at("card", to=3), ""),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_model_is_refused_by_name(store: ModelStore, name: str) -> None:
    damage, message = DAMAGES[name]
    data = to_json(MODEL)
    assert [feature["name"] for feature in data["features"]] == ["industry", "org_size", "technology: AWS"]
    damage(data)
    path = store.save(MODEL)
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelError) as refused:
        store.load("m-1")
    assert str(path) in str(refused.value)
    assert message in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", '{"schema": 1', "[1, 2]", "3", "null", '"model"', "\0", "[" * 100_000])
def test_what_is_no_model_at_all_is_refused_by_name(store: ModelStore, text: str) -> None:
    path = store.save(MODEL)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"m-1\.json"):
        store.load("m-1")


def test_bytes_that_are_no_text_are_refused_by_name(store: ModelStore) -> None:
    store.save(MODEL).write_bytes(b"\xff\xfe\x00model")
    with pytest.raises(ModelError, match=r"m-1\.json cannot be read as JSON"):
        store.load("m-1")


def test_a_model_that_is_not_there(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"There is no model 'm-2'\. There are: default"):
        store.load("m-2")
    with pytest.raises(ModelError, match="There is no model file"):
        read_model(tmp_path / "nowhere.json")


@pytest.mark.parametrize("id", ["../x", "..", "/etc/passwd", "a/b", "..\\x", ".", "M-1", "in-use.json", "m 1", "m\n"])
def test_ids_do_not_lead_out_of_the_folder(store: ModelStore, tmp_path: Path, id: str) -> None:
    store.save(MODEL)
    (tmp_path / "x.json").write_text(json.dumps(to_json(MODEL)), encoding="utf-8")
    for ask in (store.load, store.use):
        with pytest.raises(ModelError, match="There is no model"):
            ask(id)
    assert store.usage().in_use == DEFAULT


def test_the_note_of_use_is_no_model(store: ModelStore) -> None:
    store.save(MODEL)
    store.use("m-1")
    assert store.ids() == (DEFAULT, "m-1")
    with pytest.raises(ModelError):
        store.load("in-use")


def test_the_shipped_model_is_in_use_until_another_is(store: ModelStore) -> None:
    assert (store.ids(), store.usage().in_use, store.load().id) == ((DEFAULT,), DEFAULT, DEFAULT)
    store.save(MODEL)
    assert (store.ids(), store.load().id) == ((DEFAULT, "m-1"), DEFAULT)
    assert store.use("m-1").in_use == "m-1"
    assert store.load().id == "m-1"
    assert ModelStore(store.path.parent).load().id == "m-1"


def test_rolling_back_goes_the_way_back(store: ModelStore) -> None:
    for id in ("m-1", "m-2"):
        store.save(Model(id, MODEL.about, MODEL.half_lives, MODEL.products))
    store.use("m-1")
    store.use("m-2")
    assert store.use("m-2").before == (DEFAULT, "m-1")
    assert [store.rollback().in_use for _ in range(2)] == ["m-1", DEFAULT]
    with pytest.raises(ModelError, match="No model was in use before 'default'"):
        store.rollback()


def test_rolling_back_to_what_is_gone_is_refused(store: ModelStore) -> None:
    store.save(MODEL)
    store.save(Model("m-2", "", {}, {}))
    store.use("m-1")
    store.use("m-2")
    (store.path / "m-1.json").unlink()
    with pytest.raises(ModelError, match="There is no model 'm-1'"):
        store.rollback()
    assert store.usage().in_use == "m-2"


def test_a_damaged_model_is_not_taken_into_use(store: ModelStore) -> None:
    store.save(MODEL).write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"m-1\.json is no model of this version"):
        store.use("m-1")
    assert store.usage().in_use == DEFAULT


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"in_use": "m-1"}', '{"in_use": "m-1", "before": 3}'])
def test_a_damaged_note_of_use_is_told_and_mended_by_use(store: ModelStore, text: str) -> None:
    store.save(MODEL)
    (store.path / "in-use.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"in-use\.json is damaged.*ascent model use ID"):
        store.load()
    assert store.use("m-1").in_use == "m-1"
    assert store.load().id == "m-1"


def test_the_shipped_model_is_whole() -> None:
    from knowledge.catalog import load_catalog
    from scoring.model.storage import SHIPPED

    catalog, shipped = load_catalog(), read_model(SHIPPED)
    assert set(shipped.products) <= set(catalog.products)
    assert set(shipped.half_lives) == set(catalog.signals)
    assert from_json(to_json(shipped), "memory") is not None
    for one in shipped.products.values():
        assert set(one.weights) <= set(catalog.signals)
        for each in one.additive.terms:
            assert all(feature.column in catalog.fields for feature in each.features)
