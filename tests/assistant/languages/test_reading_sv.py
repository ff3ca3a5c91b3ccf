"""What Swedish questions are read as: the same as their English; and what is unknown in Swedish stays unknown."""

import re
from dataclasses import replace

import pytest

from assistant.offline.brain import OfflineBrain
from assistant.offline.outcome import AskBack, Outcome, ReadCustomers, ReadDefinition, ReadQuery, Refuse
from assistant.offline.reader import Context
from assistant.phrases import phrases

QUESTIONS = [
    ("Vilka kunder är Agera nu för Azure?", "Which customers are Act Now for Azure?"),
    ("visa Agera nu-kunderna för Azure i Sverige", "show the Act Now customers for Azure in Sweden"),
    (
        "Lista alla kunder i Norge som är Utvärdera för Microsoft 365",
        "List all customers in Norway that are Evaluate for Microsoft 365",
    ),
    ("ge mig svenska kunder med Agera nu för Surface", "give me Swedish customers with Act Now for Surface"),
    (
        "Vilka företag i Tyskland eller Frankrike har hög passform för Azure?",
        "Which companies in Germany or France have high fit for Azure?",
    ),
    (
        "kunder i Göteborg med hög avsikt men låg passform för M365",
        "customers in Gothenburg with high intent but low fit for M365",
    ),
    (
        "Vilka kunder med fler än 500 anställda är Agera nu för Business Central?",
        "Which customers with more than 500 employees are Act Now for Business Central?",
    ),
    (
        "Kunder med minst 50 men färre än 300 anställda som är Agera nu för BC",
        "Customers with at least 50 but fewer than 300 employees that are Act Now for BC",
    ),
    ("Kan du visa mig alla kunder som saknar Azure?", "Can you show me all customers that don't have Azure?"),
    ("Vilka kunder har M365 men inte Azure?", "Which customers have M365 but not Azure?"),
    ("kunder utan Azure i Danmark", "customers without Azure in Denmark"),
    ("Vilka kunder äger varken Azure eller M365?", "Which customers own neither Azure nor M365?"),
    (
        "alla kunder i USA utom de i Massachusetts som är Agera nu för Azure",
        "all customers in the US except those in Massachusetts that are Act Now for Azure",
    ),
    (
        "Vilka tillverkningsföretag i USA är Agera nu för Surface?",
        "Which manufacturing companies in the US are Act Now for Surface?",
    ),
    (
        "Kunder inom hälso- och sjukvård i Storbritannien med hög benägenhet för M365",
        "Healthcare customers in the UK with high propensity for M365",
    ),
    ("Vilka kunder sitter i cell A1 för M365?", "Which customers sit in cell A1 for M365?"),
    (
        "Visa kunderna i kohorten migrera till molnet för M365 som är Agera nu",
        "Show the customers in the M365 migrate to cloud cohort that are Act Now",
    ),
    ("mörka kunder i migrera till molnet i München", "dark migrate-to-cloud customers in Munich"),
    (
        "Vilka kunder i Copilot-kohorten har redan Copilot?",
        "Which customers in the Copilot cohort already have Copilot?",
    ),
    ("Vilka ideella organisationer är Utvärdera för M365?", "Which nonprofits are Evaluate for M365?"),
    ("Kunder som kör Kubernetes på Azure", "Customers running Kubernetes on Azure"),
    (
        "Kunder med en potentiell intäkt för Surface på minst 100 000 dollar",
        "Customers with a Surface potential revenue of at least 100,000 dollars",
    ),
    (
        "kunder i segmentet Övre medel i USA utan Azure",
        "customers in the Upper Medium segment in the US without Azure",
    ),
    (
        "Mycket små kunder i Tokyo som är Agera nu för Power Apps",
        "Very small customers in Tokyo that are Act Now for Power Apps",
    ),
    (
        "Vilka kunder har en passform mellan 60 och 70 för Azure?",
        "Which customers have a fit between 60 and 70 for Azure?",
    ),
    ("Kunder med mycket låg avsikt för Azure i Japan", "Customers with very low intent for Azure in Japan"),
    ("Vem är Vårda för M365 med en avsikt på minst 75?", "Who is Nurture for M365 with an intent of at least 75?"),
    (
        "Alla kunder i klustret Utbilda för Surface i Korea",
        "All customers in the Educate cluster for Surface in Korea",
    ),
    ("Vilka kunder har en anställningssignal för M365?", "Which customers have a hiring signal for M365?"),
    ("Vilka var Agera nu för Azure i september?", "Which customers were Act Now for Azure in September?"),
    ("Kunder som inte är Agera nu för Azure i Norge", "Customers that are not Act Now for Azure in Norway"),
    (
        "Hej! Skulle du kunna lista kunderna i Oslo som är Agera nu för Surface, tack?",
        "Hi! Could you please list the customers in Oslo that are Act Now for Surface? Thanks",
    ),
    (
        "Kunder i Stockholm eller Malmö med Agera nu eller Utvärdera för Azure",
        "Customers in Stockholm or Malmo with Act Now or Evaluate for Azure",
    ),
    (
        "kunder som inte har köpt något de senaste 36 månaderna",
        "customers that have not bought anything in the last 36 months",
    ),
    ("Vilka Azurekunder i Sverige har Surface?", "Which Azure customers in Sweden have Surface?"),
    ("M365-kunder i Tyskland som saknar Surface", "M365 customers in Germany that don't have Surface"),
    ("kunder som använder AWS men inte Azure", "customers that use AWS but not Azure"),
    ("Hur många kunder har vi?", "How many customers do we have?"),
    ("Hur många kunder är Agera nu för Azure?", "How many customers are Act Now for Azure?"),
    ("hur många av våra kunder i Sverige saknar M365?", "how many of our customers in Sweden don't have M365?"),
    ("Antal kunder med färre än 25 anställda", "Number of customers with fewer than 25 employees"),
    (
        "Hur många kunder med 300 anställda eller fler finns i Tyskland?",
        "How many customers with 300 employees or more are there in Germany?",
    ),
    ("Hur många kunder finns i kohorten M365 till E5?", "How many customers are in the M365 to E5 cohort?"),
    (
        "antalet kunder i USA med hög benägenhet för Power Apps",
        "the number of customers in the US with high propensity for Power Apps",
    ),
    (
        "Hur många kunder är Agera nu för minst en produkt?",
        "How many customers are Act Now for at least one product?",
    ),
    (
        "Hur många kunder har hög passform men mycket låg avsikt för Azure?",
        "How many customers have high fit but very low intent for Azure?",
    ),
    ("Hur många avtal finns det i förnyelserapporten?", "How many agreements are there in the renewals report?"),
    (
        "Hur många kunder är redo att förnya eller utöka Surface?",
        "How many customers are ready to refresh or expand Surface?",
    ),
    (
        "Räkna kunderna i Danmark som är Utvärdera för Surface",
        "Count the customers in Denmark that are Evaluate for Surface",
    ),
    (
        "Vad är den totala potentiella Azure-intäkten för våra Agera nu-kunder?",
        "What is the total Azure potential revenue of our Act Now customers?",
    ),
    ("genomsnittlig passform för M365 i Tyskland", "average fit for M365 in Germany"),
    ("Vad är snittet av avsikten för Azure i Sverige?", "What is the average intent for Azure in Sweden?"),
    (
        "Hur stor andel av kunderna i Storbritannien är Agera nu för Azure?",
        "What share of the customers in the UK is Act Now for Azure?",
    ),
    ("Hur många procent av de svenska kunderna har Azure?", "What percentage of the Swedish customers has Azure?"),
    ("medianen av antalet anställda i Norge", "the median of the number of employees in Norway"),
    (
        "Vilken är den högsta avsikten för Azure bland danska kunder?",
        "What is the highest intent for Azure among Danish customers?",
    ),
    (
        "summan av den potentiella intäkten för Surface i Frankrike",
        "the sum of the potential revenue for Surface in France",
    ),
    ("genomsnittligt antal anställda i Copilot-kohorten", "average number of employees in the Copilot cohort"),
    ("Hur mycket intäkt löper ut inom 60 dagar?", "How much revenue expires within 60 days?"),
    (
        "Topp 10 Agera nu-kunder för Azure i USA efter potentiell intäkt",
        "Top 10 Act Now customers for Azure in the US by potential revenue",
    ),
    ("de fem bästa kunderna för M365 i Frankrike", "the five best customers for M365 in France"),
    ("De tio största kunderna efter antal anställda", "The ten largest customers by number of employees"),
    (
        "Vilka tre svenska kunder har högst avsikt för Azure?",
        "Which three Swedish customers have the highest intent for Azure?",
    ),
    (
        "Visa de 5 kunderna i Norge med störst potentiell intäkt för M365, störst först",
        "Show the 5 customers in Norway with the largest potential revenue for M365, largest first",
    ),
    ("topp 20 kunder för Surface i Tyskland", "top 20 customers for Surface in Germany"),
    (
        "Rangordna de 15 mest lovande kunderna för Business Central i Danmark",
        "Rank the 15 most promising customers for Business Central in Denmark",
    ),
    (
        "De åtta minsta kunderna i Sverige efter antal anställda",
        "The eight smallest customers in Sweden by number of employees",
    ),
    (
        "Vem har bäst passform för Surface i New York? Bara topp 3",
        "Who has the best fit for Surface in New York? Just the top 3",
    ),
    (
        "Kunder i Norge som är Agera nu för Azure, sorterade efter avsikt i fallande ordning",
        "Customers in Norway that are Act Now for Azure, sorted by intent in descending order",
    ),
    ("Hur många Agera nu-kunder för Azure per land?", "How many Act Now customers for Azure per country?"),
    ("Fördela kunderna på bransch", "Break down the customers by industry"),
    ("antal kunder per segment", "number of customers per segment"),
    ("genomsnittlig passform för Azure per land", "average fit for Azure per country"),
    ("Total potentiell intäkt för Surface per bransch", "Total potential revenue for Surface by industry"),
    ("Antal kunder i varje Azure-cell", "Number of customers in each Azure cell"),
    ("Dela upp de tyska kunderna efter stad", "Split the German customers by city"),
    (
        "Antal kunder per land och segment i Copilot-kohorten",
        "Number of customers by country and segment in the Copilot cohort",
    ),
    ("Kunder per M365-kluster", "customers per M365 cluster"),
    (
        "Hur mycket intäkt löper ut per licensprogram det här kvartalet?",
        "How much revenue expires per license program this quarter?",
    ),
    (
        "Vilka kunder har gått från Utvärdera till Agera nu för Azure sedan förra månaden?",
        "Which customers went from Evaluate to Act Now for Azure since last month?",
    ),
    (
        "Vilka har flyttat till Agera nu för M365 sedan förra månaden?",
        "Who moved into Act Now for M365 since last month?",
    ),
    ("Vilka kunder har försvunnit sedan september?", "Which customers have disappeared since September?"),
    (
        "Vilkas avsikt för M365 ökade med minst 40 poäng sedan förra månaden?",
        "Whose M365 intent increased by at least 40 points since last month?",
    ),
    (
        "De tre största ökningarna i avsikt för Surface från september till oktober",
        "The three largest increases in Surface intent from September to October",
    ),
    (
        "Hur många kunder föll ur Agera nu för Power Apps sedan september?",
        "How many customers dropped out of Act Now for Power Apps since September?",
    ),
    (
        "Svenska kunder vars kluster för Business Central har försämrats sedan förra månaden",
        "Swedish customers whose Business Central cluster got worse since last month",
    ),
    (
        "Hur många kunder har bytt kluster för Azure sedan förra månaden?",
        "How many customers have changed their Azure cluster since last month?",
    ),
    (
        "Vilka kunder har avtal som löper ut inom 30 dagar?",
        "Which customers have an agreement that ends within 30 days?",
    ),
    ("Hur många avtal går ut det här kvartalet?", "How many agreements end this quarter?"),
    ("Avtal som går ut de närmaste 60 dagarna", "Agreements that end in the next 60 days"),
    (
        "Vilka kunder har avtal som löper ut i januari 2027?",
        "Which customers have agreements that end in January 2027?",
    ),
    ("Vilkas avtal har redan gått ut?", "Whose agreement has already expired?"),
    ("kunder med minst två avtal", "customers with at least two agreements"),
    (
        "Hur mycket intäkter löper ut före slutet av räkenskapsåret?",
        "How much revenue expires before the end of the fiscal year?",
    ),
    (
        "avtal som går ut mellan 1 november och 31 december 2026",
        "agreements that end between November 1 and December 31, 2026",
    ),
    ("Avtal som löper ut senast den 5 januari 2027", "Agreements that end by January 5, 2027"),
    ("Avtal med slutdatum före 2027-01-05", "Agreements with an end date before 2027-01-05"),
    ("Vilka är Agera nu för både Azure och M365 i Tyskland?", "Who is Act Now for both Azure and M365 in Germany?"),
    (
        "Kunder som är Agera nu för Azure men varken Agera nu eller Utvärdera för Surface",
        "Customers that are Act Now for Azure but neither Act Now nor Evaluate for Surface",
    ),
    (
        "Vilka kunder är Agera nu för minst fem av produkterna?",
        "Which customers are Act Now for at least five of the products?",
    ),
    (
        "Kunder med en passform för Azure över 80 och en passform för M365 under 40",
        "Customers with a fit for Azure above 80 and a fit for M365 below 40",
    ),
    (
        "Kunder som är Agera nu för Azure eller Surface i Norge",
        "Customers that are Act Now for Azure or Surface in Norway",
    ),
    ("Agera nu för Azure men inte för M365", "Act Now for Azure but not for M365"),
    ("Vad betyder Agera nu?", "What does Act Now mean?"),
    ("Vad är skillnaden mellan passform och avsikt?", "What is the difference between fit and intent?"),
    ("Vad står D365SP för?", "What does D365SP stand for?"),
    ("Vad är whitespace?", "What is whitespace?"),
    ("Vad menas med Utbilda?", "What is meant by Educate?"),
    ("Hur ofta kommer nya rapporter?", "How often do new reports come out?"),
    ("Vad är en mörk kund?", "What is a dark customer?"),
    (
        "Gör en ringlista med 10 kunder i Sverige som är Agera nu för Azure",
        "Make a call list of 10 customers in Sweden that are Act Now for Azure",
    ),
    (
        "Kortlista på 25 kunder för en Azure-kampanj i Sverige och Danmark, bara Agera nu",
        "Shortlist of 25 customers for an Azure campaign in Sweden and Denmark, Act Now only",
    ),
    (
        "Jag vill ha tolv kunder med hög benägenhet för Surface i Tyskland, rangordnade",
        "I want twelve customers with high propensity for Surface in Germany, ranked",
    ),
    ("Vilka månader har vi?", "Which months do we have?"),
    ("Vilken rapport innehåller Copilot-flaggan?", "Which report has the Copilot flag?"),
    (
        "Vilka kunder var Agera nu för Azure i januari 2025?",
        "Which customers were Act Now for Azure in January 2025?",
    ),
    ("Vilka kunder har Power BI Premium-licenser?", "Which customers have Power BI Premium licences?"),
    ("Kunder med en intäkt på minst 500 000 kronor", "Customers with a revenue of at least 500,000 kronor"),
    ("Skicka ett mejl till alla kunder i Sverige", "Send an e-mail to all customers in Sweden"),
    ("I Norge, hur många kunder är Agera nu för Surface?", "In Norway, how many customers are Act Now for Surface?"),
    (
        "Av våra kunder i Sverige, vilka har hög benägenhet för Azure?",
        "Of our customers in Sweden, which have high propensity for Azure?",
    ),
    (
        "finns det några kunder i Malmö som är Agera nu för Power Apps?",
        "are there any customers in Malmo that are Act Now for Power Apps?",
    ),
    ("vilka kundr i Sverge är agera nu för azure", "which customers in Sweden are act now for azure"),
    ("VILKA KUNDER I TYSKLAND ÄR AGERA NU FÖR AZURE", "which customers in Germany are Act Now for Azure"),
    (
        "kan du ta fram alla norska företag som ligger i utvärdera för surface",
        "find all Norwegian companies that are Evaluate for Surface",
    ),
    (
        "Vilka kunder har fler än två avtal som löper ut i år?",
        "Which customers have more than two agreements that expire this year?",
    ),
    (
        "Vilka av våra kunder i Frankrike är inte Agera nu för M365?",
        "Which of our customers in France are not Act Now for M365?",
    ),
    ("Agera nu för Azure men ej för Surface, i Tyskland", "Act Now for Azure but not for Surface, in Germany"),
    ("Vilka kunder har Azure-passform på 90 eller högre?", "Which customers have an Azure fit of 90 or higher?"),
    ("Kunder med M365-avsikt under 20 i Danmark", "Customers with an M365 intent below 20 in Denmark"),
    (
        "Hur många kunder har M365 men saknar både Azure och Surface?",
        "How many customers have M365 but have neither Azure nor Surface?",
    ),
    ("Hur ser fördelningen av kunder per land ut?", "What is the distribution of customers by country?"),
    (
        "Hur många Utvärdera-kunder för M365 finns i varje bransch?",
        "How many Evaluate customers for M365 are in each industry?",
    ),
    (
        "Vad är den genomsnittliga avsikten för Surface per segment?",
        "What is the average intent for Surface by segment?",
    ),
    ("Vilket land har flest Agera nu-kunder för Azure?", "Which country has the most Act Now customers for Azure?"),
    (
        "Kunder i Stockholm sorterade efter antal anställda, störst först",
        "Customers in Stockholm sorted by number of employees, largest first",
    ),
    ("de 15 bästa svenska kunderna för Azure", "the 15 best Swedish customers for Azure"),
    (
        "vilka tio kunder har lägst passform för M365 i Norge",
        "which ten customers have the lowest fit for M365 in Norway",
    ),
    (
        "Vilka företag inom detaljhandeln i Storbritannien saknar M365?",
        "Which retail companies in the UK don't have M365?",
    ),
    ("Försäkringsbolag med hög avsikt för Azure", "Insurance companies with high intent for Azure"),
    ("kommuner i Sverige som är Agera nu för M365", "municipalities in Sweden that are Act Now for M365"),
    (
        "Skolor och universitet i Danmark som är Utvärdera för Surface",
        "Schools and universities in Denmark that are Evaluate for Surface",
    ),
    ("Agera nu-kunder för BC i Norden", "Act Now customers for BC in the Nordics"),
    ("Vilka kunder i DACH är Agera nu för M365?", "Which customers in DACH are Act Now for M365?"),
    ("Vilka kunder i Belgien är Agera nu för Azure?", "Which customers in Belgium are Act Now for Azure?"),
    (
        "Kunder som fått en fusion eller förvärvssignal för Azure",
        "Customers with a merger or acquisition signal for Azure",
    ),
    ("Kunder med finansieringssignal för M365 i Frankrike", "Customers with a funding signal for M365 in France"),
    ("Vilka kunder har över 1 000 anställda?", "Which customers have more than 1,000 employees?"),
    (
        "Vilka kunder har en potentiell Azure-intäkt mellan 25 000 och 100 000 dollar?",
        "Which customers have an Azure potential revenue between 25,000 and 100,000 dollars?",
    ),
    (
        "kunder med potentiell intäkt för M365 över 50 tusen dollar",
        "customers with potential revenue for M365 over 50 thousand dollars",
    ),
    ("kunder med potential för Surface under $10K", "customers with potential for Surface under $10K"),
    (
        "Vilka kunder kom in i Agera nu för M365 den här månaden?",
        "Which customers moved into Act Now for M365 this month?",
    ),
    ("Vilka har lämnat Agera nu för Azure sedan september?", "Who left Act Now for Azure since September?"),
    ("Hur många nya kunder finns i oktoberrapporterna?", "How many new customers are in the October reports?"),
    ("Vilka kunder har fått sämre Azure-kluster?", "Which customers got a worse Azure cluster?"),
    (
        "De fem största minskningarna i M365-avsikt sedan september",
        "The five largest decreases in M365 intent since September",
    ),
    ("Avtal som förfaller nästa kvartal", "Agreements that expire next quarter"),
    ("Vilka kunder har avtal som går ut under november?", "Which customers have agreements that end in November?"),
    (
        "Hur stor är den utgående intäkten i Sverige det här räkenskapsåret?",
        "How much expiring revenue is there in Sweden this fiscal year?",
    ),
    (
        "Vilka Enterprise Agreement-avtal löper ut före årsskiftet?",
        "Which Enterprise Agreement agreements expire before the end of this year?",
    ),
    ("CSP-avtal som går ut inom 90 dagar", "CSP agreements that end within 90 days"),
    ("Vilka avtal slutar efter den 1 mars 2027?", "Which agreements end after March 1, 2027?"),
    (
        "Avtal som löper ut mellan 2026-11-01 och 2026-11-30",
        "Agreements that expire between 2026-11-01 and 2026-11-30",
    ),
    ("Kunder med utgående intäkt på över 20 000 dollar", "Customers with expiring revenue over 20,000 dollars"),
    (
        "Hur många kunder är Agera nu för både M365 och Surface?",
        "How many customers are Act Now for both M365 and Surface?",
    ),
    ("Kunder som är Agera nu för exakt två produkter", "Customers that are Act Now for exactly two products"),
    ("Kunder som är Agera nu för alla produkter", "Customers that are Act Now for all products"),
    ("Kunder som inte är Agera nu för någon produkt", "Customers that are not Act Now for any product"),
    (
        "Agera nu för minst tre av Azure, M365, Surface och Power Apps",
        "Act Now for at least three of Azure, M365, Surface and Power Apps",
    ),
    (
        "Hur många kunder är Agera nu eller Utvärdera för Azure, uppdelat per land och kluster?",
        "How many customers are Act Now or Evaluate for Azure, by country and cluster?",
    ),
    ("Vad betyder hög benägenhet?", "What does high propensity mean?"),
    ("Vad är en kohort?", "What is a cohort?"),
    ("Vad innebär Vårda?", "What does Nurture mean?"),
    ("Vad är skillnaden mellan Agera nu och Utvärdera?", "What is the difference between Act Now and Evaluate?"),
    ("Vad är Azure next logical workload?", "What is Azure next logical workload?"),
    ("Vad är A1?", "What is A1?"),
    ("tack", "thanks"),
    ("hej", "hello"),
]
FOLLOW_UPS = [
    ("Which customers are Act Now for Azure in Sweden?", "Och i Norge?", "And in Norway?"),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "Hur många av dem har redan Azure?",
        "How many of those already have Azure?",
    ),
    (
        "Which customers are Act Now for Azure in the US?",
        "bara de i Boston eller Chicago",
        "just the ones in Boston or Chicago",
    ),
    ("Which customers are Act Now for Azure in Sweden?", "samma sak för Power Apps", "same thing for Power Apps"),
    ("Top 10 customers for Azure in Sweden", "gör det till fem", "make it five"),
    ("Which customers are Act Now for Azure in Sweden?", "ta bort de mycket små", "leave out the Very Small ones"),
    ("Which customers are Act Now for Azure?", "vilka av dem är i Danmark?", "which of them are in Denmark?"),
    ("Which customers are Act Now for Azure?", "fördela dem på bransch", "break them down by industry"),
    ("Which customers are Act Now for Azure in Sweden?", "Och för M365?", "And for M365?"),
    ("Which customers are Act Now for Azure in Sweden?", "i Tyskland i stället", "in Germany instead"),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "de av dem som har fler än 100 anställda",
        "those of them that have more than 100 employees",
    ),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "sortera dem efter antal anställda",
        "sort them by number of employees",
    ),
    (
        "Which customers are in the M365 migrate to cloud category in Sweden?",
        "bara lokalt-kohorten",
        "only the on-premises cohort",
    ),
    ("Which customers are Act Now for Azure in Sweden?", "och i Danmark då?", "and in Denmark?"),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "visa bara de med fler än 100 anställda",
        "only those with more than 100 employees",
    ),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "och vilka av dem har ingen M365?",
        "and which of them have no M365?",
    ),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "sortera efter potentiell intäkt i stället",
        "sort by potential revenue instead",
    ),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "hur fördelar de sig på bransch?",
        "break them down by industry",
    ),
    ("Which customers are Act Now for Azure in Sweden?", "byt till Surface", "switch to Surface"),
    ("Which customers are Act Now for Azure in Sweden?", "ta med Norge också", "include Norway too"),
    ("Which customers are Act Now for Azure in Sweden?", "även Utvärdera", "also Evaluate"),
    ("Which customers are Act Now for Azure in Sweden?", "utom de i Stockholm", "except those in Stockholm"),
    ("Which customers are Act Now for Azure in Sweden?", "de tio bästa", "the ten best"),
    ("Top 10 customers for Azure in Sweden", "ändra till tjugo", "make it twenty"),
    ("Which customers are Act Now for Azure in Sweden?", "nu för Tyskland", "now for Germany"),
    (
        "Which customers are Act Now for Azure in Sweden?",
        "vad är deras totala potentiella intäkt?",
        "what is their total potential revenue?",
    ),
    ("How many customers are Act Now for Azure in Sweden?", "vilka är de?", "who are they?"),
]
UNKNOWN = [
    "Vilka kunder har SharePoint?",
    "Vilka kunder använder Teams?",
    "Hur många kunder i Sverige har bredband?",
    "Visa kunder med gröna loggor",
    "Vilka kunder är nöjda?",
    "Vilka kunder har hög omsättning?",
    "Kunder med omsättning över 10 miljoner kronor",
    "Vilka kunder har OneDrive?",
    "Hur många kundmöten hade vi i september?",
    "Vem är vd på Azure Interiors?",
    "Vilka kunder är Agera nu för Visio?",
    "Vilka kunder ska vi bjuda på lunch?",
    "Kunder i Sverige med kvinnlig vd",
    "Vilka kunder har en dålig relation till oss?",
    "Vilka kunder har klagat?",
    "Vilka kunder har ökat sin omsättning?",
    "Ta bort alla kunder i Norge från registret",
    "Skicka listan till Anna",
    "Ring upp kunderna i Oslo",
    "Vad kostar Azure?",
    "Vilken är den bästa pizzan i Stockholm?",
    "Vilka kunder i Sverige är Agera nu för Photoshop?",
    "Hur många kunder köpte Surface i mars 2024?",
    "Vilka stamkunder är Agera nu för Azure?",
    "Vilka privatkunder har Azure?",
    "kunder med kundnöjdhet över 80",
    "kunder grundade före 1990",
    "Kunder med kontor i Sverige och Danmark som är börsnoterade",
    "Vilka kunder har flyttat till nya lokaler?",
    "Vilka kunder är utan chef?",
    "Vilka kunder har snart årsmöte?",
    "Kunder med Azureutbildning",
    "Kunder med minst 5 möten",
    "Vilka kunder med lönsamhet över 20 procent är Agera nu för Azure?",
    "Vilka kunder är nästan Agera nu för Azure om de köper Surface?",
    "Vilka är våra mest lojala kunder i Sverige?",
    "Vilka kunder i Sverige är på väg att gå i konkurs?",
    "kunder med ZoomInfo",
    "Hvilke kunder er Act Now for Azure?",
    "Welche Kunden sind Act Now für Azure?",
    "Mitä asiakkaita meillä on Suomessa?",
]
SLIPS = [
    ("Vilka kundr i Sverige är Agera nu för Azure?", "kundr"),
    ("Vilka kunder i Sverige har hög passfrom för Azure?", "passfrom"),
    ("Vilka kunder i Sverige har minst 50 anstälda?", "anstälda"),
]
TOGETHER = [
    ("Hur många Sverigekunder har vi?", "How many Sweden customers do we have?"),
    (
        "Visa agera-nu-kunderna för Azure i septemberrapporten",
        "Show the Act Now customers for Azure in the September report",
    ),
    ("Vilka tillverkningsföretag har hög Azureavsikt?", "Which manufacturing companies have high Azure intent?"),
    ("M365avsikt över 80 i Norge", "M365 intent over 80 in Norway"),
    ("Kunder med minst 1 000 anställda", "Customers with at least 1,000 employees"),
    ("Vad är Zephyr Foundations kluster för Azure?", "What is Zephyr Foundation's cluster for Azure?"),
]
PLAIN = [
    ("Which customers are Act Now for Azure?", "en"),
    ("Which custmers in Sweden are Act Now for Azure?", "en"),
    ("customers with a den in Norway", "en"),
    ("Vilka Act Now-kunder har vi för Azure?", "sv"),
    ("Agera nu för Azure i Norge", "sv"),
]


