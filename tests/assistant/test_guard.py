"""The guard: true sentences of many kinds pass, changed and swapped figures, names and ratings do not."""

from pathlib import Path

import pytest
from guard_partner import DAY, OF_AZURE, open_tools, turn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.guard import Guard
from assistant.guard_sentences import sentences
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
    # as a model words them
    ("list", "Here are the customers that are Act Now for Azure, best first: Lindqvist Clinics AB (cell A1, $50K - $100K), Harbor Freight AB (A2, $25K - $50K), Nova Optics Ltd (A3), Delorme Toys SA (A4) and Çelik Robotics AS (A4)."),
    ("list", "Five customers qualify. Lindqvist Clinics AB in Stockholm is the strongest: it sits in cell A1 with a fit of 84, an intent of 77 and a potential revenue of $50K - $100K a year."),
    ("list", "Your best bet is **Lindqvist Clinics AB** – intent 77, driven by hiring of a cloud engineer on 2026-08-28."),
    ("list", "I would call Lindqvist Clinics first (intent 77), then Harbor Freight (62) and Nova Optics (35)."),
    ("list", "Delorme Toys has the largest potential ($100K - $250K) but a low intent of 12."),
    ("list", "Two of the customers stand out: Lindqvist Clinics and Harbor Freight."),
    ("list", "By fit, Çelik Robotics (93) and Harbor Freight (91) come first; by intent, Lindqvist Clinics (77)."),
    ("list", "Harbor Freight's Azure fit of 91 and intent of 62 put it in A2."),
    ("list", "All five are Act Now for Azure as of October 2026."),
    ("list", "The Azure fits range from 76 to 93."),
    ("list", "Intent ranges from 12 (Delorme Toys) to 77 (Lindqvist Clinics)."),
    ("list", "Harbor Freight (fit 91, intent 62) and Lindqvist Clinics (fit 84, intent 77) are the ones to call."),
    ("list", "Harbor Freight: 91/62. Lindqvist Clinics: 84/77."),
    ("list", "Fit and intent of Harbor Freight are 91 and 62."),
    ("list", "Harbor Freight's fit and intent are 91 and 62, those of Lindqvist Clinics 84 and 77."),
    ("list", "At 93, Çelik Robotics AS from Oslo has the highest fit of the five."),
    ("list", "Top 3 by intent: Lindqvist Clinics (77), Harbor Freight (62), Nova Optics (35)."),
    ("list", "1. **Lindqvist Clinics AB** (Stockholm, Sweden)\n   - Fit: 84\n   - Intent: 77\n2. **Harbor Freight AB** (Göteborg, Sweden)\n   - Fit: 91\n   - Intent: 62"),
    ("list", "**Lindqvist Clinics AB**\nFit 84, intent 77.\n\n**Harbor Freight AB**\nFit 91, intent 62."),
    ("list", "Only Delorme Toys has a potential of $100K or more."),
    ("list", "Its score is high."),
    ("list", "Es gibt 5 Kunden, die für Azure Act Now sind. Lindqvist Clinics AB führt mit einem Intent von 77, gefolgt von Harbor Freight AB (62)."),
    ("list", "5 kunder är Agera nu för Azure. Lindqvist Clinics AB leder med avsikt 77, följt av Harbor Freight AB (62)."),
    ("list", "Azureの今すぐ行動は5社です。Lindqvist Clinics ABのインテントは77、Harbor Freight ABは62です。"),
    ("list", "Azure에서 지금 행동인 고객은 5곳입니다. Lindqvist Clinics AB의 의도는 77, Harbor Freight AB는 62입니다."),
    ("list", "5 clients sont Act Now pour Azure. Lindqvist Clinics AB arrive en tête avec un score de 77, devant Harbor Freight AB (62)."),
    ("list", "Nova Optics Ltd, based in London, has 35."),
    ("list", "Let me know if you want the list in a CSV file or the reasons for each."),
    ("list", "These results come from the Azure report of October 2026 (2026-10)."),
    ("list", "Lindqvist Clinics scores 84 on fit."),
    ("list", "No customer in Germany is Act Now for Azure."),
    ("list", "With fit scores of 91 and 84, Harbor Freight and Lindqvist Clinics are strong."),
    ("one", "Harbor Freight AB is a retailer in Göteborg, Sweden, with 120 employees. For Azure it is Act Now (A2): fit 91 (High) and intent 62 (Medium). For M365 it is Evaluate (E5): fit 66, intent 80."),
    ("one", "Its agreements AGR-11-100 (CSP, $43,575) and AGR-11-101 (Open Value, $10,199) end on 2026-11-10 and 2026-12-14."),
    ("one", "Harbor Freight's two agreements bring $53,773 together."),
    ("one", "The CSP agreement is worth $43,575, the Open Value one $10,199."),
    ("two", "Harbor Freight leads on fit (91 against 84), Lindqvist Clinics on intent (77 against 62)."),
    ("two", "| | Harbor Freight AB | Lindqvist Clinics AB |\n|---|---|---|\n| Azure cluster | Act Now | Act Now |\n| Azure fit | 91 | 84 |\n| M365 cluster | Evaluate | Act Now |\n| M365 fit | 66 | 88 |"),
    ("two", "In M365, Lindqvist Clinics (88) is far ahead of Harbor Freight (66)."),
    ("two", "Harbor Freight has 120 employees and Lindqvist Clinics 340."),
    ("countries", "Most are in Sweden: 13 of 36."),
    ("countries", "Sweden (13) and Germany (10) lead; the United States has only 1."),
    ("countries", "The largest group is Sweden with 13 customers, the smallest the United States with one."),
    ("countries", "By country: Sweden 13, Germany 10, Norway 7, Denmark 5, United States 1."),
    ("countries", "Sweden: 13 customers; Germany: 10 customers; Norway: 7 customers."),
    ("countries", "With 13 customers, Sweden is first."),
    ("countries", "There are 13 customers in Sweden, 10 in Germany, and 7 in Norway that are Act Now for M365."),
    ("two break-downs", "Sweden has 13 customers that are Act Now and 6 that are Evaluate."),
    ("two break-downs", "Act Now: Sweden 13, Germany 10. Evaluate: Sweden 6, Germany 9."),
    ("programs", "MPSA is the largest program with $86,400, followed by CSP with $46.4K and Open Value with about $10K."),
    ("programs", "| License program | Expiring revenue |\n|---|---|\n| MPSA | $86,400 |\n| CSP | $46,393 |"),
    ("programs", "Expiring revenue by program: MPSA $86,400; CSP $46,392.83; Open Value $10,198.54."),
    ("averages", "On average customers in Norway score 93 for Azure fit, in Sweden 50.4."),
    ("months", "In September Harbor Freight was still Evaluate with a fit of 70; in October it is Act Now with 91."),
    ("months", "Harbor Freight's fit went up from 70 to 91."),
    ("months", "The number of Act Now customers grew from 1 in 2026-09 to 5 in 2026-10."),
    ("renewals", "Harbor Freight AB: 2 agreements, $53,773, next end 2026-11-10. Fabrikam Hotels GmbH: 1 agreement, $2,818, 2026-11-20."),
    ("renewals", "Between 2026-10-25 and 2026-12-24 two customers renew."),
    ("share", "61.9 percent of customers in Sweden are Act Now for M365."),
    ("defined", "A fit of 75 or more is High, which means Act Now."),
    ("large", "Of those with 300 or more employees, 4 are Act Now for Azure: Delorme Toys (1,450), Çelik Robotics (620), Lindqvist Clinics (340) and Nova Optics (310)."),
    ("data", "I hold 2 months: 2026-10 with 67 customers and 2026-09 with 3."),
    ("disagree", "The biggest gap is at Harbor Freight: the report says 91, our model 58.3."),
    ("disagree", "For Lindqvist Clinics our own model gives a fit of 96.5, the report 84."),
    ("drivers", "Harbor Freight's own fit of 80.6 is 57.4 plus 29.4 for its org size, less 6.2 for M365 seats."),
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
    # as a model words them
    ("list", "Harbor Freight: 84/77."),
    ("list", "Fit and intent of Harbor Freight are 62 and 91."),
    ("list", "Intent ranges from 12 (Lindqvist Clinics) to 77 (Delorme Toys)."),
    ("list", "Intent ranges from 12 to 93."),
    ("list", "I would call Lindqvist Clinics first (intent 62), then Harbor Freight (77)."),
    ("list", "By fit, Çelik Robotics (91) and Harbor Freight (93) come first."),
    ("list", "1. **Lindqvist Clinics AB**\n   - Fit: 77\n   - Intent: 84"),
    ("list", "1. **Lindqvist Clinics AB**\n   - Fit: 84\n2. **Harbor Freight AB**\n   - Fit: 84"),
    ("list", "**Lindqvist Clinics AB**\nFit 91, intent 62."),
    ("list", "With fit scores of 84 and 91, Harbor Freight and Lindqvist Clinics are strong."),
    ("list", "Lindqvist Clinics AB leder med avsikt 62, följt av Harbor Freight AB (77)."),
    ("list", "Lindqvist Clinics AB führt mit einem Intent von 62, gefolgt von Harbor Freight AB (77)."),
    ("list", "Lindqvist Clinics ABのインテントは62、Harbor Freight ABは77です。"),
    ("list", "Lindqvist Clinics AB의 의도는 62, Harbor Freight AB는 77입니다."),
    ("list", "At 91, Çelik Robotics AS has the highest fit."),
    ("list", "Lindqvist Clinics in Göteborg is in A1."),
    ("two", "Harbor Freight leads on fit (84 against 91)."),
    ("two", "Harbor Freight leads on intent (77 against 62)."),
    ("two", "| | Harbor Freight AB | Lindqvist Clinics AB |\n|---|---|---|\n| Azure fit | 84 | 91 |"),
    ("two", "| | Harbor Freight AB | Lindqvist Clinics AB |\n|---|---|---|\n| M365 cluster | Act Now | Evaluate |"),
    ("two", "Harbor Freight has 340 employees and Lindqvist Clinics 120."),
    ("one", "The CSP agreement is worth $10,199, the Open Value one $43,575."),
    ("one", "AGR-11-100 is worth $10,199."),
    ("one", "Its agreements AGR-11-100 and AGR-11-101 end on 2026-12-14 and 2026-11-10."),
    ("countries", "Sweden (10) and Germany (13) lead."),
    ("countries", "Most are in Germany: 13 of 36."),
    ("countries", "With 13 customers, Germany is first."),
    ("two break-downs", "Act Now: Sweden 6, Germany 9. Evaluate: Sweden 13, Germany 10."),
    ("months", "Harbor Freight's fit went down from 91 to 70."),
    ("months", "In September Harbor Freight was Act Now with a fit of 91."),
    ("programs", "MPSA is the largest program with $46.4K, followed by CSP with $86,400."),
    ("disagree", "The biggest gap is at Harbor Freight: the report says 58.3, our model 91."),
    ("drivers", "M365 seats add 29.4."),
    ("large", "Delorme Toys (620), Çelik Robotics (1,450)."),
    ("renewals", "Harbor Freight AB: 1 agreement, $53,773."),
    ("renewals", "Harbor Freight AB: 2 agreements, $2,818."),
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
    ("list", "All six are Act Now for Azure."),
    ("list", "They are all Evaluate for Azure."),
)


