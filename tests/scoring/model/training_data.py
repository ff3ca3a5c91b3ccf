"""Own tables with deals to learn from: customers whose size, industry and technology say how likely a deal is won."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import duckdb
from handmade import model, product

from knowledge.catalog import load_catalog
from scoring.model.model import Model
from scoring.model.train import Request, Trained, train
from scoring.own.facts import create_facts

CATALOG = load_catalog()
TODAY = date(2026, 12, 31)
FIRST = date(2026, 1, 1)
IN_USE = model(
    {"hiring": 90.0, "news": 90.0},
    id="before",
    azure=product(base=-1.0, weights={"hiring": 0.3, "news": 0.3}),
    m365=product(base=-1.0, weights={"hiring": 0.3, "news": 0.3}),
    surface=product(base=-1.0, weights={"hiring": 0.3, "news": 0.3}),
)
TABLES = {
    "own_customers": "customer_id VARCHAR, org_size DOUBLE, industry VARCHAR, installed_technology VARCHAR[], "
    "extras VARCHAR",
    "own_subscriptions": "customer_id VARCHAR, product VARCHAR, sku VARCHAR, seats DOUBLE, assigned_seats DOUBLE, "
    "azure_acr DOUBLE, revenue DOUBLE",
    "own_signals": "customer_id VARCHAR, observed_on DATE, signal_type VARCHAR, detail VARCHAR, source VARCHAR, "
    "strength DOUBLE",
    "own_opportunities": "opportunity_id VARCHAR, customer_id VARCHAR, product VARCHAR, closed_on DATE, "
    "outcome VARCHAR, revenue DOUBLE",
}
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Tables:
    """Rows of the own tables, as the import stores them."""

    customers: list[Row] = field(default_factory=list)
    subscriptions: list[Row] = field(default_factory=list)
    signals: list[Row] = field(default_factory=list)
    opportunities: list[Row] = field(default_factory=list)

    def connection(self) -> duckdb.DuckDBPyConnection:
        found = duckdb.connect()
        for table, columns in TABLES.items():
            found.execute(f"CREATE TABLE {table}({columns})")
            if rows := getattr(self, table.removeprefix("own_")):
                marks = ", ".join("(" + ", ".join("?" * len(rows[0])) + ")" for _ in rows)
                found.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in rows for value in row])  # noqa: S608
        create_facts(found, CATALOG)
        return found

    def train(self, in_use: Model = IN_USE, **request: Any) -> Trained:
        with self.connection() as connection:
            return train(connection, CATALOG, in_use, Request(**({"as_of": TODAY} | request)))

    def shuffled(self) -> "Tables":
        rows = [list(part) for part in (self.customers, self.subscriptions, self.signals, self.opportunities)]
        for part in rows:
            Random(5).shuffle(part)  # noqa: S311
        return Tables(*rows)

    def with_column(self, name: str, value: Callable[[Row, Mapping[str, str]], str]) -> "Tables":
        """With a further column of customers, made from a customer's row and its outcomes by product."""
        outcomes: dict[str, dict[str, str]] = {}
        for _, customer, of, _, outcome, _ in self.opportunities:
            outcomes.setdefault(customer, {})[of] = outcome
        rows = [
            (*row[:-1], json.dumps(json.loads(row[-1]) | {name: value(row, outcomes.get(row[0], {}))}))
            for row in self.customers
        ]
        return replace(self, customers=rows)


Chance = Callable[[float, str, Sequence[str]], float]


def plain(size: float, industry: str, technology: Sequence[str]) -> float:
    """Log-odds: large customers, Energy and AWS are good, Health is bad."""
    return (
        (2.0 if size > 250 else 0.0) + {"Energy": 1.0, "Health": -1.0}.get(industry, 0.0) + ("AWS" in technology) - 1.5
    )


def both_or_none(size: float, industry: str, technology: Sequence[str]) -> float:
    """Log-odds: size and AWS are good together, or neither; each of them alone says nothing."""
    return 1.8 if (size > 250) == ("AWS" in technology) else -1.8


def make(deals: Mapping[str, int], chance: Chance = plain, seed: int = 1, seen: float = 1.5) -> Tables:
    """One customer a deal; a third were hiring ten days before, which adds ``seen`` to the log-odds, and a third had
    news, which add nothing. Deals follow each other over three hundred days."""
    rng = Random(seed)  # noqa: S311
    tables = Tables()
    for name, count in deals.items():
        for number in range(count):
            customer = f"{name}-{number:05}"
            size, industry = float(rng.randint(1, 500)), rng.choice(("Retail", "Energy", "Health"))
            technology = [item for item in ("AWS", "SAP") if rng.random() < 0.5]
            closed = FIRST + timedelta(days=300 * number // count)
            odds = chance(size, industry, technology)
            for kind, worth in (("hiring", seen), ("news", 0.0)):
                if rng.random() < 1 / 3:
                    tables.signals.append((customer, closed - timedelta(days=10), kind, "", "web", 1.0))
                    odds += worth
            outcome = "won" if rng.random() < 1 / (1 + math.exp(-odds)) else "lost"
            tables.customers.append((customer, size, industry, technology, "{}"))
            tables.opportunities.append((f"O-{customer}", customer, name, closed, outcome, 1000.0))
    return tables


def terms(found: Model, name: str) -> dict[str, list[Any]]:
    """The tables of a product by the names of their features."""
    return {term.name: term.table.tolist() for term in found.products[name].additive.terms}
