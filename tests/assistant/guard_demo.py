"""Turns on the sample of 400 customers, as a seller asks them, and the guard over what the tools find in each."""

from datetime import date

from assistant.guard import Guard
from assistant.tools import Tools
from scoring.query import CustomerSet, Filter, Measure, Order, Query

DAY = date(2026, 10, 25)
ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))
SWEDEN = Filter("country", "in", ("Sweden",))
LARGE = Filter("org_size", ">=", (5000.0,))
EVALUATE_M365 = Filter("cluster", "in", ("evaluate",), ("m365",))
NORWEGIAN = Filter("country", "in", ("Norway",))
NINETY_DAYS = Filter("agreement_end", "between", ("2026-10-25", "2027-01-23"))
BEST = (Order("convention:azure"),)
BY_REVENUE = (Order("expiring_revenue"),)
QUERIES = {
    "list": (
        "Which customers in Sweden are Act Now for Azure?",
        Query(CustomerSet(filters=(ACT_NOW, SWEDEN)), order=BEST),
    ),
    "top": (
        "Who are the top 5 Act Now customers for Azure?",
        Query(CustomerSet(filters=(ACT_NOW,)), order=BEST, limit=5),
    ),
    "count": (
        "How many customers in Sweden are Act Now for Azure?",
        Query(CustomerSet(filters=(ACT_NOW, SWEDEN)), Measure()),
    ),
    "countries": (
        "How many customers are Act Now for Azure, by country?",
        Query(CustomerSet(filters=(ACT_NOW,)), Measure(), ("country",)),
    ),
    "industries": (
        "What is the average Azure intent of the Act Now customers, by industry?",
        Query(CustomerSet(filters=(ACT_NOW,)), Measure("average", "azure.intent"), ("industry",)),
    ),
    "programs": (
        "How much revenue expires in the next 90 days, by license program?",
        Query(CustomerSet(filters=(NINETY_DAYS,)), Measure("sum", "expiring_revenue"), ("license_program",)),
    ),
    "renewals": (
        "Which five Swedish customers with agreements ending in the next 90 days have the most revenue at stake?",
        Query(CustomerSet(filters=(NINETY_DAYS, SWEDEN)), order=BY_REVENUE, limit=5),
    ),
    "trend": (
        "How did the Azure clusters change since last month?",
        Query(CustomerSet(), Measure(), ("month", "azure.cluster")),
    ),
    "clusters": (
        "How are our customers in Sweden spread over the Azure clusters?",
        Query(CustomerSet(filters=(SWEDEN,)), Measure(), ("azure.cluster",)),
    ),
    "share": (
        "What share of our customers in Sweden is Act Now for Azure?",
        Query(CustomerSet(filters=(SWEDEN,)), Measure("share", having=(ACT_NOW,))),
    ),
    "large": (
        "Which Act Now customers for Azure have at least 5,000 employees?",
        Query(CustomerSet(filters=(ACT_NOW, LARGE)), order=BEST),
    ),
    "norway": (
        "Who in Norway is Evaluate for M365?",
        Query(CustomerSet(filters=(EVALUATE_M365, NORWEGIAN)), order=(Order("convention:m365"),)),
    ),
    "by industry": (
        "How many Act Now customers for Azure are there in each industry?",
        Query(CustomerSet(filters=(ACT_NOW,)), Measure(), ("industry",)),
    ),
    "average": (
        "What is the average Azure fit of the Act Now customers?",
        Query(CustomerSet(filters=(ACT_NOW,)), Measure("average", "azure.fit")),
    ),
}
EXPLAINED = {
    "one": ("Tell me about Fenwick Freight AB", ("5002991",)),
    "two": ("Compare Fenwick Freight and Delorme Toys", ("5002991", "5001932")),
}
DEFINED = {
    "defined": ("What does Evaluate mean?", "convention.clusters"),
    "bands": ("What is a Medium score?", "convention.bands"),
}


def demo_turn(tools: Tools, name: str) -> Guard:
    """The guard of one turn, with what the tools found in it."""
    question = {**QUERIES, **EXPLAINED, **DEFINED}[name][0]
    guard = Guard(tools.engine, question, DAY)
    tools.begin()
    if name in QUERIES:
        tools.customers(QUERIES[name][1])
    elif name in DEFINED:
        tools.define(DEFINED[name][1])
    elif len(EXPLAINED[name][1]) > 1:
        tools.compare_customers(EXPLAINED[name][1])
    else:
        tools.explain_customer(*EXPLAINED[name][1])
    for ran in tools.ran:
        guard.add(ran)
    return guard
