"""``ascent train``: learns a model from imported outcomes and keeps it as a proposal."""

from typing import TYPE_CHECKING, Literal

import typer

from assistant.commands import ExitCode
from assistant.commands.explain import products_of
from assistant.output import emit, note, say
from assistant.session import open_workspace
from assistant.settings import Settings
from knowledge.catalog import Catalog

if TYPE_CHECKING:
    from scoring.model.train import Trained

Split = Literal["forward", "random"]


def run(settings: Settings, product: str, split: Split, seed: int, refit: bool, use: bool) -> int:
    """Train, keep the proposal, and show its card; with ``use`` it scores from now on."""
    from scoring.model.storage import DEFAULT, ModelStore
    from scoring.model.train import Request, train
    from scoring.own.learning import open_learning_tables

    workspace = open_workspace(settings)
    request = Request(settings.as_of, _one_product(workspace.catalog, product), split, seed, refit)
    store = ModelStore(workspace.path)
    in_use = store.load()
    with open_learning_tables(workspace) as connection:
        trained = train(connection, workspace.catalog, in_use, request, _progress, store.load(DEFAULT))
    path = store.save(trained.model)
    if use:
        store.use(trained.model.id)
    if settings.json:
        emit(
            {"model": trained.model.id, "in_use": use, "file": str(path)}
            | {"card": dict(trained.model.card), "warnings": list(trained.warnings)}
        )
    else:
        _show(workspace.catalog, trained, use, in_use.id)
    return ExitCode.DONE


def _one_product(catalog: Catalog, text: str) -> str:
    """The id of the product that is named; empty for none. BadParameter for a family of several."""
    found = products_of(catalog, text)
    if len(found) > 1:
        names = ", ".join(catalog.products[name].label for name in found)
        raise typer.BadParameter(f"'{text}' is several products; name one of {names}.", param_hint="'--product'")
    return found[0] if found else ""


def _progress(what: str) -> None:
    note(f"{what[0].upper()}{what[1:]} ...")


def _show(catalog: Catalog, trained: "Trained", use: bool, before: str) -> None:
    from assistant.model_text import card_text

    model = trained.model
    say(card_text(catalog, model))
    for warning in trained.warnings:
        note(f"Warning: {warning}")
    if use:
        say(f"\nIt is in use from now on. Back to {before}: ascent model rollback")
    else:
        say(f"\nIt is a proposal: {before} stays in use. Put it to use with: ascent model use {model.id}")
