"""How long a cold question takes, against a script that does the same with pandas: whole processes, in pairs.

A is ``ascent ask`` on a workspace that holds the reports; B imports pandas, reads the newest M365 report and filters
it. Both run once before the clock starts, so that the files are in the cache; then they alternate. Medians in seconds,
their ratio (A over B) and the number of customers that each found go to stdout as JSON; nothing is asserted.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

QUESTION = "Which Act Now customers fit the M365 migrate-to-cloud cohort?"
REPORT = "CLASM365Propensity.csv"
PANDAS = """
import sys
import pandas

report = pandas.read_csv(sys.argv[1])
cluster = next(column for column in report if column.replace(" ", "") == "M365Cluster")
cohorts = [column for column in report if "Migrate to cloud" in column]
chosen = report[(report[cluster] == "Act Now") & (report[cohorts] == "Yes").any(axis=1)]
print(chosen["Customer ID"].nunique())
"""


def main() -> None:
    """Prepare, measure, print."""
    options = parse(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        reports = options.reports or make_sample(Path(folder) / "reports")
        workspace = Path(folder) / "workspace"
        run([ascent(), "import", str(reports), "--workspace", str(workspace)])
        ask = [ascent(), "ask", QUESTION, "--workspace", str(workspace), "--json"]
        script = Path(folder) / "filter.py"
        script.write_text(PANDAS, encoding="utf-8")
        filter_ = [sys.executable, str(script), str(newest(reports))]
        print(json.dumps(measure(ask, filter_, options.pairs), indent=2))


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    about, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(description=about, epilog=rest)
    parser.add_argument(
        "--reports",
        type=Path,
        metavar="DIR",
        help="folder with report files of today's layout, in folders YYYY-MM; by default an invented partner is made",
    )
    parser.add_argument("--pairs", type=int, default=15, metavar="N", help="pairs of runs (default: %(default)s)")
    return parser.parse_args(arguments)


def measure(ask: Sequence[str], filter_: Sequence[str], pairs: int) -> dict[str, object]:
    """Time both commands ``pairs`` times, each first in every other pair."""
    found = {"ask": len(json.loads(run(ask))["customers"] or ()), "pandas": int(run(filter_))}
    seconds: dict[str, list[float]] = {"ask": [], "pandas": []}
    for number in range(pairs):
        both = [("ask", ask), ("pandas", filter_)]
        for name, command in both if number % 2 else reversed(both):
            start = perf_counter()
            run(command)
            seconds[name].append(perf_counter() - start)
    medians = {name: median(values) for name, values in seconds.items()}
    return {
        "pairs": pairs,
        "ask_seconds": round(medians["ask"], 3),
        "pandas_seconds": round(medians["pandas"], 3),
        "ratio": round(medians["ask"] / medians["pandas"], 3),
        "customers": found,
    }


def run(command: Sequence[str]) -> str:
    """Run a whole process; what it printed. Settings of the user's environment do not reach it.

    Nor do those of Python: where it may not write bytecode, a checkout is compiled anew by each run, which an installed
    command never is.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ASCENT_", "PYTHON"))}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode(errors='replace')}")
    return done.stdout.decode()


def ascent() -> str:
    """The installed command that belongs to this Python."""
    return shutil.which("ascent", path=sysconfig.get_path("scripts")) or sys.exit("Install Ascent first.")


def make_sample(folder: Path) -> Path:
    """An invented partner of the size of a real one."""
    from scoring.sample import write_sample

    write_sample(folder, customers=2_400)
    return folder


def newest(reports: Path) -> Path:
    """The M365 report of the newest month."""
    found = sorted(reports.rglob(REPORT))
    return found[-1] if found else sys.exit(f"No {REPORT} stands in {reports}.")


if __name__ == "__main__":
    main()
