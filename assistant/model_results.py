"""What a model is told of a result: little, as data, with private values masked."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import Answer
from assistant.offline.outcome import Outcome, ReadCustomers, ReadData
from assistant.privacy import Mask
from assistant.private.fields import CUSTOMER_FIELDS
from assistant.private.tokens import tokens_in
from assistant.tools import Ran, plain
from scoring.explain import AgreementFacts, CustomerFacts
from scoring.query import Result

ROWS_TOLD = 5
GROUPS_TOLD = 30
AGREEMENTS_TOLD = 5
TEXT_TOLD = 1_200
_UNTOLD = (*CUSTOMER_FIELDS, "postal_code", "partner_id", "partner_name", "duns")


def told(id: str, outcome: Outcome, answer: Answer, ran: Sequence[Ran], mask: Mask) -> str:
    """A result for the model, one line of JSON with the id that later calls may refer to."""
    found = [each.found for each in ran]
    body: dict[str, Any]
    if isinstance(outcome, ReadCustomers):
        body = {"found": [_about(each, outcome, mask) for part in found for each in _each(part)]}
    elif results := [each for each in found if isinstance(each, Result)]:
        body = _of_customers(results[-1], ran, mask)
        body |= {"found": _masked(plain(found[-1]), "", mask)} if len(found) > len(results) else {}
    else:
        values = _values(outcome.about, mask) if isinstance(outcome, ReadData) else ""
        body = {"found": values or _cut(mask.words(str(answer.answer)))}
    if notes := [mask.words(words) for words in answer.assumptions]:
        body["counted"] = notes
    return as_json({"id": id, **body})


def _values(field: str, mask: Mask) -> str:
    """The values of a field, each masked as the field wants it, as many as may be told; empty where it has none."""
    if field not in mask.engine.catalog.fields:
        return ""
    words = ""
    for value in mask.engine.values_of(field) or ():
        longer = f"{words}, {mask.field(field, value)}" if words else f"{mask.field(field, value)}"
        if len(longer) > TEXT_TOLD:
            return f"{mask.engine.catalog.fields[field].title}: {words}, …"
        words = longer
    return f"{mask.engine.catalog.fields[field].title}: {words}." if words else ""


def _cut(masked: str) -> str:
    """The beginning of a masked text, which ends before a token that would be cut."""
    parted = [start for start, end, _ in tokens_in(masked) if start < TEXT_TOLD < end]
    return masked[: min([TEXT_TOLD, *parted])]


def as_json(content: Mapping[str, Any]) -> str:
    """Compact JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)


def _of_customers(result: Result, ran: Sequence[Ran], mask: Mask) -> dict[str, Any]:
    """A figure, groups or the first rows of a list."""
    body: dict[str, Any] = {"month": result.month, "customers_in_all": result.total}
    if result.value is not None:
        body |= {"value": result.value, "unit": result.unit}
    if result.groups is not None:
        fields = [column for each in ran for column in each.arguments.get("group_by", ())]
        first = result.groups[:GROUPS_TOLD]
        body |= {"unit": result.unit, "groups": [[_key(it.key, fields, mask), it.value] for it in first]}
        body |= {"groups_in_all": len(result.groups)} if len(result.groups) > GROUPS_TOLD else {}
    elif result.value is None:
        body |= {
            "listed": len(result.customers or ()),
            "first_rows": [_row(it, mask) for it in result.rows[:ROWS_TOLD]],
        }
    return body | ({"scores": "own model"} if result.source == "model" else {})


def _key(key: str, fields: Sequence[str], mask: Mask) -> str:
    """The key of a group; each part of a two-way key masked as its field wants it."""
    parts = key.split(" | ") if len(fields) > 1 else [key]
    return " | ".join(str(mask.field(field, part)) for field, part in zip(fields, parts, strict=False))


def _row(row: Mapping[str, object], mask: Mask) -> dict[str, object]:
    kept = {name: value for name, value in row.items() if value is not None and not name.endswith("signals")}
    return dict(mask.row(kept))


def _each(found: Any) -> tuple[Any, ...]:
    return found if isinstance(found, tuple) else (found,)


def _about(found: Any, outcome: ReadCustomers, mask: Mask) -> Any:
    """What is known of one customer."""
    if not isinstance(found, CustomerFacts):
        return _masked(plain(found), "", mask)
    attributes = {name: value for name, value in found.attributes.items() if value is not None and name not in _UNTOLD}
    scores = {
        product: {name: value for name, value in plain(facts).items() if name in _SCORES and value is not None}
        for product, facts in found.scores.items()
        if not outcome.products or product in outcome.products
    }
    body = {
        "customer": mask.customer(found.customer_id, found.name),
        "month": found.month,
        "attributes": _masked(attributes, "", mask),
        "scores": _masked(scores, "", mask),
        "cohorts": list(found.cohorts),
        "plays": list(found.plays),
        "agreements": [_agreement(item, mask) for item in found.agreements[:AGREEMENTS_TOLD]],
        "agreements_in_all": len(found.agreements),
    }
    return {name: value for name, value in body.items() if value not in ([], {}, 0)}


def _agreement(agreement: AgreementFacts, mask: Mask) -> Any:
    values = {field: getattr(agreement, name) for name, field in _AGREEMENT.items()}
    return _masked({field: value for field, value in values.items() if value is not None}, "", mask)


_SCORES = ("fit", "intent", "fit_band", "intent_band", "cell", "cluster", "revenue", "signals", "propensity")
_AGREEMENT = {
    "agreement_id": "agreement_id",
    "end": "agreement_end",
    "program": "license_program",
    "kind": "expiration_type",
    "revenue": "expiring_revenue",
    "division": "division",
}


def _masked(tree: Any, field: str, mask: Mask) -> Any:
    """A tree of plain values with what is private replaced: by the field that it stands under, else by its words."""
    if isinstance(tree, Mapping):
        return {
            name: _masked(value, str(name), mask)
            for name, value in tree.items()
            if value not in (None, "", ()) and value != []
        }
    if isinstance(tree, list | tuple):
        return [_masked(value, field, mask) for value in tree]
    if not isinstance(tree, str):
        return tree
    hidden = mask.field(field, tree)
    return mask.words(tree) if hidden == tree else hidden
