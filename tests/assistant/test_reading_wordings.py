"""Words in the way people ask: at the same time, plays by their words, headings, figures without a function."""

from datetime import date

import pytest
from queries import called, cluster, ends, has, is_, no, of, plainly, query

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.query import Query
from scoring.workspace import Workspace

AZURE = cluster("azure")
OWNS_AZURE, OWNS_M365 = has("has_azure", True), has("has_m365", True)
COPILOT, E5 = has("cohort", "m365-copilot"), has("cohort", "security-m365-e5")
FRANCE = has("country", "France")


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


# ---- slips ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["Which French acounts have Azure?", "list French acounts with Azure"])
def test_a_slip_of_accounts_is_no_count(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert called(answer) == plainly(query(OWNS_AZURE, FRANCE))
    assert [str(note) for note in answer.assumptions] == ["read “acounts” as “account”"]


# ---- transactions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("French customers without any transactions in the last 36 months", False),
        ("French customers with no purchases within the past three years", False),
        ("French customers who haven't made any purchases in the last 36 months", False),
        ("French customers who made no orders over the last 3 years", False),
        ("French customers with transactions in the past 36 months", True),
        ("French customers that made a purchase in the last 36 months", True),
        ("French customers that purchased in the last 36 months", True),
    ],
)
def test_transactions_are_told_by_their_column(brain: OfflineBrain, question: str, expected: bool) -> None:
    assert called(ask(brain, question)) == plainly(query(FRANCE, has("transacted_36m", expected)))


@pytest.mark.parametrize(
    "question",
    [
        "customers with more than 3 transactions in the last 36 months",
        "how many customers with two purchases in the last 3 years",
        "how many purchases in the last 36 months",
        "French customers with no Azure purchases in the last 36 months",
        "French customers with only one transaction in the last 36 months",
        "French customers without any transactions in the last 12 months",
        "how many customers have the Azure Virtual Desktop flag",
    ],
)
def test_what_no_column_tells_is_refused(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers, answer.value) == ("not_answerable", None, None)


# ---- at the same time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many customers are in the Copilot cohort and in the E5 cohort at the same time?",
         query(COPILOT, E5, count=True)),
        ("How many customers have Azure and M365 at the same time?", query(OWNS_AZURE, OWNS_M365, count=True)),
        ("How many customers are simultaneously Act Now for Azure and Evaluate for M365?",
         query(AZURE, cluster("m365", "evaluate"), count=True)),
        ("How many customers are Act Now for Azure and M365 at the same time?",
         query(is_("cluster", ("azure", "m365"), "act-now", at_least=2), count=True)),
        ("How many customers have Azure but no M365 at the same time?",
         query(OWNS_AZURE, has("has_m365", False), count=True)),
    ],
)  # fmt: skip
def test_what_is_joined_holds_at_the_same_time(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "customers in Sweden and Norway at the same time",
        "customers Act Now for Azure or M365 at the same time",
        "customers in the Copilot cohort or the E5 cohort at the same time",
        "customers not in the Copilot cohort and the E5 cohort at the same time",
        "customers who don't have Azure and M365 at the same time",
    ],
)
def test_alternatives_do_not_hold_at_the_same_time(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "“at the same time”" in answer.answer


# ---- money of a set --------------------------------------------------------------------------------------

SWEDEN, EA = has("country", "Sweden"), has("license_program", "Enterprise Agreement")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is the M365 potential of the whole Copilot cohort, at the very least?",
         query(COPILOT, measure=of("sum", "m365.revenue"))),
        ("what is the M365 potential of the Copilot cohort?", query(COPILOT, measure=of("sum", "m365.revenue"))),
        ("how big is the Azure potential of our Swedish customers?",
         query(SWEDEN, measure=of("sum", "azure.revenue"))),
        ("what's the potential revenue for Azure in Sweden?", query(SWEDEN, measure=of("sum", "azure.revenue"))),
        ("the Azure potential revenue of all Act Now customers", query(AZURE, measure=of("sum", "azure.revenue"))),
        ("what is the M365 potential of customers that are Act Now for Azure?",
         query(AZURE, measure=of("sum", "m365.revenue"))),
        ("what is the expiring revenue in the next 120 days?",
         query(ends("2026-10-25", "2027-02-22"), measure=of("sum", "expiring_revenue"))),
        ("how large is the expiring revenue under Enterprise Agreements?",
         query(EA, measure=of("sum", "expiring_revenue"))),
    ],
)  # fmt: skip
def test_money_of_a_set_is_summed(brain: OfflineBrain, question: str, expected: Query) -> None:
    answer = ask(brain, question)
    assert called(answer) == plainly(expected)
    assert any(note.startswith("sum of ") for note in map(str, answer.assumptions))


