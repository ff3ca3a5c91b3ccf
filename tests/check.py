"""The one check for everything: ``python -m tests.check``. It ends at the first step that fails, with its exit code."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS = (
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("lint", ("-m", "ruff", "check", ".")),
    ("types", ("-m", "mypy")),
    ("layers", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ("tests", ("-m", "pytest", "-n", "auto", "--dist", "loadfile")),
)


def main() -> int:
    """Run the steps in order; the exit code of the first that fails, or 0."""
    for name, arguments in STEPS:
        sys.stdout.write(f"--- {name}\n")
        sys.stdout.flush()
        code = subprocess.run((sys.executable, *arguments), cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
