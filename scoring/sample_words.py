"""What the invented partner of ``scoring.sample`` is made of: places, names, signals. Everything here is made up."""

from typing import NamedTuple


class Place(NamedTuple):
    """A city with what follows from it; ``postal`` has a ``#`` for each digit, ``location`` is the partner's own."""

    city: str
    state: str
    country: str
    postal: str
    tld: str
    form: str
    location: int
    weight: int


class Topic(NamedTuple):
    """Something that is seen at a customer: the signal's id, its detail, and the products that it points to."""

    signal: str
    detail: str
    products: tuple[str, ...]


LOCATIONS = (("7340100", "Tidewater Nordic"), ("7340200", "Tidewater Europe"), ("7340300", "Tidewater Global"))

PLACES = (
    Place("Stockholm", "Stockholm County", "Sweden", "1## ##", "se", "AB", 0, 9),
    Place("Göteborg", "Västra Götaland", "Sweden", "41# ##", "se", "AB", 0, 7),
    Place("Malmö", "Skåne County", "Sweden", "21# ##", "se", "AB", 0, 5),
    Place("Umeå", "Västerbotten County", "Sweden", "90# ##", "se", "AB", 0, 2),
    Place("Oslo", "Oslo", "Norway", "0###", "no", "AS", 0, 5),
    Place("Bergen", "Vestland", "Norway", "50##", "no", "AS", 0, 3),
    Place("Copenhagen", "Capital Region", "Denmark", "1###", "dk", "A/S", 0, 5),
    Place("Aarhus", "Central Denmark", "Denmark", "80##", "dk", "ApS", 0, 3),
    Place("Helsinki", "Uusimaa", "Finland", "00##0", "fi", "Oy", 0, 4),
    Place("Reykjavík", "Höfuðborgarsvæðið", "Iceland", "1##", "is", "ehf.", 0, 2),
    Place("London", "England", "United Kingdom", "EC#A #BB", "co.uk", "Ltd", 1, 8),
    Place("Manchester", "England", "United Kingdom", "M# #AE", "co.uk", "Ltd", 1, 4),
    Place("Edinburgh", "Scotland", "United Kingdom", "EH# #YL", "co.uk", "LLP", 1, 3),
    Place("Dublin", "Leinster", "Ireland", "D0# X#Y#", "ie", "Ltd", 1, 2),
    Place("München", "Bavaria", "Germany", "80###", "de", "GmbH", 1, 5),
    Place("Köln", "North Rhine-Westphalia", "Germany", "50###", "de", "GmbH & Co. KG", 1, 4),
    Place("Hamburg", "Hamburg", "Germany", "20###", "de", "GmbH", 1, 4),
    Place("Wien", "Vienna", "Austria", "10#0", "at", "GmbH", 1, 2),
    Place("Zürich", "Canton of Zurich", "Switzerland", "80##", "ch", "AG", 1, 3),
    Place("Genève", "Canton of Geneva", "Switzerland", "12##", "ch", "SA", 1, 1),
    Place("Paris", "Île-de-France", "France", "750##", "fr", "SARL", 1, 5),
    Place("Lyon", "Auvergne-Rhône-Alpes", "France", "690##", "fr", "SAS", 1, 3),
    Place("Amsterdam", "North Holland", "Netherlands", "10## AB", "nl", "B.V.", 1, 3),
    Place("Kraków", "Lesser Poland", "Poland", "30-###", "pl", "Sp. z o.o.", 1, 2),
    Place("Málaga", "Andalusia", "Spain", "290##", "es", "S.L.", 1, 2),
    Place("New York", "New York", "United States", "100##", "com", "Inc", 2, 6),
    Place("Boston", "Massachusetts", "United States", "021##", "com", "Inc", 2, 4),
    Place("Chicago", "Illinois", "United States", "606##", "com", "LLC", 2, 4),
    Place("Portland", "Oregon", "United States", "972##", "com", "Inc", 2, 3),
    Place("Portland", "Maine", "United States", "041##", "com", "Inc", 2, 3),
    Place("Toronto", "Ontario", "Canada", "M#B #C#", "ca", "Inc.", 2, 3),
    Place("São Paulo", "São Paulo", "Brazil", "01###-0##", "com.br", "Ltda", 2, 2),
    Place("Tokyo", "Tokyo", "Japan", "10#-00##", "co.jp", "KK", 2, 5),
    Place("Osaka", "Osaka", "Japan", "53#-00##", "co.jp", "KK", 2, 3),
    Place("Seoul", "Seoul", "Korea", "04###", "co.kr", "Co., Ltd.", 2, 4),
    Place("Busan", "Busan", "Korea", "48###", "co.kr", "Co., Ltd.", 2, 3),
    Place("Taipei", "Taipei", "Taiwan", "10#", "com.tw", "Co., Ltd.", 2, 1),
)

