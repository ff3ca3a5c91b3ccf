"""A small partner for the tests of the guard: ten customers whose figures a reader can look up here, and others that
only count. In 2026-10 the Azure and M365 reports name them with renewals, in 2026-09 three of them with Azure."""

from datetime import date
from pathlib import Path

from assistant.guard import Guard
from assistant.tools import Ran, Tools
from knowledge.definitions import load_definitions
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.own.results import (
    Change,
    Disagreement,
    Driver,
    NextWorkload,
    NextWorkloads,
    ScoreDrivers,
    WhatWouldChange,
)
from scoring.query import CustomerSet, Filter, Measure, Order, Query
from scoring.workspace import Workspace

DAY = date(2026, 10, 25)
WHO = (
    # id, name, domain, city, country, industry, employees
    "6001,Harbor Freight AB,harborfreight.se,Göteborg,Sweden,Retail,120",
    "6002,Lindqvist Clinics AB,lindqvistclinics.se,Stockholm,Sweden,Healthcare,340",
    "6003,Nova Optics Ltd,novaoptics.co.uk,London,United Kingdom,Retail,310",
    "6004,Fabrikam Hotels GmbH,fabrikamhotels.de,Köln,Germany,Hospitality,75",
    '6005,Delorme Toys SA,delormetoys.fr,Lyon,France,Retail,"1,450"',
    "6006,Castellan Capital Inc,castellancapital.com,Austin,United States,Financial Services,58",
    "6007,Evergreen Media AB,evergreenmedia.se,Malmö,Sweden,Media,44",
    "6008,Çelik Robotics AS,celikrobotics.no,Oslo,Norway,Manufacturing,620",
    "6009,Woodgrove Bank AB,woodgrovebank.se,Uppsala,Sweden,Financial Services,210",
    "6010,Tailspin Farms AB,tailspinfarms.se,Umeå,Sweden,Agriculture,15",
)
SPEND = "Technology spend: cloud spend up 40% (2026-07-22)"
AZURE = (
    # cluster, fit, intent, potential revenue, signals, has Azure
    f"Act Now,91,62,$25K - $50K,{SPEND},No",
    "Act Now,84,77,$50K - $100K,Hiring: cloud engineer (2026-08-28),Yes",
    "Act Now,78,35,$10K - $25K,Technology retirement: Exchange 2013 (2026-06-02),No",
    "Evaluate,60,90,$250K+,,No",
    "Act Now,76,12,$100K - $250K,,Yes",
    "Evaluate,57,48,$5K - $10K,,No",
    "Nurture,45,71,$5K - $10K,,No",
    "Act Now,93,15,$10K - $25K,,No",
    "Educate,20,10,$5K - $10K,,No",
    "Educate,12,5,$5K - $10K,,No",
)
M365 = (
    "Evaluate,66,80,$10K - $25K,Yes",
    "Act Now,88,41,$5K - $10K,Yes",
    "Nurture,52,20,$5K - $10K,No",
    "Act Now,79,67,$25K - $50K,No",
    "Nurture,40,30,$5K - $10K,Yes",
    "Act Now,95,97,$10K - $25K,No",
    "Evaluate,70,50,$5K - $10K,Yes",
    "Evaluate,61,58,$5K - $10K,No",
    "Educate,25,6,$5K - $10K,No",
    "Nurture,35,22,$5K - $10K,No",
)
OTHERS = {"Sweden": (12, 4), "Germany": (9, 9), "Norway": (7, 3), "Denmark": (5, 8)}
RENEWALS = (
    "6001,AGR-11-100,11/10/2026,CSP,Expiring,$43574.73,Azure",
    "6001,AGR-11-101,12/14/2026,Open Value,Expiring,$10198.54,SQL Server",
    "6002,AGR-11-102,02/28/2027,MPSA,Expiring,$86400,Windows Server",
    "6004,AGR-11-103,11/20/2026,CSP,Expiring,$2818.10,Azure",
)
SEPTEMBER = ("Evaluate,70,40,$25K - $50K,,No", "Act Now,83,61,$50K - $100K,,Yes", "Evaluate,74,30,$10K - $25K,,No")
KEYS = "CustomerID,AccountName,Domain,City,Country,Industry,OrgSize"


def write_reports(folder: Path) -> Path:
    """The files of the partner, a folder a month."""
    heading = f"{KEYS},AzureCluster,AzureFit,AzureIntent,AzurePotentialRevenue,AzureSignalExplanation,HasAzure"
    _write(folder / "2026-10" / "CLASAzurePropensity.csv", heading, _beside(AZURE))
    _write(folder / "2026-09" / "CLASAzurePropensity.csv", heading, _beside(SEPTEMBER))
    heading = f"{KEYS},M365Cluster,M365Fit,M365Intent,M365PotentialRevenue,HasM365"
    _write(folder / "2026-10" / "CLASM365Propensity.csv", heading, [*_beside(M365), *_others()])
    heading = f"{KEYS},AgreementID,AgreementEndDate,LicenseProgram,ExpirationType,ExpiringRevenue,RevSumDivisionName"
    who = {line.partition(",")[0]: line for line in WHO}
    rows = [f"{who[line[:4]]},{line[5:]}" for line in RENEWALS]
    _write(folder / "2026-10" / "CLASAgreementRenewalsPropensity.csv", heading, rows)
    return folder


