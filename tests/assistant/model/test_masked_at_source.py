"""What a model is told of values and customers is masked where it is made, words of everybody too."""

import json
from datetime import date
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.model_desk import ModelDesk
from assistant.model_filters import FilterReader
from assistant.model_results import TEXT_TOLD, told
from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import ReadData, ReadDefinition
from assistant.privacy import Mask
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.errors import AscentError
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
REPORT = """Customer ID,Account Name,City,State,Country,M365Cluster,M365 Fit
5001001,Evaluate Ltd,Reading,Reading Area,United Kingdom,Evaluate,60
5001002,Evaluate Inc,Essen,Ruhr,Germany,Nurture,40
5001003,High Point,Nice,Provence,France,Act Now,70
"""


@pytest.fixture(scope="module")
def brain(tmp_path_factory: pytest.TempPathFactory) -> OfflineBrain:
    """Three customers whose names and cities are words of everybody."""
    folder = tmp_path_factory.mktemp("everyday")
    (folder / "2026-10").mkdir()
    (folder / "2026-10" / "CLASM365Propensity.csv").write_text(REPORT, encoding="utf-8")
    import_reports(Workspace(folder / "store"), [folder / "2026-10"])
    return OfflineBrain(Tools(Engine(Workspace(folder / "store")), AS_OF))


def called(brain: OfflineBrain, name: str, **arguments: Any) -> dict[str, Any]:
    brain.tools.begin()
    found: dict[str, Any] = json.loads(
        ModelDesk(brain, "How many?", Mask(brain.tools.engine), {}).call(name, arguments)
    )
    return found


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("city", "City: [city 1], [city 2], [city 3]."),
        ("state", "State: Provence, [place 1], Ruhr."),
        ("country", "Country: France, Germany, United Kingdom."),
    ],
)
def test_values_of_a_field(brain: OfflineBrain, field: str, sent: str) -> None:
    assert called(brain, "data", field=field)["found"] == sent


def test_a_city_that_there_is_not(brain: OfflineBrain) -> None:
    found = called(brain, "customers", filters=[{"field": "city", "values": ["Zz"]}])
    assert found == {"error": "No customer has the city “Zz”."}


def test_a_public_value_that_there_is_not(brain: OfflineBrain) -> None:
    found = called(brain, "customers", filters=[{"field": "country", "values": ["Zz"]}])
    assert found == {"error": "No customer has the country 'Zz'; there are: France, Germany, United Kingdom."}


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        (
            "Evaluate",
            "'[customer 1]' fits several customers: [customer 2] ([customer 2], [city 1]); "
            "[customer 3] ([customer 3], [city 2]).",
        ),
        ("High Pint", "No customer is called 'High Pint'. Near it: [customer 1] ([customer 1], [city 1])."),
    ],
)
def test_the_customers_that_a_name_may_mean(brain: OfflineBrain, name: str, sent: str) -> None:
    engine = brain.tools.engine
    with pytest.raises(AscentError) as error:
        FilterReader(engine, {}).customer(name)
    assert Mask(engine).fault(str(error.value)) == sent


def test_texts_are_cut_behind_the_mask(brain: OfflineBrain) -> None:
    """The token would go on from letter 1,195 to 1,207."""
    mask = Mask(brain.tools.engine)
    mask.customer("5001003", "High Point")
    words = "a " * ((TEXT_TOLD - 6) // 2) + "High Point and more"
    answer = Answer("?", "answered", words)
    for outcome in (ReadDefinition((), ""), ReadData()):
        found = json.loads(told("r1", outcome, answer, (), mask))["found"]
        assert found == "a " * ((TEXT_TOLD - 6) // 2)
