# ruff: noqa: E501
"""A partner of thirteen customers, two months and two locations, small enough to count by hand.

October is in today's layout, September in the one of FY24. Customers are 50001 to 50012, and 50099, which has left.
What the tests expect was counted in these tables.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from scoring.engine import Engine
from scoring.importing import import_reports
from scoring.query import CustomerSet, Filter, Group, Measure, Order, Query, Result
from scoring.workspace import Workspace

OCTOBER_AZURE = """\
Global ID,Partner Name,Customer ID,Account Name,City,Country,Org Size,Industry,Has M365,AzureCluster,Azure Fit,Azure Intent,Azure Potential Revenue,Azure Signal Explanation,Existing Workloads
71,North,50001,Alpha AB,Göteborg,Sweden,120,Retail,Yes,Act Now,80,90,$10K - $25K,Hiring: cloud engineer (2026-08-28); Funding: round B (2026-07-01),Backup; SQL
72,South,50001,Alpha AB,Göteborg,Sweden,120,Retail,Yes,Act Now,80,90,$10K - $25K,Hiring: cloud engineer (2026-08-28); Funding: round B (2026-07-01),Backup; SQL
71,North,50002,Beta AB,Oslo,Norway,20,Healthcare,No,Act Now,75,75,$50K - $100K,Funding: cloud round (2026-07-02),
71,North,50003,Gamma Ltd,Oslo,Norway,310,Retail,Yes,Act Now,90,60,$250K+,,SQL
71,North,50004,Delta Inc,Portland,United States,25,Retail,,Evaluate,74.6,80,$10K - $25K,Hiring: engineer (2026-05-01); News: cloud (2026-06-01),
71,North,50005,Epsilon GmbH,Berlin,Germany,299,Manufacturing,Yes,Evaluate,55,54.9,$5K - $10K,,Backup
72,South,50006,Zeta Oy,Helsinki,Finland,24,Retail,No,Nurture,54.9,90,$100K - $250K,,
72,South,50007,Eta SA,Paris,France,50,Healthcare,Yes,Nurture,30,10,,,
72,South,50008,Theta,Göteborg,Sweden,60,Healthcare,No,Educate,29.9,100,$25K - $50K,,
72,South,50009,Iota KB,Göteborg,Sweden,10,Retail,Yes,Act Now,20,20,$1K - $5K,,
72,South,50010,Kappa,Oslo,Norway,,,No,,,,,,
"""
OCTOBER_M365 = """\
Global ID,Partner Name,Customer ID,Account Name,City,Country,M365Cluster,M365 Fit,M365 Intent,M365 Potential Revenue,M365: Migrate to cloud - On-premises,M365: Migrate to cloud - Dark,M365: Upsell existing - More seats
71,North,50001,Alpha AB,Göteborg,Sweden,Nurture,40,50,$5K - $10K,No,No,Yes
71,North,50002,Beta AB,Oslo,Norway,Act Now,78,20,$10K - $25K,Yes,No,No
71,North,50003,Gamma Ltd,Oslo,Norway,Evaluate,60,10,$25K - $50K,No,Yes,No
71,North,50004,Delta Inc,Portland,United States,Act Now,80,80,$10K - $25K,Yes,Yes,No
72,South,50010,Kappa,Oslo,Norway,Educate,10,10,,No,No,No
72,South,50011,Lambda,Paris,France,Evaluate,65,76,$5K - $10K,No,Yes,No
"""
OCTOBER_D365 = """\
Global ID,Partner Name,Customer ID,Account Name,City,Country,D365BCCluster,D365BC Fit,D365BC Intent
71,North,50001,Alpha AB,Göteborg,Sweden,Act Now,80,40
71,North,50002,Beta AB,Oslo,Norway,Nurture,40,40
71,North,50003,Gamma Ltd,Oslo,Norway,Evaluate,60,40
"""
OCTOBER_RENEWALS = """\
Global ID,Partner Name,Customer ID,Account Name,City,Country,AzureCluster,License Program,Agreement ID,Agreement End Date,Expiration Type,Expiring Revenue,RevSumDivisionName
71,North,50001,Alpha AB,Göteborg,Sweden,Nurture,CSP,AGR-1,11/10/2026,Expiring,"$1,000.00",Azure
71,North,50001,Alpha AB,Göteborg,Sweden,Nurture,EA,AGR-2,03/01/2027,True-up,"$2,000.00",Microsoft 365
72,South,50001,Alpha AB,Göteborg,Sweden,Nurture,EA,AGR-2,03/01/2027,True-up,"$2,000.00",Microsoft 365
71,North,50003,Gamma Ltd,Oslo,Norway,Act Now,CSP,AGR-3,11/30/2026,Expiring,$500.00,Azure
71,North,50003,Gamma Ltd,Oslo,Norway,Act Now,CSP,AGR-3,11/30/2026,Expiring,$250.00,Microsoft 365
71,North,50005,Epsilon GmbH,Berlin,Germany,Evaluate,MPSA,AGR-4,12/31/2026,True-up,"$4,000.00",SQL Server
71,North,50005,Epsilon GmbH,Berlin,Germany,Evaluate,CSP,AGR-5,06/30/2027,Expiring,$100.00,Azure
71,North,50005,Epsilon GmbH,Berlin,Germany,Evaluate,CSP,AGR-6,07/01/2027,Expiring,$300.00,Azure
72,South,50012,Mu,Berlin,Germany,Evaluate,EA,AGR-7,10/25/2026,Expiring,$700.00,Microsoft 365
"""
SEPTEMBER_AZURE = """\
MPNID,PartnerName,CustomerID,AccountName,City,Country,AzureCluster,AzureFit,AzureIntent
71,North,50001,Alpha AB,Göteborg,Sweden,Evaluate,60,50
71,North,50002,Beta AB,Oslo,Norway,Act Now,80,75
71,North,50003,Gamma Ltd,Oslo,Norway,Act Now,95,70
71,North,50004,Delta Inc,Portland,United States,Act Now,80,80
71,North,50005,Epsilon GmbH,Berlin,Germany,Nurture,40,40
72,South,50008,Theta,Göteborg,Sweden,Educate,29.9,90
72,South,50099,Omega Corp,London,United Kingdom,Evaluate,70,70
"""
SEPTEMBER_M365 = """\
MPNID,PartnerName,CustomerID,AccountName,City,Country,M365Cluster,M365Fit,M365Intent,MW_On Prem Acq_Office 2016_2019,MW_On Prem Acq Office_Prod Server 2007_2010
71,North,50001,Alpha AB,Göteborg,Sweden,Nurture,40,50,No,No
71,North,50002,Beta AB,Oslo,Norway,Evaluate,70,20,Yes,No
71,North,50003,Gamma Ltd,Oslo,Norway,Evaluate,60,10,No,Yes
71,North,50004,Delta Inc,Portland,United States,Act Now,80,80,Yes,Yes
"""
FILES = {
    "2026-10/azure.csv": OCTOBER_AZURE,
    "2026-10/m365.csv": OCTOBER_M365,
    "2026-10/d365.csv": OCTOBER_D365,
    "2026-10/renewals.csv": OCTOBER_RENEWALS,
    "2026-09/azure.csv": SEPTEMBER_AZURE,
    "2026-09/m365.csv": SEPTEMBER_M365,
}


def imported(folder: Path, files: Mapping[str, str], catalog: str = "") -> Engine:
    """An engine on a new workspace with these files (``YYYY-MM/name`` -> text), under a catalogue of its own if given."""
    store = Workspace(folder / "store")
    if catalog:
        (store.path / "catalog").mkdir(parents=True)
        (store.path / "catalog" / "own.toml").write_text(catalog, encoding="utf-8")
    import_reports(store, [*written(folder, files)])
    return Engine(store)


def written(folder: Path, files: Mapping[str, str]) -> Sequence[Path]:
    """Writes files below a folder; their paths."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def ask(
    engine: Engine,
    *filters: Filter,
    measure: Measure | None = None,
    group: Sequence[str] = (),
    order: Sequence[Order] = (),
    limit: int | None = None,
    month: str = "",
    since: str = "",
) -> Result:
    """The answer to a query on the customers that meet the filters."""
    wanted = CustomerSet(month, since, filters)
    return engine.run(Query(wanted, measure, tuple(group), tuple(order), limit))


def who(engine: Engine, *filters: Filter, order: Sequence[Order] = (), month: str = "", since: str = "") -> str:
    """The customers of a list in its order, as the last two digits of their ids."""
    found = ask(engine, *filters, order=order, month=month, since=since).customers
    return " ".join(customer.removeprefix("500") for customer in found or ())


def figure(engine: Engine, function: str, field: str, *filters: Filter, month: str = "") -> float | None:
    """One measure of a set."""
    return ask(engine, *filters, measure=Measure(function, field), month=month).value  # type: ignore[arg-type]


def groups(engine: Engine, *by: str, measure: Measure | None = None, month: str = "") -> dict[str, float]:
    """A break-down of all customers: key to value, in its order, to two decimals."""
    found: tuple[Group, ...] | None = ask(engine, measure=measure, group=by, month=month).groups
    return {group.key: round(group.value, 2) for group in found or ()}