LISTED = Query(CustomerSet(filters=(Filter("cluster", "in", ("act-now",), ("azure",)),)), order=(OF_AZURE,))
GROUPED = Query(CustomerSet(), Measure(), ("country",), (Order("customers"),))
OF_ROWS = (
    "{name} has an Azure fit of {azure.fit:g}.",
    "{name}: fit {azure.fit:g}, intent {azure.intent:g}.",
    "The intent of {name} is {azure.intent:g}.",
    "- **{name}** ({city}): cell {azure.cell}, fit {azure.fit:g}",
    "| Customer | Fit | Intent |\n|---|---|---|\n| {name} | {azure.fit:g} | {azure.intent:g} |",
    "{name} ({customer_id}) is in {country} with an intent of {azure.intent:g}, which makes it {azure.cluster}.",
    "The one to call is {name} (fit {azure.fit:g}).",
    "{name} hat einen Fit von {azure.fit:g}.",
    "{name}の適合度は{azure.fit:g}です。",
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


# ---- any row, any two rows --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(sample: Path) -> tuple[Guard, tuple[dict[str, object], ...]]:
    """The guard over a list of the sample workspace, and the rows of the list."""
    tools = Tools(Engine(Workspace(sample), DAY), DAY)
    guard = Guard(tools.engine, "", DAY)
    rows = tools.customers(LISTED).rows
    guard.add(tools.ran[-1])
    return guard, rows


def worded(template: str, row: dict[str, object], other: dict[str, object]) -> str:
    """A template with the name of one row and the figures of another."""
    figures = {name: other[name] for name in ("azure.fit", "azure.intent")}
    words = template
    for name, value in ({**row, **figures} | {"name": row["account_name"]}).items():
        words = words.replace(f"{{{name}:g}}", f"{value:g}" if isinstance(value, float) else "")
        words = words.replace(f"{{{name}}}", str(value))
    return words


@given(st.sampled_from(OF_ROWS), st.integers(0, 24), st.integers(0, 24))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sentence_of_any_row_passes_and_with_the_figures_of_another_it_does_not(
    listed: tuple[Guard, tuple[dict[str, object], ...]], template: str, one: int, other: int
) -> None:
    guard, rows = listed
    row, second = rows[one % len(rows)], rows[other % len(rows)]
    assert guard.faults(worded(template, row, row)) == ()
    names = [name for name in ("azure.fit", "azure.intent") if f"{{{name}" in template]
    if any(row[name] != second[name] for name in names):
        assert guard.faults(worded(template, row, second))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sentence_of_any_groups_passes_and_with_their_figures_swapped_it_does_not(
    sample: Path, data: st.DataObject
) -> None:
    tools = Tools(Engine(Workspace(sample), DAY), DAY)
    guard = Guard(tools.engine, "", DAY)
    groups = tools.customers(Query(CustomerSet(), Measure(), ("country",))).groups or ()
    guard.add(tools.ran[-1])
    one, other = data.draw(st.lists(st.sampled_from(groups), min_size=2, max_size=2, unique=True))
    template = data.draw(
        st.sampled_from(
            (
                "{0} has {1:g} customers and {2} {3:g}.",
                "There are {1:g} customers in {0} and {3:g} in {2}.",
                "{0} ({1:g}) and {2} ({3:g}) come first.",
                "{0} and {2} have {1:g} and {3:g} customers respectively.",
                "- {0}: {1:g}\n- {2}: {3:g}",
                "| Country | Customers |\n|--|--|\n| {0} | {1:g} |\n| {2} | {3:g} |",
            )
        )
    )
    assert guard.faults(template.format(one.key, one.value, other.key, other.value)) == ()
    if one.value != other.value:
        assert guard.faults(template.format(one.key, other.value, other.key, one.value))


# ---- how figures may be written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Delorme Toys has 1,450 employees.", True),
        ("Delorme Toys has 1450 employees.", True),
        ("Delorme Toys har 1 450 anställda.", True),
        ("Delorme Toys hat 1.450 Mitarbeiter.", True),
        ("Delorme Toys has about 1,500 employees.", True),
        ("Delorme Toys has roughly 1.5K employees.", True),
        ("Delorme Toys has over 1,400 employees.", True),
        ("Delorme Toys has almost 1,500 employees.", True),
        ("Delorme Toys has 1,500 employees.", False),
        ("Delorme Toys has over 1,500 employees.", False),
        ("Delorme Toys has under 1,400 employees.", False),
        ("Delorme Toys has about 1,300 employees.", False),
        ("Delorme Toys has 1.4 employees.", False),
        ("Delorme Toys could bring $100,000 to $250,000.", True),
        ("Delorme Toys could bring at least $100K.", True),
        ("Delorme Toys could bring up to $250K.", True),
        ("Delorme Toys could bring $250K+.", False),
        ("Delorme Toys could bring at least $250K.", False),
    ],
)
def test_figures_may_be_written_in_several_ways(tools: Tools, words: str, holds: bool) -> None:
    assert (turn(tools, "large" if "employ" in words or "anst" in words or "Mit" in words else "list").faults(words) == ()) is holds


