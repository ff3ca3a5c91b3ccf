"""Break-downs without a word of grouping before the column: "Azure cluster split", "M365 clusters in Norway"."""

import pytest
from queries import called, has, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Filter

NORWAY, SWEDEN = has("country", "Norway"), has("country", "Sweden")


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


@pytest.mark.parametrize(
    ("question", "column", "conditions"),
    [
        ("Azure cluster split in Norway", "azure.cluster", (NORWAY,)),
        ("M365 cluster breakdown", "m365.cluster", ()),
        ("the breakdown of Azure clusters in Norway", "azure.cluster", (NORWAY,)),
        ("cluster mix for Azure in Norway", "azure.cluster", (NORWAY,)),
        ("M365 clusters in Norway", "m365.cluster", (NORWAY,)),
        ("the fit bands for M365 in Norway", "m365.fit_band", (NORWAY,)),
        ("intent bands on Azure for the Norwegian customers", "azure.intent_band", (NORWAY,)),
        ("industry breakdown of Swedish customers", "industry", (SWEDEN,)),
        ("industry split, Swedish customers only", "industry", (SWEDEN,)),
        ("mix of industries in Sweden", "industry", (SWEDEN,)),
    ],
)
def test_a_column_that_heads_a_question_or_is_split_breaks_it_down(
    brain: OfflineBrain, question: str, column: str, conditions: tuple[Filter, ...]
) -> None:
    assert called(ask(brain, question)) == plainly(query(*conditions, groups=(column,)))


@pytest.mark.parametrize(
    "question",
    [
        "customers in Norway and their Azure clusters",
        "customers in Norway with Azure clusters",
        "Azure and M365 clusters in Norway",
        "Azure cluster in Norway",
        "industry and segment split in Norway",
    ],
)
def test_columns_beside_customers_or_of_two_products_are_no_break_down(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert answer.status in ("needs_clarification", "not_answerable")