def _write(path: Path, heading: str, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")


def _beside(scores: tuple[str, ...]) -> list[str]:
    return [f"{who},{score}" for who, score in zip(WHO, scores, strict=False)]


def _others() -> list[str]:
    """Customers of the M365 report only, Act Now and Evaluate, country by country."""
    rows: list[str] = []
    for country, (act_now, evaluate) in OTHERS.items():
        for score in ["Act Now,80,50,$5K - $10K,No"] * act_now + ["Evaluate,60,40,$5K - $10K,No"] * evaluate:
            number = 7000 + len(rows)
            rows.append(f"{number},Voltaire Works {number},w{number}.example,Town,{country},Retail,30,{score}")
    return rows


def open_tools(folder: Path) -> Tools:
    """The tools over a workspace with the reports."""
    import_reports(Workspace(folder / "workspace"), [write_reports(folder / "reports")])
    return Tools(Engine(Workspace(folder / "workspace"), DAY), DAY)


ACT_NOW = Filter("cluster", "in", ("act-now",), ("azure",))
ACT_NOW_M365 = Filter("cluster", "in", ("act-now",), ("m365",))
EVALUATE_M365 = Filter("cluster", "in", ("evaluate",), ("m365",))
SWEDEN, NORWAY = Filter("country", "in", ("Sweden",)), Filter("country", "in", ("Norway",))
OF_AZURE = Order("convention:azure")
AVERAGE = Measure("average", "azure.fit")
EXPIRING = Measure("sum", "expiring_revenue")
SHARE = Measure("share", having=(ACT_NOW_M365,))
NOVEMBER = Filter("agreement_end", "between", ("2026-10-25", "2026-12-24"))
NAMED = Filter("customer", "in", ("6001", "6002", "6003"))
QUERIES = {
    "list": (Query(CustomerSet(filters=(ACT_NOW,)), order=(OF_AZURE,)),),
    "top two": (Query(CustomerSet(filters=(ACT_NOW,)), order=(OF_AZURE,), limit=2),),
    "both products": (Query(CustomerSet(filters=(NAMED,)), order=(OF_AZURE, Order("convention:m365"))),),
    "without": (Query(CustomerSet(filters=(ACT_NOW, Filter("has_azure", "in", (False,)))), order=(OF_AZURE,)),),
    "large": (Query(CustomerSet(filters=(ACT_NOW, Filter("org_size", ">=", (300.0,))))),),
    "countries": (Query(CustomerSet(filters=(ACT_NOW_M365,)), Measure(), ("country",)),),
    "two break-downs": (
        Query(CustomerSet(filters=(ACT_NOW_M365,)), Measure(), ("country",)),
        Query(CustomerSet(filters=(EVALUATE_M365,)), Measure(), ("country",)),
    ),
    "two-way": (Query(CustomerSet(), Measure(), ("country", "m365.cluster")),),
    "trend": (Query(CustomerSet(), Measure(), ("month", "azure.cluster")),),
    "counts": (
        Query(CustomerSet(filters=(ACT_NOW_M365, SWEDEN)), Measure()),
        Query(CustomerSet(filters=(ACT_NOW_M365, NORWAY)), Measure()),
    ),
    "averages": (Query(CustomerSet(), AVERAGE, ("country",)), Query(CustomerSet(), AVERAGE)),
    "programs": (Query(CustomerSet(), EXPIRING, ("license_program",)), Query(CustomerSet(), EXPIRING)),
    "share": (Query(CustomerSet(filters=(SWEDEN,)), SHARE),),
    "renewals": (Query(CustomerSet(filters=(NOVEMBER,)), order=(Order("expiring_revenue"),)),),
    "months": (
        Query(CustomerSet("2026-10", filters=(NAMED,)), order=(OF_AZURE,)),
        Query(CustomerSet("2026-09", filters=(NAMED,)), order=(OF_AZURE,)),
        Query(CustomerSet("2026-10", filters=(ACT_NOW,)), Measure()),
        Query(CustomerSet("2026-09", filters=(ACT_NOW,)), Measure()),
    ),
}
QUESTIONS = {
    "large": "Which customers with at least 300 employees are Act Now for Azure?",
    "renewals": "What expires in the next 60 days?",
}
OWN = {
    "drivers": Ran(
        "score_drivers",
        {},
        (
            ScoreDrivers(
                "6001",
                "azure",
                "fit",
                80.6,
                57.4,
                (Driver("Org size", "120", 29.4), Driver("M365 seats", "0", -6.2)),
                "high",
            ),
        ),
    ),
    "lift": Ran(
        "what_would_change",
        {},
        (WhatWouldChange("6004", "azure", "act-now", (Change("M365 seats from 0 to 40", "fit", 76.2, "Act Now"),)),),
    ),
    "disagree": Ran(
        "disagreements",
        {},
        (
            Disagreement("6001", "Harbor Freight AB", "azure", 58.3, 91.0, "evaluate", "act-now"),
            Disagreement("6002", "Lindqvist Clinics AB", "azure", 96.5, 84.0, "act-now", "act-now"),
        ),
    ),
    "workloads": Ran(
        "next_workloads",
        {},
        NextWorkloads(
            "6002", ("Virtual Machines",), (NextWorkload("Backup", ("Virtual Machines",), 0.12, 0.62, 1.8),), ()
        ),
    ),
}


def turn(tools: Tools, name: str) -> Guard:
    """The guard of one turn, with what the tools found in it."""
    guard = Guard(tools.engine, QUESTIONS.get(name, ""), DAY)
    tools.begin()
    for query in QUERIES.get(name, ()):
        tools.customers(query)
    if name in ("one", "drivers", "lift"):
        tools.explain_customer("6004" if name == "lift" else "6001")
    if name in ("two", "workloads"):
        tools.compare_customers(("6001", "6002"))
    if name == "data":
        tools.describe_data()
    if name == "defined":
        tools.define("convention.bands")
    if name == "cited":
        definition = load_definitions(tools.engine.catalog).get("segment.medium")
        assert definition is not None
        guard.cite(definition)
    for ran in (*tools.ran, *([OWN[name]] if name in OWN else [])):
        guard.add(ran)
    return guard
