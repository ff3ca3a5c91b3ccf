"""Questions for the matrix, for one of its cells, and for figures over the months."""

import pytest

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain

MATRIX = {"group_by": ["azure.cell"]}
TREND = {"group_by": ["month", "azure.cluster"]}
ACT_NOW = {"field": "cluster", "values": ["act-now"], "products": ["azure"]}
SWEDEN = {"field": "country", "values": ["Sweden"]}


def ask(brain: OfflineBrain, *questions: str) -> Answer:
    """The answer to the last of the questions of one conversation."""
    conversation = brain.start()
    return [brain.ask(question, conversation) for question in questions][-1]


def call(answer: Answer) -> object:
    assert answer.status == "answered", answer.answer
    (made,) = answer.calls
    return made.arguments


@pytest.mark.parametrize(
    "question",
    [
        "show the Azure matrix",
        "the matrix for Azure",
        "Azure heat map",
        "fit × intent matrix for Azure",
        "fit x intent for Azure",
        "the fit and intent matrix of Azure",
        "fit/intent matrix for Azure",
        "customers by Azure cell",
        "visa Azure-matrisen",
        "Azureのマトリックスを見せて",
        "Azure 매트릭스 보여줘",
    ],
)
def test_the_matrix(brain: OfflineBrain, question: str) -> None:
    assert call(ask(brain, question)) == MATRIX


def test_the_matrix_leaves_out_empty_cells_and_holds_everybody(brain: OfflineBrain) -> None:
    """Each cell against the list of those that it holds; Tokyo is small enough for empty cells."""
    answer = ask(brain, "the Azure matrix in Tokyo")
    groups = {group.key: group.value for group in answer.groups or ()}
    assert list(groups) == [cell for cell in brain.catalog.cells if cell in groups]
    assert 0 < len(groups) < len(brain.catalog.cells)
    for cell in brain.catalog.cells:
        listed = ask(brain, f"customers in Tokyo in cell {cell} for Azure").customers or ()
        assert len(listed) == groups.get(cell, 0)


def test_conditions_and_months_of_a_matrix(brain: OfflineBrain) -> None:
    assert call(ask(brain, "fit × intent matrix for M365 in Sweden")) == {
        "set": {"filters": [SWEDEN]},
        "group_by": ["m365.cell"],
    }
    assert call(ask(brain, "the Azure matrix in September")) == MATRIX | {"set": {"month": "2026-09"}}
    assert call(ask(brain, "matrix for Azure by month")) == {"group_by": ["month", "azure.cell"]}


def test_a_matrix_needs_a_product(brain: OfflineBrain) -> None:
    answer = ask(brain, "show the fit intent matrix")
    assert (answer.status, answer.answer.split("\n")[0]) == ("needs_clarification", "For which product?")
    assert call(ask(brain, "show the fit intent matrix", "Azure")) == MATRIX


@pytest.mark.parametrize("question", ["what is the matrix?", "How does the 4x4 matrix work?"])
def test_what_the_matrix_is_is_a_definition(brain: OfflineBrain, question: str) -> None:
    assert call(ask(brain, question)) == {"term": "convention.matrix"}


@pytest.mark.parametrize(
    "questions",
    [
        ("show cell A2 of Azure",),
        ("which customers are in the box A2 of the Azure matrix",),
        ("show the Azure matrix", "show cell A2"),
        ("show the Azure matrix", "cell A2"),
        ("show the M365 matrix", "and for Azure", "show cell A2"),
        ("visa Azure-matrisen", "visa cell A2"),
        ("Azureのマトリックスを見せて", "セルA2を見せて"),
        ("Azure 매트릭스 보여줘", "셀 A2 보여줘"),
    ],
)
def test_a_cell_is_listed(brain: OfflineBrain, questions: tuple[str, ...]) -> None:
    of_cell = {"field": "cell", "values": ["A2"], "products": ["azure"]}
    assert call(ask(brain, *questions)) == {"set": {"filters": [of_cell]}, "order": [{"by": "convention:azure"}]}


def test_a_cell_keeps_what_the_matrix_was_of(brain: OfflineBrain) -> None:
    answer = ask(brain, "the Azure matrix in Sweden", "show cell A4")
    assert {row["country"] for row in answer.rows} == {"Sweden"}
    assert {row["azure.cell"] for row in answer.rows} == {"A4"}


