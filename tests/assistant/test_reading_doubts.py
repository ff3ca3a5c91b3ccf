"""Questions that can mean two things: limits on totals, named groups, two figures at once, shares, dates, names."""

import pytest
from queries import ALL, COUNT, called, cluster, ends, has, is_, of, plainly, query, share

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from scoring.query import Filter, Query

AZURE = cluster("azure")
SWEDEN, NORWAY, GERMANY = (has("country", name) for name in ("Sweden", "Norway", "Germany"))
SWEDEN_NORWAY = has("country", "Sweden", "Norway")
OWNS_M365 = has("has_m365", True)
AZURE_100K = is_("revenue", "azure", 100_000.0, op=">")


def ask(brain: OfflineBrain, *messages: str) -> Answer:
    conversation = brain.start()
    return [brain.ask(message, conversation) for message in messages][-1]


# ---- totals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "customers with total potential revenue over $100K",
        "customers with potential revenue over $100K in total",
        "customers with potential revenue over $100K across all products",
        "customers with overall revenue potential of at least 100k",
        "customers with a sum of potential revenue over 100K",
        "How many customers have combined potential revenue above $100K?",
        "customers with Azure and M365 potential revenue over $100K combined",
    ],
)
def test_a_limit_on_the_total_of_several_products_is_asked_back(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers, answer.value) == ("needs_clarification", None, None)
    assert "not the total over several products" in answer.answer


@pytest.mark.parametrize(
    "messages",
    [
        ("customers whose total potential revenue for Azure is over $100K",),
        ("customers with total potential revenue over $100K", "Azure"),
        ("customers whose potential revenue for Azure is over $100K",),
    ],
)
def test_a_limit_on_the_total_of_one_product_is_one_on_its_range(
    brain: OfflineBrain, messages: tuple[str, ...]
) -> None:
    assert called(ask(brain, *messages)) == plainly(query(AZURE_100K, best="azure"))


