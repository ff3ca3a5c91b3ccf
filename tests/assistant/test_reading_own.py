"""What questions on own scores, own data and the two sources are taken for, by the outcome of their reading."""

from datetime import date
from pathlib import Path

import pytest
from queries import ALL, HIGH, cluster, has, is_, normal, of, plainly, query, share

from assistant.offline.assemble import only_product
from assistant.offline.conversation import Context
from assistant.offline.outcome import (
    AskBack,
    Outcome,
    ReadCustomers,
    ReadDefinition,
    ReadDisagreement,
    ReadQuery,
    Refuse,
)
from assistant.offline.reader import Reader
from assistant.tools import Tools, plain
from scoring.engine import Engine
from scoring.query import CustomerSet, Filter, Query
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)
NAME, ID = "Zephyr Foundation AB", "5000943"
SWEDEN, NORWAY = has("country", "Sweden"), has("country", "Norway")
SHOWN = ("5000080", ID, "5000105")


def reader_of(engine: Engine) -> Reader:
    tools = Tools(engine, AS_OF)
    return Reader(engine, lambda: tools.passages, AS_OF)


@pytest.fixture(scope="module")
def reader(own_sample: Path) -> Reader:
    """The reader over reports and own data."""
    return reader_of(Engine(Workspace(own_sample), AS_OF))


@pytest.fixture(scope="module")
def reports_only(sample: Path) -> Reader:
    """The reader over reports alone."""
    return reader_of(Engine(Workspace(sample), AS_OF))


def talk(reader: Reader, *messages: str) -> Outcome:
    """How the last message of a conversation is read, in which every list showed the same three customers."""
    context = Context()
    for message in messages:
        outcome = reader.read(message, context).outcome
        product = only_product(reader.engine.catalog, outcome.query) if isinstance(outcome, ReadQuery) else ""
        context = Context(outcome, SHOWN, product)
    return outcome


def as_query(outcome: Outcome) -> object:
    """The query of an outcome, in the form of ``plainly``."""
    assert isinstance(outcome, ReadQuery), outcome
    arguments = plain(outcome.query)
    if "group_by" in arguments and arguments.get("measure") == {}:
        del arguments["measure"]
    return normal(arguments)


def below(product: str, edge: float, points: float, score: str = "fit") -> tuple[Filter, Filter]:
    """At most so many points below an edge, the edge itself apart."""
    return is_(score, product, edge - points, op=">="), is_(score, product, edge, op="<")


def tech(*values: str) -> Filter:
    return has("installed_technology", *values)


