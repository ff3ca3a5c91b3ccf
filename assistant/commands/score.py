"""``ascent score``: scores all own customers, and says what came out or where the reports see it differently."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.age import age_of
from assistant.commands import ExitCode
from assistant.commands.explain import products_of
from assistant.output import emit, note, say
from assistant.render import clean, number, shorten, table
from assistant.session import open_engine
from assistant.settings import Settings
from knowledge.catalog import Catalog
from scoring.errors import NotInData

if TYPE_CHECKING:
    from scoring.engine import Engine
    from scoring.own.results import Disagreement
    from scoring.own.summary import ScoreSummary


def run(settings: Settings, product: str, compare: bool, limit: int) -> int:
    """Score as of the day of the settings with the model in use; the tables are kept for the questions that follow."""
    from scoring.own.summary import summarise_scores

    engine = open_engine(settings)
    products = products_of(engine.catalog, product)
    note(f"Scoring your own customers as of {settings.as_of} ...")
    summary = summarise_scores(engine, products)
    if products and not summary.products:
        labels = ", ".join(engine.catalog.products[name].label for name in products)
        raise NotInData(f"The model {summary.model} does not score {labels}.")
    warnings = (*summary.warnings, *_old_reports(engine, settings))
    apart = _disagreements(engine, products, limit) if compare else []
    if settings.json:
        found = asdict(summary) | {"warnings": list(warnings)}
        emit(found | ({"disagreements": [asdict(item) for item in apart]} if compare else {}))
    else:
        say(compared_text(engine.catalog, summary, apart) if compare else summary_text(engine.catalog, summary))
        for warning in warnings:
            note(f"Warning: {warning}")
    return ExitCode.DONE


def _disagreements(engine: "Engine", products: Sequence[str], limit: int) -> "list[Disagreement]":
    from scoring.own.answers import OwnAnswers

    answers = OwnAnswers(engine)
    found = [item for name in products or ("",) for item in answers.disagreements(name, limit)]
    return sorted(found, key=lambda item: -abs(item.own_fit - item.report_fit))[:limit]


def _old_reports(engine: "Engine", settings: Settings) -> list[str]:
    """Whether newer reports are out than those that own scores stand beside."""
    from scoring.engine import Engine

    months = Engine(engine.workspace, engine.as_of, "report").availability.months
    if not months:
        return []
    age = age_of(engine.catalog.refresh, months[0], settings.as_of)
    return [f"The reports are stale: those of {age.due} are out, the newest imported are of {months[0]}."] * age.stale


def summary_text(catalog: Catalog, summary: "ScoreSummary") -> str:
    """The model, a line a product, and the cohorts."""
    parts = [_head(summary), _products(catalog, summary)]
    parts += [_cohorts(catalog, summary)] if summary.cohorts else []
    parts.append(f"{summary.out_of_service:,} customers run technology whose support has ended.")
    return "\n\n".join(parts)


def compared_text(catalog: Catalog, summary: "ScoreSummary", apart: "Sequence[Disagreement]") -> str:
    """Where the own model and the reports are farthest apart."""
    if not apart:
        return f"{_head(summary)}\n\nOwn scores and the reports do not part anywhere."
    rows = [
        [
            shorten(clean(item.name), 34),
            item.customer,
            catalog.products[item.product].label,
            *_seen(catalog, item.own_fit, item.own_cluster),
            *_seen(catalog, item.report_fit, item.report_cluster),
            "; ".join(map(clean, item.reasons)),
        ]
        for item in apart
    ]
    headings = ["customer", "id", "product", "own fit", "own cluster", "report's fit", "report's cluster", "why"]
    body = table(headings, rows, right=[3, 5])
    return f"{_head(summary)}\n\nFarthest apart in fit from the reports:\n\n{body}"


def _seen(catalog: Catalog, fit: float, cluster: str) -> tuple[str, str]:
    return number(fit), catalog.clusters[cluster].title if cluster in catalog.clusters else "–"


def _head(summary: "ScoreSummary") -> str:
    about = summary.about.partition(". ")[0].rstrip(".")
    return (
        f"{summary.customers:,} customers scored as of {summary.as_of} by the model in use, {summary.model}: {about}."
    )


def _products(catalog: Catalog, summary: "ScoreSummary") -> str:
    clusters = [cluster.title for cluster in catalog.clusters.values()]
    headings = ["product", *clusters, "mean propensity", "near a cutoff", "whitespace"]
    rows = [
        [
            catalog.products[item.product].label,
            *(f"{count:,}" for count in item.clusters.values()),
            number(item.propensity, "percent"),
            f"{item.near_cutoff:,}",
            f"{item.whitespace:,}",
        ]
        for item in summary.products
    ]
    return table(headings, rows, right=range(1, len(headings)))


def _cohorts(catalog: Catalog, summary: "ScoreSummary") -> str:
    rows = [[catalog.cohorts[cohort].title, f"{count:,}"] for cohort, count in summary.cohorts.items()]
    return table(["cohort, by our own rules", "customers"], rows, right=[1])