# ---- growing text, and what the guard is told -------------------------------------------------------


def test_growing_text_is_checked_sentence_by_sentence(tools: Tools) -> None:
    guard = turn(tools, "list")
    words = "Lindqvist Clinics leads with an intent of 77. Its fit is 84.\n- Harbor Freight AB: intent 77\n"
    faults = [guard.faults("".join(sentences(words)[:count])) for count in (1, 2, 3)]
    assert faults[:2] == [(), ()]
    assert len(faults[2]) == 1
    assert "77" in faults[2][0]
    assert guard.faults(words) == faults[2]


def test_a_fault_names_the_words_and_what_the_results_say(tools: Tools) -> None:
    (fault,) = turn(tools, "list").faults("Lindqvist Clinics has an Azure fit of 91.")
    assert fault == "'91' (of Lindqvist Clinics; Azure; fit) is not what the results say: 84."


def test_figures_and_names_of_the_question_may_be_repeated(tools: Tools) -> None:
    guard = Guard(tools.engine, "Is Woodgrove Bank AB among those with at least 250 employees?", DAY)
    tools.begin()
    tools.customers(LISTED)
    guard.add(tools.ran[-1])
    assert guard.faults("Woodgrove Bank AB is not among those with at least 250 employees.") == ()
    assert guard.faults("Woodgrove Bank AB has 250 employees.")