SOURCES = [
    ("Which customers are Act Now for Azure by our own model?", query(cluster("azure"), best="azure", source="model")),
    (
        "according to our model, who is Act Now for Azure in Sweden?",
        query(SWEDEN, cluster("azure"), best="azure", source="model"),
    ),
    (
        "How many customers are Evaluate for M365 according to our model?",
        query(cluster("m365", "evaluate"), count=True, source="model"),
    ),
    (
        "going by our own scores: Evaluate customers for Surface",
        query(cluster("surface", "evaluate"), best="surface", source="model"),
    ),
    ("In our model, how many customers are Act Now for M365?", query(cluster("m365"), count=True, source="model")),
    (
        "average Azure fit by industry using our scores",
        query(measure=of("average", "azure.fit"), groups=("industry",), source="model"),
    ),
    (
        "customers with a high Azure fit in our own model",
        query(is_("fit_band", "azure", "high"), best="azure", source="model"),
    ),
    (
        "What share of Swedish customers is Act Now for Azure by our own model?",
        query(SWEDEN, measure=share(cluster("azure")), source="model"),
    ),
    ("top 10 for Azure in our own scoring", query(best="azure", limit=10, source="model")),
    ("high propensity for Azure by our own model", query(cluster("azure", *HIGH), best="azure", source="model")),
    ("Act Now for Azure according to Microsoft", query(cluster("azure"), best="azure", source="report")),
    ("Act Now for Azure as per CloudAscent", query(cluster("azure"), best="azure", source="report")),
    (
        "by the report, how many customers are Act Now for Surface",
        query(cluster("surface"), count=True, source="report"),
    ),
    ("top 10 for Azure by CloudAscent's scores", query(best="azure", limit=10, source="report")),
    (
        "the vendor's model: Evaluate for Business Central",
        query(cluster("d365bc", "evaluate"), best="d365bc", source="report"),
    ),
    ("Act Now for Azure in our reports", query(cluster("azure"), best="azure")),
]
PROPENSITY = [
    ("top 20 by propensity for Azure", query(by="azure.propensity", limit=20, source="model")),
    ("the 10 customers with the highest Azure propensity", query(by="azure.propensity", limit=10, source="model")),
    ("customers with the lowest propensity for M365", query(by="m365.propensity", lowest=True, source="model")),
    (
        "sort the Act Now customers for M365 by propensity, highest first",
        query(cluster("m365"), by="m365.propensity", source="model"),
    ),
    (
        "ranked by win probability, Act Now customers for Azure",
        query(cluster("azure"), by="azure.propensity", source="model"),
    ),
    (
        "propensity above 60% for M365",
        query(is_("propensity", "m365", 60.0, op=">"), best="m365", source="model"),
    ),
    (
        "customers with a propensity of at least 70 percent for Surface",
        query(is_("propensity", "surface", 70.0, op=">="), best="surface", source="model"),
    ),
    (
        "customers with a win probability between 40% and 60% for Azure",
        query(is_("propensity", "azure", 40.0, 60.0, op="between"), best="azure", source="model"),
    ),
    (
        "Azure propensity 80% or more in Norway",
        query(NORWAY, is_("propensity", "azure", 80.0, op=">="), best="azure", source="model"),
    ),
    (
        "average Azure propensity by industry",
        query(measure=of("average", "azure.propensity"), groups=("industry",), source="model"),
    ),
    (
        "How many customers have a propensity over 50 for Power Apps?",
        query(is_("propensity", "powerapps", 50.0, op=">"), count=True, source="model"),
    ),
    (
        "which 5 customers are most likely to be won for Surface",
        query(by="surface.propensity", limit=5, source="model"),
    ),
    ("customers most likely to buy Azure by our own model", query(by="azure.propensity", source="model")),
    ("top 10 customers most likely to buy Azure", query(best="azure", limit=10)),
    ("Which customers have a high propensity for Azure?", query(cluster("azure", *HIGH), best="azure")),
]
NEAR = [
    ("customers within two points of Act Now for Azure", query(*below("azure", 75.0, 2.0), best="azure")),
    ("customers within 2 points of Evaluate for M365", query(*below("m365", 55.0, 2.0), best="m365")),
    (
        "who is within 3 points of Act Now for M365 in Sweden",
        query(*below("m365", 75.0, 3.0), SWEDEN, best="m365"),
    ),
    (
        "Evaluate customers for Azure that are less than 2 points away from Act Now",
        query(*below("azure", 75.0, 2.0), cluster("azure", "evaluate"), best="azure"),
    ),
    ("Azure: who is two points short of Act Now", query(*below("azure", 75.0, 2.0), best="azure")),
    ("customers close to Act Now for Azure in Sweden", query(SWEDEN, *below("azure", 75.0, 2.0), best="azure")),
    ("just below Act Now for Surface", query(*below("surface", 75.0, 2.0), best="surface")),
    ("who just missed Act Now for Azure", query(*below("azure", 75.0, 2.0), best="azure")),
    ("How many are nearly Act Now for Business Central?", query(*below("d365bc", 75.0, 2.0), count=True)),
    (
        "who is within 5 points of 80 on Azure fit",
        query(is_("fit", "azure", 75.0, 85.0, op="between"), best="azure"),
    ),
    (
        "within 10 points of 50 for M365 intent by our own model",
        query(is_("intent", "m365", 40.0, 60.0, op="between"), best="m365", source="model"),
    ),
    ("Azure intent just below 55", query(*below("azure", 55.0, 2.0, "intent"), best="azure")),
    ("within 2 points of a high Azure fit", query(*below("azure", 75.0, 2.0), best="azure")),
    (
        "who is barely Act Now for Surface",
        query(is_("fit", "surface", 75.0, op=">="), is_("fit", "surface", 77.0, op="<="), best="surface"),
    ),
    ("just under 300 employees in Sweden", query(SWEDEN, has("org_size", 300.0, op="<"))),
]
OWN_DATA = [
    ("who still runs Windows Server 2012", query(tech("Windows Server 2012"))),
    ("who has Office 2010 and no M365", query(tech("Office 2007/2010"), has("has_m365", False))),
    ("who runs Office 2016", query(tech("Office 2016/2019"))),
    ("customers on Office 2007/2010 in Germany", query(tech("Office 2007/2010"), has("country", "Germany"))),
    ("who uses Dynamics NAV", query(tech("Dynamics NAV"))),
    ("who still has Navision", query(tech("Dynamics NAV"))),
    ("who runs VMware or Citrix", query(tech("VMware", "Citrix"))),
    ("who runs SAP and Oracle", query(tech("SAP"), tech("Oracle DB"))),
    ("customers with VMware installed", query(tech("VMware"))),
    (
        "customers with Windows Server in Sweden",
        query(tech("Windows Server", "Windows Server 2008", "Windows Server 2012"), SWEDEN),
    ),
    (
        "customers with Windows Server 2008 but not Windows Server 2012",
        query(tech("Windows Server 2008"), has("installed_technology", "Windows Server 2012", op="not in")),
    ),
    ("Act Now for Azure customers that run VMware", query(tech("VMware"), cluster("azure"), best="azure")),
    ("top 10 for Azure that run Windows Server 2012", query(tech("Windows Server 2012"), best="azure", limit=10)),
    ("how many customers still have Office 2013?", query(tech("Office 2013"), count=True)),
    ("customers by installed technology", query(count=True, groups=("installed_technology",))),
    ("who uses AWS", query(has("has_aws", True))),
    ("who uses AWS by our own model", query(tech("AWS"), source="model")),
    ("customers with end-of-service servers", query(has("eos_server", True), best="azure")),
    ("EOS servers in Sweden", query(has("eos_server", True), SWEDEN, best="azure")),
    ("customers with end of support Office in Norway", query(has("eos_office", True), NORWAY, best="m365")),
    ("customers with end-of-service technology", query(has("eos_technology", 1.0, op=">="))),
    (
        "customers with a legacy ERP and no Business Central",
        query(has("legacy_erp", True), has("has_bc", False)),
    ),
    ("on-premises Office customers in Norway", query(has("onprem_office", True), NORWAY)),
    ("customers with E5", query(has("has_e5", True))),
    ("customers in the E5 cohort", query(has("cohort", "security-m365-e5"), best="m365")),
    ("who owns Surface", query(has("has_surface", True))),
    ("M365 seats over 100", query(has("m365_seats", 100.0, op=">"), best="m365")),
    (
        "who has Copilot but fewer than 20 Copilot seats",
        query(has("has_copilot", True), has("copilot_seats", 20.0, op="<"), best="m365"),
    ),
    (
        "Act Now for Surface with no Surface devices",
        query(has("surface_devices", 0.0), cluster("surface"), best="surface"),
    ),
    ("customers with ACR over $1,000", query(has("azure_acr", 1000.0, op=">"), best="azure")),
    ("total ACR in Sweden", query(SWEDEN, measure=of("sum", "azure_acr"))),
    ("average M365 seats by country", query(measure=of("average", "m365_seats"), groups=("country",))),
    ("top 10 by M365 seats", query(by="m365_seats", limit=10)),
    ("which customers should add Sentinel next", query(has("recommended_workloads", "Sentinel"), best="azure")),
]
TABLE = [*SOURCES, *PROPENSITY, *NEAR, *OWN_DATA]