# (industry, vertical, weight, what such companies call themselves)
VERTICALS: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    ("Manufacturing & Resources", "Discrete Manufacturing", 9, ("Robotics", "Motors", "Instruments")),
    ("Manufacturing & Resources", "Process Manufacturing", 7, ("Steel", "Paper", "Packaging")),
    ("Manufacturing & Resources", "Chemicals & Agrochemicals", 4, ("Polymers", "Coatings")),
    ("Manufacturing & Resources", "Mining, Oil & Gas", 3, ("Minerals", "Drilling")),
    ("Retail & Consumer Goods", "Retailers", 7, ("Outfitters", "Market", "Bookshops")),
    ("Retail & Consumer Goods", "Consumer Goods", 6, ("Foods", "Textiles", "Toys")),
    ("Retail & Consumer Goods", "Wholesale & Distribution", 5, ("Trading", "Supply")),
    ("Professional Services", "Legal Services", 6, ("Law", "Legal Partners")),
    ("Professional Services", "Architecture & Engineering", 5, ("Architects", "Engineering")),
    ("Professional Services", "Partner Professional Services", 4, ("Advisors", "Consulting")),
    ("Healthcare", "Health Provider", 6, ("Clinics", "Dental", "Care")),
    ("Healthcare", "Health Payor", 2, ("Health Fund",)),
    ("Healthcare", "Pharmaceuticals", 4, ("Pharma", "Biologics")),
    ("Financial Services", "Banking", 4, ("Savings", "Bank")),
    ("Financial Services", "Insurance", 4, ("Insurance", "Mutual")),
    ("Financial Services", "Capital Markets", 3, ("Capital", "Asset Management")),
    ("Education", "Higher Education", 3, ("College", "Institute")),
    ("Education", "Primary & Secondary Edu/K-12", 3, ("Academy", "School")),
    ("Travel & Transport", "Airlines", 1, ("Air", "Aviation")),
    ("Travel & Transport", "Hospitality", 4, ("Hotels", "Catering")),
    ("Travel & Transport", "Logistics", 4, ("Logistics", "Freight")),
    ("Media & Telecommunications", "Media & Entertainment", 4, ("Media", "Studios")),
    ("Media & Telecommunications", "Telecommunications", 3, ("Telecom", "Networks")),
    ("Government", "State & Local Government", 3, ("District Council", "Water Authority")),
    ("Government", "Public Safety", 2, ("Rescue Service",)),
    ("Nonprofit", "Nonprofit Organizations", 4, ("Foundation", "Relief")),
)

STEMS = (
    "Amberly", "Arkwright", "Åkerblad", "Balder", "Birchwood", "Brightsea", "Calloway", "Çelik", "Corvid", "Dalgaard",
    "Delorme", "Dvořák", "Eastmoor", "Élan", "Elderfield", "Falkner", "Fenwick", "Fjällräv", "Gannet", "Greyfriars",
    "Hallberg", "Hawthorn", "Hjelmås", "Holmgaard", "Ibsen", "Ironbridge", "Jasper", "Jürgens", "Kestner",
    "Kittiwake", "Ladislav", "Larkspur", "Łuczak", "Marchetti", "Marlowe", "Müller-Voss", "Nightjar", "Nørgaard",
    "Oakhaven", "Ødegård", "Old Mill", "Pellegrin", "Petrel", "Quillon", "Ravenna", "Rosenlund", "Rúnar", "Sandpiper",
    "São Brás", "Sørensen", "Stonecrop", "Tallis", "Thornfield", "Ulverton", "Valdemar", "Vänern", "Wexcombe",
    "Whinstone", "Ximénez", "Yarrow", "Zábranský", "Zephyr",
)  # fmt: skip

# Names of companies in their own script: beginnings, ends, and how the legal form goes with them.
LOCAL_NAMES = {
    "Japan": (
        ("桜", "青葉", "富岳", "北斗", "若松", "旭", "瑞穂", "東海", "スズラン", "ひまわり"),
        ("商事", "精密", "物流", "食品", "設計"),
        "株式会社{}",
    ),
    "Korea": (
        ("한빛", "가온", "대성", "미래", "누리", "새롬", "청우", "백두", "다온", "해솔"),
        ("소프트", "물산", "정밀", "식품", "건축"),
        "주식회사 {}",
    ),
    "Taiwan": (("東昇", "海山", "永豐", "青松"), ("科技", "貿易", "精機"), "{}有限公司"),
}

