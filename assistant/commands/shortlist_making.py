"""Makes a shortlist of a question: the brain of the settings reads it, what it lists is chosen from and kept."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.commands import ExitCode
from assistant.commands.shortlist import made, write
from assistant.commands.shortlist_options import (
    Given,
    check_numbers,
    hold_out_of,
    order_of,
    plan_of,
    product_named,
    size_notes,
)
from assistant.commands.showing import show
from assistant.commands.target import Target
from assistant.conversation_log import asks_name
from assistant.exclusions import excluded_by, not_in_data
from assistant.keeping import open_keeper
from assistant.output import confirmed, note
from assistant.plain_queries import query_of
from assistant.session import Brain, answer_of, open_brain
from assistant.settings import Settings
from assistant.shortlist_files import ShortlistError, Shortlists, check_name
from assistant.shortlist_words import some_ids
from assistant.shortlists import NO_ORDER, Wish, make_shortlist, ordered_by, product_of
from knowledge.text import fold

if TYPE_CHECKING:
    from assistant.tools import Ran, Tools
    from knowledge.catalog import Catalog

NAME_WORDS = 6
_WORD = re.compile(r"[^\W_]+")
_CHOICE = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def make(settings: Settings, name: str, question: str, given: Given, exclude: Sequence[str], target: Target) -> int:
    """Read the question, choose, write the file that is asked for, and keep the shortlist."""
    check_numbers(given)
    hold_out_of(given.holdout)
    lists = Shortlists(settings.workspace)
    name = check_name(name or name_of(question))
    if not _may_keep(lists, name, target.force):
        note("Nothing was changed.")
        return ExitCode.FAILED
    brain = open_brain(settings)
    answer = _asked(settings, brain, question, given.order)
    if answer.status != "answered":
        if not given.order and _offers_products(brain.catalog, answer):
            note('A product can be named in the question, or with --order: --order "Azure".')
        return show(answer, settings.json)
    tools = brain.tools
    wish = _wish(tools, name, answer, given, exclude)
    kept = make_shortlist(tools, replace(wish, question=question))
    write(settings, kept, target, tools)
    lists.keep(kept, force=True)
    by_id = [NO_ORDER] if NO_ORDER in kept.notes and len(kept.listed) < kept.found else []
    for warning in (*answer.warnings, *by_id):
        note(f"Warning: {warning}")
    return made(settings, kept, tools, target)


def name_of(question: str) -> str:
    """A name from the first words of a question: ``act-now-for-azure-in-sweden``."""
    return "-".join(_WORD.findall(fold(question))[:NAME_WORDS])[:60].strip("-")


def _may_keep(lists: Shortlists, name: str, force: bool) -> bool:
    if force or not lists.has(name):
        return True
    there = lists.load(name)
    about = f"{len(there.listed):,} customers, of {there.as_of}"
    return confirmed(f"There is a shortlist {name} ({about}). Replace it? (--force does not ask)")


def _asked(settings: Settings, brain: Brain[Any], question: str, order: str) -> Answer:
    """The answer of the brain. Where it asks back for a product that ``--order`` names, that is the answer to it."""
    conversation = brain.start()
    keeper = open_keeper(settings, brain.tools, asks_name())
    answer = answer_of(brain, question, conversation)
    keeper.keep(answer)
    product = product_named(brain.catalog, order) if order else ""
    label = brain.catalog.products[product].label if product else ""
    if answer.status == "needs_clarification" and label in _CHOICE.findall(answer.answer):
        answer = answer_of(brain, label, conversation)
        keeper.keep(answer)
    return answer


def _offers_products(catalog: "Catalog", answer: Answer) -> bool:
    """Whether an answer asks which product is meant."""
    offered = {*_CHOICE.findall(answer.answer)}
    return any(product.label in offered for product in catalog.products.values())


def listed_by(tools: "Tools", answer: Answer) -> "Ran":
    """The run of the tools behind an answer that lists customers; ShortlistError where it is anything else."""
    runs = [run for run in tools.ran if run.tool == "customers" and "group_by" not in run.arguments]
    lists = [run for run in runs if "measure" not in run.arguments]
    if answer.customers is None or not lists:
        found = "a figure" if runs else "no list of customers"
        raise ShortlistError(f'The question gives {found}. Ask for customers: "Which customers are Act Now for Azure?"')
    same = [run for run in lists if run.found.customers == answer.customers]
    if not same:
        raise ShortlistError("The answer is no single list of customers. Ask for one list at a time.")
    return same[-1]


def _wish(tools: "Tools", name: str, answer: Answer, given: Given, exclude: Sequence[str]) -> Wish:
    """What is to be made of an answer, by the options."""
    catalog, lists = tools.engine.catalog, Shortlists(tools.engine.workspace.path)
    run = listed_by(tools, answer)
    query = query_of(run.arguments)
    if given.order:
        query = ordered_by(catalog, query, order_of(catalog, given.order, product_of(catalog, query)))
    plan = plan_of(catalog, given, query.limit)
    left_out = excluded_by(tools.engine, lists, exclude)
    for item, named in left_out.items():
        if unknown := not_in_data(tools.engine.answering(query), named):
            ids_of = f"id{'s' * (len(unknown) != 1)} of {item}"
            note(f"Warning: {len(unknown):,} {ids_of} not in the data: {some_ids(unknown)}.")
    ids = tuple(dict.fromkeys(customer for found in left_out.values() for customer in found))
    reading = answer.assumptions[: len(answer.assumptions) - len(run.found.notes)]  # the notes stand behind
    assumed = (*reading, *size_notes(given, query.limit, plan.size))
    return Wish(name, answer.question, query, plan, tuple(left_out), ids, assumed)