@pytest.mark.parametrize(("question", "wanted"), TABLE, ids=[question for question, _ in TABLE])
def test_a_question_is_read_as(reader: Reader, question: str, wanted: Query) -> None:
    assert as_query(reader.read(question).outcome) == plainly(wanted)


FOLLOW_UPS = [
    (("Act Now for Azure in Norway", "and by our own model?"), query(NORWAY, cluster("azure"), source="model")),
    (("Act Now for Azure in Norway", "by our own model?"), query(NORWAY, cluster("azure"), source="model")),
    (
        ("Act Now for Azure by our own model", "and in Sweden?", "and according to Microsoft?"),
        query(cluster("azure"), SWEDEN, source="report"),
    ),
    (("Act Now for Azure by our own model", "and in Sweden?"), query(cluster("azure"), SWEDEN, source="model")),
]


@pytest.mark.parametrize(("messages", "wanted"), FOLLOW_UPS, ids=[" / ".join(said) for said, _ in FOLLOW_UPS])
def test_a_follow_up_keeps_or_turns_the_source(reader: Reader, messages: tuple[str, ...], wanted: Query) -> None:
    ranked = query(*wanted.set.filters, best="azure", source=wanted.set.source)
    assert as_query(talk(reader, *messages)) == plainly(ranked)