@pytest.mark.parametrize(
    "question",
    [
        "customers with total expiring revenue over $20K",
        "customers with expiring revenue over $20,000 in total",
        "customers whose agreements total more than $20K",
        "customers with agreements that total over $20K",
        "customers with two or more agreements that end this fiscal year and total over $100,000",
        "customers whose agreements end this fiscal year and together exceed $100,000",
        "customers whose agreements ending this fiscal year sum to over $100,000",
        "customers with agreements ending this year and a total over $50,000",
    ],
)
def test_the_total_of_a_customers_agreements_has_no_limit(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert answer.status == "not_answerable"
    assert "not the total of a customer's agreements" in answer.answer


def test_agreements_over_a_limit_are_added_up(brain: OfflineBrain) -> None:
    expected = query(has("expiring_revenue", 20_000.0, op=">"), measure=of("sum", "expiring_revenue"))
    assert called(ask(brain, "total expiring revenue of agreements worth more than $20K")) == plainly(expected)


# ---- groups that are named ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many Act Now customers by country (Sweden, Norway)?",
         query(SWEDEN_NORWAY, cluster(ALL), measure=COUNT, groups=("country",))),
        ("How many Act Now for Azure customers by country: Sweden and Norway?",
         query(SWEDEN_NORWAY, AZURE, measure=COUNT, groups=("country",))),
        ("How many Act Now for Azure in each of Sweden and Norway?",
         query(SWEDEN_NORWAY, AZURE, measure=COUNT, groups=("country",))),
        ("How many Act Now for Azure in Sweden and Norway respectively?",
         query(SWEDEN_NORWAY, AZURE, measure=COUNT, groups=("country",))),
        ("Act Now for Azure in Sweden versus Norway", query(SWEDEN_NORWAY, AZURE, groups=("country",))),
        ("How many customers by cluster for Azure (Act Now and Evaluate)?",
         query(cluster("azure", "act-now", "evaluate"), measure=COUNT, groups=("azure.cluster",))),
        ("How many customers are Act Now and Evaluate for Azure respectively?",
         query(cluster("azure", "act-now", "evaluate"), measure=COUNT, groups=("azure.cluster",))),
        ("how many customers by city (Stockholm, Malmö) and industry",
         query(has("city", "Stockholm", "Malmö"), measure=COUNT, groups=("city", "industry"))),
        ("how many customers per Azure cell (A1, A2 ... ET10)", query(measure=COUNT, groups=("azure.cell",))),
        ("how many customers per cell for Azure (A1 to ET10)", query(measure=COUNT, groups=("azure.cell",))),
        ("Act Now for Azure by country (e.g. Sweden)", query(AZURE, groups=("country",))),
    ],
)  # fmt: skip
def test_the_groups_that_are_named_are_the_ones(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


def test_products_side_by_side_are_no_groups(brain: OfflineBrain) -> None:
    answer = ask(brain, "How many customers are Act Now for Azure and M365 respectively?")
    assert answer.status == "not_answerable"
    assert "respectively" in answer.answer


# ---- two figures ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many customers are Act Now for Azure and what is their total potential revenue?",
         query(AZURE, measure=of("sum", "azure.revenue"))),
        ("How many Act Now for Azure customers are there and what is their average fit?",
         query(AZURE, measure=of("average", "azure.fit"))),
    ],
)  # fmt: skip
def test_a_number_and_a_figure_of_the_same_customers_are_both_said(
    brain: OfflineBrain, question: str, expected: Query
) -> None:
    answer, count = ask(brain, question), ask(brain, "How many customers are Act Now for Azure?")
    assert called(answer) == plainly(expected)
    assert count.value
    assert answer.answer.startswith(f"{count.value:,.0f} customers; ")


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("What is the total and the average Azure potential revenue in Sweden?",
         query(SWEDEN, measure=of("sum", "azure.revenue")), query(SWEDEN, measure=of("average", "azure.revenue"))),
        ("how many customers in Sweden and how many in Norway?", query(SWEDEN, count=True), query(NORWAY, count=True)),
        ("how many customers are Act Now for Azure, and what is the average M365 fit of customers in Norway?",
         query(AZURE, count=True), query(NORWAY, measure=of("average", "m365.fit"))),
        ("how many Act Now customers for Azure and their average intent by country",
         query(AZURE, count=True), query(AZURE, measure=of("average", "azure.intent"), groups=("country",))),
        ("highest and lowest Azure fit in Sweden",
         query(SWEDEN, measure=of("max", "azure.fit")), query(SWEDEN, measure=of("min", "azure.fit"))),
        ("how many customers own M365 and how many are in Sweden?",
         query(OWNS_M365, count=True), query(SWEDEN, count=True)),
    ],
)  # fmt: skip
def test_two_figures_are_asked_one_after_the_other(
    brain: OfflineBrain, question: str, first: Query, second: Query
) -> None:
    for choice, expected in (("1", first), ("2", second)):
        assert ask(brain, question).status == "needs_clarification"
        assert called(ask(brain, question, choice)) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    [
        "how many customers own Azure and which of them are in Sweden?",
        "How many Evaluate customers for M365, what share of all is that?",
        "what is the number of customers and agreements in Sweden",
    ],
)
def test_a_second_question_is_not_dropped(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status == "needs_clarification"


# ---- shares -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("share of Act Now for Azure by country",
         (query(measure=share(AZURE), groups=("country",)), query(AZURE, measure=share(), groups=("country",)))),
        ("percent Act Now for Azure per industry in Sweden",
         (query(SWEDEN, measure=share(AZURE), groups=("industry",)),
          query(SWEDEN, AZURE, measure=share(), groups=("industry",)))),
        ("percentage of customers with M365 per country",
         (query(measure=share(OWNS_M365), groups=("country",)),
          query(OWNS_M365, measure=share(), groups=("country",)))),
        ("percentage of Act Now for Azure customers in Sweden",
         (query(AZURE, measure=share(SWEDEN)), query(SWEDEN, measure=share(AZURE)),
          query(measure=share(AZURE, SWEDEN)))),
    ],
)  # fmt: skip
def test_a_share_of_one_thing_or_another_is_asked_back(
    brain: OfflineBrain, question: str, choices: tuple[Query, ...]
) -> None:
    assert ask(brain, question).status == "needs_clarification"
    for number, expected in enumerate(choices, 1):
        assert called(ask(brain, question, str(number))) == plainly(expected)


