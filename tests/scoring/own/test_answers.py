"""Who answers, the reports or own data; failing conditions, next workloads, and where both sources disagree."""

import math
from datetime import date

import pytest
from handmade import item, logit, model, own_workspace, product, term

from scoring.engine import Engine
from scoring.errors import NotInData, QueryError
from scoring.own.answers import OwnAnswers
from scoring.own.results import Condition, Disagreement, NextWorkload, NextWorkloads, WhyNot
from scoring.query import CustomerSet, Filter, Measure, Query, Result

DAY = date(2026, 10, 25)
BY_MODEL = "by your own data and the model by-hand, as of 2026-10-25"
AWS, CITRIX = item("installed_technology", "AWS"), item("installed_technology", "Citrix")
TABLE = [0.0, logit(40), logit(80)]
MODEL = model(
    {"hiring": 30.0},
    azure=product(term(TABLE, AWS), weights={"hiring": math.log(2)}),
    m365=product(term([0, 0, logit(20)], AWS), term([0, 0, -2], CITRIX)),
)
HEADING = "Customer ID,Account Name,City,AzureCluster,Azure Fit,Azure Intent,Existing Workloads,Recommended Workloads\n"
OCTOBER = f"""{HEADING}\
1,Alpha,Oslo,Act Now,80,90,Backup; SQL,AVS; AKS
2,Beta,Oslo,Evaluate,60.1,10,Backup,
3,Gamma,Bergen,Educate,20,10,Backup; SQL,
4,Delta,Bergen,Nurture,50,10,SQL,SAP
5,Epsilon,Bergen,Nurture,30.1,10,,
"""
SEPTEMBER = f"""{HEADING}\
1,Alpha,Oslo,Nurture,40,20,,
"""
TABLES = {
    "customers": [
        ("1", "Alpha", 120, "Retail", "Norway", "AWS; SAP"),
        ("2", "Beta", 20, "Retail", "Norway", "SAP"),
        ("3", "Gamma", 60, "", "Norway", "AWS"),
        ("5", "Epsilon", 60, "", "Norway", "AWS"),
        ("8", "Theta", 60, "", "Norway", "AWS; Citrix"),
        ("9", "Iota", "", "", "Norway", ""),
    ],
    "subscriptions": [
        ("1", "Microsoft 365", "M365 Business Premium", 10, ""),
        ("8", "Microsoft 365", "M365 E5", 60, ""),
    ],
    "signals": [("1", "2026-10-25", "hiring", "Engineer", "", 1)],
}
REPORTS = {"2026-10/azure.csv": OCTOBER, "2026-09/azure.csv": SEPTEMBER}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(own_workspace(tmp_path_factory.mktemp("both"), MODEL, reports=REPORTS, **TABLES), DAY)