def test_a_follow_up_on_propensity_turns_to_another_product(reader: Reader) -> None:
    outcome = talk(reader, "top 20 by propensity for Azure", "and for M365?")
    assert as_query(outcome) == plainly(query(by="m365.propensity", limit=20, source="model"))


def test_a_distance_that_was_not_said_is_told(reader: Reader) -> None:
    outcome = reader.read("customers close to Act Now for Azure").outcome
    assert isinstance(outcome, ReadQuery)
    assert outcome.assumptions == ("close to = within 2 points", "Act Now begins at a fit of 75")


# ---- one customer ----------------------------------------------------------------------------------------------------

AZURE = ("azure",)
ONE = [
    (f"score drivers of {NAME}", ReadCustomers((ID,), aspects=("drivers",))),
    (f"what drives {NAME}'s score for Azure", ReadCustomers((ID,), AZURE, ("drivers",))),
    (f"Explain the drivers behind {NAME}'s Azure fit", ReadCustomers((ID,), AZURE, ("fit", "drivers"))),
    (f"Which factors make up the M365 score of {NAME}?", ReadCustomers((ID,), ("m365",), ("drivers",))),
    (f"what would move {NAME} to Act Now", ReadCustomers((ID,), aspects=("moves",), target="act-now")),
    (
        f"what would it take to get {NAME} into Act Now for Azure?",
        ReadCustomers((ID,), AZURE, ("moves",), target="act-now"),
    ),
    (f"how could {NAME} become Evaluate for M365", ReadCustomers((ID,), ("m365",), ("moves",), target="evaluate")),
    (
        f"what would {NAME} need to become Act Now for Azure",
        ReadCustomers((ID,), AZURE, ("moves",), target="act-now"),
    ),
    (f"how far is {NAME} from Act Now for Azure", ReadCustomers((ID,), AZURE, ("moves",), target="act-now")),
    (f"why is {NAME} not Act Now for Azure", ReadCustomers((ID,), AZURE, ("why_not",), target="act-now")),
    (f"How come {NAME} isn't in Act Now for Azure?", ReadCustomers((ID,), AZURE, ("why_not",), target="act-now")),
    (f"what keeps {NAME} out of Act Now for Azure", ReadCustomers((ID,), AZURE, ("why_not",), target="act-now")),
    (
        f"why is {NAME} Nurture and not Evaluate for Azure?",
        ReadCustomers((ID,), AZURE, ("why_not",), target="evaluate"),
    ),
    (
        f"why isn't {NAME} in the migrate to cloud cohort",
        ReadCustomers((ID,), ("m365",), ("cohorts", "why_not"), target="m365-migrate-to-cloud"),
    ),
    (
        f"what's missing for {NAME} to be in the Copilot cohort",
        ReadCustomers((ID,), ("m365",), ("cohorts", "why_not"), target="m365-copilot"),
    ),
    (
        f"next workload for {NAME}",
        ReadCustomers((ID,), aspects=("field:recommended_workloads", "next_workload")),
    ),
    (
        f"which workload next for {NAME}",
        ReadCustomers((ID,), aspects=("field:existing_workloads", "next_workload")),
    ),
    (
        f"what workload should {NAME} add next",
        ReadCustomers((ID,), aspects=("field:existing_workloads", "next_workload")),
    ),
    (f"Why is {NAME} Act Now for Azure by our own model?", ReadCustomers((ID,), AZURE, source="model")),
    (f"Why is {NAME} Act Now for Azure according to Microsoft?", ReadCustomers((ID,), AZURE, source="report")),
    (f"What is the Azure propensity of {NAME}?", ReadCustomers((ID,), AZURE, ("propensity",), source="model")),
    (
        f"How likely are we to win {NAME} for Azure?",
        ReadCustomers((ID,), AZURE, ("propensity",), source="model"),
    ),
    (
        f"Which technology does {NAME} have installed?",
        ReadCustomers((ID,), aspects=("field:installed_technology",)),
    ),
    (f"How many M365 seats does {NAME} have?", ReadCustomers((ID,), aspects=("field:m365_seats",))),
    (f"Why is {NAME} Act Now for Surface devices?", ReadCustomers((ID,), ("surface",))),
]