@pytest.mark.parametrize(
    ("question", "expected", "base"),
    [
        ("what share of customers in Sweden is Act Now for Azure", query(SWEDEN, measure=share(AZURE)), ""),
        ("what percentage of customers in each industry is Act Now for Azure",
         query(measure=share(AZURE), groups=("industry",)), "each share is of the customers of its group"),
        ("what percent of Act Now for Azure customers is in each country",
         query(AZURE, measure=share(), groups=("country",)), "each share is of all these customers"),
        ("share of customers by country", query(measure=share(), groups=("country",)),
         "each share is of all these customers"),
        ("distribution of Act Now for Azure by country in percent",
         query(AZURE, measure=share(), groups=("country",)), "each share is of all these customers"),
        ("what share of customers own M365 and Azure", query(measure=share(OWNS_M365, has("has_azure", True))), ""),
    ],
)  # fmt: skip
def test_a_share_says_of_what(brain: OfflineBrain, question: str, expected: Query, base: str) -> None:
    answer = ask(brain, question)
    assert called(answer) == plainly(expected)
    assert not base or base in answer.answer


# ---- the first customers of a list -------------------------------------------------------------------------


FIRST = "Act Now for Azure in Sweden"


@pytest.mark.parametrize(
    ("follow_up", "limit", "value"),
    [
        ("how many employees do the first three have?", 3, 3553.0),
        ("how many employees do the top 2 have?", 2, 132.0),
        ("average Azure fit of the first two", 2, 84.5),
        ("how many of the first three own M365?", 3, 1.0),
        ("which of the first three have M365?", 3, None),
        ("who of the first three own M365?", 3, None),
        ("the first three by city", 3, None),
        ("are the first three in retail?", 3, None),
        ("how many employees do these ten have?", 10, 6498.0),
    ],
)
def test_the_first_of_a_list_are_those_that_it_showed(
    brain: OfflineBrain, follow_up: str, limit: int, value: float | None
) -> None:
    shown = ask(brain, FIRST).customers or ()
    answer = ask(brain, FIRST, follow_up)
    kept = [item["values"] for item in called(answer)["set"]["filters"] if item["field"] == "customer"]
    assert (len(shown), kept, answer.value) == (10, [sorted(shown[:limit], key=repr)], value)


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ((FIRST, "how many employees do the first twelve have?"), "needs_clarification"),
        ((FIRST, "how many employees do these 3 have?"), "needs_clarification"),
        (("which of the top 5 for Azure are in Stockholm?",), "not_answerable"),
        (("of the top 5 for Azure, list those in Stockholm",), "not_answerable"),
        ((FIRST, "without the first"), "not_answerable"),
    ],
)
def test_it_is_not_guessed_whose_number_is_meant(brain: OfflineBrain, messages: tuple[str, ...], status: str) -> None:
    answer = ask(brain, *messages)
    assert (answer.status, answer.customers, answer.value) == (status, None, None)


def test_several_numbers_of_a_list_are_all_meant(brain: OfflineBrain) -> None:
    shown = ask(brain, FIRST).customers or ()
    assert ask(brain, FIRST, "how many employees do number 2 and 4 have?").customers == (shown[1], shown[3])


# ---- follow-ups that widen or turn to another product ---------------------------------------------------