@pytest.fixture(scope="module")
def only_own(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(own_workspace(tmp_path_factory.mktemp("own"), MODEL, **TABLES), DAY)


@pytest.fixture(scope="module")
def only_reports(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(own_workspace(tmp_path_factory.mktemp("reports"), reports=REPORTS), DAY)


def run(engine: Engine, *filters: Filter, **wanted: str) -> Result:
    return engine.run(Query(CustomerSet(filters=filters, **wanted)))  # type: ignore[arg-type]


def who(result: Result) -> tuple[str, str, str]:
    """The customers, the month and the source."""
    return " ".join(result.customers or ()), result.month, result.source


def fit(product: str, lower: float = 0) -> Filter:
    return Filter("fit", ">=", (lower,), (product,))


HAS_AWS = Filter("installed_technology", values=("AWS",))
ACT_NOW = Filter("cluster", values=("act-now",), products=("azure",))
LIKELY = Filter("propensity", ">=", (0,), ("azure",))


def test_the_reports_answer_where_they_hold_what_is_asked(both: Engine) -> None:
    found = run(both, fit("azure", 60))
    assert (who(found), found.notes) == (("1 2", "2026-10", "report"), ())


def test_propensity_is_of_the_model(both: Engine) -> None:
    found = run(both, LIKELY)
    assert (who(found), found.notes[:1]) == (("1 2 3 5 8 9", "2026-10", "model"), (BY_MODEL,))


def test_technology_alone_is_asked_of_all_own_customers(both: Engine) -> None:
    found = run(both, HAS_AWS)
    assert (who(found), found.notes) == (("1 3 5 8", "2026-10", "model"), ("from your own data",))


def test_technology_beside_a_cluster_is_asked_of_the_reports(both: Engine) -> None:
    found = run(both, HAS_AWS, Filter("cluster", values=("act-now", "educate"), products=("azure",)))
    assert who(found) == ("1 3", "2026-10", "report")


def test_facts_stand_beside_the_newest_month_only(both: Engine) -> None:
    assert who(run(both, fit("azure", 40), month="2026-09")) == ("1", "2026-09", "report")
    with pytest.raises(NotInData, match="2026-10 would"):
        run(both, HAS_AWS, fit("azure", 40), month="2026-09")


def test_a_product_that_the_reports_lack_is_scored_by_the_model(both: Engine) -> None:
    found = run(both, fit("m365", 30))
    assert who(found) == ("2 9", "2026-10", "model")
    assert found.notes[0] == BY_MODEL


def test_the_source_that_is_named_wins(both: Engine) -> None:
    found = run(both, fit("azure", 75), source="model")
    assert (who(found), found.notes[0]) == (("1 3 5 8", "2026-10", "model"), BY_MODEL)
    found = run(both, fit("azure", 75), source="report")
    assert (who(found), found.notes[0]) == (("1", "2026-10", "report"), "by the reports")
    with pytest.raises(NotInData, match="M365 fit"):
        run(both, fit("m365", 30), source="report")


def test_an_engine_by_the_model_answers_by_the_model(both: Engine) -> None:
    engine = Engine(both.workspace, DAY, "model")
    assert who(run(engine, ACT_NOW)) == ("1 3 5 8", "2026-10", "model")
    assert who(run(engine, ACT_NOW, source="report")) == ("1", "2026-10", "report")


def test_what_neither_holds_is_said_of_the_reports(both: Engine) -> None:
    with pytest.raises(NotInData, match="Surface fit"):
        run(both, fit("surface", 30))


def test_without_reports_own_data_answer(only_own: Engine) -> None:
    found = run(only_own, ACT_NOW)
    assert (who(found), found.notes[0]) == (("1 3 5 8", "2026-10", "model"), BY_MODEL)
    with pytest.raises(NotInData, match="No report has been imported yet"):
        run(only_own, ACT_NOW, source="report")


def test_without_own_data_there_is_no_propensity(only_reports: Engine) -> None:
    assert who(run(only_reports, ACT_NOW)) == ("1", "2026-10", "report")
    for filters, source in (((LIKELY,), ""), ((HAS_AWS,), ""), ((ACT_NOW,), "model"), ((fit("m365"),), "")):
        with pytest.raises(NotInData):
            run(only_reports, *filters, source=source)


def test_figures_are_of_the_source_too(both: Engine) -> None:
    query = Query(CustomerSet(source="model"), Measure("average", "azure.fit"))
    assert both.run(query).value == pytest.approx((80 * 4 + 40 * 2) / 6)


# Why not.


def test_why_not_in_a_cohort(both: Engine) -> None:
    found = OwnAnswers(both).why_not("1", "", "security-m365-e5")
    conditions = (Condition("M365 seats must be over 0", "10", True), Condition("Has E5 must be No", "no", True))
    assert found == (WhyNot("1", "m365", "security-m365-e5", True, conditions),)
    (found,) = OwnAnswers(both).why_not("8", "", "security-m365-e5")
    assert (found.member, [one.holds for one in found.conditions]) == (False, [True, False])
    assert found.conditions[1] == Condition("Has E5 must be No", "yes", False)


def test_a_condition_on_what_is_not_known_does_not_hold(both: Engine) -> None:
    (found,) = OwnAnswers(both).why_not("9", "", "m365-upsell-seats")
    assert not found.member
    assert [one.holds for one in found.conditions] == [False, False]


def test_why_not_in_a_category_is_told_of_each_cohort(both: Engine) -> None:
    found = OwnAnswers(both).why_not("2", "", "m365-migrate-to-cloud")
    assert [(one.target, one.member) for one in found] == [
        ("m365-migrate-on-premises", False),
        ("m365-migrate-dark", True),
    ]


def test_why_not_in_a_cluster(both: Engine) -> None:
    own = OwnAnswers(both)
    (found,) = own.why_not("2", "azure", "act-now")
    assert found == WhyNot("2", "azure", "act-now", False, (Condition("fit at least 75", "fit 40", False),))
    (found,) = own.why_not("2", "azure", "nurture")
    assert found.conditions == (Condition("fit at least 30 and under 55", "fit 40", True),)
    (found,) = own.why_not("1", "azure", "high")
    assert (found.member, found.conditions[0].condition) == (True, "fit at least 75")


def test_why_not_where_intent_decides(tmp_path_factory: pytest.TempPathFactory) -> None:
    catalog = '[[cell]]\nid = "E5"\nfit = "medium"\nintent = ["high"]\ncluster = "act-now"\n'
    workspace = own_workspace(tmp_path_factory.mktemp("split"), MODEL, catalog, **TABLES)
    own = OwnAnswers(Engine(workspace, DAY))
    (found,) = own.why_not("2", "azure", "act-now")
    words = "fit at least 75 or fit Medium and intent High"
    assert found.conditions == (Condition(words, "fit 40, intent 0", False),)


def test_there_are_no_rules_of_other_things(both: Engine) -> None:
    with pytest.raises(QueryError, match="There is no rule for 'azure'"):
        OwnAnswers(both).why_not("1", "azure", "azure")
    with pytest.raises(NotInData, match="There is no customer 77"):
        OwnAnswers(both).why_not("77", "azure", "act-now")


def test_a_cohort_without_rules_has_no_members(tmp_path_factory: pytest.TempPathFactory) -> None:
    catalog = '[[cohort]]\nid = "security-m365-e5"\ntitle = "E5"\nreport = "security"\nproduct = "m365"\n'
    workspace = own_workspace(tmp_path_factory.mktemp("bare"), MODEL, catalog, **TABLES)
    with pytest.raises(QueryError, match="There is no rule for 'security-m365-e5'"):
        OwnAnswers(Engine(workspace, DAY)).why_not("1", "", "security-m365-e5")


# Next workloads: four customers have any; Backup three, SQL three, both two.


def test_the_next_workload_of_a_customer(both: Engine) -> None:
    """{Backup} -> SQL: both have 2 of 4, of the 3 with Backup; lift 2 x 4 / (3 x 3) is under 1, so no rule holds."""
    own = OwnAnswers(both)
    assert own.next_workloads("1") == NextWorkloads("1", ("Backup", "SQL"), (), ("AVS", "AKS"))
    assert own.next_workloads("2") == NextWorkloads("2", ("Backup",), (), ())
    assert own.next_workloads("9") == NextWorkloads("9", (), (), ())


def test_workloads_are_suggested_by_the_best_rule(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of five customers two have Backup and SQL, one Backup alone, two AKS: support 2/5, confidence 2/3, lift 5/3."""
    rows = "".join(
        f"{customer},Name {customer},Oslo,Nurture,50,10,{held},\n"
        for customer, held in enumerate(("Backup; SQL", "Backup; SQL", "Backup", "AKS", "AKS"), 1)
    )
    customers = [(str(n), f"Name {n}", 5, "", "", "") for n in range(1, 6)]
    workspace = own_workspace(
        tmp_path_factory.mktemp("next"), MODEL, reports={"2026-10/azure.csv": HEADING + rows}, customers=customers
    )
    found = OwnAnswers(Engine(workspace, DAY)).next_workloads("3")
    (suggested,) = found.suggested
    assert (suggested.workload, suggested.because) == ("SQL", ("Backup",))
    assert suggested == NextWorkload("SQL", ("Backup",), 2 / 5, 2 / 3, pytest.approx(10 / 6))
    assert OwnAnswers(Engine(workspace, DAY)).next_workloads("4").suggested == ()


def test_next_workloads_are_of_own_customers(both: Engine) -> None:
    with pytest.raises(NotInData, match="There is no customer 4 among your own customers"):
        OwnAnswers(both).next_workloads("4")


# Disagreement.


def test_where_model_and_reports_are_farthest_apart(both: Engine) -> None:
    """80 against 20; 80 against 30.1; 40 against 60.1; customer 1 is seen alike, 4 is not an own one."""
    found = OwnAnswers(both).disagreements("azure")
    reason = "Installed technology: AWS"
    assert found == (
        Disagreement("3", "Gamma", "azure", 80, 20, "act-now", "educate", (f"{reason} yes +30.0",)),
        Disagreement("5", "Epsilon", "azure", 80, 30.1, "act-now", "nurture", (f"{reason} yes +30.0",)),
        Disagreement("2", "Beta", "azure", 40, 60.1, "nurture", "evaluate", (f"{reason} no -10.0",)),
    )


def test_disagreements_may_be_narrowed(both: Engine) -> None:
    def customers(**wanted: object) -> str:
        return " ".join(one.customer for one in OwnAnswers(both).disagreements(**wanted))  # type: ignore[arg-type]

    assert customers() == "3 5 2"
    assert customers(limit=1) == "3"
    assert customers(direction="higher") == "3 5"
    assert customers(direction="lower") == "2"
    assert customers(customers=["2", "1", "4"]) == "2"
    with pytest.raises(NotInData, match="a fit for M365"):
        customers(product="m365")
    with pytest.raises(NotInData):
        customers(customers=["4"])


def test_equal_distances_go_by_customer(tmp_path_factory: pytest.TempPathFactory) -> None:
    """20.1 apart each, which floats tell otherwise: 80 - 59.9 and 40 - 19.9."""
    rows = "1,A,Oslo,Evaluate,59.9,10,,\n2,B,Oslo,Educate,19.9,10,,\n3,C,Oslo,Act Now,100,10,,\n4,D,Oslo,,60.1,10,,\n"
    customers = [(str(n), f"Name {n}", 5, "", "", "AWS" if n != 2 and n != 4 else "SAP") for n in range(1, 5)]
    workspace = own_workspace(
        tmp_path_factory.mktemp("equal"), MODEL, reports={"2026-10/azure.csv": HEADING + rows}, customers=customers
    )
    found = OwnAnswers(Engine(workspace, DAY)).disagreements("azure")
    assert [(one.customer, round(one.own_fit - one.report_fit, 1)) for one in found] == [
        ("1", 20.1), ("2", 20.1), ("4", -20.1), ("3", -20.0)
    ]  # fmt: skip


def test_without_reports_there_is_nothing_to_disagree_with(only_own: Engine) -> None:
    with pytest.raises(NotInData, match="No report has been imported yet"):
        OwnAnswers(only_own).disagreements()
