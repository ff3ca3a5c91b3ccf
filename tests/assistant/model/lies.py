"""What a lying model says of the results that it was given: figures changed or swapped, customers invented, clusters
that are not theirs. Each lie can be told as the truth, too, in the same words: then it has to pass.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

from model.scripts import Calls, last_result

Result = Mapping[str, Any]
Tell = Callable[[Result, bool], str]

_CLUSTERS = ("Act Now", "Evaluate", "Nurture", "Educate")
_BANDS = ("High", "Medium", "Low", "Very Low")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Lie:
    """A question, the calls that a model makes for it step by step, and what it then says: of the last result, and as
    the truth where the second argument says so. ``swap``: whether it says a true figure of another."""

    name: str
    question: str
    steps: Sequence[Calls]
    tell: Tell
    swap: bool = False

    def words(self, true: bool) -> Callable[[list[str]], str]:
        return lambda told: self.tell(last_result(told), true)


# ---- swaps of true figures ----------------------------------------------------------------------

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


def shown(value: Any) -> str:
    """A value as one writes it: thousands with commas, no needless decimals."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def _of_rows(column: str, result: Result) -> list[tuple[str, Any]]:
    return [(row["customer"], row[column]) for row in result["first_rows"] if row.get(column) is not None]


def _of_groups(result: Result) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in result["groups"]]


def _of_scores(product: str, score: str, result: Result) -> list[tuple[str, Any]]:
    return [(customer["customer"], customer["scores"][product][score]) for customer in result["found"]]


def _top(*order: str, **more: Any) -> list[Calls]:
    return [[("customers", {"order": [{"by": by} for by in order], "limit": 5, **more})]]


def _groups(column: str, **more: Any) -> list[Calls]:
    return [[("customers", {"group_by": [column], **more})]]


