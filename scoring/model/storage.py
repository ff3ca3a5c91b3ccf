"""Models as JSON files: the shipped one, and those of a workspace, of which one is in use.

WORKSPACE/models/<id>.json     a learned model
WORKSPACE/models/in-use.json   which model scores, and which ones did before: {"in_use": id, "before": [id, ...]}
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from scoring.errors import ModelError
from scoring.model.additive import Additive, Term
from scoring.model.features import Feature
from scoring.model.model import Basis, Model, ProductModel

SCHEMA = 1
DEFAULT = "default"
SHIPPED = Path(__file__).parent / "default.json"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


def to_json(model: Model) -> dict[str, Any]:
    """A model as plain values, as :func:`from_json` reads them."""
    keys = _keys(model)
    return {
        "schema": SCHEMA,
        "id": model.id,
        "about": model.about,
        **_basis_json(Basis(model.half_lives, model.slope, model.intercept)),
        "features": [_feature_json(feature, key) for feature, key in sorted(keys.items(), key=lambda pair: pair[1])],
        "products": {name: _product_json(product, keys) for name, product in model.products.items()},
        "card": dict(model.card),
    }


def _keys(model: Model) -> dict[Feature, str]:
    """What terms call each feature: its name; where products know different features of one name (one learned now, one
    kept from the model before) the later ones have a number behind it."""
    keys: dict[str, Feature] = {}
    terms = (term for product in model.products.values() for term in product.additive.terms)
    for feature in dict.fromkeys(feature for term in terms for feature in term.features):
        key, number = feature.name, 1
        while key in keys:
            number += 1
            key = f"{feature.name} ({number})"
        keys[key] = feature
    return {feature: key for key, feature in keys.items()}


def _feature_json(feature: Feature, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": feature.name, "column": feature.column, "kind": feature.kind}
    found = found if key == feature.name else {"key": key, **found}
    if feature.kind == "number":
        return found | {"edges": list(feature.edges)}
    return found | {"levels": list(feature.levels)}


def _product_json(product: ProductModel, keys: Mapping[Feature, str]) -> dict[str, Any]:
    kept = {"kept": _basis_json(product.kept)} if product.kept else {}
    return kept | {
        "base": product.base,
        "fit": {"offset": product.offset, "slope": product.slope},
        "weights": dict(product.weights),
        "deals": {"won": product.won, "lost": product.lost},
        "terms": [
            {"features": [keys[feature] for feature in term.features], "table": term.table.tolist()}
            for term in product.additive.terms
        ],
    }


def _basis_json(basis: Basis) -> dict[str, Any]:
    return {
        "half_lives": dict(basis.half_lives),
        "calibration": {"slope": basis.slope, "intercept": basis.intercept},
    }


def from_json(data: Any, place: str) -> Model:
    """The model that plain values describe. Raises ModelError, which names ``place`` and what is wrong there."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else None
        raise ModelError(f"{place} is no model of this version: its schema is {found!r}, not {SCHEMA}.")
    try:
        features = {item.get("key", item["name"]): _read_feature(item) for item in data["features"]}
        products = {name: _read_product(item, features) for name, item in data["products"].items()}
        basis = _read_basis(data)
        if fading := {kind for product in products.values() for kind in product.weights} - set(basis.half_lives):
            raise ValueError(f"there is no half-life of {', '.join(sorted(fading))}")
        return Model(
            id=str(data["id"]),
            about=str(data["about"]),
            half_lives=basis.half_lives,
            products=products,
            slope=basis.slope,
            intercept=basis.intercept,
            card=_read_card(data.get("card", {})),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, IndexError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ModelError(f"{place} is damaged: {what}. Remove it, or train again with: ascent train") from error


def _read_feature(item: Mapping[str, Any]) -> Feature:
    kind = item["kind"]
    if kind not in ("number", "category", "item", "filled"):
        raise ValueError(f"there is no kind of feature '{kind}'")
    edges = tuple(_finite(edge) for edge in item.get("edges", ()))
    if list(edges) != sorted(set(edges)):
        raise ValueError(f"the edges of '{item['name']}' do not rise")
    levels = tuple(str(level) for level in item.get("levels", ()))
    if kind in ("category", "item") and not levels:
        raise ValueError(f"'{item['name']}' has no levels")
    return Feature(str(item["name"]), str(item["column"]), kind, edges, levels)


def _read_card(card: Any) -> dict[str, Any]:
    """A card as it stands, where what others read of it has the form it was written in."""
    found = dict(card)
    if "as_of" in found:
        date.fromisoformat(found["as_of"])
    forms: dict[str, type] = {"split": str, "deals": dict, "measured": dict, "products": list, "features": list}
    wrong = [name for name, form in forms.items() if name in found and not isinstance(found[name], form)]
    if wrong:
        raise ValueError(f"'{wrong[0]}' of its card has another form")
    return found


def _read_basis(item: Mapping[str, Any]) -> Basis:
    half_lives = {str(name): _positive(days) for name, days in item["half_lives"].items()}
    slope, intercept = (_finite(item["calibration"][name]) for name in ("slope", "intercept"))
    return Basis(half_lives, slope, intercept)


def _read_product(item: Mapping[str, Any], features: Mapping[str, Feature]) -> ProductModel:
    weights = {str(name): _finite(weight) for name, weight in item["weights"].items()}
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a signal weight is negative")
    return ProductModel(
        base=_finite(item["base"]),
        additive=Additive(tuple(_read_term(term, features) for term in item["terms"])),
        offset=_finite(item["fit"]["offset"]),
        slope=_positive(item["fit"]["slope"]),
        weights=weights,
        won=int(item["deals"]["won"]),
        lost=int(item["deals"]["lost"]),
        kept=_read_basis(item["kept"]) if "kept" in item else None,
    )


def _read_term(item: Mapping[str, Any], features: Mapping[str, Feature]) -> Term:
    about = tuple(features[name] for name in item["features"])
    table = np.array(item["table"], dtype=np.float64)
    if not about or table.shape != tuple(feature.size for feature in about) or not np.isfinite(table).all():
        raise ValueError(f"the table of {' × '.join(item['features'])} does not fit its features")
    return Term(about, table)


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return float(value)


def _positive(value: Any) -> float:
    if _finite(value) <= 0:
        raise ValueError(f"{value!r} is not above 0")
    return float(value)


def read_model(path: Path) -> Model:
    """A model file. Raises ModelError with its name."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"There is no model file {path}.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read as JSON: {error}") from error
    return from_json(data, str(path))


@dataclass(frozen=True)
class Usage:
    """Which model is in use, and those that were before it, the last one last."""

    in_use: str = DEFAULT
    before: tuple[str, ...] = ()


class ModelStore:
    """The models of one workspace. A new one is a proposal until it is used."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace / "models"

    def ids(self) -> tuple[str, ...]:
        """The shipped model, then the learned ones by id."""
        learned = sorted(path.stem for path in self.path.glob("*.json") if path.name != "in-use.json")
        return (DEFAULT, *learned)

    def usage(self) -> Usage:
        """Which model is in use; the shipped one as long as nobody chose. Raises ModelError for a damaged note."""
        path = self.path / "in-use.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return Usage(str(data["in_use"]), tuple(map(str, data["before"])))
        except FileNotFoundError:
            return Usage()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path} is damaged: {error}. Choose again with: ascent model use ID") from error

    def load(self, id: str = "") -> Model:
        """A model by its id; the one in use without. Raises ModelError where there is none, or it is damaged."""
        id = id or self.usage().in_use
        if id == DEFAULT:
            return read_model(SHIPPED)
        if not _ID.fullmatch(id) or not (self.path / f"{id}.json").is_file():
            raise ModelError(f"There is no model '{id}'. There are: {', '.join(self.ids())}.")
        return read_model(self.path / f"{id}.json")

    def save(self, model: Model) -> Path:
        """Keep a model as a proposal; the same model again replaces itself."""
        path = self.path / f"{model.id}.json"
        _write(path, json.dumps(to_json(model), ensure_ascii=False, indent=1, allow_nan=False) + "\n")
        return path

    def use(self, id: str) -> Usage:
        """Let a model score from now on. Raises ModelError as :meth:`load` does, also for an empty id."""
        if not id:
            raise ModelError(f"Which model? There are: {', '.join(self.ids())}.")
        self.load(id)
        try:
            usage = self.usage()
        except ModelError:
            usage = Usage()
        if usage.in_use == id:
            return usage
        return self._note(Usage(id, (*usage.before, usage.in_use)))

    def rollback(self) -> Usage:
        """Go back to the model that was in use before. Raises ModelError where there was none."""
        usage = self.usage()
        if not usage.before:
            raise ModelError(f"No model was in use before '{usage.in_use}'.")
        self.load(usage.before[-1])
        return self._note(replace(usage, in_use=usage.before[-1], before=usage.before[:-1]))

    def _note(self, usage: Usage) -> Usage:
        text = json.dumps({"in_use": usage.in_use, "before": list(usage.before)}, indent=1) + "\n"
        _write(self.path / "in-use.json", text)
        return usage


def _write(path: Path, text: str) -> None:
    """Write a file beside its place and rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
