"""Words and tables for people: figures first, then how they were counted. Plain text; cell contents stay plain."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.catalog import Catalog
from scoring.query import EACH, Filter, Measure, Query, Result, is_score_field

_OPERATORS = {">=": "at least", ">": "over", "<=": "at most", "<": "under"}
_CELL_UNITS = {"expiring_revenue": "USD", "azure_acr": "USD", "propensity": "percent"}
_CUSTOMERS_NAMED = 5
_WIDEST = {"why": 46, "account_name": 34}


def clean(text: object) -> str:
    """A cell's content without control and direction characters, on one line."""
    kept = "".join(" " if letter in "\r\n\t" else letter for letter in str(text))
    return "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs"))


def width(text: str) -> int:
    """Columns that a text takes on a terminal: wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def shorten(text: str, limit: int) -> str:
    """A text of at most ``limit`` columns, cut with an ellipsis."""
    if width(text) <= limit:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) > limit - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """An aligned table of plain text; the columns ``right`` are set flush right."""
    widths = [max(width(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    lines = [_line(headings, widths, right), *(_line(row, widths, right) for row in rows)]
    return "\n".join(line.rstrip() for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    padded = []
    for number, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (wide - width(cell))
        padded.append(space + cell if number in right else cell + space)
    return "  ".join(padded)


def number(value: float, unit: str = "") -> str:
    """A figure as people write it: ``1,234``, ``$13,273,000``, ``31.5%``, ``50.7``."""
    if unit == "USD":
        return f"${value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"${value:,.2f}"
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{text}%" if unit == "percent" else text


def filter_words(catalog: Catalog, item: Filter) -> str:
    """One condition in words: ``Azure cluster Act Now``, ``employees at least 300``, ``not in Sweden``."""
    if item.parts:
        joint = " and " if item.all_of else " or "
        words = joint.join(filter_words(catalog, part) for part in item.parts)
        words += f", for {_products(catalog, item)}" if item.products else ""
        words = words if len(item.parts) == 1 and item.parts[0].parts else f"({words})"
        return f"not {words}" if item.none_of else words
    subject = _subject(catalog, item)
    when = f" in {item.month}" if item.month and item.field != "present" else ""
    if item.field == "present":
        return f"{'in' if item.values == (True,) else 'not in'} the reports of {item.month}"
    if item.field == "customer":
        return _customers(item)
    return f"{subject} {_values(catalog, item)}{when}".strip()


def _customers(item: Filter) -> str:
    """Customers by id; of a long list how many they are, and the first."""
    ids = [clean(value) for value in item.values]
    many = f"one of {len(ids):,}: " if len(ids) > _CUSTOMERS_NAMED else ""
    rest = ", …" if many else ""
    return f"{'not ' * (item.op == 'not in')}customer {many}{', '.join(ids[:_CUSTOMERS_NAMED])}{rest}"


def _subject(catalog: Catalog, item: Filter) -> str:
    if is_score_field(catalog, item.field):
        score = item.field.replace("_", " ").replace("revenue", "potential revenue")
        return f"{_products(catalog, item)} {score}".strip()
    if item.field in ("cohort", "category", "play"):
        return item.field
    return catalog.fields[item.field].title.lower() if item.field in catalog.fields else item.field


def _products(catalog: Catalog, item: Filter) -> str:
    """Whose score is meant; nothing where it is still to be said."""
    labels = [catalog.products[product].label for product in item.products if item.products != EACH]
    many = f"at least {item.at_least} of " if 1 < item.at_least < len(labels) else ""
    many = f"exactly {item.at_most} of " if item.at_most == item.at_least else many
    return many + (" and " if item.at_least == len(labels) > 1 else " or ").join(labels)


def _values(catalog: Catalog, item: Filter) -> str:
    if item.values in ((True,), (False,)) and isinstance(item.values[0], bool):
        return "yes" if item.values == (True,) else "no"
    values = [_value(catalog, item, value) for value in item.values]
    if item.op == "between":
        return f"from {values[0]} to {values[1]}"
    if item.op in _OPERATORS:
        return f"{_OPERATORS[item.op]} {values[0]}"
    if item.op in ("contains", "not contains"):
        return ("with " if item.op == "contains" else "without ") + " + ".join(values)
    joined = " or ".join(values)
    return f"not {joined}" if item.op == "not in" else joined


def _value(catalog: Catalog, item: Filter, value: object) -> str:
    if item.field in ("cluster", "fit_band", "intent_band", "cohort", "category", "play"):
        section = {"fit_band": "band", "intent_band": "band"}.get(item.field, item.field)
        entry = catalog.sections[section].get(str(value))
        return entry.title if entry else str(value).replace("-", " ")
    if isinstance(value, float):
        return number(value, "USD" if item.field in ("revenue", "expiring_revenue") else "")
    return clean(value)


def counted(catalog: Catalog, query: Query, result: Result, assumptions: Sequence[str]) -> str:
    """How it was counted: conditions in words, the month, assumptions and notes."""
    conditions = [filter_words(catalog, item) for item in query.set.filters]
    if query.measure and query.measure.having:
        conditions.append("share that is " + " and ".join(filter_words(catalog, item) for item in query.measure.having))
    parts = ["; ".join(conditions) or "all customers"]
    if result.source == "report":
        parts.append(f"reports of {result.month}")
    if query.set.since:
        parts.append(f"compared with {query.set.since}")
    return "Counted: " + " · ".join([*parts, *assumptions, *result.notes])


def listing(catalog: Catalog, query: Query, result: Result, rows: Sequence[Mapping[str, object]]) -> str:
    """A list: its length, its first rows, and how to see the rest."""
    total = len(result.customers or ())
    if not total:
        return "No customer meets this."
    head = f"{total:,} customer{'s' if total != 1 else ''}"
    if query.limit and result.total > total:
        head += f" of {result.total:,}"
    order = order_words(catalog, query)
    body = rows_table(catalog, rows)
    more = f"\n… and {total - len(rows):,} more: ask with --all, or /more in the chat" if total > len(rows) else ""
    return f"{head}{', ' + order if order else ''}\n\n{body}{more}"


def rows_table(catalog: Catalog, rows: Sequence[Mapping[str, object]], first: int = 1) -> str:
    """The rows of a list as a table, numbered from ``first``."""
    return table(*_columns(catalog, rows, first))


def order_words(catalog: Catalog, query: Query) -> str:
    """How a list is sorted."""
    if not query.order:
        return ""
    by = query.order[0].by
    if by.startswith("convention:"):
        return f"best first for {catalog.products[by.partition(':')[2]].label}"
    return f"{'highest' if query.order[0].descending else 'lowest'} {column_words(catalog, by)} first"


def column_words(catalog: Catalog, text: str) -> str:
    """A column in words: ``Azure potential revenue``."""
    product, _, name = text.rpartition(".")
    if product:
        title = catalog.product_fields[name].title.lower() if name in catalog.product_fields else name.replace("_", " ")
        return f"{catalog.products[product].label} {title}"
    return catalog.fields[name].title.lower() if name in catalog.fields else name


def _columns(
    catalog: Catalog, rows: Sequence[Mapping[str, object]], first: int
) -> tuple[list[str], list[list[str]], list[int]]:
    """Headings and cells of the rows: who, where, and by product cell, potential revenue and why."""
    names = [name for name in rows[0] if name != "customer_id" and not name.endswith((".cluster", ".fit", ".intent"))]
    headings = ["#", "id", *(_heading(catalog, name, rows) for name in names)]
    cells = [
        [str(place), clean(row["customer_id"]), *(_cell(name, row[name]) for name in names)]
        for place, row in enumerate(rows, first)
    ]
    right = [
        0,
        *(
            place
            for place, name in enumerate(names, 2)
            if isinstance(rows[0][name], (int, float)) and not isinstance(rows[0][name], bool)
        ),
    ]
    return headings, cells, right


def _heading(catalog: Catalog, name: str, rows: Sequence[Mapping[str, object]]) -> str:
    product, _, column = name.rpartition(".")
    products = {key.rpartition(".")[0] for key in rows[0] if "." in key}
    title = {"signals": "why", "potential_revenue": "potential revenue", "account_name": "customer"}.get(column, column)
    if product and len(products) > 1:
        return f"{catalog.products[product].label} {title}"
    known = catalog.fields.get(column)
    return title if title != column or known is None else known.title.lower()


def _cell(name: str, value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value, _CELL_UNITS.get(name.rpartition(".")[2], ""))
    if isinstance(value, list):
        return shorten(clean("; ".join(map(str, value))), 40)
    if isinstance(value, date):
        return value.isoformat()
    short = name.rpartition(".")[2]
    return shorten(clean(value), _WIDEST.get("why" if short == "signals" else short, 40))


def measured(catalog: Catalog, measure: Measure, result: Result) -> str:
    """One figure in words."""
    if result.value is None:
        return "There is nothing to measure: no customer of this set has a value."
    figure = number(result.value, result.unit)
    if measure.function == "count":
        return f"{figure} {result.unit if result.value != 1 else result.unit.rstrip('s')}"
    if measure.function == "share":
        return (
            f"{figure} of {result.total:,} customers"
            if measure.field == "customers"
            else f"{figure} of the {measure.field}"
        )
    least = (
        "at least " if measure.field.endswith(".revenue") and measure.function in ("sum", "average", "median") else ""
    )
    what = f"{measure.function} of {column_words(catalog, measure.field)}"
    base = (
        f"over {result.known:,} customers"
        if result.unit != "USD" or "." in measure.field
        else f"over {result.known:,} agreements"
    )
    return f"{least}{figure} {'' if result.unit in ('USD', 'percent') else result.unit}".strip() + f": {what}, {base}"


def grouped(catalog: Catalog, query: Query, result: Result) -> str:
    """A break-down as a table, headed by what it is by."""
    if not result.groups:
        return "There is nothing to break down: no customer meets this."
    rows = [[clean(group.key), number(group.value, result.unit)] for group in result.groups]
    heading = " | ".join(column_words(catalog, text) for text in query.group_by)
    return table([heading, result.unit or "value"], rows, right=[1])