@pytest.mark.parametrize(("question", "wanted"), ONE, ids=[question for question, _ in ONE])
def test_a_question_on_one_customer(reader: Reader, question: str, wanted: ReadCustomers) -> None:
    assert reader.read(question).outcome == wanted


def test_a_claim_on_one_customer_is_tested_in_its_source(reader: Reader) -> None:
    outcome = reader.read(f"Is {NAME} within two points of Act Now for Azure by our own model?").outcome
    assert isinstance(outcome, ReadCustomers)
    near = (*below("azure", 75.0, 2.0), has("customer", ID))
    assert outcome.check == Query(CustomerSet(filters=near, source="model"))


def test_follow_ups_on_one_customer(reader: Reader) -> None:
    first = f"Why is {NAME} Act Now for Azure?"
    own = ReadCustomers((ID,), AZURE, source="model")
    moves = ReadCustomers((ID,), AZURE, ("moves",), source="model", target="act-now")
    assert talk(reader, first, "and by our own model?") == own
    assert talk(reader, first, "and by our own model?", "what would move it to Act Now?") == moves
    assert talk(reader, first, "and why not Evaluate?") == ReadCustomers((ID,), AZURE, ("why_not",), target="evaluate")
    workload = talk(reader, first, "which workload next for it?")
    assert isinstance(workload, ReadCustomers)
    assert "next_workload" in workload.aspects


def test_a_customer_of_the_list_by_its_place(reader: Reader) -> None:
    listed = "Act Now for Azure in Norway"
    moves = talk(reader, listed, "what would move the second one to Act Now?")
    assert moves == ReadCustomers((ID,), AZURE, ("moves",), target="act-now")
    assert talk(reader, listed, "score drivers of the second one") == ReadCustomers((ID,), AZURE, ("drivers",))


# ---- disagreement ----------------------------------------------------------------------------------------------------

