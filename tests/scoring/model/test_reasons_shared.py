"""Reasons over the shared sample: for every customer and product they sum to the scores, by two models."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from scoring.engine import Engine
from scoring.importing import import_reports
from scoring.model.inputs import read_batches, read_signals
from scoring.model.model import Model, score
from scoring.model.reasons import as_tenths, fit_points, intent_points, propensity_points
from scoring.model.storage import ModelStore
from scoring.model.train import Request, train
from scoring.own.facts import create_facts
from scoring.own.subject import Subject
from scoring.workspace import OWN_TABLES, Workspace

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "raw"
DAY = date(2026, 10, 25)
MODELS = ("default", "trained")
TRAINED = ("azure", "d365bc")  # the others stay as shipped: to learn all of them together takes half a minute
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared sample data is not beside the checkout"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    found = Workspace(tmp_path_factory.mktemp("raw") / "store")
    names = ("customers", "subscriptions", "signals", "opportunities")
    import_reports(found, [SHARED / f"{name}.csv" for name in names])
    return found


@pytest.fixture(scope="module")
def connection(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    snapshot = workspace.snapshot()
    assert snapshot is not None
    with duckdb.connect() as found:
        for table in OWN_TABLES:
            snapshot.view(found, table)
        create_facts(found, workspace.catalog)
        yield found


@pytest.fixture(scope="module")
def models(workspace: Workspace, connection: duckdb.DuckDBPyConnection) -> dict[str, Model]:
    store = ModelStore(workspace.path)
    shipped = store.load()
    trained = shipped
    for product in TRAINED:
        trained = train(connection, workspace.catalog, trained, Request(DAY, product)).model
    store.save(trained)
    return {"default": shipped, "trained": store.load(trained.id)}


@pytest.mark.parametrize("name", MODELS)
def test_points_sum_to_the_scores_of_everybody(
    workspace: Workspace, connection: duckdb.DuckDBPyConnection, models: dict[str, Model], name: str
) -> None:
    used, customers = models[name], 0
    for batch in read_batches(connection, workspace.catalog, size=1000):
        customers += len(batch)
        signals = read_signals(connection, batch.ids, list(used.half_lives), DAY)
        lives = np.array(list(used.half_lives.values()))
        for key, found in score(used, batch, signals).items():
            product = used.products[key]
            fit = fit_points(product, found)
            assert (fit.base + fit.terms.sum(axis=1) == as_tenths(found.fit)).all()
            steps = propensity_points(used, product, found)
            summed = steps.base + steps.fit + steps.intent + steps.calibration
            assert (summed == as_tenths(found.propensity)).all()
            weights = np.array([product.weights.get(kind, 0.0) for kind in used.half_lives])
            lefts = weights[signals.type] * signals.strength * np.exp2(-signals.age / lives[signals.type])
            ends = np.searchsorted(signals.row, np.arange(len(batch) + 1))
            points = [intent_points(value, lefts[start:end]).sum()
                      for value, start, end in zip(found.intent.tolist(), ends, ends[1:], strict=False)]  # fmt: skip
            assert points == as_tenths(found.intent).tolist()
    assert customers == 2367


@pytest.mark.parametrize("name", MODELS)
def test_drivers_of_a_customer_are_those_of_the_table(
    workspace: Workspace, models: dict[str, Model], name: str
) -> None:
    ModelStore(workspace.path).use(models[name].id)
    engine = Engine(workspace, DAY, "model")
    rows = engine.fetch("SELECT * FROM scores ORDER BY customer_id, product")
    assert len(rows) == 2367 * len(models[name].products)
    products = {row["product"] for row in rows}
    for customer in sorted({row["customer_id"] for row in rows})[::200]:
        mine = {row["product"]: row for row in rows if row["customer_id"] == customer}
        subject = Subject(engine, customer)
        for product in products:
            for told in subject.drivers(product):
                assert told.value == mine[product][told.score]
                tenths = [round(10 * driver.points) for driver in told.drivers]
                assert round(10 * told.base) + sum(tenths) == round(10 * told.value)