@pytest.mark.parametrize(
    "question",
    [
        "show the M365 potential of the Copilot cohort",
        "which customers in the Copilot cohort have M365 potential",
        "what is the potential of customer 4001?",
        "what is the Azure potential of the Swedish customer with the most employees",
        "what is the potential revenue of the top 10 Azure accounts in Sweden",
        "what is the potential of Act Now customers",
        "what is the Azure fit of our Swedish customers?",
        "how high is the Azure intent of Act Now customers in Norway",
    ],
)
def test_what_may_be_asked_of_customers_is_not_summed(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).value is None


# ---- only ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected", "words"),
    [
        ("Azure potential at least, per country, Act Now for Azure only",
         query(AZURE, measure=of("sum", "azure.revenue"), groups=("country",)), "Act Now for Azure"),
        ("average Azure fit by industry, Evaluate for Azure only.",
         query(cluster("azure", "evaluate"), measure=of("average", "azure.fit"), groups=("industry",)),
         "Evaluate for Azure"),
        ("total Azure potential in Sweden, Act Now for Azure only",
         query(AZURE, SWEDEN, measure=of("sum", "azure.revenue")), "Act Now for Azure"),
    ],
)  # fmt: skip
def test_only_behind_a_figure_of_the_product_is_its_condition(
    brain: OfflineBrain, question: str, expected: Query, words: str
) -> None:
    answer = ask(brain, question)
    assert called(answer) == plainly(expected)
    assert f"only “{words}”: no other customers are counted" in map(str, answer.assumptions)


@pytest.mark.parametrize(
    "question",
    [
        "Azure potential per country, Act Now only for Azure",
        "Azure potential per country, Act Now for Azure alone",
        "Azure potential per country, customers that are Act Now for Azure only",
        "Azure potential per country, Act Now for M365 and Azure only",
        "M365 potential per country, Act Now for Azure only",
        "how many customers per country, Act Now for Azure only",
        "customers in Sweden, Act Now for Azure only",
    ],
)
def test_only_for_a_product_may_mean_for_no_other(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "who meets it for no other" in answer.answer


# ---- what a question is for ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected", "left_out"),
    [
        ("Security push starts soon: our 12 strongest candidates for M365 to E5, in order",
         query(E5, best="m365", limit=12), "Security push starts soon"),
        ("Cross-sell idea: Evaluate for M365 and Act Now for Azure, Sweden",
         query(cluster("m365", "evaluate"), AZURE, SWEDEN, best="m365"), "Cross-sell idea"),
        ("Campaign plan: customers in Sweden that are Act Now for Azure", query(AZURE, SWEDEN, best="azure"),
         "Campaign plan"),
        ("Our modern work campaign kicks off soon: top 10 for M365", query(best="m365", limit=10),
         "Our modern work campaign kicks off soon"),
        ("Idea: customers in Sweden", query(SWEDEN), "Idea"),
    ],
)  # fmt: skip
def test_what_a_question_is_for_asks_for_nothing(
    brain: OfflineBrain, question: str, expected: Query, left_out: str
) -> None:
    answer = ask(brain, question)
    assert called(answer) == plainly(expected)
    assert f"left out, as it asks for nothing: “{left_out}”" in map(str, answer.assumptions)