M365_ONLY = Filter(all_of=(OWNS_M365, has("has_azure", False)))
AZURE_ONLY = Filter(all_of=(has("has_azure", True), has("has_m365", False)))
OSLO, DENMARK = has("city", "Oslo"), has("country", "Denmark")
OSLO_SWEDEN = Filter(any_of=(OSLO, SWEDEN))


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (("Customers in Stockholm with M365 but not Azure: how many?", "also with Azure but not M365"),
         query(has("city", "Stockholm"), Filter(any_of=(M365_ONLY, AZURE_ONLY)), count=True)),
        ((FIRST, "also those in Norway with M365"),
         query(AZURE, Filter(any_of=(SWEDEN, Filter(all_of=(OWNS_M365, NORWAY)))), best="azure")),
        ((FIRST, "also Evaluate, and Norway too"),
         query(SWEDEN_NORWAY, cluster("azure", "act-now", "evaluate"), best="azure")),
        (("Customers in Oslo", "also Sweden"), query(OSLO_SWEDEN)),
        (("Customers in Oslo", "also Sweden", "also Denmark"), query(Filter(any_of=(OSLO_SWEDEN, DENMARK)))),
        (("Customers in Oslo", "also Sweden", "in Germany"), query(GERMANY)),
        ((FIRST, "Act Now for M365 in Norway"), query(NORWAY, cluster("m365"), best="m365")),
        ((f"{FIRST} by potential revenue", "Act Now for M365 in Norway"),
         query(NORWAY, cluster("m365"), by="m365.revenue")),
        ((FIRST, "which of them are Act Now for M365?"), query(SWEDEN, AZURE, cluster("m365"), best="azure")),
    ],
)  # fmt: skip
def test_what_a_follow_up_widens_or_turns_to(brain: OfflineBrain, messages: tuple[str, ...], expected: Query) -> None:
    assert called(ask(brain, *messages)) == plainly(expected)


@pytest.mark.parametrize(
    "messages",
    [
        ("customers in both cohorts",),
        ("how many customers are in the cohort?",),
        ("customers in the Copilot cohort", "and in both cohorts?"),
    ],
)
def test_a_cohort_that_is_not_named_is_asked_for(brain: OfflineBrain, messages: tuple[str, ...]) -> None:
    answer = ask(brain, *messages)
    assert (answer.status, answer.customers, answer.value) == ("needs_clarification", None, None)
    assert answer.answer.startswith("Which cohort or play do you mean?")


# ---- dates in figures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (("agreements ending between 1/1/2027 and 25/12/2027",), ends("2027-01-01", "2027-12-25")),
        (("agreements ending between 10/11/2026 and 25/12/2026",), ends("2026-11-10", "2026-12-25")),
        (("agreements ending between 10/11/2026 and 12/25/2026",), ends("2026-10-11", "2026-12-25")),
        (("agreements ending between 2026-11-10 and 2026-12-11",), ends("2026-11-10", "2026-12-11")),
        (("agreements ending on 12/12/2026",), ends("2026-12-12", "2026-12-12")),
        (("agreements ending on 3.4.2027",), ends("2027-04-03", "2027-04-03")),
        (("agreements ending on 28.2.27",), ends("2027-02-28", "2027-02-28")),
        (("agreements ending in 12/2026",), ends("2026-12-01", "2026-12-31")),
        (("agreements ending on 11/12/2026", "1"), ends("2026-12-11", "2026-12-11")),
        (("agreements ending on 11/12/2026", "month first"), ends("2026-11-12", "2026-11-12")),
        (("agreements ending on 11-12-26", "day first"), ends("2026-12-11", "2026-12-11")),
        (("agreements ending between 01/02/2027 and 03/04/2027", "2"), ends("2027-01-02", "2027-03-04")),
    ],
)
def test_a_date_in_figures_is_sure_or_asked_back(
    brain: OfflineBrain, messages: tuple[str, ...], expected: Filter
) -> None:
    if len(messages) > 1:
        assert ask(brain, messages[0]).status == "needs_clarification"
    assert called(ask(brain, *messages)) == plainly(query(expected))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("end November - January", "2026-11-01", "2027-01-31"),
        ("ending Nov–Jan", "2026-11-01", "2027-01-31"),
        ("ending Nov. - Jan.", "2026-11-01", "2027-01-31"),
        ("ending November through January", "2026-11-01", "2027-01-31"),
        ("ending Nov 2026 - Jan 2027", "2026-11-01", "2027-01-31"),
        ("ending 2026-11 - 2027-01", "2026-11-01", "2027-01-31"),
        ("ending 1 November - 15 December", "2026-11-01", "2026-12-15"),
        ("ending 2026-11-01 – 2026-12-15", "2026-11-01", "2026-12-15"),
        ("ending Q4-Q1", "2026-10-01", "2027-03-31"),
        ("ending from November 2027 to January", "2027-11-01", "2028-01-31"),
        ("ending from January to March 2028", "2028-01-01", "2028-03-31"),
    ],
)
def test_a_dash_between_two_times_spans_them(brain: OfflineBrain, words: str, first: str, last: str) -> None:
    assert called(ask(brain, f"agreements {words}")) == plainly(query(ends(first, last)))


