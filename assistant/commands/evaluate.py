"""``ascent eval``: how many questions of a file are answered right."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import typer

from assistant.call_words import answer_words
from assistant.commands import ExitCode
from assistant.commands.progress import progress_bar
from assistant.evaluation import Graded, Item, Report, Tally, evaluate, load_questions
from assistant.output import emit, say, to_json
from assistant.render import table
from assistant.runs import Comparison, Kept, compare, keep_run, load_run
from assistant.session import open_brain
from assistant.settings import Settings

HEADINGS = ("category", "items", "right", "silently wrong", "miss", "right %")


def run(settings: Settings, path: Path, category: str, lang: str, out: Path | None, earlier: Path | None) -> int:
    """Grade the answers to a question file, or to some of it; keep the run, and compare it with an earlier one."""
    items = _chosen(_chosen(load_questions(path), "category", category), "lang", lang)
    before = load_run(earlier) if earlier else None
    brain = open_brain(settings)
    report = evaluate(_told(items), brain, lambda answer: answer_words(brain.catalog, answer))
    compared = None if before is None else compare(before, report, lambda item: _meant(item, category, lang))
    if out:
        about = {"questions": path.name, "brain": settings.brain, "as_of": settings.as_of.isoformat()}
        keep_run(out, report, about)
    if settings.json:
        emit(report.to_json() | ({"compared": compared.to_json()} if compared else {}))
    else:
        say(render(report) + (f"\n\n{render_comparison(compared)}" if compared else ""))
    return ExitCode.DONE


def _told(items: tuple[Item, ...]) -> Iterator[Item]:
    """The items one by one, while a bar says how many were asked."""
    with progress_bar() as progress:
        for asked, item in enumerate(items):
            if progress:
                progress("asking", asked, len(items))
            yield item


def _chosen(items: tuple[Item, ...], name: Literal["category", "lang"], wanted: str) -> tuple[Item, ...]:
    """The items of one category or language; BadParameter where there are none."""
    names = dict.fromkeys(str(getattr(item, name)) for item in items)
    if wanted and wanted not in names:
        raise typer.BadParameter(f"'{wanted}' is none of {', '.join(names)}.", param_hint=f"'--{name}'")
    return tuple(item for item in items if wanted in ("", getattr(item, name)))


def _meant(item: Kept, category: str, lang: str) -> bool:
    return category in ("", item.category) and lang in ("", item.lang)


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
    lines += [f"  expected  {shown['expected']}", f"  got       {shown['got']}"]
    lines += [f"  meant     {graded.meant}"] if graded.meant else []
    lines += [f"  read as   {graded.reading}"] if graded.reading else []
    lines += [f"  call      {call.tool} {to_json(call.arguments)}" for call in graded.answer.calls]
    return "\n".join(lines)


def render_comparison(compared: Comparison) -> str:
    """Totals side by side, and the items that changed, the worst first."""
    totals = [_total("before", compared.before), _total("now", compared.now)]
    parts = [table(("", *HEADINGS[1:], "RS(10)"), totals, right=range(1, len(HEADINGS) + 1))]
    rows = [(c.item.grade, c.before, c.item.id, c.item.category, c.item.question) for c in compared.changes]
    parts += [table(("became", "was", "id", "category", "question"), rows)] if rows else ["No item changed its grade."]
    parts += [f"Only in the earlier run: {', '.join(compared.gone)}"] if compared.gone else []
    parts += [f"Only in this run: {', '.join(compared.new)}"] if compared.new else []
    return "\n\n".join(parts)


def _total(name: str, tally: Tally) -> tuple[str, ...]:
    return (*_row(name, tally), f"{tally.reliability:.1f}")
