"""``ascent status``: what is imported, how old it is, and the summary figures of the vendor's dashboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from assistant.age import Age, age_line, age_of
from assistant.commands import ExitCode
from assistant.output import emit, say
from assistant.render import table
from assistant.session import open_engine
from assistant.settings import Settings
from knowledge.catalog import Catalog
from knowledge.entries import Refresh
from scoring.availability import Source
from scoring.engine import Engine
from scoring.errors import ModelError, NotInData
from scoring.own.stored import Stored
from scoring.query import CustomerSet, Filter, Measure, Query

HEADINGS = ("month", "report", "layout", "rows", "customers")
OWN_HEADINGS = ("own table", "rows", "customers", "newest day")
PER_REPORT = """
SELECT month, report, count(DISTINCT customer_id) AS customers
FROM (SELECT month, customer_id, unnest(reports) AS report FROM customers) GROUP BY month, report
"""
PER_MONTH = "SELECT month, count(DISTINCT customer_id) AS customers FROM customers GROUP BY month ORDER BY month DESC"


@dataclass(frozen=True)
class Summary:
    """The vendor's three figures; None where the data does not hold them.

    ``month`` is that of the customers, ``renewals_month`` that of the agreements; the fiscal year holds ``start`` and
    ``end``.
    """

    month: str
    smc_customers: int | None
    renewals_month: str
    start: date
    end: date
    expiring_agreements: int | None
    open_expiring_revenue: float | None


@dataclass(frozen=True)
class ModelState:
    """The model in use: its id ("damaged" where it cannot be read), the day that it was trained as of (None for the
    shipped one), how many models were learned in all, and what is wrong with it or makes its scores stale."""

    in_use: str
    trained_as_of: str | None
    learned: int
    warnings: tuple[str, ...]


def run(settings: Settings) -> int:
    """Print the state of the workspace."""
    engine = open_engine(replace(settings, source="report"))
    available = engine.availability
    age = age_of(engine.catalog.refresh, available.months[0], settings.as_of) if available.months else None
    summary = summarise(engine, settings.as_of) if available.months else None
    stored = engine.stored()
    model = _model_state(settings, engine, stored) if stored else None
    if settings.json:
        emit(_to_json(settings, engine, age, summary, stored) | {"model": model and vars(model)})
    else:
        say(_render(settings, engine, age, summary, stored, model))
    return ExitCode.DONE


def _model_state(settings: Settings, engine: Engine, stored: tuple[Stored, ...]) -> ModelState:
    from scoring.model.storage import ModelStore
    from scoring.own.staleness import stale_scores

    store = ModelStore(engine.workspace.path)
    try:
        model = store.load()
    except ModelError as error:
        return ModelState("damaged", None, len(store.ids()) - 1, (str(error),))
    trained = model.card.get("as_of")
    return ModelState(model.id, trained, len(store.ids()) - 1, stale_scores(model, stored, settings.as_of))


def fiscal_year(refresh: Refresh, today: date) -> tuple[date, date]:
    """The first and the last day of the vendor's fiscal year that holds a day."""
    first = refresh.fiscal_year_start_month
    start = date(today.year if today.month >= first else today.year - 1, first, 1)
    return start, start.replace(year=start.year + 1) - timedelta(days=1)


def summarise(engine: Engine, today: date) -> Summary:
    """The three figures, by the tools that answer questions."""
    start, end = fiscal_year(engine.catalog.refresh, today)
    customers = engine.run(Query(CustomerSet(month=engine.availability.months[0]), Measure()))
    agreements = _agreements(engine, Measure("count", "agreements"), start, end)
    revenue = _agreements(engine, Measure("sum", "expiring_revenue"), max(start, today), end)
    return Summary(
        month=customers.month,
        smc_customers=int(customers.value or 0),
        renewals_month=agreements[0],
        start=start,
        end=end,
        expiring_agreements=None if agreements[1] is None else int(agreements[1]),
        open_expiring_revenue=revenue[1],
    )


def _agreements(engine: Engine, measure: Measure, first: date, last: date) -> tuple[str, float | None]:
    """Month and figure over the agreements that end from ``first`` to ``last``; nothing where no renewals are known."""
    ending = Filter("agreement_end", "between", (first.isoformat(), last.isoformat()))
    try:
        result = engine.run(Query(CustomerSet(filters=(ending,)), measure))
    except NotInData:
        return "", None
    return result.month, result.value or 0.0


def _to_json(
    settings: Settings, engine: Engine, age: Age | None, summary: Summary | None, stored: Sequence[Stored]
) -> dict[str, Any]:
    return {
        "workspace": str(settings.workspace),
        "as_of": settings.as_of,
        "months": list(engine.availability.months),
        "customers": _customers(engine),
        "reports": [_source(source) for source in engine.availability.sources],
        "age": age and {"newest": age.newest, "due": age.due, "stale": age.stale, "next_refresh": age.next},
        "summary": summary and vars(summary),
        "own": [_own(table) for table in stored],
    }


def _source(source: Source) -> dict[str, Any]:
    names = ("month", "report", "layout", "partner_id", "partner_name", "rows", "customers", "files")
    return {name: getattr(source, name) for name in names}


