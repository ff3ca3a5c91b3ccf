"""The guard: true sentences of many kinds pass, changed and swapped figures, names and ratings do not."""

from pathlib import Path

import pytest
from guard_partner import DAY, OF_AZURE, open_tools, turn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.guard import Guard
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.query import CustomerSet, Filter, Measure, Order, Query
from scoring.workspace import Workspace

HONEST = (
    # one list: Act Now for Azure
    ("list", "5 customers are Act Now for Azure."),
    ("list", "Five customers are Act Now for Azure in October 2026."),
    ("list", "Lindqvist Clinics AB leads with a fit of 84 and an intent of 77."),
    ("list", "Lindqvist Clinics leads with an intent of 77, followed by Harbor Freight (62)."),
    ("list", "Lindqvist Clinics and Harbor Freight score a fit of 84 and 91 respectively."),
    ("list", "The fits are 84 (Lindqvist Clinics) and 91 (Harbor Freight)."),
    ("list", "Harbor Freight has 91 fit and 62 intent for Azure."),
    ("list", "Harbor Freight AB: fit 91, intent 62, potential revenue $25K - $50K."),
    ("list", "Harbor Freight AB (6001) in Göteborg is in cell A2."),
    (
        "list",
        "- **Lindqvist Clinics AB** (Stockholm): A1, fit 84, intent 77, $50K–$100K\n- **Harbor Freight AB**: A2, fit 91",
    ),
    ("list", "1. Lindqvist Clinics AB – fit 84\n2. Harbor Freight AB – fit 91\n3. Nova Optics Ltd – fit 78"),
    (
        "list",
        "| Customer | Fit | Intent |\n|---|---:|---:|\n| Lindqvist Clinics AB | 84 | 77 |\n| Nova Optics Ltd | 78 | 35 |",
    ),
    ("list", "| # | Customer | Potential revenue |\n|--|--|--|\n| 1 | Lindqvist Clinics AB | $50K - $100K |"),
    ("list", "|  | Lindqvist Clinics AB | Nova Optics Ltd |\n|---|---|---|\n| Fit | 84 | 78 |\n| Intent | 77 | 35 |"),
    ("list", "The highest fit, 93, is that of Çelik Robotics AS."),
    ("list", "With a fit of 93, Çelik Robotics comes first by fit, but its intent is only 15."),
    ("list", "Çelik Robotics' fit of 93 is higher than Harbor Freight's 91."),
    ("list", "Harbor Freight's fit (91) is higher than Lindqvist Clinics' (84), while its intent of 62 is lower."),
    ("list", "Harbor Freight has a higher fit than Lindqvist Clinics (91 vs 84)."),
    ("list", "Delorme Toys is the second in fit among those with over $100K. It has an intent of 12."),
    ("list", "Lindqvist Clinics is Act Now (A1) with a High fit and a High intent."),
    ("list", "Lindqvist Clinics leads. Its Azure fit is 84 and its intent is 77."),
    ("list", "Lindqvist Clinics AB and Harbor Freight AB are both Act Now. Their fits are 84 and 91."),
    ("list", "Delorme Toys could bring $100K to $250K a year; Nova Optics between $10K and $25K."),
    ("list", "Harbor Freight's cloud spend is up 40% (2026-07-22), and Lindqvist Clinics is hiring (28 August 2026)."),
    ("list", "Nova Optics retired Exchange 2013 on June 2, 2026."),
    ("list", "None of this is about Microsoft 365 E5 or Windows 11."),
    ("list", "Harbor Freight, at 91, is well above the High limit."),
    ("list", "Top by intent:\n- Lindqvist Clinics: 77\n- Harbor Freight: 62\n- Nova Optics: 35"),
    ("list", "Harbor Freight AB hat einen Fit von 91 und einen Intent von 62."),
    ("list", "Harbor Freight AB har passform 91 och avsikt 62, Lindqvist Clinics AB har passform 84."),
    ("list", "Harbor Freight ABの適合度は91、インテントは62です。"),
    ("list", "Harbor Freight AB의 적합도는 91이고 의도는 62입니다."),
    ("list", "Azureで今すぐ行動の顧客は5社です。"),
    ("top two", "The top 2 of 5 customers are Lindqvist Clinics (A1) and Harbor Freight (A2)."),
    ("top two", "Of the 5 Act Now customers, Lindqvist Clinics and Harbor Freight come first."),
    # two products
    ("both products", "Harbor Freight has an Azure fit of 91 and an M365 fit of 66."),
    ("both products", "Harbor Freight scores 91 for Azure and 66 for M365 in fit."),
    ("both products", "For M365, Lindqvist Clinics has a fit of 88 against 84 for Azure."),
    (
        "both products",
        "Lindqvist Clinics is Act Now for both Azure and M365; Harbor Freight is Act Now for Azure but Evaluate for M365.",
    ),
    (
        "both products",
        "| Customer | Azure fit | M365 fit |\n|---|---|---|\n| Harbor Freight AB | 91 | 66 |\n| Nova Optics Ltd | 78 | 52 |",
    ),
    # conditions
    ("without", "3 customers that are Act Now for Azure have no Azure yet, led by Harbor Freight."),
    ("without", "Harbor Freight does not have Azure yet."),
    ("large", "4 customers with at least 300 employees are Act Now for Azure."),
    ("large", "Four customers of 300 employees or more are Act Now; Delorme Toys is the largest with 1,450 employees."),
    ("large", "Delorme Toys has about 1.5K employees, Çelik Robotics over 600."),
    # break-downs
    ("countries", "Sweden leads with 13 customers, followed by Germany (10) and Norway (7)."),
    (
        "countries",
        "36 customers are Act Now for M365: 13 in Sweden, 10 in Germany, 7 in Norway, 5 in Denmark and 1 in the United States.",
    ),
    ("countries", "Sweden has 13, Germany 10 and Norway 7."),
    ("countries", "- Sweden: 13\n- Germany: 10\n- Norway: 7"),
    ("countries", "| Country | Customers |\n|---|---|\n| Sweden | 13 |\n| Germany | 10 |"),
    ("countries", "Of 36 customers, 13 are Swedish and 10 German."),
    ("countries", "The 36 customers are spread over five countries."),
    ("countries", "Sweden and Germany have 13 and 10 customers."),
    ("countries", "スウェーデンは13社、ドイツは10社です。"),
    ("countries", "Sverige har 13 kunder och Tyskland har 10."),
    ("two break-downs", "In Sweden 13 customers are Act Now and 6 are Evaluate for M365."),
    ("two break-downs", "Germany: 10 Act Now, 9 Evaluate. Denmark: 5 Act Now, 8 Evaluate."),
    ("two break-downs", "| Country | Act Now | Evaluate |\n|---|---|---|\n| Sweden | 13 | 6 |\n| Norway | 7 | 4 |"),
    ("two-way", "Sweden has 13 Act Now and 6 Evaluate customers."),
    ("counts", "Sweden has 13 Act Now customers, Norway 7."),
    ("counts", "There are 13 in Sweden and 7 in Norway."),
    ("averages", "The average Azure fit is 61.6; in France it is 76 and in Sweden 50.4."),
    ("averages", "Norway has the highest average fit (93), ahead of the United Kingdom (78)."),
    ("programs", "MPSA brings $86,400 and CSP $46,393 of expiring revenue."),
    ("programs", "In all, $142,991 expires, of which MPSA is roughly $86K."),
    ("programs", "The total expiring revenue is about $143K."),
    ("share", "61.9% of the 21 customers in Sweden are Act Now for M365."),
    ("share", "Some 62 % of the Swedish customers are Act Now for M365."),
    # renewals
    ("renewals", "Harbor Freight has $53,773 expiring, the first part on 2026-11-10."),
    ("renewals", "Fabrikam Hotels renews on November 20, 2026, Harbor Freight on 10 November."),
    ("renewals", "2 customers have agreements that end in the next 60 days."),
    ("renewals", "Both renewals fall in November 2026."),
    # one customer, two customers
    ("one", "Harbor Freight AB (harborfreight.se) is a Retail customer in Göteborg with 120 employees."),
    ("one", "It has two agreements: AGR-11-100 ends on 2026-11-10 and is worth $43,575."),
    ("one", "For Azure Harbor Freight is Act Now with a fit of 91; for M365 it is Evaluate with 66."),
    ("one", "Harbor Freight owns M365 but does not own Azure."),
    ("one", "Harbor Freight is not Evaluate for Azure: it is Act Now."),
    ("two", "Harbor Freight has the higher Azure fit: 91 against 84."),
    ("two", "Harbor Freight's Azure intent is 62, Lindqvist Clinics' 77."),
    ("two", "Lindqvist Clinics is in Healthcare and Harbor Freight in Retail."),
    # months
    ("months", "Harbor Freight's Azure fit rose from 70 in September to 91 in October."),
    ("months", "5 customers are Act Now in October 2026, 1 in September."),
    ("months", "Act Now holds 5 customers now, against 1 last month."),
    # definitions, data, own scores
    ("defined", "High means 75 to 100, Medium 55 to 74."),
    ("defined", "A score of 74.6 is still Medium, and 75 is High."),
    ("cited", "Medium customers have 25 to 299 employees."),
    ("data", "The reports of 2026-10 and 2026-09 are imported; they name 67 customers in October and 3 in September."),
    (
        "drivers",
        "By your own model the fit of 80.6 starts from a base of 57.4; org size adds 29.4 and missing M365 seats take 6.2.",
    ),
    ("lift", "Fabrikam Hotels would become Act Now with 40 M365 seats, which lifts its fit to 76.2."),
    (
        "disagree",
        "Harbor Freight is Act Now with a fit of 91 in the reports, but your own model gives it 58.3, Evaluate.",
    ),
    ("workloads", "Backup comes next: 62% of those with Virtual Machines add it."),
)