def meant(outcome: Outcome) -> object:
    """The outcome without what is only said about it."""
    if isinstance(outcome, ReadQuery):
        return outcome.query
    if isinstance(outcome, ReadCustomers):
        return replace(outcome, assumptions=())
    if isinstance(outcome, ReadDefinition | Refuse | AskBack):
        return type(outcome)
    return outcome


@pytest.mark.parametrize(("swedish", "english"), QUESTIONS)
def test_a_question_is_read_as_its_english(brain: OfflineBrain, swedish: str, english: str) -> None:
    assert meant(brain.reader.read(swedish).outcome) == meant(brain.reader.read(english).outcome)


@pytest.mark.parametrize(("first", "swedish", "english"), FOLLOW_UPS)
def test_a_follow_up_is_read_as_its_english(brain: OfflineBrain, first: str, swedish: str, english: str) -> None:
    context = Context(brain.reader.read(first).outcome)
    assert meant(brain.reader.read(swedish, context, "sv").outcome) == meant(
        brain.reader.read(english, context).outcome
    )


@pytest.mark.parametrize(("swedish", "english"), TOGETHER)
def test_words_that_are_written_together_are_read_apart(brain: OfflineBrain, swedish: str, english: str) -> None:
    assert meant(brain.reader.read(swedish).outcome) == meant(brain.reader.read(english).outcome)


