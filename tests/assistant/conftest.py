"""A small partner in today's layout (three customers, four agreements, two months), and a way to run commands.

For the tests of the reader: a sample workspace of 400 customers, and the brain over it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from desks import Heard
from own_partner import HAND, write_partner

from assistant.cli import run
from assistant.desk.desk import Desk
from assistant.desk.terminal import Terminal
from assistant.keeping import Keeper
from assistant.offline.brain import OfflineBrain
from assistant.settings import Settings
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.model.storage import ModelStore
from scoring.sample import write_sample
from scoring.sample_own import write_own_sample
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)

KEYS = "Global ID,Partner Name,Customer ID,Account Name,City,Country,Industry,Org Size"
ACME = "77,Contoso,4001,[bold]Acme[/bold] \x1b[31mAB,Göteborg,Sweden,Retail,120"
FORMULA = "77,Contoso,4002,=SUM(A1),Oslo,Norway,Healthcare,20"
NOVA = "78,Fabrikam,4003,Nova Ltd,London,United Kingdom,Retail,310"
M365 = (
    f"{KEYS},M365: Migrate to cloud - Dark,M365Cluster,M365 Fit,M365 Intent,M365 Signal Explanation,"
    "M365 Potential Revenue,Has M365\n"
    f"{ACME},Yes,Act Now,92,57,Hiring: security analyst (2026-08-28); Technology use: QuickBooks (2026-04-20),"
    "$10K - $25K,No\n"
    f"{FORMULA},No,Nurture,48,12,,$250K+,Yes\n"
    f"{NOVA},Yes,Evaluate,60.26,80,Rumour: moves house,$5K - $10K,No\n"
)
RENEWALS = (
    f"{KEYS},M365Cluster,License Program,Agreement ID,Agreement End Date,Expiration Type,Expiring Revenue\n"
    f"{ACME},Act Now,CSP,AGR-1,08/15/2026,Expiring,$100.50\n"
    f"{ACME},Act Now,CSP,AGR-2,10/25/2026,Expiring,$200.25\n"
    f"{ACME},Act Now,CSP,AGR-2,10/25/2026,Expiring,$200.25\n"
    f"{NOVA},Evaluate,MPSA,AGR-3,06/30/2027,True-up,$1000\n"
    f"{NOVA},Evaluate,MPSA,AGR-4,07/01/2027,Expiring,$5000\n"
)
SEPTEMBER = f"{KEYS},M365Cluster,M365 Fit\n{FORMULA},Nurture,47\n"


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the downloaded files."""
    folder = tmp_path_factory.mktemp("reports")
    for month, name, text in (
        ("2026-10", "CLASM365Propensity.csv", M365),
        ("2026-10", "CLASAgreementRenewalsPropensity.csv", RENEWALS),
        ("2026-09", "CLASM365Propensity.csv", SEPTEMBER),
    ):
        (folder / month).mkdir(exist_ok=True)
        (folder / month / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def workspace(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the reports; tests read it only."""
    path = tmp_path_factory.mktemp("workspace")
    import_reports(Workspace(path), [reports])
    return path


@pytest.fixture
def ascent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process: exit code, stdout, stderr."""
    for name in [name for name in os.environ if name.startswith("ASCENT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASCENT_CONFIG", os.devnull)

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample of 400 customers in two months; tests read it only."""
    path = tmp_path_factory.mktemp("sample")
    write_sample(path / "reports", customers=400, seed=7)
    import_reports(Workspace(path / "workspace"), [path / "reports"])
    return path / "workspace"


@pytest.fixture(scope="session")
def own_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the own tables of the invented partner beside the reports."""
    path = tmp_path_factory.mktemp("own-sample")
    write_sample(path / "files", customers=400, seed=7)
    write_own_sample(path / "files", customers=400, seed=7)
    import_reports(Workspace(path / "workspace"), [path / "files"])
    return path / "workspace"


@pytest.fixture(scope="session")
def brain(sample: Path) -> OfflineBrain:
    """The offline brain over the sample on 2026-10-25."""
    return OfflineBrain(Tools(Engine(Workspace(sample)), AS_OF))


@pytest.fixture
def mine(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample's workspace, in which a chat may write."""
    return Path(shutil.copytree(sample, tmp_path / "mine", ignore=shutil.ignore_patterns("conversations")))


@pytest.fixture
def desk(sample: Path, brain: OfflineBrain, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk over the sample, at which nothing is written."""
    monkeypatch.setenv("ASCENT_CONFIG", os.devnull)
    yield Desk(Settings(sample, brain.tools.as_of, "offline"), brain, Keeper(), Terminal(plain=True))
    brain.month = ""


@pytest.fixture
def heard(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Heard:
    """Says lines at the desk; what the last one printed, errors included."""

    def say(*lines: str) -> str:
        for line in lines:
            capsys.readouterr()
            desk.hear(line)
        out, err = capsys.readouterr()
        return (out + err).strip("\n")

    return say


@pytest.fixture(scope="session")
def own_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the own tables of the small partner."""
    return write_partner(tmp_path_factory.mktemp("own") / "tables")


@pytest.fixture
def own_workspace(own_tables: Path, tmp_path: Path) -> Path:
    """A workspace of one's own with the small partner's tables, scored by the model that is written by hand."""
    path = tmp_path / "store"
    import_reports(Workspace(path), [own_tables])
    (path / "models").mkdir()
    (path / "models" / "hand.json").write_text(json.dumps(HAND), encoding="utf-8")
    ModelStore(path).use("hand")
    return path
