"""What the reader takes questions for: each with the exact query, worked out by hand from the counting conventions."""

import pytest
from queries import ALL, HIGH, called, cluster, ends, has, is_, no, of, plainly, query, share

from assistant.offline.brain import OfflineBrain
from scoring.query import Filter, Query

SWEDEN, NORWAY, DENMARK, FINLAND = (has("country", name) for name in ("Sweden", "Norway", "Denmark", "Finland"))
UK, USA, GERMANY = (has("country", name) for name in ("United Kingdom", "United States", "Germany"))
NORDICS = has("country", "Denmark", "Finland", "Iceland", "Norway", "Sweden")

PRODUCTS_AND_CLUSTERS = [
    ("Which customers are Act Now for Azure?", query(cluster("azure"), best="azure")),
    ("evaluate accounts for MS Azure", query(cluster("azure", "evaluate"), best="azure")),
    ("Act Now for Sales Pro in Norway", query(cluster("d365sp"), NORWAY, best="d365sp")),
    ("List the Nurture customers for BC", query(cluster("d365bc", "nurture"), best="d365bc")),
    ("Who is in the Educate cluster for PowerApps?", query(cluster("powerapps", "educate"), best="powerapps")),
    ("M 365 Act Now or Evaluate customers", query(cluster("m365", *HIGH), best="m365")),
    ("Which customers have a high propensity for Surface?", query(cluster("surface", *HIGH), best="surface")),
    ("customers that are Act Now for both Azure and M365", query(cluster(("azure", "m365"), at_least=2))),
    ("customers that are Act Now for Azure or M365", query(cluster(("azure", "m365")))),
    ("Show me the Act Now customers in Sweden", query(cluster(ALL), SWEDEN)),
    ("customers that are Act Now for at least three products", query(cluster(ALL, at_least=3))),
    ("customers that are Act Now for exactly two products", query(cluster(ALL, at_least=2, at_most=2))),
    ("customers that are Act Now for none of the products", query(cluster(ALL, op="not in"))),
    (
        "customers that are Act Now for Azure but Educate for Surface",
        query(cluster("azure"), cluster("surface", "educate"), best="azure"),
    ),
    (
        "Evaluate for Microsoft 365 and Act Now for Business Central",
        query(cluster("m365", "evaluate"), cluster("d365bc"), best="m365"),
    ),
]
QUANTIFIERS_AND_ALTERNATIVES = [
    ("customers that are Act Now for all products", query(cluster(ALL, at_least=len(ALL)))),
    ("Act Now for Azure but not for M365", query(cluster("azure"), cluster("m365", op="not in"), best="azure")),
    ("customers in Sweden or in Healthcare", query(Filter(any_of=(SWEDEN, has("industry", "Healthcare"))))),
    (
        "customers in Sweden or with more than 500 employees",
        query(Filter(any_of=(SWEDEN, has("org_size", 500.0, op=">")))),
    ),
    (
        "Act Now for Azure or in the Copilot cohort",
        query(Filter(any_of=(cluster("azure"), has("cohort", "m365-copilot"))), best="azure"),
    ),
    ("customers with expiring revenue over $20,000", query(has("expiring_revenue", 20000.0, op=">"))),
    ("customers with agreements ending tomorrow", query(ends("2026-10-26", "2026-10-26"))),
    ("agreements ending in fiscal year 2027", query(ends("2026-07-01", "2027-06-30"))),
    ("Which agreements ended in August?", query(ends("2026-08-01", "2026-08-31"))),
]
BANDS_AND_CELLS = [
    ("customers with a high Azure fit", query(is_("fit_band", "azure", "high"), best="azure")),
    ("customers whose fit for M365 is medium", query(is_("fit_band", "m365", "medium"), best="m365")),
    (
        "customers with low intent and high fit for Surface",
        query(is_("intent_band", "surface", "low"), is_("fit_band", "surface", "high"), best="surface"),
    ),
    (
        "Surface: fit high, intent very low",
        query(is_("fit_band", "surface", "high"), is_("intent_band", "surface", "very-low"), best="surface"),
    ),
    (
        "high fit and intent for Azure",
        query(is_("fit_band", "azure", "high"), is_("intent_band", "azure", "high"), best="azure"),
    ),
    ("customers with high or medium fit for M365", query(is_("fit_band", "m365", "high", "medium"), best="m365")),
    ("customers in cell A1 for Azure", query(is_("cell", "azure", "A1"), best="azure")),
    ("Which customers are in cells E5 or E6 for M365?", query(is_("cell", "m365", "E5", "E6"), best="m365")),
]
NUMBERS = [
    ("customers with an Azure fit of at least 90", query(is_("fit", "azure", 90.0, op=">="), best="azure")),
    ("customers with an M365 intent over 80", query(is_("intent", "m365", 80.0, op=">"), best="m365")),
    ("customers with a Surface intent below 20", query(is_("intent", "surface", 20.0, op="<"), best="surface")),
    (
        "customers with an Azure fit between 60 and 70",
        query(is_("fit", "azure", 60.0, 70.0, op="between"), best="azure"),
    ),
    ("customers whose M365 fit is 80 or higher", query(is_("fit", "m365", 80.0, op=">="), best="m365")),
    ("customers with Azure intent 40-60", query(is_("intent", "azure", 40.0, 60.0, op="between"), best="azure")),
    ("customers with more than 500 employees", query(has("org_size", 500.0, op=">"))),
    ("customers with 300+ employees", query(has("org_size", 300.0, op=">="))),
    ("companies with fewer than twenty-five employees", query(has("org_size", 25.0, op="<"))),
    ("customers with between 50 and 250 employees", query(has("org_size", 50.0, 250.0, op="between"))),
    ("customers with 100 to 200 staff", query(has("org_size", 100.0, 200.0, op="between"))),
    ("customers with 100–200 staff", query(has("org_size", 100.0, 200.0, op="between"))),
    (
        "customers with at least 50 but fewer than 300 employees",
        query(has("org_size", 50.0, op=">="), has("org_size", 300.0, op="<")),
    ),
    ("customers with exactly 24 employees", query(has("org_size", 24.0))),
    ("customers with two hundred and fifty or more employees", query(has("org_size", 250.0, op=">="))),
    ("customers with 1,000 employees or more", query(has("org_size", 1000.0, op=">="))),
    ("customers with at most 1.5k employees", query(has("org_size", 1500.0, op="<="))),
    ("customers with no more than 10 employees", query(has("org_size", 10.0, op="<="))),
    (
        "customers with an Azure potential revenue over $50K",
        query(is_("revenue", "azure", 50000.0, op=">"), best="azure"),
    ),
    (
        "customers with an M365 potential revenue under $25K",
        query(is_("revenue", "m365", 25000.0, op="<"), best="m365"),
    ),
    (
        "customers with a Surface potential revenue between $10K and $50K",
        query(is_("revenue", "surface", 10000.0, 50000.0, op="between"), best="surface"),
    ),
    (
        "customers with a Surface potential revenue of $10K - $25K",
        query(is_("revenue", "surface", 10000.0, 25000.0, op="between"), best="surface"),
    ),
]
OWNERSHIP = [
    ("Act Now for Azure, but has no Azure", query(cluster("azure"), has("has_azure", False), best="azure")),
    ("customers that own M365 but not Azure", query(has("has_m365", True), has("has_azure", False))),
    ("customers that own both Azure and M365", query(has("has_azure", True), has("has_m365", True))),
    (
        "customers that use AWS or Google",
        query(Filter(any_of=(has("has_aws", True), has("has_google", True)))),
    ),
    ("customers without M365 and without Azure", query(has("has_m365", False), has("has_azure", False))),
    ("customers that have neither Azure nor M365", query(has("has_azure", False), has("has_m365", False))),
    ("Azure customers in Norway", query(has("has_azure", True), NORWAY, best="azure")),
    ("Swedish customers that have Copilot", query(has("has_copilot", True), SWEDEN)),
    (
        "customers that have not bought anything in the last 36 months",
        query(has("transacted_36m", False)),
    ),
    (
        "M365 customers without Azure consumption",
        query(has("cohort", "azure-m365-no-consumption"), best="azure"),
    ),
]
COHORTS = [
    (
        "Which Act Now customers fit the M365 migrate-to-cloud cohort?",
        query(has("category", "m365-migrate-to-cloud"), cluster("m365"), best="m365"),
    ),
    ("dark customers in Germany", query(has("cohort", "m365-migrate-dark"), GERMANY, best="m365")),
    (
        "customers in the on-premises migrate to cloud cohort",
        query(has("cohort", "m365-migrate-on-premises"), best="m365"),
    ),
    (
        "customers in the Copilot cohort that do not own Copilot",
        query(has("cohort", "m365-copilot"), has("has_copilot", False), best="m365"),
    ),
    ("Surface acquire customers with 50+ seats", query(has("cohort", "surface-acquire-50"), best="surface")),
    ("customers in the Surface upsell cohorts", query(has("category", "surface-upsell"), best="surface")),
    (
        "Evaluate customers of the E5 cohort",
        query(has("cohort", "security-m365-e5"), cluster("m365", "evaluate"), best="m365"),
    ),
    (
        "customers in the migrate to Business Central cohort in France",
        query(has("cohort", "d365-migrate-to-bc"), has("country", "France"), best="d365bc"),
    ),
    (
        "customers that are in both the Copilot cohort and the E5 cohort",
        query(has("cohort", "m365-copilot"), has("cohort", "security-m365-e5"), best="m365"),
    ),
    (
        "Act Now for M365, not in the Copilot cohort",
        query(cluster("m365"), no("cohort", "m365-copilot"), best="m365"),
    ),
    (
        "customers in the Copilot cohort or the E5 cohort",
        query(has("cohort", "m365-copilot", "security-m365-e5"), best="m365"),
    ),
]
VALUES = [
    ("UK customers that are Act Now for M365", query(UK, cluster("m365"), best="m365")),
    ("German law firms", query(GERMANY, has("vertical", "Legal Services"))),
    ("Evaluate for Azure in the Nordics", query(cluster("azure", "evaluate"), NORDICS, best="azure")),
    ("Scandinavian banks", query(has("country", "Denmark", "Norway", "Sweden"), has("vertical", "Banking"))),
    ("customers in the DACH region", query(has("country", "Austria", "Germany", "Switzerland"))),
    ("customers in Benelux", query(has("country", "Netherlands"))),
    ("customers in Portland", query(has("city", "Portland"))),
    ("customers in Portland, Oregon", query(has("city", "Portland"), has("state", "Oregon"))),
    ("customers in Gothenburg, Munich and Cologne", query(has("city", "Göteborg", "München", "Köln"))),
    ("hospitals in Boston", query(has("vertical", "Health Provider"), has("city", "Boston"))),
    ("Bavarian customers", query(has("state", "Bavaria"))),
    ("Upper Medium customers in Japan", query(has("sub_segment", "Upper Medium"), has("country", "Japan"))),
    ("public sector customers in the US", query(has("industry", "Government"), USA)),
    ("customers in Sweden or Norway", query(has("country", "Sweden", "Norway"))),
    ("customers in Sweden, Norway and Denmark", query(has("country", "Sweden", "Norway", "Denmark"))),
    ("customers of Tidewater Nordic", query(has("partner_name", "Tidewater Nordic"))),
    (
        "approved nonprofits",
        query(has("nonprofit", "Approved - Paid", "Approved - Free Only", "Approved - Inactive")),
    ),
    ("customers that run Kubernetes", query(has("existing_workloads", "Kubernetes"), best="azure")),
    (
        "customers with Sentinel as a recommended workload",
        query(has("recommended_workloads", "Sentinel"), best="azure"),
    ),
    (
        "customers that run both Backup and Synapse",
        query(has("existing_workloads", "Backup"), has("existing_workloads", "Synapse"), best="azure"),
    ),
    (
        "customers that run AVD or AKS",
        query(has("existing_workloads", "Azure Virtual Desktop", "Kubernetes"), best="azure"),
    ),
]
NEGATION = [
    (
        "customers in Finland that are not Act Now for Azure",
        query(FINLAND, cluster("azure", op="not in"), best="azure"),
    ),
    (
        "Finnish customers that are neither Nurture nor Educate for M365",
        query(FINLAND, cluster("m365", "nurture", "educate", op="not in"), best="m365"),
    ),
    (
        "Act Now for Azure, not in Sweden or Norway",
        query(cluster("azure"), no("country", "Sweden", "Norway"), best="azure"),
    ),
    ("Act Now for M365 outside the US", query(cluster("m365"), no("country", "United States"), best="m365")),
    (
        "Healthcare customers except in Denmark",
        query(has("industry", "Healthcare"), no("country", "Denmark")),
    ),
    ("customers in Sweden excluding Healthcare", query(SWEDEN, no("industry", "Healthcare"))),
    (
        "Act Now for Azure excluding Sweden",
        query(cluster("azure"), no("country", "Sweden"), best="azure"),
    ),
    (
        "Nordic customers, Iceland excluded",
        query(NORDICS, no("country", "Iceland")),
    ),
    (
        "non-nonprofit customers in Norway",
        query(NORWAY, no("nonprofit", "Nonprofit", "Approved - Paid", "Approved - Free Only", "Approved - Inactive")),
    ),
    (
        "German customers that are not Medium and not Act Now for Surface",
        query(GERMANY, no("sub_segment", "Medium"), cluster("surface", op="not in"), best="surface"),
    ),
]
SIGNALS = [
    ("customers with a hiring signal for Azure", query(is_("signals", "azure", "Hiring", op="contains"), best="azure")),
    (
        "customers with a VMware renewal signal for Azure",
        query(is_("signals", "azure", "VMware renewal", op="contains"), best="azure"),
    ),
    (
        "customers without any Surface signal",
        query(is_("signals", "surface", "", op="not contains"), best="surface"),
    ),
    (
        "Act Now for M365 with a website visits signal",
        query(cluster("m365"), is_("signals", "m365", "Website visits", op="contains"), best="m365"),
    ),
]
AGREEMENTS = [
    ("customers with agreements that end in the next 30 days", query(ends("2026-10-25", "2026-11-24"))),
    ("Which agreements expire this quarter?", query(ends("2026-10-01", "2026-12-31"))),
    ("customers with agreements ending this month", query(ends("2026-10-01", "2026-10-31"))),
    (
        "customers with agreements that expire in the rest of the fiscal year",
        query(ends("2026-10-25", "2027-06-30")),
    ),
    ("customers with agreements that expire this fiscal year", query(ends("2026-07-01", "2027-06-30"))),
    ("customers with agreements that end next quarter", query(ends("2027-01-01", "2027-03-31"))),
    (
        "customers with agreements ending in January, February or March 2027",
        query(ends("2027-01-01", "2027-03-31")),
    ),
    (
        "customers with agreements that end before 1 December 2026",
        query(ends("2026-10-25", "2026-11-30")),
    ),
    (
        "customers with agreements that end after 2027-01-31",
        query(has("agreement_end", "2027-02-01", op=">=")),
    ),
    (
        "customers with agreements ending from 1 November to 15 December 2026",
        query(ends("2026-11-01", "2026-12-15")),
    ),
    ("customers with expired agreements", query(has("agreement_end", "2026-10-25", op="<"))),
    (
        "CSP agreements that end in December 2026",
        query(has("license_program", "CSP"), ends("2026-12-01", "2026-12-31")),
    ),
    (
        "agreements over $50,000 that expire next month",
        query(has("expiring_revenue", 50000.0, op=">"), ends("2026-11-01", "2026-11-30")),
    ),
    (
        "customers with true-ups due next month",
        query(has("expiration_type", "True-up"), ends("2026-11-01", "2026-11-30")),
    ),
    ("customers with at least two agreements", query(has("agreements", 2.0, op=">="))),
    (
        "Act Now for Azure with an agreement ending this quarter",
        query(cluster("azure"), ends("2026-10-01", "2026-12-31"), best="azure"),
    ),
]
MONTHS_AND_CHANGES = [
    ("Who was Act Now for Azure in September?", query(cluster("azure"), best="azure", month="2026-09")),
    (
        "Act Now for Surface in the September 2026 reports",
        query(cluster("surface"), best="surface", month="2026-09"),
    ),
    (
        "Which customers moved into Act Now for M365 since last month?",
        query(
            cluster("m365"),
            cluster("m365", op="not in", month="2026-09"),
            best="m365",
            month="2026-10",
            since="2026-09",
        ),
    ),
    (
        "Which customers moved from Evaluate to Act Now for Azure since September?",
        query(
            cluster("azure"),
            cluster("azure", "evaluate", month="2026-09"),
            best="azure",
            month="2026-10",
            since="2026-09",
        ),
    ),
    (
        "Which customers dropped out of Act Now for Surface since last month?",
        query(
            cluster("surface", month="2026-09"),
            cluster("surface", op="not in"),
            best="surface",
            month="2026-10",
            since="2026-09",
        ),
    ),
    (
        "customers whose Azure intent went up by 20 points or more since last month",
        query(is_("intent_change", "azure", 20.0, op=">="), best="azure", month="2026-10", since="2026-09"),
    ),
    (
        "customers whose M365 fit fell by at least 10 points since last month",
        query(is_("fit_change", "m365", -10.0, op="<="), best="m365", month="2026-10", since="2026-09"),
    ),
    (
        "Which customers are new in the reports since last month?",
        query(has("present", False, month="2026-09"), month="2026-10", since="2026-09"),
    ),
    (
        "Which customers left the reports since last month?",
        query(has("present", False, month="2026-10"), month="2026-09"),
    ),
    (
        "customers with a better Surface cluster than last month",
        query(is_("cluster_change", "surface", "better"), best="surface", month="2026-10", since="2026-09"),
    ),
]
FIGURES = [
    ("How many customers are Act Now for Azure?", query(cluster("azure"), count=True)),
    ("number of customers in Sweden", query(SWEDEN, count=True)),
    (
        "How many agreements expire in the next 90 days?",
        query(ends("2026-10-25", "2027-01-23"), measure=of("count", "agreements")),
    ),
    (
        "What is the average Azure fit of customers in Norway?",
        query(NORWAY, measure=of("average", "azure.fit")),
    ),
    (
        "total Azure potential revenue of the Act Now customers for Azure",
        query(cluster("azure"), measure=of("sum", "azure.revenue")),
    ),
    ("median number of employees in the UK", query(UK, measure=of("median", "org_size"))),
    ("What is the highest M365 intent in Denmark?", query(DENMARK, measure=of("max", "m365.intent"))),
    (
        "What is the lowest Surface fit among the Act Now customers for Surface?",
        query(cluster("surface"), measure=of("min", "surface.fit")),
    ),
    (
        "total expiring revenue of agreements that end this quarter",
        query(ends("2026-10-01", "2026-12-31"), measure=of("sum", "expiring_revenue")),
    ),
    (
        "In how many countries do we have Act Now customers for Azure?",
        query(cluster("azure"), measure=of("count", "country")),
    ),
    (
        "What percentage of Swedish customers is Act Now for Azure?",
        query(SWEDEN, measure=share(cluster("azure"))),
    ),
    (
        "What share of the Act Now customers for M365 has no M365?",
        query(cluster("m365"), measure=share(has("has_m365", False))),
    ),
    (
        "Of the customers in Norway, what percentage owns Azure?",
        query(NORWAY, measure=share(has("has_azure", True))),
    ),
    (
        "the share of Act Now for Azure among Danish customers",
        query(DENMARK, measure=share(cluster("azure"))),
    ),
    (
        "In percent: how many of our customers are Very Small?",
        query(measure=share(has("sub_segment", "Very Small"))),
    ),
]
GROUPS = [
    ("How many customers per country?", query(count=True, groups=("country",))),
    ("Act Now customers for Azure by industry", query(cluster("azure"), count=True, groups=("industry",))),
    (
        "average M365 fit by sub segment",
        query(measure=of("average", "m365.fit"), groups=("sub_segment",)),
    ),
    (
        "customers per country and Azure cluster",
        query(count=True, groups=("country", "azure.cluster")),
    ),
    (
        "total expiring revenue by division",
        query(measure=of("sum", "expiring_revenue"), groups=("division",)),
    ),
    ("distribution of Azure clusters in Sweden", query(SWEDEN, count=True, groups=("azure.cluster",))),
    (
        "How many agreements are there in each license program?",
        query(measure=of("count", "agreements"), groups=("license_program",)),
    ),
    (
        "average Azure intent per industry in Germany",
        query(GERMANY, measure=of("average", "azure.intent"), groups=("industry",)),
    ),
    (
        "Break down the UK customers by city and sub segment",
        query(UK, count=True, groups=("city", "sub_segment")),
    ),
]
TOP = [
    ("top 10 customers for Azure", query(best="azure", limit=10)),
    (
        "top 5 Act Now customers for M365 by potential revenue",
        query(cluster("m365"), by="m365.revenue", limit=5),
    ),
    ("the 3 biggest customers in Sweden", query(SWEDEN, by="org_size", limit=3)),
    ("the five customers with the highest Azure intent", query(by="azure.intent", limit=5)),
    ("the 4 customers with the lowest Surface fit", query(by="surface.fit", lowest=True, limit=4)),
    (
        "customers in Iceland sorted by Azure fit, ascending",
        query(has("country", "Iceland"), by="azure.fit", lowest=True),
    ),
    (
        "a shortlist of 20 Act Now customers for Surface in the UK",
        query(cluster("surface"), UK, best="surface", limit=20),
    ),
    (
        "Who is our number one customer for Power Apps in Tokyo?",
        query(has("city", "Tokyo"), best="powerapps", limit=1),
    ),
    (
        "sort the Act Now customers for Azure by number of employees, largest first",
        query(cluster("azure"), by="org_size"),
    ),
    ("Which customer in Norway has the most employees?", query(NORWAY, by="org_size", limit=1)),
    (
        "Give me ten Evaluate customers for BC, best first",
        query(cluster("d365bc", "evaluate"), best="d365bc", limit=10),
    ),
]
AS_PEOPLE_WRITE = [
    ("Act Now for Azure, sorry, M365 in Norway", query(cluster("m365"), NORWAY, best="m365")),
    ("Evaluate for Azure in Sweden, no wait, Norway", query(cluster("azure", "evaluate"), NORWAY, best="azure")),
    ("Act Now cutsomers for Azure in Stokholm", query(cluster("azure"), has("city", "Stockholm"), best="azure")),
    ("evalaute for surface in denmrk", query(cluster("surface", "evaluate"), DENMARK, best="surface")),
    (
        "LIST ALL ACT NOW CUSTOMERS FOR AZURE IN SWEDEN",
        query(cluster("azure"), SWEDEN, best="azure"),
    ),
    (
        "azure act now sweden healthcare",
        query(cluster("azure"), SWEDEN, has("industry", "Healthcare"), best="azure"),
    ),
    (
        "hi could you please give me all evaluate customers for surface in finland thanks",
        query(cluster("surface", "evaluate"), FINLAND, best="surface"),
    ),
    (
        "Act Now?!  Azure...   (Sweden)",
        query(cluster("azure"), SWEDEN, best="azure"),
    ),
]
TABLE = [
    *PRODUCTS_AND_CLUSTERS, *QUANTIFIERS_AND_ALTERNATIVES,
    *BANDS_AND_CELLS, *NUMBERS, *OWNERSHIP, *COHORTS, *VALUES, *NEGATION, *SIGNALS,
    *AGREEMENTS, *MONTHS_AND_CHANGES, *FIGURES, *GROUPS, *TOP, *AS_PEOPLE_WRITE,
]  # fmt: skip


@pytest.mark.parametrize(("question", "wanted"), TABLE, ids=[question for question, _ in TABLE])
def test_question_is_read_as(brain: OfflineBrain, question: str, wanted: Query) -> None:
    assert called(brain.ask(question, brain.start())) == plainly(wanted)