def test_without_results_no_figure_passes(tools: Tools) -> None:
    guard = Guard(tools.engine, "", DAY)
    assert guard.faults("Nothing was found.") == ()
    assert guard.faults("12 customers were found.")


@pytest.mark.parametrize(
    ("words", "complete"),
    [
        ("Contoso leads. It has 2.5", ["Contoso leads. "]),
        ("It scores 2.5 points. Next", ["It scores 2.5 points. "]),
        ("Dr. Foster Inc. leads, e.g. Contoso. So", ["Dr. Foster Inc. leads, e.g. Contoso. "]),
        ("It could bring $25K - $50K. It is", ["It could bring $25K - $50K. "]),
        ("1. Contoso\n2. Fabrikam", ["1. Contoso\n"]),
        ("- A: 1\n- B: 2\n", ["- A: 1\n", "- B: 2\n"]),
        ("顧客は5社です。次", ["顧客は5社です。"]),
        ("Is it 5? Yes! No", ["Is it 5? ", "Yes! "]),
        ("It has 5.", []),
        ("", []),
    ],
)
def test_complete_sentences(words: str, complete: list[str]) -> None:
    assert sentences(words) == complete


@given(st.text(alphabet="ab. 1\n!。$-K,", max_size=60), st.integers(0, 60))
def test_sentences_begin_the_text_and_stay_as_it_grows(words: str, cut: int) -> None:
    found = sentences(words)
    assert words.startswith("".join(found))
    assert sentences(words[:cut])[:-1] == found[: max(0, len(sentences(words[:cut])) - 1)]