DISAGREEMENT = [
    ("where do we disagree with Microsoft", ReadDisagreement()),
    ("where do our own scores and the vendor's differ most", ReadDisagreement()),
    ("biggest disagreements with the reports for Azure", ReadDisagreement(AZURE)),
    ("compare our scores with Microsoft's for Azure", ReadDisagreement(AZURE)),
    (
        "top 10 disagreements with Microsoft for Azure in Norway",
        ReadDisagreement(AZURE, limit=10, set=CustomerSet(filters=(NORWAY,))),
    ),
    ("which customers does our model rate higher than Microsoft", ReadDisagreement(direction="higher")),
    (
        "which customers does Microsoft rate higher than we do for M365 in Sweden",
        ReadDisagreement(("m365",), "lower", set=CustomerSet(filters=(SWEDEN,))),
    ),
    ("whom does Microsoft underrate for Azure", ReadDisagreement(AZURE, "higher")),
    (
        "Act Now customers for Azure where our model disagrees with the report",
        ReadDisagreement(AZURE, set=CustomerSet(filters=(cluster("azure"),))),
    ),
]


@pytest.mark.parametrize(("question", "wanted"), DISAGREEMENT, ids=[question for question, _ in DISAGREEMENT])
def test_where_sources_disagree(reader: Reader, question: str, wanted: ReadDisagreement) -> None:
    assert reader.read(question).outcome == wanted


def test_a_disagreement_turns_to_another_product(reader: Reader) -> None:
    outcome = talk(reader, "top 5 disagreements with Microsoft for Azure in Norway", "and for M365?")
    assert outcome == ReadDisagreement(("m365",), limit=5, set=CustomerSet(filters=(NORWAY,)))


# ---- what cannot be read or told -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("who runs Windows NT", "“Windows”, “NT”"),
        ("who runs Netware", "“Netware”"),
        ("who runs Windows Server 2016", "“Windows Server 2016”"),
        ("who runs Windows Server 2003", "“Windows Server 2003”"),
        ("who runs Office 2003", "“Office”"),
        ("who runs SQL Server 2014", "“SQL Server 2014”"),
        ("customers not within two points of Act Now for Azure", "“not”"),
        ("propensity above 60% for M365 according to Microsoft", "The reports give no propensity"),
        (f"What is the Azure propensity of {NAME} according to Microsoft?", "The reports give no propensity"),
        ("where do we disagree with Microsoft on frobs", "“frobs”"),
        ("how many customers do we disagree on with Microsoft", "how many"),
        ("Act Now customers of Microsoft for Azure", "“Microsoft”"),
        ("score drivers of Nonexistent Corp", "“Nonexistent”"),
    ],
)
def test_what_is_refused_is_named(reader: Reader, question: str, named: str) -> None:
    outcome = reader.read(question).outcome
    assert isinstance(outcome, Refuse)
    assert named in outcome.reason


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("customers almost Act Now", "For which product?"),
        ("average propensity by industry", "For which product?"),
        ("customers within two points of Act Now for Azure or M365", "For which product?"),
        ("customers within two points of Act Now or Evaluate for Azure", "Near which cluster?"),
        ("customers within two points of Educate for Azure", "Nobody can be just below Educate."),
        ("customers within two points of 80 for Azure", "Which score do you mean?"),
        ("Act Now for Azure by our model and by Microsoft", "By which scores"),
        ("what would move it to Act Now?", "Which customer do you mean?"),
        ("score drivers", "Which customer do you mean?"),
    ],
)
def test_what_is_not_clear_is_asked_back(reader: Reader, question: str, named: str) -> None:
    outcome = reader.read(question).outcome
    assert isinstance(outcome, AskBack)
    assert outcome.question.startswith(named)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("who still runs Windows Server 2012", "Windows Server 2012"),
        ("who has Office 2010 and no M365", "Office 2010"),
        ("who uses Dynamics NAV", "Dynamics NAV"),
    ],
)
def test_technology_that_no_own_data_tells_is_refused_with_what_is_missing(
    reports_only: Reader, question: str, named: str
) -> None:
    outcome = reports_only.read(question).outcome
    assert isinstance(outcome, Refuse)
    assert f"“{named}”" in outcome.reason
    assert "import your own customers with the column InstalledTechnology" in outcome.reason


