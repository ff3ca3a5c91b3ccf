"""Swaps: true figures of a result, each said of another customer, group, product or field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

from model.lie import EXPIRY, FAR, INTENT, M365_INTENT, SIZE, TWO, Lie, Result, Tell, groups, shown
from model.scripts import Calls

PHRASES: Mapping[str, str] = {
    "has": "{a} has {what} {x} and {b} has {what} {y}.",
    "respectively": "{a} and {b} have {what} {x} and {y}, respectively.",
    "of": "The {what} of {a} is {x}, and the {what} of {b} is {y}.",
    "brackets": "{a} ({x}) and {b} ({y}) stand out by their {what}.",
    "bullets": "By {what}:\n- {a}: {x}\n- {b}: {y}",
    "table": "| customer | {what} |\n|---|---|\n| {a} | {x} |\n| {b} | {y} |",
    "behind": "With {what} {x}, {a} is ahead; {b} follows with {what} {y}.",
    "swedish": "{a} har {what} {x} och {b} har {what} {y}.",
    "japanese": "{a}の{what}は{x}、{b}の{what}は{y}です。",
}


def _swapped(phrase: str, what: str, values: Callable[[Result], Sequence[tuple[str, Any]]]) -> Tell:
    """Two figures of a result in a phrase, each said of the other."""

    def tell(result: Result, true: bool) -> str:
        (a, x), (b, y) = next(
            (one, other) for one, other in combinations(values(result), 2) if shown(one[1]) != shown(other[1])
        )
        x, y = (x, y) if true else (y, x)
        return PHRASES[phrase].format(a=a, b=b, x=shown(x), y=shown(y), what=what)

    return tell


def _of_rows(column: str, result: Result) -> list[tuple[str, Any]]:
    return [(row["customer"], row[column]) for row in result["first_rows"] if row.get(column) is not None]


def _of_groups(result: Result) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in result["groups"]]


def _of_scores(product: str, score: str, result: Result) -> list[tuple[str, Any]]:
    return [(customer["customer"], customer["scores"][product][score]) for customer in result["found"]]


# What a figure is called, the list that it stands in, its column, and the phrases that it is said in.
_LISTS: Sequence[tuple[str, list[Calls], str, str]] = (
    ("Azure intent", INTENT, "azure.intent", " ".join(PHRASES)),
    ("Azure fit", INTENT, "azure.fit", "has respectively table behind"),
    ("Azure cluster", INTENT, "azure.cluster", "has of bullets table"),
    ("Azure cell", INTENT, "azure.cell", "has respectively"),
    ("Azure potential revenue", INTENT, "azure.potential_revenue", "has of"),
    ("M365 fit", M365_INTENT, "m365.fit", "has of"),
    ("org size", SIZE, "org_size", "has of table respectively"),
    ("expiring revenue", EXPIRY, "expiring_revenue", "has of brackets"),
    ("agreement end date", EXPIRY, "agreement_end", "has of"),
)
AVERAGE = {"function": "average", "field": "azure.fit"}
SUM = {"function": "sum", "field": "expiring_revenue"}
_BREAK_DOWNS: Sequence[tuple[str, str, list[Calls], str]] = (
    ("country", "number of customers", groups("country"), "has of respectively table brackets swedish"),
    ("sub segment", "number of customers", groups("sub_segment"), "has bullets"),
    ("M365 cluster", "number of customers", groups("m365.cluster"), "has of"),
    ("country", "average Azure fit", groups("country", measure=AVERAGE), "has of"),
    ("license program", "total expiring revenue", groups("license_program", measure=SUM), "has table"),
)


def swaps() -> Iterator[Lie]:
    """True figures, each said of the other customer, group, product or field."""
    for what, steps, column, phrases in _LISTS:
        for phrase in phrases.split():
            tell = _swapped(phrase, what, partial(_of_rows, column))
            yield Lie(f"{what}, {phrase}", f"Top 5 customers by {what}", steps, tell, swap=True)
    for column, what, steps, phrases in _BREAK_DOWNS:
        for phrase in phrases.split():
            tell = _swapped(phrase, what, _of_groups)
            yield Lie(f"{what} by {column}, {phrase}", f"{what} by {column}", steps, tell, swap=True)
    for product, title, score in (("azure", "Azure", "fit"), ("m365", "M365", "intent"), ("surface", "Surface", "fit")):
        tell = _swapped("has", f"{title} {score}", partial(_of_scores, product, score))
        yield Lie(f"compared {title} {score}", "Compare the first two for Azure", FAR, tell, swap=True)
    yield Lie("fit and intent", "Tell me about the first two", TWO, _fit_and_intent, swap=True)
    yield Lie("fit of two products", "Tell me about the first two", TWO, _two_products, swap=True)
    yield Lie("fit of two products, a table", "Tell me about the first two", TWO, _table_of_products, swap=True)


def _fit_and_intent(result: Result, true: bool) -> str:
    customer = result["found"][0]
    fit, intent = (shown(customer["scores"]["azure"][name]) for name in ("fit", "intent"))
    fit, intent = (fit, intent) if true else (intent, fit)
    return f"{customer['customer']} has an Azure fit of {fit} and an Azure intent of {intent}."


def _two_fits(result: Result, true: bool) -> tuple[str, list[tuple[str, str]]]:
    customer = result["found"][0]
    titles = {"azure": "Azure", "m365": "M365", "surface": "Surface", "powerapps": "Power Apps"}
    fits = [
        (titles[product], shown(facts["fit"])) for product, facts in customer["scores"].items() if product in titles
    ]
    (one, x), (other, y) = next((a, b) for a, b in combinations(fits, 2) if a[1] != b[1])
    return customer["customer"], [(one, x if true else y), (other, y if true else x)]


def _two_products(result: Result, true: bool) -> str:
    who, ((one, x), (other, y)) = _two_fits(result, true)
    return f"{who} has fit {x} for {one} and fit {y} for {other}."


def _table_of_products(result: Result, true: bool) -> str:
    who, fits = _two_fits(result, true)
    return f"Scores of {who}:\n\n| product | fit |\n|---|---|\n" + "\n".join(
        f"| {name} | {fit} |" for name, fit in fits
    )