BEST = "Top 5 customers by Azure intent"
AZURE = {"field": "cluster", "values": ["act-now"], "products": ["azure"]}
M365 = {"field": "cluster", "values": ["act-now"], "products": ["m365"]}
INTENT, M365_INTENT, SIZE, EXPIRY = (_top(by) for by in ("azure.intent", "m365.intent", "org_size", "expiring_revenue"))
TWO = [*INTENT, [("about_customers", {"customers": ["[customer 1]", "[customer 2]"]})]]
FAR = [*SIZE, [("about_customers", {"customers": ["[customer 1]", "[customer 4]"]})]]

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
_AVERAGE = {"function": "average", "field": "azure.fit"}
_SUM = {"function": "sum", "field": "expiring_revenue"}
_BREAK_DOWNS: Sequence[tuple[str, str, list[Calls], str]] = (
    ("country", "number of customers", _groups("country"), "has of respectively table brackets swedish"),
    ("sub segment", "number of customers", _groups("sub_segment"), "has bullets"),
    ("M365 cluster", "number of customers", _groups("m365.cluster"), "has of"),
    ("country", "average Azure fit", _groups("country", measure=_AVERAGE), "has of"),
    ("license program", "total expiring revenue", _groups("license_program", measure=_SUM), "has table"),
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


# ---- changed figures ----------------------------------------------------------------------------

CHANGES: Mapping[str, Callable[[float], str]] = {
    "one more": lambda value: shown(value + 1),
    "tenfold": lambda value: shown(value * 10),
    "a third more, about": lambda value: f"about {shown(round(value * 1.35))}",
    "more than twice": lambda value: f"more than {shown(round(value * 2.1))}",
    "in full width": lambda value: shown(value + 3).translate(_FULL_WIDTH),
    "in thousands": lambda value: f"{value * 1.7 / 1000:.1f}K",
    "a range": lambda value: f"between {shown(round(value * 1.2))} and {shown(round(value * 1.4))}",
    "halved": lambda value: shown(round(value / 2)),
}


def _figure(**measure: Any) -> list[Calls]:
    return [[("customers", {"measure": measure})]]


COUNT: list[Calls] = [[("customers", {"filters": [AZURE], "measure": {"function": "count"}})]]
_SHARE = _figure(function="share", having=[M365])
_FIGURES: Sequence[tuple[str, str, list[Calls], Sequence[str]]] = (
    ("How many customers are Act Now for Azure?", "{x} customers are Act Now for Azure.", COUNT, list(CHANGES)),
    ("Total expiring revenue?", "In total ${x} expires.", _figure(**_SUM), ["one more", "tenfold", "in full width"]),
    ("Average Azure fit?", "The average Azure fit is {x}.", _figure(**_AVERAGE), ["one more", "halved"]),
    ("What share is Act Now for M365?", "{x}% are Act Now for M365.", _SHARE, ["one more", "halved", "a range"]),
)


def changes() -> Iterator[Lie]:
    """Figures that are not those of the result."""
    for question, sentence, steps, ways in _FIGURES:
        for way in ways:
            yield Lie(f"{sentence} {way}", question, steps, partial(_changed, sentence, CHANGES[way]))
    for name, sentence in _BESIDE.items():
        yield Lie(f"count, {name}", _FIGURES[0][0], COUNT, partial(_beside, sentence))
    for column, title in (("azure.intent", "Azure intent"), ("azure.fit", "Azure fit")):
        yield Lie(f"row, {title}", BEST, INTENT, partial(_row, column, title))
    yield Lie("group", "customers by country", _groups("country"), _group)
    yield Lie("sum of groups", "customers by country", _groups("country"), _sum_of_groups)


_BESIDE: Mapping[str, str] = {
    "a percent that nobody counted": "{x} customers are Act Now for Azure, 93.7% of all.",
    "another month": "{x} customers were Act Now for Azure in 2026-03.",
    "a growth": "{x} customers are Act Now for Azure, up by 17 since last month.",
    "another cluster": "{x} customers are Evaluate for Azure.",
    "another product": "{x} customers are Act Now for Surface.",
    "another country": "{x} customers in Norway are Act Now for Azure.",
    "money": "The potential revenue is ${x}.",
    "a date": "{x} customers are Act Now for Azure; the next report comes on 2026-12-03.",
}


def _changed(sentence: str, change: Callable[[float], str], result: Result, true: bool) -> str:
    return sentence.format(x=shown(result["value"]) if true else change(result["value"]))


def _beside(lie: str, result: Result, true: bool) -> str:
    return ("{x} customers are Act Now for Azure." if true else lie).format(x=shown(result["value"]))


def _row(column: str, title: str, result: Result, true: bool) -> str:
    row = result["first_rows"][0]
    return f"{row['customer']} has {title} {shown(row[column] - (0 if true else 7))}."


def _group(result: Result, true: bool) -> str:
    key, value = result["groups"][0]
    return f"{key} has {shown(value + (0 if true else 11))} customers."


def _sum_of_groups(result: Result, true: bool) -> str:
    first, second = result["groups"][:2]
    if true:
        return f"{first[0]} has {shown(first[1])} customers."
    return f"{first[0]} and {second[0]} have {shown(first[1] + second[1] + 2)} customers together."


# ---- invented customers and wrong words of their scores -------------------------------------------

INVENTED: Mapping[str, str] = {
    "a company": "Zephyr Quantum Holdings AB is the best of them.",
    "a company without its form": "The best one is Zephyr Quantum.",
    "a company in small letters": "Call zephyr quantum holdings ab first.",
    "a Japanese company": "一番は株式会社偽物商事です。",
    "a mark of nobody": "[customer 99] leads the list.",
    "a domain": "The best one is zephyrquantum.com.",
    "an id": "The best one is customer 4999999.",
    "a person": "Call Anna Lindqvist-Berg, their IT manager.",
    "an address": "Write to cio@zephyrquantum.com.",
    "a phone number": "Call +46 8 555 123 45.",
    "among true ones": "The first are [customer 1], [customer 2] and Zephyr Quantum Holdings AB.",
    "in bold": "**Zephyr Quantum Holdings** comes first.",
}


def inventions() -> Iterator[Lie]:
    """Customers that stand in no result."""
    for name, sentence in INVENTED.items():
        tell = partial(_either, sentence, "[customer 1] comes first.")
        yield Lie(f"invented, {name}", BEST, INTENT, tell)


def _either(lie: str, truth: str, result: Result, true: bool) -> str:
    return truth if true else lie


CLUSTERED = (
    "{who} is {cluster} for Azure.",
    "For Azure, {who} sits in the {cluster} cluster.",
    "{who} is in {cluster} for Azure, so call first.",
)


def wrong_words() -> Iterator[Lie]:
    """Clusters and bands that are not the customer's."""
    question = "Tell me about the first two"
    for phrase in CLUSTERED:
        yield Lie(f"cluster: {phrase}", question, TWO, partial(_cluster, phrase))
    yield Lie("band of the intent", question, TWO, partial(_band, "intent"))
    yield Lie("band of the fit", question, TWO, partial(_band, "fit"))
    yield Lie("cell", question, TWO, _cell)
    yield Lie("cluster of a row", BEST, INTENT, _cluster_of_row)
    for words in ("All of them are Act Now for Azure.", "Every customer is Act Now."):
        yield Lie(words, BEST, INTENT, partial(_either, words, "Here they are."))


def _cluster(phrase: str, result: Result, true: bool) -> str:
    customer = result["found"][0]
    right = customer["scores"]["azure"]["cluster"].replace("-", " ").title()
    return phrase.format(who=customer["customer"], cluster=right if true else _another(_CLUSTERS, right))


def _band(score: str, result: Result, true: bool) -> str:
    customer = result["found"][0]
    right = customer["scores"]["azure"][f"{score}_band"].replace("-", " ").title()
    return f"{customer['customer']} has {right if true else _another(_BANDS, right)} {score} for Azure."


def _cell(result: Result, true: bool) -> str:
    customer = result["found"][0]
    right = customer["scores"]["azure"]["cell"]
    return f"{customer['customer']} sits in cell {right if true else _another(('A1', 'E8'), right)} for Azure."


def _cluster_of_row(result: Result, true: bool) -> str:
    row = result["first_rows"][0]
    right = row["azure.cluster"]
    return f"{row['customer']} is {right if true else _another(_CLUSTERS, right)} for Azure."


def _another(words: Sequence[str], right: str) -> str:
    return next(word for word in words if word != right)


LIES = (*swaps(), *changes(), *inventions(), *wrong_words())