def test_seats_of_one_customer_that_no_own_data_tells(reports_only: Reader) -> None:
    outcome = reports_only.read(f"How many M365 seats does {NAME} have?").outcome
    assert isinstance(outcome, Refuse)
    assert outcome.reason == (
        "The reports do not say “M365 seats” of a customer; import your own customers and subscriptions."
    )


def test_ownership_stays_with_the_reports_where_there_is_no_own_data(reports_only: Reader) -> None:
    assert as_query(reports_only.read("customers that own Business Central").outcome) == plainly(
        query(has("has_d365", True))
    )


def test_the_next_logical_workload_alone_is_a_definition(reader: Reader) -> None:
    assert isinstance(reader.read("what is the next logical workload?").outcome, ReadDefinition)


def test_any_product_of_a_quantified_cluster_keeps_its_source(reader: Reader) -> None:
    wanted = query(cluster(ALL, at_least=2), source="model")
    assert as_query(reader.read("Act Now for at least two products by our own model").outcome) == plainly(wanted)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("customers with hiring signals in the last 30 days", "in the last 30 days"),
        ("customers with a merger signal this year", "this year"),
        ("customers with no Azure signal in the last month", "in the last month"),
        ("customers with a funding signal since 2026-10-01", "since 2026-10-01"),
        ("how many customers had a hiring signal in the last 7 days, by country", "in the last 7 days"),
        ("customers with a hiring signal this week", "this week"),
        ("customers with the latest hiring signals", "latest"),
        ("agreements ending in December and hiring signals in the last 30 days", "in the last 30 days"),
    ],
)
def test_a_time_of_signals_is_refused(reader: Reader, question: str, named: str) -> None:
    outcome = reader.read(question).outcome
    assert isinstance(outcome, Refuse), outcome
    assert outcome.reason.startswith(f"Signals cannot be filtered by their date yet (“{named}”)")


def test_a_follow_up_dates_no_signals(reader: Reader) -> None:
    first = reader.read("top 3 customers with hiring signals for Azure").outcome
    outcome = reader.read("only those this year", Context(first, ("1",))).outcome
    assert isinstance(outcome, Refuse), outcome
    assert "Signals cannot be filtered by their date yet (“this year”)" in outcome.reason


@pytest.mark.parametrize(
    "question", ["who was Act Now for Azure in the last 90 days", "who has owned Azure since 2025"]
)
def test_a_stretch_that_no_month_holds_is_refused(reader: Reader, question: str) -> None:
    outcome = reader.read(question).outcome
    assert isinstance(outcome, Refuse), outcome
    assert "the reports say how customers stand in a month" in outcome.reason


def test_a_month_of_the_reports_may_be_named_beside_signals(reader: Reader) -> None:
    outcome = reader.read("customers with hiring signals in the October report").outcome
    assert isinstance(outcome, ReadQuery), outcome
    assert outcome.query.set.month == "2026-10"


@pytest.mark.parametrize(
    ("question", "aspects", "target"),
    [
        (f"propensity of {NAME} for Copilot", ("propensity",), ""),
        (f"score drivers of {NAME} for Copilot by our own model", ("drivers",), ""),
        (f"why is the propensity of {NAME} for Copilot so high", ("propensity",), ""),
        (f"what would move {NAME} to Act Now for Copilot", ("moves",), "act-now"),
        (f"why is {NAME} not Act Now for Copilot", ("why_not",), "act-now"),
    ],
)
def test_a_cohort_in_place_of_a_product(reader: Reader, question: str, aspects: tuple[str, ...], target: str) -> None:
    outcome = reader.read(question).outcome
    assert isinstance(outcome, ReadCustomers), outcome
    assert (outcome.products, outcome.aspects, outcome.target) == (("m365",), aspects, target)
    assert outcome.assumptions == ("Copilot has no scores of its own and is ranked by the M365 scores",)


