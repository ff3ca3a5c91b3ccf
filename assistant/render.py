"""Words and tables for people: figures first, then how they were counted. Plain text; cell contents stay plain."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.escapes import SEQUENCE
from knowledge.catalog import Catalog
from knowledge.messages import Text, joined, text
from scoring.query import EACH, MONTH, Filter, Measure, Query, Result, is_score_field

_CELL_UNITS = {"expiring_revenue": "USD", "azure_acr": "USD", "propensity": "percent"}
_CUSTOMERS_NAMED = 5
_WIDEST = {"why": 46, "account_name": 34}
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})  # categories of code points
_NONE = frozenset("\ufffe\uffff")
_NARROW = re.compile("[ -~¡-¬®-˿‐-‧]*")
AND, OR = text(" and "), text(" or ")
YES, NO = text("yes"), text("no")


def clean(content: object) -> str:
    """A cell's content on one line, as no terminal, spreadsheet, browser or XML reader would obey it: without escape
    sequences, control and direction characters, and code points that are no characters; what a Text was made of, each
    so."""
    if isinstance(content, Text):
        return content.changed(clean)
    words = str(content)
    if words.isprintable():
        return words
    kept = "".join(" " if letter in "\r\n\t" else letter for letter in SEQUENCE.sub("", words).replace("\r\n", "\n"))
    return "".join(letter for letter in kept if unicodedata.category(letter) not in _UNSEEN and letter not in _NONE)


def clean_lines(words: str) -> str:
    """A longer text, clean line by line."""
    return "\n".join(clean(line).rstrip() for line in words.splitlines())


def width(words: str) -> int:
    """Columns that a text takes on a terminal: wide letters and emoji take two, marks that join them none."""
    if _NARROW.fullmatch(words):
        return len(words)
    from wcwidth import width as measured

    return measured(words, control_codes="ignore")


def shorten(words: str, limit: int) -> str:
    """A text of at most ``limit`` columns, cut with an ellipsis between what people see as letters."""
    if width(words) <= limit:
        return words
    kept = ""
    for letter in _letters(words):
        if width(kept + letter) > limit - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def _letters(words: str) -> Iterable[str]:
    if _NARROW.fullmatch(words):
        return words
    from wcwidth import iter_graphemes

    return iter_graphemes(words)


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
    figure = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{figure}%" if unit == "percent" else figure


def customer_count(count: int) -> str:
    """How many customers, in English: ``1 customer``, ``1,234 customers``."""
    return f"{count:,} customer{'s' * (count != 1)}"


def filter_words(catalog: Catalog, item: Filter) -> str:
    """One condition in words: ``Azure cluster Act Now``, ``employees at least 300``, ``not in Sweden``."""
    if item.parts:
        return _parts_words(catalog, item)
    if item.field == "present":
        if item.values == (True,):
            return text("in the reports of {month}", month=item.month)
        return text("not in the reports of {month}", month=item.month)
    if item.field == "customer":
        return _customers(item)
    condition = joined(" ", [part for part in (_subject(catalog, item), _values(catalog, item)) if part])
    return text("{condition} in {month}", condition=condition, month=item.month) if item.month else condition


def _parts_words(catalog: Catalog, item: Filter) -> str:
    words = joined(AND if item.all_of else OR, [filter_words(catalog, part) for part in item.parts])
    if item.products:
        words = text("{conditions}, for {products}", conditions=words, products=_products(catalog, item))
    if not (len(item.parts) == 1 and item.parts[0].parts):
        words = joined("", ("(", words, ")"))
    return text("not {values}", values=words) if item.none_of else words


def _customers(item: Filter) -> str:
    """Customers by id; of a long list how many they are, and the first."""
    ids = [clean(value) for value in item.values]
    named = ", ".join(ids[:_CUSTOMERS_NAMED])
    if len(ids) > _CUSTOMERS_NAMED:
        words = text("customer one of {count:,}: {ids}, …", count=len(ids), ids=named)
    else:
        words = text("customer {ids}", ids=named)
    return text("not {values}", values=words) if item.op == "not in" else words


def _subject(catalog: Catalog, item: Filter) -> str:
    if is_score_field(catalog, item.field):
        score = item.field.replace("_", " ").replace("revenue", "potential revenue")
        return joined(" ", [part for part in (_products(catalog, item), score) if part])
    if item.field in ("cohort", "category", "play"):
        return item.field
    return catalog.fields[item.field].title.lower() if item.field in catalog.fields else item.field


def _products(catalog: Catalog, item: Filter) -> str:
    """Whose score is meant; nothing where it is still to be said."""
    labels = [catalog.products[product].label for product in item.products if item.products != EACH]
    named = joined(AND if item.at_least == len(labels) > 1 else OR, labels)
    if item.at_most == item.at_least:
        return text("exactly {count} of {scores}", count=item.at_most, scores=named)
    if 1 < item.at_least < len(labels):
        return text("at least {count} of {scores}", count=item.at_least, scores=named)
    return named


def _values(catalog: Catalog, item: Filter) -> str:
    if item.values in ((True,), (False,)) and isinstance(item.values[0], bool):
        return YES if item.values == (True,) else NO
    values = [_value(catalog, item, value) for value in item.values]
    if item.op == "between":
        return text("from {low} to {high}", low=values[0], high=values[1])
    if item.op in (">=", ">", "<=", "<"):
        return _compared(item.op, values[0])
    if item.op == "starts with" and item.values == ("",):
        return text("given")
    if item.op == "starts with":
        return text("starting with {value}", value=joined(OR, values))
    if item.op == "ends with":
        return text("ending with {value}", value=joined(OR, values))
    if item.op == "contains":
        return text("with {values}", values=" + ".join(values))
    if item.op == "not contains":
        return text("without {values}", values=" + ".join(values)) if any(values) else text("without")
    alternatives = joined(OR, values)
    return text("not {values}", values=alternatives) if item.op == "not in" else alternatives


def _compared(op: str, value: str) -> str:
    if op in (">=", ">"):
        return text("at least {value}", value=value) if op == ">=" else text("over {value}", value=value)
    return text("at most {value}", value=value) if op == "<=" else text("under {value}", value=value)


_CHANGES = {
    "better": text("better"),
    "worse": text("worse"),
    "changed": text("changed"),
    "same": text("same"),
}


def _value(catalog: Catalog, item: Filter, value: object) -> str:
    if item.field in ("cluster", "fit_band", "intent_band", "cohort", "category", "play"):
        section = {"fit_band": "band", "intent_band": "band"}.get(item.field, item.field)
        entry = catalog.sections[section].get(str(value))
        return entry.title if entry else str(value).replace("-", " ")
    if item.field == "cluster_change":
        return _CHANGES.get(str(value), str(value))
    if isinstance(value, float):
        return number(value, "USD" if item.field in ("revenue", "expiring_revenue") else "")
    return clean(value)


def counted(catalog: Catalog, query: Query, result: Result, assumptions: Sequence[str]) -> str:
    """How it was counted: conditions in words, the month, assumptions and notes."""
    conditions = [filter_words(catalog, item) for item in query.set.filters]
    if query.measure and query.measure.having:
        part = joined(AND, [filter_words(catalog, item) for item in query.measure.having])
        conditions.append(text("share that is {conditions}", conditions=part))
    parts: list[str] = [joined("; ", conditions) if conditions else text("all customers")]
    if result.source == "report":
        parts.append(text("reports of {month}", month=", ".join(_months(query, result)) or result.month))
    if query.set.since and MONTH not in query.group_by:
        parts.append(text("compared with {month}", month=query.set.since))
    return text("Counted: {parts}", parts=joined(" · ", [*parts, *assumptions, *result.notes]))


def _months(query: Query, result: Result) -> tuple[str, ...]:
    """The months of a break-down by month; none of any other."""
    if MONTH not in query.group_by:
        return ()
    keys = [group.key.split(" | ") for group in result.groups or ()]
    return tuple(dict.fromkeys(key[query.group_by.index(MONTH)] for key in keys if len(key) == len(query.group_by)))


def listing(catalog: Catalog, query: Query, result: Result, rows: Sequence[Mapping[str, object]]) -> str:
    """A list: its length, its first rows, and how to see the rest."""
    total = len(result.customers or ())
    if not total:
        return text("No customer meets this.")
    head: str = amount(f"{total:,}", "customers" if total != 1 else "customer")
    if query.limit and result.total > total:
        head = text("{customers} of {total:,}", customers=head, total=result.total)
    order = order_words(catalog, query)
    head = text("{customers}, {order}", customers=head, order=order) if order else head
    parts = [head, "\n\n", rows_table(catalog, rows)]
    if total > len(rows):
        left = total - len(rows)
        parts += ["\n", text("… and {left:,} more: ask with --all, or /more in the chat", left=left)]
    return joined("", parts)


def rows_table(catalog: Catalog, rows: Sequence[Mapping[str, object]], first: int = 1) -> str:
    """The rows of a list as a table, numbered from ``first``."""
    return table(*columns_of(catalog, rows, first)[1:])


def order_words(catalog: Catalog, query: Query) -> str:
    """How a list is sorted."""
    if not query.order:
        return ""
    by = query.order[0].by
    if by.startswith("convention:"):
        return text("best first for {product}", product=catalog.products[by.partition(":")[2]].label)
    column = column_words(catalog, by)
    known = catalog.fields.get(by)
    if by in query.group_by:
        return text("largest figure first") if query.order[0].descending else text("smallest figure first")
    if known is not None and known.kind == "text":
        if query.order[0].descending:
            return text("by {column}, Z to A", column=column)
        return text("by {column}, A to Z", column=column)
    if known is not None and known.kind == "date":
        if query.order[0].descending:
            return text("latest {column} first", column=column)
        return text("soonest {column} first", column=column)
    if query.order[0].descending:
        return text("highest {column} first", column=column)
    return text("lowest {column} first", column=column)


def column_words(catalog: Catalog, column: str) -> str:
    """A column in words: ``Azure potential revenue``."""
    product, _, name = column.rpartition(".")
    if product:
        title = catalog.product_fields[name].title.lower() if name in catalog.product_fields else name.replace("_", " ")
        return f"{catalog.products[product].label} {title}"
    return catalog.fields[name].title.lower() if name in catalog.fields else name


def columns_of(
    catalog: Catalog,
    rows: Sequence[Mapping[str, object]],
    first: int,
    whole: bool = False,
    about: str | None = None,
) -> tuple[list[str], list[str], list[list[str]], list[int]]:
    """Names, headings and cells of the rows, and which columns are set flush right: place, who, where, and by product
    cell, potential revenue and why; ``whole``: every column of the rows. Headings name the product where there are
    several, or one that is not what the list is ``about`` (None: it is)."""
    behind = () if whole else (".cluster", ".fit", ".intent")
    names = [name for name in rows[0] if name != "customer_id" and not name.endswith(behind)]
    products = {name.rpartition(".")[0] for name in rows[0] if "." in name}
    told = len(products) > 1 or (about is not None and products != {about})
    headings = ["#", "id", *(_heading(catalog, name, told) for name in names)]
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
    return ["#", "customer_id", *names], headings, cells, right


def _heading(catalog: Catalog, name: str, told: bool) -> str:
    """What stands above a column; ``told``: with its product."""
    product, _, column = name.rpartition(".")
    title = {"signals": "why", "potential_revenue": "potential revenue", "account_name": "customer"}.get(column, column)
    if product and told:
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
        return text("There is nothing to measure: no customer of this set has a value.")
    figure = number(result.value, result.unit)
    if measure.function == "count":
        return amount(figure, result.unit if result.value != 1 else result.unit.rstrip("s"))
    if measure.function == "share":
        if measure.field == "customers":
            return text("{share} of {total:,} customers", share=figure, total=result.total)
        return text("{share} of the agreements", share=figure)
    value = figure if result.unit in ("USD", "percent", "") else amount(figure, result.unit)
    if measure.field.endswith(".revenue") and measure.function in ("sum", "average", "median"):
        value = text("at least {value}", value=value)
    what = _function(measure.function, column_words(catalog, measure.field))
    over = amount(f"{result.known:,}", "customers" if result.unit != "USD" or "." in measure.field else "agreements")
    return text("{value}: {what}, over {base}", value=value, what=what, base=over)


def amount(figure: str, unit: str) -> str:
    """A figure with what it counts."""
    units = {
        "customer": text("{figure} customer", figure=figure),
        "customers": text("{figure} customers", figure=figure),
        "agreement": text("{figure} agreement", figure=figure),
        "agreements": text("{figure} agreements", figure=figure),
        "value": text("{figure} value", figure=figure),
        "values": text("{figure} values", figure=figure),
        "points": text("{figure} points", figure=figure),
        "employees": text("{figure} employees", figure=figure),
        "devices": text("{figure} devices", figure=figure),
        "seats": text("{figure} seats", figure=figure),
        "workloads": text("{figure} workloads", figure=figure),
        "USD a month": text("{figure} USD a month", figure=figure),
    }
    return units.get(unit, f"{figure} {unit}")


def _function(name: str, column: str) -> str:
    names = {
        "sum": text("sum of {column}", column=column),
        "average": text("average of {column}", column=column),
        "median": text("median of {column}", column=column),
        "min": text("min of {column}", column=column),
        "max": text("max of {column}", column=column),
    }
    return names[name]


def grouped(catalog: Catalog, query: Query, result: Result) -> str:
    """A break-down as a table, headed by what it is by."""
    if not result.groups:
        return text("There is nothing to break down: no customer meets this.")
    return table(*groups_of(catalog, query, result), right=[1])


def groups_of(catalog: Catalog, query: Query, result: Result) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of a break-down: keys and figures."""
    rows = [[clean(group.key), number(group.value, result.unit)] for group in result.groups or ()]
    heading = " | ".join(column_words(catalog, column) for column in query.group_by)
    return [heading, result.unit or "value"], rows
