"""``ascent eval``: how many questions of a file are answered right."""

from pathlib import Path

import typer

from assistant.commands import ExitCode
from assistant.commands.output import emit, say
from assistant.commands.session import open_brain
from assistant.evaluation import Graded, Item, Report, Tally, evaluate, load_questions
from assistant.render import table
from assistant.settings import Settings

HEADINGS = ("category", "items", "right", "silently wrong", "miss", "right %")


def run(settings: Settings, path: Path, category: str) -> int:
    """Grade the answers to a question file, or to one category of it."""
    items = _of_category(load_questions(path), category)
    report = evaluate(items, open_brain(settings))
    if settings.json:
        emit(report.to_json())
    else:
        say(render(report))
    return ExitCode.DONE


def _of_category(items: tuple[Item, ...], category: str) -> tuple[Item, ...]:
    names = dict.fromkeys(item.category for item in items)
    if category and category not in names:
        raise typer.BadParameter(f"'{category}' is none of {', '.join(names)}.", param_hint="'--category'")
    return tuple(item for item in items if category in ("", item.category))


def render(report: Report) -> str:
    """The table by category, the totals, and what is not right."""
    rows = [*(_row(name, tally) for name, tally in report.categories.items()), _row("total", report.total)]
    parts = [table(HEADINGS, rows, right=range(1, len(HEADINGS))), f"RS(10) {report.total.reliability:.1f}"]
    parts += [_failure(graded) for graded in report.not_right]
    return "\n\n".join(parts)


def _row(name: str, tally: Tally) -> tuple[str, ...]:
    counts = (tally.items, tally.right, tally.silently_wrong, tally.miss)
    return (name, *map(str, counts), f"{tally.right_percent:.1f}")


def _failure(graded: Graded) -> str:
    shown = graded.to_json()
    lines = [f"{shown['id']} ({shown['category']}), {shown['grade']}: {shown['question']}"]
    lines += [f"  after     {message}" for message in graded.item.history]
    return "\n".join([*lines, f"  expected  {shown['expected']}", f"  got       {shown['got']}"])