@pytest.mark.parametrize("ending", ["to the Copilot cohort", "into Copilot"])
def test_what_would_move_it_to_a_cohort_is_what_it_fails(reader: Reader, ending: str) -> None:
    outcome = reader.read(f"what would move {NAME} {ending}").outcome
    assert isinstance(outcome, ReadCustomers), outcome
    assert (outcome.aspects[-1], outcome.target, outcome.assumptions) == ("why_not", "m365-copilot", ())


def test_a_word_for_cohorts_of_several_products_is_asked_back(reader: Reader) -> None:
    outcome = reader.read(f"fit of {NAME} for upsell").outcome
    assert isinstance(outcome, AskBack), outcome
    assert outcome.choices == ("M365", "Surface")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        (f"propensity of {NAME} for Azure above 50", "50"),
        (f"propensity of {NAME} for Azure in Norway", "Norway"),
        (f"top 5 signals of {NAME} for Azure", "top”, “5"),
    ],
)
def test_words_that_say_nothing_of_one_customer_are_named(reader: Reader, question: str, named: str) -> None:
    outcome = reader.read(question).outcome
    assert isinstance(outcome, Refuse), outcome
    assert f"“{named}”" in outcome.reason


def test_a_value_that_is_true_of_the_customer_is_no_condition(reader: Reader) -> None:
    outcome = reader.read(f"why is {NAME} in Sweden Act Now for Azure").outcome
    assert isinstance(outcome, ReadCustomers), outcome
    assert outcome.products == ("azure",)


@pytest.mark.parametrize("ending", ["for Azure by our own model", "for Azure propensity"])
def test_own_scores_are_not_compared_by_the_reports(reader: Reader, ending: str) -> None:
    outcome = reader.read(f"compare {NAME} and {SHOWN[0]} {ending}").outcome
    assert isinstance(outcome, Refuse), outcome
    assert "by the reports' scores" in outcome.reason


def near_edges(product: str, *scores: str) -> Filter:
    """Within two points of where Low, Medium and High begin: 30, 55 and 75."""
    edges = ((73.0, 77.0), (53.0, 57.0), (28.0, 32.0))
    return Filter(any_of=tuple(Filter(name, "between", edge, (product,)) for name in scores for edge in edges))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("customers near a cutoff for Azure", query(near_edges("azure", "fit", "intent"), best="azure")),
        ("who is near a band's edge for M365", query(near_edges("m365", "fit", "intent"), best="m365")),
        (
            "customers with an intent close to a cutoff for Azure in Sweden by our own model",
            query(SWEDEN, near_edges("azure", "intent"), best="azure", source="model"),
        ),
        ("whitespace customers for Azure", query(has("has_azure", False), best="azure")),
        (
            "whitespace Act Now customers for M365 in Sweden",
            query(has("has_m365", False), SWEDEN, cluster("m365"), best="m365"),
        ),
    ],
)
def test_edges_and_whitespace(reader: Reader, question: str, expected: Query) -> None:
    assert as_query(reader.read(question).outcome) == plainly(expected)


def test_a_cutoff_without_a_product_is_asked_back(reader: Reader) -> None:
    outcome = reader.read("which customers are near a cutoff").outcome
    assert isinstance(outcome, AskBack), outcome
    assert outcome.question == "For which product?"


@pytest.mark.parametrize("question", ["what does near a cutoff mean?", "what is whitespace?"])
def test_their_meaning_is_still_a_definition(reader: Reader, question: str) -> None:
    assert isinstance(reader.read(question).outcome, ReadDefinition)


def test_a_propensity_asked_for_as_a_share_is_not_taken_for_percent(reader: Reader) -> None:
    for words in ("propensity over 0.8 for Azure", "Azure propensity of at least 0.5"):
        outcome = reader.read(words).outcome
        assert isinstance(outcome, Refuse)
        assert outcome.told
        assert "in percent" in outcome.reason