SWAPPED = (
    # between customers
    ("list", "Lindqvist Clinics AB leads with a fit of 91 and an intent of 62."),
    ("list", "Lindqvist Clinics leads with an intent of 62, followed by Harbor Freight (77)."),
    ("list", "Lindqvist Clinics and Harbor Freight score a fit of 91 and 84 respectively."),
    ("list", "The fits are 91 (Lindqvist Clinics) and 84 (Harbor Freight)."),
    ("list", "Harbor Freight has a higher fit than Lindqvist Clinics (84 vs 91)."),
    ("list", "Lindqvist Clinics leads. Its Azure fit is 91."),
    ("list", "Lindqvist Clinics AB and Harbor Freight AB are both Act Now. Their fits are 91 and 84."),
    ("list", "Çelik Robotics' fit of 91 is lower than Harbor Freight's 93."),
    ("list", "Delorme Toys could bring $10K to $25K a year; Nova Optics between $100K and $250K."),
    ("list", "Nova Optics' cloud spend is up 40%."),
    ("list", "Lindqvist Clinics retired Exchange 2013."),
    ("list", "Harbor Freight is hiring, as of 28 August 2026."),
    ("list", "- **Lindqvist Clinics AB**: fit 91\n- **Harbor Freight AB**: fit 84"),
    ("list", "| Customer | Fit |\n|---|---|\n| Lindqvist Clinics AB | 78 |\n| Nova Optics Ltd | 84 |"),
    ("list", "|  | Lindqvist Clinics AB | Nova Optics Ltd |\n|---|---|---|\n| Fit | 78 | 84 |"),
    ("list", "Top by intent:\n- Lindqvist Clinics: 62\n- Harbor Freight: 77"),
    ("list", "Harbor Freight AB (6002) is Act Now."),
    ("list", "Harbor Freight in Stockholm has a fit of 91."),
    ("list", "Harbor Freight ABの適合度は84です。"),
    ("list", "Harbor Freight AB har passform 84 och Lindqvist Clinics AB har passform 91."),
    ("list", "Harbor Freight AB hat einen Fit von 84."),
    ("large", "Delorme Toys has 620 employees."),
    ("renewals", "Fabrikam Hotels renews on November 10, 2026."),
    ("renewals", "Fabrikam Hotels has $53,773 expiring."),
    ("two", "Lindqvist Clinics (harborfreight.se) has an Azure fit of 84."),
    ("two", "Lindqvist Clinics is in Retail and Harbor Freight in Healthcare."),
    ("disagree", "By your own model Harbor Freight has a fit of 96.5."),
    # between fields
    ("list", "Harbor Freight AB has a fit of 62 and an intent of 91."),
    ("list", "Harbor Freight: fit 62, intent 91."),
    ("list", "Harbor Freight has 62 fit and 91 intent."),
    ("list", "| Customer | Fit | Intent |\n|---|---|---|\n| Harbor Freight AB | 62 | 91 |"),
    ("list", "Harbor Freight ABの適合度は62、インテントは91です。"),
    ("list", "Harbor Freight AB har passform 62 och avsikt 91."),
    ("large", "Delorme Toys has 76 employees."),
    ("disagree", "The reports give Harbor Freight 58.3, your own model gives 91."),
    # between products
    ("both products", "Harbor Freight has an Azure fit of 66 and an M365 fit of 91."),
    ("both products", "Harbor Freight scores 66 for Azure and 91 for M365 in fit."),
    ("both products", "For M365, Lindqvist Clinics has a fit of 84."),
    ("both products", "| Customer | Azure fit | M365 fit |\n|---|---|---|\n| Harbor Freight AB | 66 | 91 |"),
    ("both products", "Harbor Freight is Act Now for M365."),
    ("one", "For Azure Harbor Freight is Evaluate with a fit of 66."),
    # between groups
    ("countries", "Sweden leads with 10 customers, followed by Germany (13)."),
    ("countries", "Sweden has 10, Germany 13 and Norway 7."),
    ("countries", "13 in Germany and 10 in Sweden are Act Now."),
    ("countries", "Sweden and Germany have 10 and 13 customers."),
    ("countries", "| Country | Customers |\n|---|---|\n| Sweden | 10 |\n| Germany | 13 |"),
    ("countries", "スウェーデンは10社、ドイツは13社です。"),
    ("two break-downs", "In Sweden 6 customers are Act Now and 13 are Evaluate for M365."),
    ("two break-downs", "Germany: 9 Act Now, 10 Evaluate."),
    ("two break-downs", "| Country | Act Now | Evaluate |\n|---|---|---|\n| Sweden | 6 | 13 |"),
    ("counts", "Sweden has 7 Act Now customers, Norway 13."),
    ("averages", "The average fit in Norway is 78 and in the United Kingdom 93."),
    ("programs", "CSP brings $86,400 and MPSA $46,393."),
    # between months
    ("months", "Harbor Freight's Azure fit fell from 91 in September to 70 in October."),
    ("months", "5 customers are Act Now in September, 1 in October."),
    ("months", "Act Now holds 1 customer now, against 5 last month."),
    ("data", "The reports name 3 customers in October and 67 in September."),
    # between definitions
    ("defined", "High means 55 to 74, Medium 75 to 100."),
    ("defined", "Low begins at 75."),
)