@pytest.mark.parametrize("question", UNKNOWN)
def test_what_is_unknown_is_refused(brain: OfflineBrain, question: str) -> None:
    assert isinstance(brain.reader.read(question).outcome, Refuse | AskBack)


@pytest.mark.parametrize(("question", "slip"), SLIPS)
def test_slips_are_read_and_told(brain: OfflineBrain, question: str, slip: str) -> None:
    outcome = brain.reader.read(question).outcome
    assert isinstance(outcome, ReadQuery)
    assert any(f"“{slip}”" in assumption for assumption in outcome.assumptions)


@pytest.mark.parametrize(("question", "language"), PLAIN)
def test_the_language_is_told_by_its_own_words(brain: OfflineBrain, question: str, language: str) -> None:
    assert brain.reader.read(question).language == language


def test_a_definition_keeps_its_figures(brain: OfflineBrain) -> None:
    definitions = brain.tools.definitions
    swedish = phrases("sv").definitions
    concepts = {it.id for it in definitions if it.section not in ("column", "play")}
    assert swedish.keys() == concepts
    lost = {id: figures(definitions.by_id[id].text) - figures(said["text"]) for id, said in swedish.items()}
    assert {id: found for id, found in lost.items() if found} == {}


def figures(text: str) -> set[str]:
    """The numbers of a text."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))
