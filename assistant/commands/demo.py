"""``ascent demo``: an invented partner in a workspace of its own, and the main question answered on it."""

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.commands.progress import progress_bar
from assistant.commands.showing import show
from assistant.output import note, say
from assistant.session import answer_of, open_offline, open_workspace
from assistant.settings import Settings, data_folder
from scoring.errors import AscentError

QUESTION = "Which Act Now customers fit the M365 migrate-to-cloud cohort?"
FURTHER = (
    "How many Act Now customers for Azure per country?",
    "Top 5 customers for Surface by potential revenue",
    "Which customers have an agreement that ends in the next 90 days?",
)
MARK = "sample.txt"


def run(settings: Settings) -> int:
    """Make the sample where it is not there yet, and answer the main question."""
    settings = replace(settings, chosen=settings.chosen or data_folder() / "demo")
    make_sample(settings)
    brain = open_offline(settings)
    code = show(answer_of(brain, QUESTION, brain.start()), settings.json)
    if not settings.json:
        say(_invitation(settings.workspace))
    return code


def make_sample(settings: Settings) -> None:
    """Import the sample, unless this very sample is there. A workspace with other data is refused."""
    mark = settings.workspace / MARK
    if mark.exists() and mark.read_text(encoding="utf-8") == _version():
        return
    workspace = open_workspace(settings)
    if not mark.exists() and workspace.snapshot() is not None:
        raise AscentError(f"{settings.workspace} holds data of yours. Name another folder with --workspace.")
    note(f"Making an invented partner in {settings.workspace} ...")
    settings.workspace.mkdir(parents=True, exist_ok=True)
    mark.write_text("not complete", encoding="utf-8")
    _import_sample(settings)
    mark.write_text(_version(), encoding="utf-8")


def _import_sample(settings: Settings) -> None:
    from scoring.importing.importer import import_reports
    from scoring.sample import write_sample
    from scoring.sample_own import write_own_sample

    with tempfile.TemporaryDirectory() as folder, progress_bar() as progress:
        write_sample(Path(folder))
        write_own_sample(Path(folder))
        import_reports(open_workspace(settings), [Path(folder)], progress=progress)


def _version() -> str:
    """A mark of the generator: another version of it makes another sample."""
    import scoring

    sources = sorted(Path(scoring.__file__).parent.glob("sample*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _invitation(workspace: Path) -> str:
    tries = "\n".join(f'  ascent ask "{question}" --workspace "{workspace}"' for question in FURTHER)
    return f"\nThis was the invented partner of the demo. Ask it more:\n{tries}"