CHANGED = (
    ("list", "6 customers are Act Now for Azure."),
    ("list", "Six customers are Act Now for Azure."),
    ("list", "5 customers are Act Now for M365."),
    ("list", "5 customers are Evaluate for Azure."),
    ("list", "5 customers in Norway are Act Now for Azure."),
    ("list", "5 customers are Act Now for Azure in Finland."),
    ("list", "5 customers were Act Now for Azure in August 2026."),
    ("list", "Lindqvist Clinics AB has a fit of 85."),
    ("list", "Lindqvist Clinics AB has a fit of 84%."),
    ("list", "Lindqvist Clinics leads Harbor Freight by 15 points of intent."),
    ("list", "Together Lindqvist Clinics and Harbor Freight have an intent of 139."),
    ("list", "40% of the customers are in Sweden."),
    ("list", "Harbor Freight's potential revenue is $25K - $60K."),
    ("list", "Harbor Freight's potential revenue is €25K - €50K."),
    ("list", "Harbor Freight could bring $1.2 million."),
    ("list", "Lindqvist Clinics is Evaluate for Azure."),
    ("list", "Lindqvist Clinics AB is not Act Now for Azure."),
    ("list", "Lindqvist Clinics (A2) leads."),
    ("list", "Lindqvist Clinics has a Medium fit."),
    ("list", "Nova Optics has a High intent."),
    ("list", "| Customer | Cluster |\n|---|---|\n| Lindqvist Clinics AB | Nurture |"),
    ("list", "Zeta Dynamics AB leads the list."),
    ("list", "The best customer is **Adatum Works**."),
    ("list", "- Northwind Traders – ready to buy\n- Harbor Freight AB"),
    ("list", "| Customer | City |\n|---|---|\n| Proseware | Stockholm |"),
    ("list", "Woodgrove Bank AB is worth a call as well."),
    ("list", "Customer 6009 is worth a call as well."),
    ("list", "Write to info@harborfreight.com."),
    ("list", "Their agreement AGR-11-999 ends soon."),
    ("list", "Harbor Freight's agreement ends on 2026-11-10."),
    ("list", "The 7th is Nova Optics."),
    ("countries", "103 customers are Act Now for M365."),
    ("countries", "Sweden has 3 more than Germany."),
    ("countries", "Finland has 13 customers."),
    ("countries", "Sweden has 36.1% of them."),
    ("countries", "The 36 customers are spread over six countries."),
    ("averages", "The average Azure fit is 71.6."),
    ("averages", "The median Azure fit is 61.6."),
    ("programs", "The total expiring revenue is about $153K."),
    ("programs", "MPSA brings 86,400 customers."),
    ("share", "65.5% of the customers in Sweden are Act Now for M365."),
    ("without", "Harbor Freight already owns Azure."),
    ("large", "Delorme Toys has 1,540 employees."),
    ("large", "Delorme Toys has about 2K employees."),
    ("renewals", "The agreement of Fabrikam Hotels ends on 2026-11-21."),
    ("renewals", "They renew in January 2027."),
    ("one", "Harbor Freight does not own M365."),
    ("one", "Harbor Freight is in cell E5 for Azure."),
    ("one", "Harbor Freight has three agreements."),
    ("two", "Harbor Freight leads by 7 points: 91 against 84."),
    ("drivers", "Org size adds 39.4 to the fit of Harbor Freight."),
    ("lift", "Fabrikam Hotels is Act Now for Azure."),
    ("defined", "High begins at 80."),
    ("data", "October holds 4,000 customers."),
)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return open_tools(tmp_path_factory.mktemp("guard"))


@pytest.mark.parametrize(("name", "words"), HONEST)
def test_true_words_pass(tools: Tools, name: str, words: str) -> None:
    assert turn(tools, name).faults(words) == ()


@pytest.mark.parametrize(("name", "words"), SWAPPED)
def test_true_figures_of_something_else_are_faults(tools: Tools, name: str, words: str) -> None:
    assert turn(tools, name).faults(words)


@pytest.mark.parametrize(("name", "words"), CHANGED)
def test_what_the_results_do_not_say_is_a_fault(tools: Tools, name: str, words: str) -> None:
    assert turn(tools, name).faults(words)