@pytest.mark.parametrize(
    "question",
    [
        "avtal som löper ut november–januari",
        "11月-1月に終了する契約",
        "2026年11月から2027年1月までに終了する契約",
        "11월-1월에 끝나는 계약",
        "2026년 11월부터 2027년 1월까지 만료되는 계약",
    ],
)
def test_months_span_in_every_language(brain: OfflineBrain, question: str) -> None:
    assert called(ask(brain, question)) == plainly(query(ends("2026-11-01", "2027-01-31")))


def test_a_day_that_does_not_exist_is_named(brain: OfflineBrain) -> None:
    answer = ask(brain, "agreements ending before 31/02/2027")
    assert answer.status == "not_answerable"
    assert "31/02/2027" in answer.answer


# ---- how names are written -----------------------------------------------------------------------------------


def name(op: str, *values: str) -> Filter:
    return Filter("account_name", op, values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("customers whose name starts with A", query(name("starts with", "A"))),
        ("customers whose name begins with the letter A", query(name("starts with", "A"))),
        ("customers starting with A", query(name("starts with", "A"))),
        ("customers whose name contains bank", query(name("contains", "bank"))),
        ('how many customers have "act now" in their name?', query(name("contains", "act now"), count=True)),
        ("customers whose name ends with AB in Sweden", query(name("ends with", "AB"), SWEDEN)),
        ("customers whose domain ends with .se", query(Filter("domain", "ends with", (".se",)))),
        ("Act Now customers for Azure whose name starts with A or B in Sweden",
         query(Filter(any_of=(name("starts with", "A"), name("starts with", "B"))), SWEDEN, AZURE, best="azure")),
        ("customers whose names do not contain Ltd", query(Filter(none_of=(name("contains", "Ltd"),)))),
        ("customers except those whose name starts with A", query(Filter(none_of=(name("starts with", "A"),)))),
        ("kunder vars namn innehåller bank", query(name("contains", "bank"))),
        ("kunder vars namn börjar på A", query(name("starts with", "A"))),
    ],
)  # fmt: skip
def test_a_name_can_be_asked_for_by_how_it_is_written(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


def test_letters_are_compared_without_case_and_accents(brain: OfflineBrain) -> None:
    engine = brain.tools.engine
    every = engine.rows(query(), engine.run(query()).customers or ())
    starts = {str(row["customer_id"]) for row in every if str(row["account_name"])[0] in "AaÅåÄäÁá"}
    assert starts
    assert set(ask(brain, "customers whose name starts with å").customers or ()) == starts


# ---- what a customer has -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["Which products does {} have?", "what does {} own?", "which products is {} missing?"]
)
def test_what_a_customer_has_is_told_by_the_columns_of_that(brain: OfflineBrain, question: str) -> None:
    customer = (brain.tools.engine.run(query(OWNS_M365)).customers or ())[0]
    answer = ask(brain, question.format(customer))
    assert answer.status == "answered"
    assert "Has M365: yes." in answer.answer
    assert "cluster" not in answer.answer