def _own(stored: Stored) -> dict[str, Any]:
    ended = {product: {"won": won, "lost": lost} for product, (won, lost) in stored.ended.items()}
    told = {"outcomes": ended, "future": stored.future, "unknown_customers": stored.unknown}
    names = ("table", "rows", "customers", "files", "newest")
    return {name: getattr(stored, name) for name in names} | (told if stored.table == "opportunities" else {})


def _customers(engine: Engine) -> Mapping[str, int]:
    """How many customers each month has, each counted once; the newest month first."""
    return {row["month"]: row["customers"] for row in engine.fetch(PER_MONTH)} if engine.availability.months else {}


def _render(
    settings: Settings,
    engine: Engine,
    age: Age | None,
    summary: Summary | None,
    stored: Sequence[Stored],
    model: ModelState | None,
) -> str:
    parts = [f"Workspace {settings.workspace}"]
    if age is not None and summary is not None:
        parts += _reports(settings, engine, age, summary)
    elif stored:
        parts.append("No report is imported yet. Import the downloaded files with: ascent import FOLDER")
    else:
        parts.append("Nothing is imported yet. Import the downloaded files with: ascent import FOLDER")
    if stored:
        parts.append(_own_tables(engine.catalog, stored, settings.as_of))
    if model:
        parts.append(_model_lines(model))
    return "\n\n".join(parts)


def _own_tables(catalog: Catalog, stored: Sequence[Stored], today: date) -> str:
    """One line an own table, then the deals that ended, by product."""
    rows = [(it.table, f"{it.rows:,}", f"{it.customers:,}", str(it.newest or "")) for it in stored]
    lines = [table(OWN_HEADINGS, rows, right=(1, 2))]
    for it in stored:
        if it.ended:
            ended = ((_label(catalog, product), *counts) for product, counts in it.ended.items())
            deals = ", ".join(f"{label} {won:,}/{won + lost:,}" for label, won, lost in ended)
            lines.append(f"Deals won, of those that ended: {deals}")
        if it.future:
            lines.append(f"Deals that close after {today}: {it.future:,}")
        if it.unknown:
            lines.append(f"Outcomes of customers that are not in customers: {it.unknown:,}")
    return "\n".join(lines)


def _label(catalog: Catalog, product: str) -> str:
    return catalog.products[product].label if product in catalog.products else product


def _model_lines(model: ModelState) -> str:
    about = {"default": " (the shipped one, before any training)", "damaged": ""}
    trained = f" (trained as of {model.trained_as_of})" if model.trained_as_of else about.get(model.in_use, "")
    many = f"{model.learned:,} model{'s' * (model.learned != 1)}"
    others = f" {many} learned here: ascent model list" if model.learned else " Learn your own with: ascent train"
    return "\n".join([f"Model in use: {model.in_use}{trained}.{others}", *model.warnings])


def _reports(settings: Settings, engine: Engine, age: Age, summary: Summary) -> list[str]:
    """What is told of the reports, part by part."""
    customers = ", ".join(f"{count:,} in {month}" for month, count in _customers(engine).items())
    places = f"Partner locations: {_locations(engine.availability.sources)}\nCustomers: {customers}"
    return [_reports_table(engine), places, age_line(age), _summary_lines(summary, settings.as_of)]


def _reports_table(engine: Engine) -> str:
    """One line a month and report, all partner locations together."""
    customers = {(row["month"], row["report"]): row["customers"] for row in engine.fetch(PER_REPORT)}
    sources = engine.availability.sources
    order = {report: place for place, report in enumerate(engine.catalog.reports)}
    keys = sorted({(source.month, source.report) for source in sources}, key=lambda key: order[key[1]])
    keys.sort(key=lambda key: key[0], reverse=True)
    rows = [_report_row(engine.catalog, [it for it in sources if (it.month, it.report) == key]) for key in keys]
    lines = [(*row, f"{customers[key]:,}") for row, key in zip(rows, keys, strict=True)]
    return table(HEADINGS, lines, right=(3, 4))


def _report_row(catalog: Catalog, sources: Sequence[Source]) -> tuple[str, ...]:
    first = sources[0]
    layouts = dict.fromkeys(catalog.layouts[source.layout].title for source in sources)
    rows = sum(source.rows for source in sources)
    return first.month, catalog.reports[first.report].title, ", ".join(layouts), f"{rows:,}"


def _locations(sources: Sequence[Source]) -> str:
    names = {source.partner_id: source.partner_name for source in reversed(sources)}
    return (
        ", ".join(f"{name} ({partner})" if partner else name for partner, name in sorted(names.items())) or "not named"
    )


def _summary_lines(summary: Summary, today: date) -> str:
    year = f"fiscal year {summary.start} to {summary.end}"
    if summary.expiring_agreements is None or summary.open_expiring_revenue is None:
        agreements = "Expiring agreements and open expiring revenue: no renewals report is imported"
    else:
        agreements = (
            f"Expiring agreements: {summary.expiring_agreements:,} (end in the {year}; {summary.renewals_month})\n"
            f"Open expiring revenue: ${summary.open_expiring_revenue:,.2f} (of those that end on {today} or later)"
        )
    return f"SMC customers: {summary.smc_customers:,} (in the reports of {summary.month})\n{agreements}"