@pytest.mark.parametrize(
    "question",
    [
        "Zebulon push: Act Now for Azure",
        "No idea: customers Act Now for Azure",
        "Security push: Act Now customers in Sweden",
        "security customers in Sweden",
    ],
)
def test_other_words_before_a_colon_are_not_left_out(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status != "answered"


def test_a_place_before_a_colon_is_a_condition(brain: OfflineBrain) -> None:
    assert called(ask(brain, "Norway push: Act Now for Azure")) == plainly(
        query(AZURE, has("country", "Norway"), best="azure")
    )


# ---- columns of a break-down -----------------------------------------------------------------------------

US = has("country", "United States")
BY_CLUSTER = ("country", "surface.cluster")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how are our US customers distributed over the states?", query(US, groups=("state",))),
        ("how are American customers spread across the states?", query(US, groups=("state",))),
        ("how many customers are there across the states", query(US, count=True)),
        ("customers in the states by industry", query(US, groups=("industry",))),
        ("US customers in the states by industry", query(US, groups=("industry",))),
        ("country by Surface cluster, count of customers", query(groups=BY_CLUSTER)),
        ("Matrix for the Swedes: country by Surface cluster, count of customers", query(SWEDEN, groups=BY_CLUSTER)),
        ("a matrix of customers by country and Surface cluster", query(groups=BY_CLUSTER)),
        ("matrix of Surface cluster by country", query(groups=("surface.cluster", "country"))),
        ("how many customers, industry by country", query(groups=("industry", "country"))),
        ("average Azure fit, country by industry",
         query(measure=of("average", "azure.fit"), groups=("country", "industry"))),
        ("country by country, how many customers", query(groups=("country",))),
        ("Azure matrix by country", query(groups=("azure.cell", "country"))),
    ],
)  # fmt: skip
def test_the_columns_of_a_break_down(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "how are our customers distributed over the states?",
        "customers distributed over the States and the UK",
        "list customers with industry by country",
        "customers in the same country by industry",
        "which country by number of customers is largest",
        "which of the states has the most customers",
        "the Azure matrix by country and industry",
        "the fit intent matrix for Azure by country and industry",
    ],
)
def test_what_is_no_column_of_a_break_down(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).groups is None


# ---- the order of a list ---------------------------------------------------------------------------------

STOCKHOLM = has("city", "Stockholm")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("best 10 Azure accounts in Stockholm, ranked from first to tenth", query(STOCKHOLM, best="azure", limit=10)),
        ("the ten best Azure accounts in Stockholm, from the first to the tenth",
         query(STOCKHOLM, best="azure", limit=10)),
        ("Azure accounts in Stockholm, ranked from first to third", query(STOCKHOLM, best="azure", limit=3)),
        ("top 10 Azure accounts in Stockholm, ranked 1 to 10", query(STOCKHOLM, best="azure", limit=10)),
        ("top 10 Azure accounts in Stockholm, from first to last", query(STOCKHOLM, best="azure", limit=10)),
        ("The five customers with the most expiring revenue under Enterprise Agreements, largest total first",
         query(EA, by="expiring_revenue", limit=5)),
        ("The five customers with the most expiring revenue, biggest sum first",
         query(by="expiring_revenue", limit=5)),
        ("The five customers with the least expiring revenue, smallest total first",
         query(by="expiring_revenue", lowest=True, limit=5)),
        ("the five customers with the highest Azure fit, highest fit first", query(by="azure.fit", limit=5)),
        ("top 5 customers with highest Azure fit first", query(by="azure.fit", limit=5)),
        ("customers with an Enterprise Agreement", query(has("has_ea", True))),
    ],
)  # fmt: skip
def test_a_list_is_ranked_as_it_is_said(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "The five customers with the most expiring revenue, smallest first",
        "The five customers with the most expiring revenue, smallest total first",
        "the five customers with the highest Azure fit, lowest fit first",
        "the five customers with the lowest Azure fit, highest fit first",
        "top 5 customers by expiring revenue, smallest first",
        "top 10 customers by Azure fit, highest intent first",
        "the 10 customers with the highest Azure fit by employees, lowest intent first",
    ],
)
def test_customers_are_not_chosen_in_one_order_and_shown_in_the_other(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)
    assert "in one order and show them in another" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "best 10 Azure accounts in Stockholm, ranked from tenth to first",
        "best 10 Azure accounts in Stockholm, from first to fifth",
        "best 10 Azure accounts in Stockholm, from third to tenth",
        "customers with Azure, largest total first",
    ],
)
def test_another_stretch_of_a_list_is_refused(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers) == ("not_answerable", None)


