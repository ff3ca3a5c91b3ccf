"""How long a question takes in a running chat: reading and answering, at the size of a large partner.

``python benchmarks/chat_latency.py --questions QUESTIONS.jsonl [--customers 40000]``: makes an invented partner of that
size, opens one brain and asks every question of the file (with the earlier messages of its conversation) twice; prints
the median, the 95th percentile and the slowest of the second round, in milliseconds.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.sample import write_sample
from scoring.workspace import Workspace

AS_OF = date(2026, 10, 25)


def conversations(path: Path) -> list[tuple[str, ...]]:
    """The messages of each item, the question last."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(*item.get("history", ()), item["question"]) for item in items]


def times(brain: OfflineBrain, talks: Sequence[tuple[str, ...]]) -> list[tuple[float, str]]:
    """Milliseconds of each last message, with the message."""
    found = []
    for *earlier, question in talks:
        conversation = brain.start()
        for message in earlier:
            brain.ask(message, conversation)
        start = perf_counter()
        brain.ask(question, conversation)
        found.append((1000 * (perf_counter() - start), question))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=40_000)
    settings = parser.parse_args()
    talks = conversations(settings.questions)
    with tempfile.TemporaryDirectory() as folder:
        write_sample(Path(folder) / "reports", customers=settings.customers, seed=1)
        workspace = Workspace(Path(folder) / "workspace")
        import_reports(workspace, [Path(folder) / "reports"])
        brain = OfflineBrain(Tools(Engine(workspace), AS_OF))
        times(brain, talks)
        found = sorted(times(brain, talks))
    cuts = quantiles([milliseconds for milliseconds, _ in found], n=20)
    print(f"{len(found)} questions, {settings.customers:,} customers")
    print(f"median {cuts[9]:.1f} ms   p95 {cuts[18]:.1f} ms   slowest {found[-1][0]:.1f} ms: {found[-1][1]}")


if __name__ == "__main__":
    main()
