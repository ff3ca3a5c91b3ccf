"""What Japanese questions are read as: the same as their English; and what is unknown in Japanese stays unknown."""

import re
from dataclasses import replace

import pytest

from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import AskBack, Outcome, ReadCustomers, ReadDefinition, ReadQuery, Refuse
from assistant.phrases import phrases

TOLD = ("cluster", "band", "cell", "score", "cohort", "category", "product", "report", "model", "segment")

QUESTIONS = [
    ("AzureがAct Nowの顧客を見せて", "Show customers that are Act Now for Azure"),
    ("AzureもM365も持っている顧客は何社ありますか。", "How many customers have both Azure and M365?"),
    ("AzureもM365も持っていないノルウェーの会社", "Companies in Norway without Azure or M365"),
    ("ドイツでAzureもM365も今すぐ行動する顧客は?", "Customers in Germany that are Act Now for both Azure and M365"),
    (
        "AzureもM365もPower Appsも今すぐ行動する顧客は何社ですか",
        "How many customers are Act Now for all of Azure, M365 and Power Apps?",
    ),
    (
        "AzureもSurfaceもAct Nowではない顧客は何社?",
        "How many customers are not Act Now for Azure and not Act Now for Surface?",
    ),
    ("Azureの適合度もインテントも高い顧客を10社", "10 customers with high fit and high intent for Azure"),
    ("AzureとM365のどちらかがAct Nowの顧客は何社?", "How many customers are Act Now for Azure or M365?"),
    ("AzureかM365のどちらかを持っている顧客は何社?", "How many customers have Azure or M365?"),
    (
        "2種類のSurfaceアップセルのどちらかに入っている、教育業界の顧客",
        "Education customers in the Surface upsell category",
    ),
    ("Azureのセルごと(A1、A2…ET10)に顧客数を出してください", "Give me the number of customers in each Azure cell"),
    (
        "Azureのセルごと(A1、A2)に顧客数を出して",
        "Number of customers in Azure cell A1 or A2 by Azure cell",
    ),
    (
        "国(スウェーデン、ノルウェー)別にAzureがAct Nowの顧客数を出して",
        "Number of customers in Sweden or Norway that are Act Now for Azure, by country",
    ),
    (
        "過去3年間に取引のないスウェーデンの顧客は何社?",
        "How many customers in Sweden have not bought anything in the last 36 months?",
    ),
    (
        "1か月前とAzureのクラスターが変わった顧客は何社ありますか。両方の月にいる顧客だけ数えてください。",
        "How many customers have a different Azure cluster now than a month ago? Only count those present both times.",
    ),
    (
        "顧客数ではなく契約件数で、更新レポートの国別の数を出して",
        "Number of agreements in the renewals report by country",
    ),
    (
        "推奨ワークロードにOpenAIが含まれていない顧客は何社?",
        "How many customers do not have OpenAI as a recommended workload?",
    ),
    ("EAのフラグがない顧客は何社ですか", "How many customers have no EA?"),
    ("ニュース関連のシグナルがAzureにある顧客は何社ですか", "How many customers have a news signal for Azure?"),
    (
        "インテントが50を下回るが適合度が75以上のSurfaceの顧客数",
        "Number of customers with Surface intent below 50 and Surface fit of at least 75",
    ),
    (
        "フランスの顧客でAzureがEvaluateのものを、業種は問わず見せて",
        "Customers in France that are Evaluate for Azure",
    ),
    ("ドイツの顧客を除いて、AzureがAct Nowの顧客", "Customers that are Act Now for Azure except in Germany"),
    (
        "医療業界でも教育業界でもない、SurfaceがAct Nowの顧客",
        "Customers that are Act Now for Surface not in Healthcare or Education industry",
    ),
    ("ノルウェーの顧客のうち、どれだけがAzureでAct Nowですか", "How many customers in Norway are Act Now for Azure?"),
]
UNKNOWN = [
    "過去36か月にAzureを購入していない顧客",
    "Azureの潜在収益の合計を上限値ベースで出してください",
    "BCのインテントが低くても適合度が高い顧客",
    "クラスターがAct Nowの製品が一番多い顧客",
    "アメリカの製造業の顧客を除いて、AzureがAct Nowの顧客",
    "インテントが上がった製造業の顧客を除いて、AzureがAct Nowの顧客を出して",
    "Azureの適合度が下がっていない顧客は何社?",
    "AzureがAct Nowの顧客の電話番号を教えて",
]


def meant(outcome: Outcome) -> object:
    """The outcome without what is only said about it, and without the order of its conditions."""
    if isinstance(outcome, ReadQuery):
        filters = tuple(sorted(outcome.query.set.filters, key=repr))
        return replace(outcome.query, set=replace(outcome.query.set, filters=filters))
    if isinstance(outcome, ReadCustomers):
        return replace(outcome, assumptions=())
    if isinstance(outcome, ReadDefinition | Refuse | AskBack):
        return type(outcome)
    return outcome


@pytest.mark.parametrize(("japanese", "english"), QUESTIONS)
def test_a_question_is_read_as_its_english(brain: OfflineBrain, japanese: str, english: str) -> None:
    read = brain.reader.read(japanese).outcome
    assert isinstance(read, ReadQuery)
    assert meant(read) == meant(brain.reader.read(english).outcome)


@pytest.mark.parametrize("question", UNKNOWN)
def test_what_is_unknown_is_refused(brain: OfflineBrain, question: str) -> None:
    assert isinstance(brain.reader.read(question).outcome, Refuse | AskBack)


def test_a_definition_keeps_its_figures(brain: OfflineBrain) -> None:
    definitions = brain.tools.definitions
    japanese = phrases("ja").definitions
    concepts = {it.id for it in definitions if it.section in (*TOLD, "convention", "howto")}
    assert concepts <= japanese.keys()
    lost = {id: figures(definitions.by_id[id].text) - figures(said["text"]) for id, said in japanese.items()}
    assert {id: found for id, found in lost.items() if found} == {}


def figures(text: str) -> set[str]:
    """The numbers of a text."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))