# ---- plays -----------------------------------------------------------------------------------------------

CITRIX = "azure-modernize-vdi-to-avd-citrix-ib"
EOS, EOS_PRIOR = ("azure-windows-server-or-sql-server-eos-2012", "azure-windows-server-or-sql-server-eos-prior-2012")
PLAYS = (
    "MPN ID,Customer ID,Account Name,Country,AzureCluster,Azure Fit,Has Azure,Azure_Modernize VDI to AVD: Citrix IB,"
    "Azure_Windows Server OR SQL Server: EOS Prior 2012,Azure_Windows Server OR SQL Server: EOS 2012\n"
    "77,4001,Acme AB,Sweden,Act Now,92,Yes,Yes,No,Yes\n"
    "77,4002,Borga AB,Sweden,Nurture,40,No,Yes,Yes,No\n"
    "77,4003,Nova Ltd,Norway,Act Now,80,Yes,No,No,Yes\n"
)


@pytest.fixture(scope="module")
def playing(tmp_path_factory: pytest.TempPathFactory) -> OfflineBrain:
    """The brain over three customers of a report with plays."""
    path = tmp_path_factory.mktemp("plays")
    (path / "2026-10").mkdir()
    (path / "2026-10" / "CLASAzurePropensity.csv").write_text(PLAYS, encoding="utf-8")
    import_reports(Workspace(path / "workspace"), [path / "2026-10"])
    return OfflineBrain(Tools(Engine(Workspace(path / "workspace")), date(2026, 10, 25)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("customers that carry the Citrix VDI to AVD flag", query(has("play", CITRIX), best="azure")),
        ("customers with the Citrix flag that are Act Now for Azure", query(has("play", CITRIX), AZURE, best="azure")),
        ("customers without the Citrix flag", query(no("play", CITRIX), best="azure")),
        ("how many are flagged as Citrix customers?", query(has("play", CITRIX), count=True)),
        ("how many are flagged as Citrix VDI/AVD customers?", query(has("play", CITRIX), count=True)),
        ("customers flagged for Citrix that are Act Now for Azure", query(has("play", CITRIX), AZURE, best="azure")),
        ("customers not flagged for Citrix", query(no("play", CITRIX), best="azure")),
        ("customers with the Citrix play and the Azure flag", query(has("play", CITRIX), OWNS_AZURE, best="azure")),
        ("customers in the EOS 2012 play", query(has("play", EOS), best="azure")),
        ("customers in the EOS prior 2012 play", query(has("play", EOS_PRIOR), best="azure")),
        ("customers in the EOS 2012 play for Windows Server or SQL Server", query(has("play", EOS), best="azure")),
        ("customers in the Windows Server or SQL Server EOS 2012 play", query(has("play", EOS), best="azure")),
        ("customers with the Azure flag", query(OWNS_AZURE)),
    ],
)  # fmt: skip
def test_a_play_is_known_by_the_words_of_its_title(playing: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(playing, question)) == plainly(expected)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("customers in the EOS play", "needs_clarification"),
        ("customers in the Windows Server or SQL Server play", "needs_clarification"),
        ("customers in the EOS 2012 play for SQL Server", "not_answerable"),
        ("customers with the Citrix or EOS 2012 flag", "not_answerable"),
    ],
)
def test_words_of_several_plays_are_asked_back(playing: OfflineBrain, question: str, status: str) -> None:
    answer = ask(playing, question)
    assert (answer.status, answer.customers) == (status, None)
