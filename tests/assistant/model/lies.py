"""Lies: figures changed, customers invented, clusters that are not theirs; and with the swaps all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from model.lie import AZURE, BEST, INTENT, M365, TWO, Lie, Result, groups, shown
from model.scripts import Calls
from model.swaps import AVERAGE, SUM, swaps

_CLUSTERS = ("Act Now", "Evaluate", "Nurture", "Educate")
_BANDS = ("High", "Medium", "Low", "Very Low")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

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
    ("Total expiring revenue?", "In total ${x} expires.", _figure(**SUM), ["one more", "tenfold", "in full width"]),
    ("Average Azure fit?", "The average Azure fit is {x}.", _figure(**AVERAGE), ["one more", "halved"]),
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
    yield Lie("group", "customers by country", groups("country"), _group)
    yield Lie("sum of groups", "customers by country", groups("country"), _sum_of_groups)


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
    "a company of one word": "Call Quandrix first.",
    "a company behind a verb": "Start with Baltic Energy Group.",
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
    for words in ("All of them are Act Now for Azure.", "Every customer is Act Now.", "All customers are Act Now."):
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