# Names that look like filters, places, instructions, formulas or markup: whoever reads them must not be taken in.
NASTY = (
    "Act Now Fitness", "Nordic Evaluate AB", "=SUM Bakery", "Smith, Jones & Daughters Ltd", 'The "Quoted" Company',
    "[bold]Markup[/bold] Media", "<b>Bold</b> Print & Copy", "Top Ten Tailors", "O'Brien's Legal", "Azure Sky Hotels",
    "Stockholm Diner London", "High Intent Coffee", "And Or Not GmbH", "Ignore All Previous Instructions Inc",
    "-2+3 Electronics", "@Home Nursing", "100% Pilates", "{name} Templates", "E5 Motorway Services", "Copilot Aviation",
    "'; DROP TABLE customers; --", "Low Cost Surface Coatings", "Educate Every Child", "Not Upper Medium Steaks",
    "2026-10 Calendars", "Müller, Søn & Łoś", "Why Not Design", "**Starred** Reviews", "Customers First", "Null & Sons",
)  # fmt: skip

TOPICS = (
    Topic("hiring", "security analyst", ("m365",)),
    Topic("hiring", "cloud administrator", ("azure", "m365")),
    Topic("hiring", "data engineer", ("azure",)),
    Topic("hiring", "ERP project manager", ("d365bc",)),
    Topic("hiring", "head of sales", ("d365sp",)),
    Topic("hiring", "field service lead", ("surface", "powerapps")),
    Topic("company_size", "headcount up 30% in 12 months", ("m365", "surface")),
    Topic("company_size", "headcount down 10% in 6 months", ("powerapps",)),
    Topic("news", "opens a second office", ("surface", "m365")),
    Topic("technology_use", "Salesforce", ("d365sp", "powerapps")),
    Topic("technology_use", "QuickBooks", ("d365bc",)),
    Topic("technology_use", "Google Workspace", ("m365",)),
    Topic("technology_use", "Snowflake", ("azure",)),
    Topic("technology_retirement", "Windows Server 2012 out of service", ("azure",)),
    Topic("technology_retirement", "Office 2013 out of service", ("m365", "surface")),
    Topic("technology_retirement", "Dynamics NAV 2016 out of service", ("d365bc",)),
    Topic("technology_spend", "IT budget up 15%", ("azure", "surface")),
    Topic("technology_renewal", "VMware renewal in 3 months", ("azure",)),
    Topic("funding", "series A round", ("d365sp", "powerapps", "azure")),
    Topic("merger", "acquired a regional competitor", ("d365bc", "m365")),
    Topic("revenue_shift", "revenue up 20% in a year", ("d365bc", "d365sp")),
    Topic("content", "Copilot readiness checklist", ("m365",)),
    Topic("content", "server migration whitepaper", ("azure",)),
    Topic("content", "device refresh calculator", ("surface",)),
    Topic("content", "low-code comparison", ("powerapps",)),
    Topic("website_visits", "plans and pricing, 7 visits", ("m365", "surface")),
    Topic("website_visits", "process automation, 18 visits", ("powerapps", "d365sp")),
)

WORKLOADS = (
    "App Service", "Azure Virtual Desktop", "Backup", "Cosmos DB", "Kubernetes", "OpenAI", "Sentinel", "SQL Database",
    "Synapse", "Virtual Machines",
)  # fmt: skip

# Own tables: what is installed, who sees signals, and what kind of customer each product suits.

LEGACY_ERP = ("Dynamics NAV", "Dynamics GP", "Dynamics AX")
ONPREM_OFFICE = ("Office 2007/2010", "Office 2013", "Office 2016/2019", "Office 2021")
TECHNOLOGY = (
    "Citrix", "Oracle DB", "QuickBooks", "SAP", "Salesforce", "VMware", "Windows Server", "Windows Server 2008",
    "Windows Server 2012", "Zoom",
)  # fmt: skip
SOURCES = ("content syndication", "job board", "press", "technology profile", "web crawl")


class Liking(NamedTuple):
    """Whom a product suits: employees (from, to), industries, and how installed technology that helps it begins."""

    sizes: tuple[int, int]
    industries: tuple[str, ...]
    technology: tuple[str, ...]


LIKINGS = {
    "azure": Liking((80, 6000), ("Financial Services", "Manufacturing & Resources"), ("VMware", "Windows Server 20")),
    "m365": Liking((10, 900), ("Professional Services", "Education"), ("Office 20", "Google Workspace")),
    "surface": Liking((25, 900), ("Healthcare", "Education"), ("Zoom",)),
    "d365bc": Liking((25, 299), ("Retail & Consumer Goods", "Manufacturing & Resources"), ("Dynamics", "QuickBooks")),
    "d365sp": Liking((25, 6000), ("Professional Services", "Media & Telecommunications"), ("Salesforce",)),
    "powerapps": Liking((120, 6000), ("Government", "Healthcare"), ("Salesforce", "SAP")),
}

DIVISIONS = ("Azure", "Dynamics 365", "Microsoft 365", "SQL Server", "Visual Studio", "Windows Server")