@pytest.mark.parametrize("product", ["Surface", "Power Apps"])
def test_what_the_reports_do_not_say_of_a_customer_is_missing(brain: OfflineBrain, product: str) -> None:
    customer = (brain.tools.engine.run(query(OWNS_M365)).customers or ())[0]
    answer = ask(brain, f"Does {customer} have {product}?")
    assert answer.status == "not_answerable"
    assert product in answer.answer


# ---- not half an answer --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("top 10% of Act Now for Azure customers", "not_answerable"),
        ("10% of Act Now for Azure customers", "not_answerable"),
        ("what is the combined Azure and M365 potential revenue of Act Now for Azure customers", "needs_clarification"),
        ("customers where Azure plus M365 potential is over 50K", "needs_clarification"),
        ("list the Act Now for Azure customers in Sweden and their average fit", "needs_clarification"),
        ("who are our biggest Act Now for Azure customers and how many employees do they have?", "needs_clarification"),
        ("What is the average Azure fit of the top 10 customers for Azure?", "not_answerable"),
        ("how many of the top 20 for Azure are in Sweden", "not_answerable"),
        ("customers that have Surface with a Surface fit over 80", "not_answerable"),
    ],
)
def test_what_a_query_does_not_say_is_not_answered(brain: OfflineBrain, question: str, status: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.customers, answer.value) == (status, None, None)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("customers that do not own both M365 and Azure",
         query(Filter(any_of=(has("has_m365", False), has("has_azure", False))))),
        ("customers without M365 and Azure", query(has("has_m365", False), has("has_azure", False))),
        ("customers that are not Act Now for both Azure and M365",
         query(Filter(none_of=(cluster(("azure", "m365"), at_least=2),)))),
        ("customers with Azure and M365 fit over 80", query(is_("fit", ("azure", "m365"), 80.0, op=">", at_least=2))),
    ],
)  # fmt: skip
def test_both(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(ask(brain, question)) == plainly(expected)


# ---- things that are lacked, numbers that nothing counts ---------------------------------------------


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("customers without Azure, M365 or Dynamics", ["has_azure", "has_m365", "has_d365"]),
        ("customers who lack Azure or Dynamics", ["has_azure", "has_d365"]),
        ("customers who have neither M365 nor Dynamics", ["has_m365", "has_d365"]),
    ],
)
def test_things_that_are_lacked_are_lacked_all(brain: OfflineBrain, question: str, wanted: list[str]) -> None:
    assert called(ask(brain, question)) == plainly(query(*(has(name, False) for name in wanted)))


def test_what_is_lacked_is_one_of_two_alternatives(brain: OfflineBrain) -> None:
    lacked = Filter(all_of=(has("has_azure", False), has("has_d365", False)))
    found = ask(brain, "customers in Sweden or without Azure or Dynamics")
    assert called(found) == plainly(query(Filter(any_of=(SWEDEN, lacked))))


@pytest.mark.parametrize("question", ["customers number 5", "how many customers 5", "number of customers 5"])
def test_a_number_beside_a_count_is_not_left_out(brain: OfflineBrain, question: str) -> None:
    answer = ask(brain, question)
    assert (answer.status, answer.value) == ("not_answerable", None)
    assert "“5”" in answer.answer


@pytest.mark.parametrize("question", ["Azure 고객은 몇 곳인가요? 고객 3", "Azureの顧客は何社ですか?顧客 3"])
def test_what_is_not_read_is_not_left_out_in_another_language(brain: OfflineBrain, question: str) -> None:
    assert ask(brain, question).status == "not_answerable"