def test_how_many_of_a_cell_is_a_figure(brain: OfflineBrain) -> None:
    matrix = {group.key: group.value for group in ask(brain, "the Azure matrix").groups or ()}
    assert ask(brain, "the Azure matrix", "how many are in A1").value == matrix["A1"]


# ---- months ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "cluster trend for Azure",
        "how did the Azure clusters develop over the months",
        "Azure clusters by month",
        "Azure clusters over time",
        "customers by month and Azure cluster",
        "klustertrend för Azure",
        "Azure-kluster per månad",
        "Azureのクラスターの推移",
        "月別のAzureクラスター",
        "Azure 클러스터 추이",
        "월별 Azure 클러스터",
    ],
)
def test_the_clusters_over_the_months(brain: OfflineBrain, question: str) -> None:
    assert call(ask(brain, question)) == TREND


def test_each_month_is_what_it_is_alone(brain: OfflineBrain) -> None:
    answer = ask(brain, "cluster trend for Azure")
    for group in answer.groups or ():
        month, cluster = group.key.split(" | ")
        assert ask(brain, f"how many customers were {cluster} for Azure in {month}").value == group.value
    assert "reports of 2026-09, 2026-10" in answer.answer


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("customers by month", {"group_by": ["month"]}),
        ("Azure Act Now by month", {"set": {"filters": [ACT_NOW]}, "group_by": ["month"]}),
        ("trend of Act Now for Azure", {"set": {"filters": [ACT_NOW]}, "group_by": ["month"]}),
        ("how have the Azure clusters in Sweden developed", TREND | {"set": {"filters": [SWEDEN]}}),
        ("Azure clusters by month since September", TREND | {"set": {"month": "2026-10", "since": "2026-09"}}),
        ("Azure clusters by month until September", TREND | {"set": {"month": "2026-09"}}),
        ("cluster trend for Azure in September", TREND | {"set": {"month": "2026-09", "since": "2026-09"}}),
        ("cluster trend for Azure from August to October", TREND | {"set": {"month": "2026-10", "since": "2026-08"}}),
        ("customers by country and month", {"group_by": ["country", "month"]}),
    ],
)
def test_other_figures_by_month(brain: OfflineBrain, question: str, arguments: dict[str, object]) -> None:
    assert call(ask(brain, question)) == arguments


def test_a_trend_needs_a_product(brain: OfflineBrain) -> None:
    asked = "how did the clusters develop over the months"
    assert ask(brain, asked).answer.startswith("For which product?")
    assert call(ask(brain, asked, "Azure")) == TREND


def test_a_trend_is_followed_up(brain: OfflineBrain) -> None:
    assert call(ask(brain, "cluster trend for Azure", "and in Sweden")) == TREND | {"set": {"filters": [SWEDEN]}}
    assert call(ask(brain, "cluster trend for Azure", "until September")) == TREND | {"set": {"month": "2026-09"}}
    listed = ask(brain, "cluster trend for Azure", "the first one")
    assert call(listed) == {
        "set": {"month": "2026-09", "filters": [ACT_NOW]},
        "order": [{"by": "convention:azure"}],
    }


@pytest.mark.parametrize(
    "question",
    [
        "how many customers moved into Act Now for Azure by month",
        "how many customers moved into Act Now for Azure by country and month",
        "how many agreements expire each month",
        "renewals by month",
        "customers with Azure ACR over $500 per month",
    ],
)
def test_what_months_cannot_tell_is_refused(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status == "not_answerable"


def test_a_whole_question_after_a_trend_is_a_list(brain: OfflineBrain) -> None:
    alone = ask(brain, "Act Now for Azure in Norway")
    for before in ("cluster trend for Azure", "trend of Evaluate for Azure"):
        assert ask(brain, before, "Act Now for Azure in Norway").customers == alone.customers
    which = ask(brain, "trend of Act Now for Azure", "which of them are in Norway")
    assert which.customers == alone.customers


def test_a_break_down_that_is_kept_is_said(brain: OfflineBrain) -> None:
    answer = ask(brain, "cluster trend for Azure", "and in Sweden")
    assert answer.assumptions == ("kept from before: by month, Azure cluster",)
