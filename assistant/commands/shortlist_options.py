"""Reads the options of ``ascent shortlist``: order, caps, hold-out, size and calls a week."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import typer

from knowledge.catalog import Catalog
from knowledge.text import fold
from scoring.query import DERIVED_SCORES, MODEL_SCORES, Order
from scoring.shortlist import HoldOut, Plan

_SORTED_BY = ("number", "money", "date")
_NOT_SORTED = ("signals", "fit_band", "intent_band")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_DIRECTION = re.compile(
    r"[\s,]+(?:((?:lowest|soonest|earliest) first|ascending|asc)|(?:highest|latest) first|descending|desc)$"
)


@dataclass(frozen=True)
class Given:
    """The options of a shortlist as they were given."""

    size: int | None = None
    capacity: int | None = None
    weeks: int | None = None
    order: str = ""
    caps: tuple[str, ...] = ()
    holdout: str = ""


def check_numbers(given: Given) -> None:
    """BadParameter where the numbers contradict each other."""
    if given.weeks and not given.capacity:
        raise typer.BadParameter("it needs --capacity, the calls a week.", param_hint="'--weeks'")
    if given.size and given.capacity and given.weeks and given.size > given.capacity * given.weeks:
        room = f"{given.weeks:,} weeks of {given.capacity:,} calls have room for {given.capacity * given.weeks:,}"
        raise typer.BadParameter(f"{room}, not for {given.size:,}.", param_hint="'--size'")


def plan_of(catalog: Catalog, given: Given, asked: int | None) -> Plan:
    """How the customers are chosen; ``asked`` is the size that the question names, if any."""
    room = given.capacity * given.weeks if given.capacity and given.weeks else None
    return Plan(given.size or room or asked, given.capacity, caps_of(catalog, given.caps), hold_out_of(given.holdout))


def size_notes(given: Given, asked: int | None, size: int | None) -> tuple[str, ...]:
    """That an option takes the place of the size that the question names."""
    if asked is None or size in (None, asked):
        return ()
    option = "--size" if given.size else "--capacity and --weeks"
    return (f"{size:,} customers as {option} says, not {asked:,} as the question does",)


def hold_out_of(text: str) -> HoldOut:
    """``10%``, or a number of customers; BadParameter for anything else."""
    if not text:
        return HoldOut()
    if (share := _SHARE.fullmatch(text.strip())) and 0 < (percent := float(share[1].replace(",", "."))) < 100:
        return HoldOut(percent=percent)
    if text.strip().isascii() and text.strip().isdigit() and int(text) > 0:
        return HoldOut(count=int(text))
    hint = "Write a percentage such as 10%, or a number of customers such as 20."
    raise typer.BadParameter(f"'{text}' is no hold-out. {hint}", param_hint="'--holdout'")


def caps_of(catalog: Catalog, texts: Iterable[str]) -> dict[str, int]:
    """``city=2`` -> at most two of a city; BadParameter for what is no such field or number."""
    fields = {
        name: item.id
        for item in reversed(tuple(catalog.fields.values()))
        if item.groupable and item.level in ("customer", "own")
        for name in _names(item.id, item.title, item.aliases)
    }
    return dict(_cap(catalog, fields, text) for text in texts)


def _cap(catalog: Catalog, fields: Mapping[str, str], text: str) -> tuple[str, int]:
    name, sign, most = (part.strip() for part in text.partition("="))
    if not sign or not (most.isascii() and most.isdigit() and int(most)):
        raise typer.BadParameter(f"'{text}' is no cap. Write it as FIELD=N, such as city=2.", param_hint="'--cap'")
    if _key(name) not in fields:
        known = ", ".join(dict.fromkeys(catalog.fields[id].title.lower() for id in reversed(list(fields.values()))))
        raise typer.BadParameter(f"'{name}' is no field with groups. There are: {known}.", param_hint="'--cap'")
    return fields[_key(name)], int(most)


def order_of(catalog: Catalog, text: str, product: str) -> Order:
    """What ``--order`` says: a product ("Azure": best first), a measure of one ("Azure intent"), or a field ("org
    size, lowest first"). Without a direction figures are highest first and days soonest first. ``product``: whose
    measure is meant where none is named; BadParameter where nothing is meant.
    """
    turned = _DIRECTION.search(text.casefold())
    words = _key(text[: turned.start()] if turned else text)
    descending = not (turned and turned[1])
    named, measure = _product_first(catalog, words)
    if named and not measure and descending:
        return Order(f"convention:{named}")
    if score := _scores(catalog).get(measure):
        if not (named or product):
            raise typer.BadParameter(f"'{text}': of which product? Such as: Azure {text}.", param_hint="'--order'")
        return Order(f"{named or product}.{score}", descending)
    if not named and (field := _fields(catalog).get(measure)):
        return Order(field, descending if turned else catalog.fields[field].kind != "date")
    hint = 'Name a product ("Azure"), one of its measures ("Azure intent") or a field ("org size, lowest first").'
    raise typer.BadParameter(f"'{text}' is nothing to order by. {hint}", param_hint="'--order'")


def product_named(catalog: Catalog, text: str) -> str:
    """The product that an order begins with; empty where it names none."""
    return _product_first(catalog, _key(text))[0]


def _product_first(catalog: Catalog, words: str) -> tuple[str, str]:
    """The product that words begin with (its longest name), and the rest."""
    names = {
        name: item.id
        for item in catalog.products.values()
        for name in _names(item.id, item.title, (item.column, item.label, *item.aliases))
    }
    for name in sorted(names, key=len, reverse=True):
        if words == name or words.startswith(f"{name} "):
            return names[name], words[len(name) :].strip()
    return "", words


def _scores(catalog: Catalog) -> dict[str, str]:
    """Words for a measure of a product -> its name in a query."""
    found = {_key(name): name for name in (*DERIVED_SCORES, *MODEL_SCORES)}
    for item in catalog.product_fields.values():
        found |= dict.fromkeys(_names(item.id, item.title, item.aliases), item.id)
    return {name: score for name, score in found.items() if score not in _NOT_SORTED}


def _fields(catalog: Catalog) -> dict[str, str]:
    """Words for a figure or day of customers and agreements -> its field."""
    items = [item for item in reversed(tuple(catalog.fields.values())) if item.kind in _SORTED_BY]
    return {name: item.id for item in items for name in _names(item.id, item.title, item.aliases)}


def _names(id: str, title: str, aliases: Sequence[str]) -> list[str]:
    return [_key(name) for name in (id, title, *aliases)]


def _key(text: str) -> str:
    return " ".join(fold(text.replace("_", " ").replace(".", " ")).split())
