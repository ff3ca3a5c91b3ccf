"""Everything the reports say of one customer, and the path from its scores to its cluster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.messages import text
from scoring.engine import Engine
from scoring.errors import NotInData


@dataclass(frozen=True)
class ProductFacts:
    """One product's scores of a customer, 0 to 100 (None where the report gave only a band or nothing).

    report is the report that they come from; revenue a range in USD as text ("$25K - $50K"); signals the explanation of
    the report; contradiction says that the vendor's cluster is not the one of the fit band. propensity, in percent, is
    of own scores only.
    """

    product: str
    report: str
    fit: float | None
    intent: float | None
    fit_band: str | None
    intent_band: str | None
    cell: str | None
    cluster: str | None
    revenue: str | None
    signals: tuple[str, ...]
    contradiction: bool
    propensity: float | None = None


@dataclass(frozen=True)
class AgreementFacts:
    """One agreement: revenue in USD."""

    agreement_id: str | None
    end: date | None
    program: str | None
    kind: str | None
    revenue: float | None
    division: str | None


@dataclass(frozen=True)
class CustomerFacts:
    """One customer in one month: attributes by field id, scores by product in catalogue order, memberships by id."""

    month: str
    customer_id: str
    name: str
    attributes: dict[str, object]
    scores: dict[str, ProductFacts]
    cohorts: tuple[str, ...]
    plays: tuple[str, ...]
    agreements: tuple[AgreementFacts, ...]
    model: str = ""
    """By which own model, in words; empty for facts of the reports."""

    @property
    def basis(self) -> str:
        """What the facts rest on."""
        if self.model:
            return text("By your own data and the {model}", model=self.model)
        return text("Reports of {month}", month=self.month)

    @property
    def place(self) -> str:
        """Where the facts were looked for."""
        return text("your own data") if self.model else text("the reports of {month}", month=self.month)

    @property
    def whole_place(self) -> str:
        """The same where it begins a sentence."""
        return text("Your own data") if self.model else text("The reports of {month}", month=self.month)


def explain_customer(engine: Engine, customer: str, month: str = "") -> CustomerFacts:
    """The facts of a customer in a month (the newest that has it), by own data where no report names it; NotInData
    where that does not either.
    """
    months = [month] if month else list(engine.availability.months)
    for candidate in months:
        rows = engine.fetch(
            "SELECT * FROM customers WHERE customer_id = $id AND month = $month", {"id": customer, "month": candidate}
        )
        if rows:
            return _facts(engine, customer, candidate, rows[0])
    if not (month or engine.source or engine.by_model) and engine.has_own():
        return explain_customer(engine.own, customer)
    if month:
        raise NotInData(
            text("There is no customer {customer} in the reports of {month}.", customer=customer, month=month)
        )
    raise NotInData(text("There is no customer {customer} in the imported reports.", customer=customer))


def _facts(engine: Engine, customer: str, month: str, row: dict[str, object]) -> CustomerFacts:
    key: dict[str, object] = {"id": customer, "month": month}
    members = engine.fetch(
        "SELECT kind, key FROM memberships WHERE customer_id = $id AND month = $month ORDER BY key", key
    )
    return CustomerFacts(
        month=month,
        customer_id=customer,
        name=str(row.get("account_name") or customer),
        attributes={name: value for name, value in row.items() if name in engine.catalog.fields and value is not None},
        scores=_scores(engine, key),
        cohorts=_in_order(engine, [item["key"] for item in members if item["kind"] == "cohort"]),
        plays=tuple(item["key"] for item in members if item["kind"] == "play"),
        agreements=_agreements(engine, key),
        model=_model(engine),
    )


def _model(engine: Engine) -> str:
    from scoring.own.tables import OwnTables

    tables = engine.tables
    if not isinstance(tables, OwnTables):
        return ""
    return text("model {model}, as of {day}", model=tables.model.id, day=engine.as_of)


def _in_order(engine: Engine, cohorts: Sequence[str]) -> tuple[str, ...]:
    return tuple(cohort for cohort in engine.catalog.cohorts if cohort in cohorts)


def _scores(engine: Engine, key: dict[str, object]) -> dict[str, ProductFacts]:
    propensity = "propensity" if engine.by_model else "NULL"
    rows = engine.fetch(_SCORES.format(propensity=propensity), key)
    facts = {row["product"]: _product_facts(engine, row) for row in rows}
    return {product: facts[product] for product in engine.catalog.products if product in facts}


_SCORES = """
SELECT product, report, fit, intent, fit_band, intent_band, cell, cluster, revenue_text, signals,
       {propensity} AS propensity
FROM scores WHERE customer_id = $id AND month = $month
"""


def _product_facts(engine: Engine, row: dict[str, object]) -> ProductFacts:
    catalog = engine.catalog
    implied = catalog.cluster_of(str(row["fit_band"])) if row["fit_band"] else None
    signals = tuple(part.strip() for part in str(row["signals"] or "").split(";") if part.strip())
    return ProductFacts(
        product=str(row["product"]),
        report=str(row["report"]),
        fit=_number(row["fit"]),
        intent=_number(row["intent"]),
        fit_band=_text(row["fit_band"]),
        intent_band=_text(row["intent_band"]),
        cell=_text(row["cell"]),
        cluster=_text(row["cluster"]),
        revenue=_text(row["revenue_text"]),
        signals=signals,
        contradiction=implied is not None and row["cluster"] not in (None, implied.id),
        propensity=_number(row["propensity"]),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _agreements(engine: Engine, key: dict[str, object]) -> tuple[AgreementFacts, ...]:
    rows = engine.fetch(_AGREEMENTS, key)
    return tuple(
        AgreementFacts(
            _text(row["agreement_id"]),
            row["agreement_end"] if isinstance(row["agreement_end"], date) else None,
            _text(row["license_program"]),
            _text(row["expiration_type"]),
            _number(row["expiring_revenue"]),
            _text(row["division"]),
        )
        for row in rows
    )


_AGREEMENTS = """
SELECT DISTINCT agreement_id, agreement_end, license_program, expiration_type, expiring_revenue, division
FROM agreements WHERE customer_id = $id AND month = $month ORDER BY agreement_end, agreement_id, division
"""
