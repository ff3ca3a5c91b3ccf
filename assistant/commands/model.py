"""``ascent model``: the models of a workspace: which there are, what they are, and which one scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

import typer

from assistant.commands import ExitCode
from assistant.output import emit, say
from assistant.render import table
from assistant.session import open_workspace
from assistant.settings import Settings, read_source
from scoring.errors import ModelError

if TYPE_CHECKING:
    from knowledge.catalog import Catalog
    from scoring.model.model import Model
    from scoring.model.storage import ModelStore
    from scoring.workspace import Workspace

Action = Literal["list", "show", "diff", "use", "rollback", "source"]
HEADINGS = ("model", "", "trained as of", "products learned", "split", "deals", "ROC AUC", "Brier score", "what it is")
NAMED = 2  # products of a model that the list names
EITHER = "either"
_ABOUT = {
    "": "the reports' where they hold what is asked, else your own model's",
    "report": "the reports'",
    "model": "your own model's",
}
_NAMES: Mapping[str, tuple[int, int]] = {
    "list": (0, 0),
    "show": (0, 1),
    "diff": (1, 2),
    "use": (1, 1),
    "rollback": (0, 0),
    "source": (0, 1),
}
"""How many names an action takes: at least, at most."""


def run(settings: Settings, action: Action, names: Sequence[str]) -> int:
    """List or show models, compare two, choose one, go back to the one before; or choose whose scores answer."""
    least, most = _NAMES[action]
    if not least <= len(names) <= most:
        raise typer.BadParameter(
            f"'{action}' takes {_count(least, most)}, and {len(names)} came.", param_hint="'NAME...'"
        )
    from scoring.model.storage import ModelStore

    workspace = open_workspace(settings)
    data, text = _ACTIONS[action](workspace, ModelStore(workspace.path), names)
    if settings.json:
        emit(data)
    else:
        say(text)
    return ExitCode.DONE


def _count(least: int, most: int) -> str:
    """How many names in words."""
    words = ("no name", "one name", "two names")
    return words[most] if least == most else f"{'at most one name' if least == 0 else 'one or two names'}"


Shown = tuple[dict[str, Any], str]


def _list(workspace: "Workspace", store: "ModelStore", names: Sequence[str]) -> Shown:
    in_use = store.usage().in_use
    found = [_listed(store, id, id == in_use) for id in store.ids()]
    rows = [[str("" if value is None else value) for value in _row(workspace.catalog, item)] for item in found]
    return {"in_use": in_use, "models": found}, table(HEADINGS, rows, right=[5, 6, 7])


def _listed(store: "ModelStore", id: str, in_use: bool) -> dict[str, Any]:
    """One model; of a damaged one what is wrong with it."""
    nothing: dict[str, Any] = {"as_of": None, "products": [], "split": None, "refitted": False}
    nothing |= {"deals": None, "roc_auc": None, "brier": None, "about": "", "error": None}
    head = {"id": id, "in_use": in_use}
    try:
        model = store.load(id)
    except ModelError as error:
        return head | nothing | {"error": str(error)}
    card = model.card
    measured = card.get("measured", {}).get("this model", {})
    return (
        head
        | nothing
        | {"as_of": card.get("as_of"), "products": list(card.get("products", ())), "split": card.get("split")}
        | {"refitted": "refitted" in card, "deals": card.get("deals", {}).get("fitted")}
        | {name: measured.get(name) for name in ("roc_auc", "brier")}
        | {"about": model.about}
    )


def _row(catalog: "Catalog", item: Mapping[str, Any]) -> list[Any]:
    deals = item["deals"]
    split = (item["split"] or "").partition(":")[0]
    return [
        item["id"],
        "in use" if item["in_use"] else "",
        item["as_of"],
        _learned(catalog, item["products"]),
        f"{split}, refitted" if item["refitted"] else split,
        None if deals is None else f"{deals:,}",
        *(None if item[name] is None else f"{item[name]:.3f}" for name in ("roc_auc", "brier")),
        item["error"] or item["about"].partition(". ")[0].partition(":")[0],
    ]


def _learned(catalog: "Catalog", products: Sequence[str]) -> str:
    """The products that a model has learned: the first by name, and how many others."""
    names = [catalog.products[name].label if name in catalog.products else name for name in products]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}"


def _show(workspace: "Workspace", store: "ModelStore", names: Sequence[str]) -> Shown:
    from assistant.model_text import card_text
    from scoring.model.storage import to_json

    model = store.load(*names)
    in_use = store.usage().in_use == model.id
    state = "It is in use." if in_use else f"It is not in use. Put it to use with: ascent model use {model.id}"
    return {"in_use": in_use, **to_json(model)}, f"{card_text(workspace.catalog, model)}\n\n{state}"


def _diff(workspace: "Workspace", store: "ModelStore", names: Sequence[str]) -> Shown:
    """The model in use first, where only one is named."""
    from assistant.model_text import difference_text
    from scoring.model.difference import difference

    first, second = _pair(store, names)
    found = difference(first, second)
    return asdict(found), difference_text(workspace.catalog, found)


def _pair(store: "ModelStore", names: Sequence[str]) -> "tuple[Model, Model]":
    if len(names) == 2:
        return store.load(names[0]), store.load(names[1])
    return store.load(), store.load(names[0])


def _use(workspace: "Workspace", store: "ModelStore", names: Sequence[str]) -> Shown:
    usage = store.use(names[0])
    before = usage.before[-1] if usage.before else ""
    back = f" Back to {before}: ascent model rollback" if before else ""
    return {"in_use": usage.in_use, "before": list(usage.before)}, f"{usage.in_use} is in use.{back}"


def _rollback(workspace: "Workspace", store: "ModelStore", names: Sequence[str]) -> Shown:
    usage = store.rollback()
    return {"in_use": usage.in_use, "before": list(usage.before)}, f"{usage.in_use} is in use again."


def _source(workspace: "Workspace", store: "ModelStore", names: Sequence[str]) -> Shown:
    """Says, or sets, whose scores answer where neither the question nor ``--source`` does."""
    if names:
        try:
            workspace.set_source("" if names[0] == EITHER else read_source(names[0]))
        except ValueError as error:
            raise typer.BadParameter(f"{str(error)[:-1]}, {EITHER}.", param_hint="'NAME...'") from error
    chosen = workspace.source()
    return {"source": chosen or EITHER}, f"Whose scores answer: {_ABOUT[chosen]}."


_ACTIONS: "Mapping[str, Callable[[Workspace, ModelStore, Sequence[str]], Shown]]" = {
    "list": _list,
    "show": _show,
    "diff": _diff,
    "use": _use,
    "rollback": _rollback,
    "source": _source,
}
