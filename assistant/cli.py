"""The ``ascent`` command: reads options and hands over to one module a command, which is imported when it runs."""

import gc
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from assistant.commands import COMPLETE, ExitCode
from assistant.commands.framework import AscentGroup, Run, command, show_usage_error
from assistant.settings import Settings, read_count, read_folder, read_forgettable, read_month, read_number

ASK = "Ask"
HAND = "Hand it on"
KEEP = "Your own words and questions"
DATA = "Bring data in"
SCORE = "Score your own customers"
LOOK = "Configure, look back"
TRY = "Try and measure"
CODES = "; ".join(f"{code.value} {code.text}" for code in ExitCode)

LayoutOption = Annotated[
    Literal["dynamics", "salesforce", "hubspot"] | None,
    typer.Option(
        "--layout",
        metavar="dynamics|salesforce|hubspot",
        show_default=False,
        help="With --out FILE.csv: the columns that a CRM imports, by their names there.",
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Show all rows of a list, not only the first.")]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show what each part of the question was taken for.")]


def _out(help: str, metavar: str = "FILE") -> Any:
    return typer.Option("--out", metavar=metavar, parser=read_folder, show_default=False, help=help)


AnswerOption = Annotated[Path | None, _out("Write all customers of the answer to FILE.xlsx, .html, .csv or .json.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]
BomOption = Annotated[bool, typer.Option("--bom", help="Begin a CSV file with a byte order mark, for Excel.")]

app = typer.Typer(
    cls=AscentGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=f"Exit codes: {CODES}.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"ascent {version('ascent')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def ascent(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Ask Microsoft's CloudAscent propensity reports in plain words.

    Import the downloaded reports, then ask: ascent import FOLDER; ascent ask "Who is Act Now for Azure?"
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(ExitCode.USAGE)


def _text(words: Sequence[str], name: str) -> str:
    text = " ".join(words).strip()
    if not text:
        raise typer.BadParameter("it is empty.", param_hint=f"'{name}'")
    return text


@command(
    app,
    ASK,
    'ascent ask "Which Act Now customers fit the M365 migrate-to-cloud cohort?"\n'
    'ascent ask "Act Now customers for Azure in Sweden" --out calls.xlsx',
    sourced=True,
)
def ask(
    settings: Settings,
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question, best in quotes.")],
    all_rows: AllOption = False,
    explain: ExplainOption = False,
    out: AnswerOption = None,
    layout: LayoutOption = None,
    bom: BomOption = False,
    force: ForceOption = False,
) -> int:
    """Answer one question from the imported reports and your own data.

    With --out all customers of the answer are written to a file, or the groups of a break-down; a question that is not
    answered writes nothing.
    """
    from assistant.commands.ask import run
    from assistant.commands.target import target_of

    target = target_of(out, layout or "", bom, force)
    return run(settings, _text(question, "QUESTION"), all_rows, explain, target)


@command(
    app,
    ASK,
    "ascent chat\nprintf 'Act Now for Azure\\n/export calls.xlsx\\n' | ascent chat",
    sourced=True,
)
def chat(
    settings: Settings,
    plain: Annotated[
        bool, typer.Option("--plain", help="Plain lines: no colour, nothing that moves the cursor, for screen readers.")
    ] = False,
) -> int:
    """Ask and follow up, in a conversation.

    One message a line; what is pasted is one message, but with --plain on Windows one for each line. A line that begins
    with / is a command: /help lists them, such as /sort, /columns, /why N, /export FILE and /save NAME for the list
    that is shown, /new for a new conversation, /quit.

    Lines that a pipe brings are answered in the same way, commands too; nothing is offered or asked back then. With
    --json each is answered by one JSON object in one line: an answer, or for a command that shows none {"message": …};
    what cannot be done is {"error": …}. /new and /quit answer nothing. The chat goes on behind a command that could not
    be done, and ends with exit code 1.
    """
    from assistant.commands.chat import run

    return run(settings, plain)


@command(app, ASK, "ascent define Act Now")
def define(
    settings: Settings,
    term: Annotated[list[str], typer.Argument(metavar="TERM", help="A word of the reports, a column or a play.")],
) -> int:
    """Say what a term of the reports means."""
    from assistant.commands.define import run

    return run(settings, _text(term, "TERM"))


@command(app, ASK, 'ascent explain "Azure Interiors" --product Azure --source model', sourced=True)
def explain(
    settings: Settings,
    customer: Annotated[list[str], typer.Argument(metavar="CUSTOMER", help="A customer's name or id.")],
    product: Annotated[
        str, typer.Option("--product", metavar="P", show_default=False, help="One product; by default all.")
    ] = "",
) -> int:
    """Say why a customer stands where it does.

    Without --product: a table of all products. With --product and your own data: what speaks for and against it, point
    by point, and what would change it.
    """
    from assistant.commands.explain import run

    return run(settings, _text(customer, "CUSTOMER"), product)


@command(
    app,
    HAND,
    'ascent shortlist azure "Act Now for Azure" --size 50 --out calls.xlsx\n'
    'ascent shortlist m365 "Act Now for M365" --holdout 10% --cap city=2\n'
    "ascent shortlist show azure\nascent shortlist outcome azure results.csv",
    sourced=True,
)
def shortlist(
    settings: Settings,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME] QUESTION|list|show|refresh|delete|outcome",
            help="What to do; a question in quotes makes a shortlist. By default list.",
        ),
    ] = None,
    size: Annotated[
        int | None,
        typer.Option("--size", metavar="N", parser=read_count, show_default=False, help="How many customers to call."),
    ] = None,
    capacity: Annotated[
        int | None,
        typer.Option("--capacity", metavar="N", parser=read_count, show_default=False, help="How many calls a week."),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option("--weeks", metavar="N", parser=read_count, show_default=False, help="For how many weeks."),
    ] = None,
    order: Annotated[
        str,
        typer.Option(
            "--order",
            metavar="MEASURE",
            show_default=False,
            help='Another order than best first: "Azure", "Azure intent", "org size, lowest first". '
            "Without a direction figures are highest first and days soonest first.",
        ),
    ] = "",
    caps: Annotated[
        list[str] | None,
        typer.Option(
            "--cap", metavar="FIELD=N", help="At most N customers of a city, industry or the like. Repeatable."
        ),
    ] = None,
    holdout: Annotated[
        str,
        typer.Option(
            "--holdout",
            metavar="N|N%",
            show_default=False,
            help="How many of the best to keep out of the list, for comparison: so many, or N% of the size.",
        ),
    ] = "",
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude", metavar="NAME|FILE", help="Leave out an earlier shortlist, or customers of a file. Repeatable."
        ),
    ] = None,
    out: Annotated[Path | None, _out("Write the list to FILE.xlsx, .html, .csv or .json.")] = None,
    layout: LayoutOption = None,
    bom: BomOption = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a shortlist and a file.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> int:
    """Keep a call list: whom to call, why, and what to say first.

    The question chooses the customers, best first; a number in it is the size, unless --size or --capacity with --weeks
    says another. --holdout keeps some of the best out of the list, chosen by chance: outcome compares later how often
    the two were won. Without a NAME the list is called by the first words of the question.

    list: all shortlists. show NAME: one, with the first thing to say to each customer. refresh NAME: choose again from
    the newest data; says who came and who left. delete NAME: after asking. outcome NAME FILE: take in how it ended,
    from a CSV file with the columns CustomerID and Outcome (Won or Lost).
    """
    from assistant.commands.shortlist import run
    from assistant.commands.shortlist_options import Given
    from assistant.commands.target import Target

    given = Given(size, capacity, weeks, order, tuple(caps or ()), holdout)
    return run(settings, tuple(words or ()), given, tuple(exclude or ()), Target(out, layout or "", bom, force), yes)


@command(
    app,
    HAND,
    'ascent brief "M365 Copilot" --out copilot.html\nascent brief azure-se --out azure-se.md\n'
    'ascent brief "Act Now customers for Azure in Sweden"',
    sourced=True,
)
def brief(
    settings: Settings,
    subject: Annotated[
        list[str],
        typer.Argument(metavar="COHORT|SHORTLIST|QUESTION", help="A cohort, the name of a shortlist, or a question."),
    ],
    out: Annotated[Path | None, _out("A .html or .md file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> int:
    """Write a campaign brief on a cohort, a shortlist or a question.

    It says who they are, what they are worth, why now, what changed since the month before, which renewals are due and
    what to send; then come the first 25 customers, the definitions and how it was made. Without --out it is printed as
    Markdown. A page needs nothing but itself: it can be mailed, and prints on A4.
    """
    from assistant.commands.brief import run

    return run(settings, _text(subject, "COHORT|SHORTLIST|QUESTION"), out, force)


@command(
    app,
    KEEP,
    'ascent vocabulary add hot "Act Now or Evaluate with high intent"\n'
    'ascent vocabulary add "key accounts" --ids accounts.txt\nascent vocabulary remove hot',
)
def vocabulary(
    settings: Settings,
    action: Annotated[
        Literal["add", "list", "remove"],
        typer.Argument(metavar="add|list|remove", help="What to do; by default list."),
    ] = "list",
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="The word, and its meaning.")] = None,
    ids: Annotated[
        Path | None,
        typer.Option(
            "--ids",
            metavar="FILE",
            parser=read_folder,
            show_default=False,
            help="The word names the customers of a file: one id or name a line.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a word that is known.")] = False,
) -> int:
    """Teach your own words to questions, in every language.

    add WORD MEANING: the meaning in plain words, such as "300 or more employees", or ids of customers with commas
    between them; it may hold other words of yours. It is read at once, and what it comes to is shown. A score without a
    product is that of the product which a question names. list: all words. remove WORD: forget one. They stand in
    WORKSPACE/vocabulary.toml.
    """
    from assistant.commands.vocabulary import run

    return run(settings, action, tuple(names or ()), ids, force)


@command(app, KEEP, 'ascent save "act now" "Act Now customers for {product} in {country=Sweden}"', sourced=True)
def save(
    settings: Settings,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to run it by.")],
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question, best in quotes.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a question of that name.")] = False,
) -> int:
    """Keep a question, with {parameters} that may have {a=default}."""
    from assistant.commands.save import run

    return run(settings, _text([name], "NAME"), _text(question, "QUESTION"), force)


def _value(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise typer.BadParameter(f"'{text}' gives no value. Write it as NAME=VALUE.", param_hint="'NAME=VALUE...'")
    return name.strip(), value.strip()


@command(
    app,
    KEEP,
    'ascent run "act now" product=Azure country=Norway\nascent run "act now" product=Azure --out calls.xlsx',
    name="run",
    sourced=True,
)
def run_saved(
    settings: Settings,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a saved question.")],
    values: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE...", help="Values for its parameters.")
    ] = None,
    all_rows: AllOption = False,
    explain: ExplainOption = False,
    out: AnswerOption = None,
    layout: LayoutOption = None,
    bom: BomOption = False,
    force: ForceOption = False,
) -> int:
    """Ask a saved question.

    It is answered as ascent ask answers it, and written to a file with --out.
    """
    from assistant.commands.run_saved import run
    from assistant.commands.target import target_of

    target = target_of(out, layout or "", bom, force)
    return run(settings, _text([name], "NAME"), dict(map(_value, values or ())), all_rows, explain, target)


@command(app, KEEP, 'ascent saved\nascent saved --remove "act now"')
def saved(
    settings: Settings,
    remove: Annotated[
        str, typer.Option("--remove", metavar="NAME", show_default=False, help="Remove a saved question.")
    ] = "",
) -> int:
    """List the saved questions."""
    from assistant.commands.saved import run

    return run(settings, remove)


@command(
    app,
    KEEP,
    "ascent knowledge add Playbooks\nascent knowledge list\nascent knowledge remove azure-playbook",
)
def knowledge(
    settings: Settings,
    action: Annotated[
        Literal["add", "list", "remove"],
        typer.Argument(metavar="add|list|remove", help="What to do; by default list."),
    ] = "list",
    names: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|DIR|NAME", help="What to add, or the name of one to remove.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Let questions find your own playbooks beside the definitions.

    add FILE or DIR: Markdown, text, HTML, PDF or DOCX, up to 20 MB each; of a folder, all documents in it. The text is
    kept in the workspace; answers that rest on it name document and place. A document of the same name is replaced,
    after asking. list: all playbooks. remove NAME: forget one, after asking.
    """
    from assistant.commands.knowledge import run

    return run(settings, action, tuple(names or ()), yes)


def _mapping(text: str) -> tuple[str, str]:
    column, sign, target = text.rpartition("=")
    if not sign or not column.strip() or not target.strip():
        hint = "Write it as COLUMN=field, COLUMN=cohort or COLUMN=play."
        raise typer.BadParameter(f"'{text}' is no mapping. {hint}", param_hint="'--map'")
    return column.strip(), target.strip()


@command(app, DATA, "ascent import Downloads\nascent import CLASM365Propensity.csv --month 2026-10", name="import")
def import_(
    settings: Settings,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", parser=read_folder, help="CSV files, and folders with them.")
    ],
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            metavar="YYYY-MM",
            parser=read_month,
            show_default=False,
            help="The month of the reports; by default it is read from the names of files and folders.",
        ),
    ] = None,
    mappings: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=TARGET",
            help="What a column is that was not recognised: a field, a cohort or a play. Remembered.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse files with faults in their rows.")] = False,
) -> int:
    """Import downloaded reports and your own tables: all files or none.

    Reports are recognised by their columns, in every layout since FY21. What is there for a month, report and partner
    location is replaced. Your own customers and subscriptions replace those of before; signals and opportunities are
    added to them. Own tables need no month.
    """
    from assistant.commands.importing import run

    return run(settings, paths, month, dict(map(_mapping, mappings or ())), strict)


@command(app, DATA, "ascent status\nascent status --json --as-of 2026-10-25")
def status(settings: Settings) -> int:
    """Show what is imported, how old it is, and three summary figures.

    SMC customers: customers of the newest month, each counted once. Expiring agreements: agreements of the newest
    month with renewals that end in the fiscal year (July to June) that holds the as-of date, days gone by included.
    Open expiring revenue: the expiring revenue of those that end on the as-of date or later.
    """
    from assistant.commands.status import run

    return run(settings)


@command(
    app,
    HAND,
    "ascent export scores --out scores.parquet\nascent export reasons --out reasons.csv --bom",
    sourced=True,
)
def export(
    settings: Settings,
    table: Annotated[
        Literal["customers", "scores", "reasons", "cohorts", "signals"],
        typer.Argument(metavar="customers|scores|reasons|cohorts|signals", help="The table."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", parser=read_folder, help="FILE.csv or FILE.parquet.")],
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            metavar="YYYY-MM",
            parser=read_month,
            show_default=False,
            help="The month of the reports; by default the newest that has the table.",
        ),
    ] = None,
    bom: BomOption = False,
    force: ForceOption = False,
) -> int:
    """Write a whole table to a CSV or Parquet file.

    Customers: one row a customer. Scores: one row a customer, product and source. Reasons: one row for each term of an
    own score; their points add up to it. Cohorts: one row for each cohort or play of a customer. Signals: one row for
    each buying signal of a customer. What the reports and your own data both hold is written for both, with the source
    in a column, unless --source names one.
    """
    from assistant.commands.export import run

    return run(settings, table, out, month, bom, force)


@command(app, DATA, "ascent forget 2026-09\nascent forget own\nascent forget shortlists")
def forget(
    settings: Settings,
    what: Annotated[
        str,
        typer.Argument(
            metavar="YYYY-MM|own|conversations|shortlists",
            parser=read_forgettable,
            help="The month; own: all of your own tables; conversations: what was asked and answered; "
            "shortlists: all kept call lists.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Remove an imported month, all of your own tables, the kept conversations or the shortlists, after asking."""
    from assistant.commands.forget import run

    return run(settings, what, yes)


@command(app, SCORE, "ascent score\nascent score --compare --product Azure --limit 10")
def score(
    settings: Settings,
    product: Annotated[
        str, typer.Option("--product", metavar="P", show_default=False, help="One product; by default all.")
    ] = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="Show where your own model and the reports disagree most.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", parser=read_count, help="How many disagreements to show.")
    ] = 20,
) -> int:
    """Score all of your own customers with the model in use.

    Fit, intent, cluster and propensity as of a day (--as-of), cohorts by our own rules. The answers of ask, explain and
    export rest on the same scores.
    """
    from assistant.commands.score import run

    return run(settings, product, compare, limit)


@command(app, SCORE, "ascent train\nascent train --product Azure --split random --seed 1 --use")
def train(
    settings: Settings,
    product: Annotated[
        str, typer.Option("--product", metavar="P", show_default=False, help="One product; by default all.")
    ] = "",
    split: Annotated[
        Literal["forward", "random"],
        typer.Option("--split", metavar="forward|random", help="Measure on the newest deals, or on random ones."),
    ] = "forward",
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", parser=read_number, help="Which random deals are measured on.")
    ] = 0,
    refit: Annotated[bool, typer.Option("--refit", help="Fit on all deals, once the figures are taken.")] = False,
    use: Annotated[bool, typer.Option("--use", help="Put the new model to use at once.")] = False,
) -> int:
    """Learn a model from the deals that were won and lost.

    The new model is a proposal, shown with its card: how good it is on deals that it has not seen, beside gradient
    boosting and the model in use. It scores once you say so: ascent model use ID.
    """
    from assistant.commands.train import run

    return run(settings, product, split, seed, refit, use)


@command(app, SCORE, "ascent model list\nascent model diff default m-0a1b2c3d4e\nascent model use m-0a1b2c3d4e")
def model(
    settings: Settings,
    action: Annotated[
        Literal["list", "show", "diff", "use", "rollback", "source"],
        typer.Argument(metavar="list|show|diff|use|rollback|source", help="What to do; by default list."),
    ] = "list",
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Models by id; for source: report, model, either.")
    ] = None,
) -> int:
    """Show, compare and choose the models that score your customers.

    list: all models. show [ID]: the card of one, of the one in use without. diff A [B]: how two differ, or A and the
    one in use. use ID: score with it from now on. rollback: back to the one before. source [NAME]: whose scores answer
    where the question does not say: report, model, or either (the reports' first).
    """
    from assistant.commands.model import run

    return run(settings, action, tuple(names or ()))


@command(app, LOOK, "ascent config\nascent config init")
def config(
    settings: Settings,
    action: Annotated[
        Literal["show", "init"], typer.Argument(metavar="show|init", help="What to do; by default show.")
    ] = "show",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before replacing a file.")] = False,
) -> int:
    """Show what is configured and where it comes from, or write an example to begin with.

    The file says which language model may be asked, if any, and what it may be sent. It lies in the folder that your
    system has for a user's configuration, or is the file that ASCENT_CONFIG names. Keys stand in the environment only.
    """
    from assistant.commands.config import run

    return run(settings, action, yes)


@command(app, LOOK, 'ascent egress "Why does Azure Interiors score so high?"', sourced=True)
def egress(
    settings: Settings,
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="A question in plain words.")],
) -> int:
    """Show what a question would send to the configured model.

    Byte for byte, without sending it.
    """
    from assistant.commands.egress import run

    return run(settings, _text(question, "QUESTION"))


@command(app, LOOK, "ascent replay asks-2026-10.jsonl")
def replay(
    settings: Settings,
    log: Annotated[
        Path,
        typer.Argument(metavar="LOG", parser=read_folder, help="A file, or its name in WORKSPACE/conversations."),
    ],
) -> int:
    """Check a kept conversation and run its calls again.

    Tells what was changed or taken out of the file (not at its end), and each result that is another one now. The
    calls are run on the data as it is, as of the day on which they were asked. Exit code 0: all is as it was; 1:
    something is not.
    """
    from assistant.commands.replay import run

    return run(settings, log)


@command(app, TRY, "ascent demo")
def demo(settings: Settings) -> int:
    """Make an invented partner and answer the main question on it.

    The sample lives in a workspace of its own; it is made once.
    """
    from assistant.commands.demo import run

    return run(settings)


@command(app, LOOK, "ascent completion bash >> ~/.bashrc\nascent completion powershell >> $PROFILE")
def completion(
    settings: Settings,
    shell: Annotated[
        Literal["bash", "zsh", "fish", "powershell"],
        typer.Argument(metavar="bash|zsh|fish|powershell", help="The shell."),
    ],
) -> int:
    """Print what makes the Tab key complete commands and options in your shell.

    Add it to the file that your shell reads when it starts; nothing is changed by itself.
    """
    from assistant.commands.completion import run

    return run(settings, shell)


@command(
    app,
    TRY,
    "ascent eval questions.jsonl --as-of 2026-10-25 --out before.json\n"
    "ascent eval questions.jsonl --as-of 2026-10-25 --compare before.json",
    name="eval",
)
def evaluate(
    settings: Settings,
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS.jsonl", parser=read_folder, help="One JSON object a line.")
    ],
    category: Annotated[
        str, typer.Option("--category", metavar="NAME", show_default=False, help="Only the items of one category.")
    ] = "",
    lang: Annotated[
        str, typer.Option("--lang", metavar="CODE", show_default=False, help="Only the items in one language.")
    ] = "",
    out: Annotated[Path | None, _out("Keep the run.", "RUN.json")] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--compare", metavar="RUN.json", parser=read_folder, show_default=False, help="Compare with a kept run."
        ),
    ] = None,
) -> int:
    """Measure how many questions of a file are answered right.

    An answer is right, silently wrong (given, but not right) or a miss. RS(10) is right less ten times silently
    wrong, over all items, in percent. What is not right is shown with how it was read.

    To check your own vocabulary, write lines such as {"question": "hot customers for Azure", "same_as": "Act Now
    customers for Azure"}: right where both give the same customers, figure and groups.
    """
    from assistant.commands.evaluate import run

    return run(settings, questions, category, lang, out, earlier)


def run(arguments: Sequence[str]) -> int:
    """Run a command; the exit code. What goes wrong is told on stderr."""
    state = Run()
    if COMPLETE in os.environ:
        from assistant.commands.completion import prepare

        prepare()
    try:
        return int(app(list(arguments), prog_name="ascent", standalone_mode=False, obj=state) or 0)
    except typer.TyperException as error:
        return show_usage_error(error)
    except Exception as error:  # the one place where whatever happened becomes a message
        from assistant.commands.failure import report
        from assistant.stopping import is_interrupt

        if is_interrupt(error):
            raise KeyboardInterrupt from error
        return report(error, state)


def main() -> NoReturn:
    """Run the program and end the process. A reader that closes the pipe ends it quietly."""
    # A command is short and makes little garbage: collecting it seldom saves a twentieth of the time.
    gc.set_threshold(100_000)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            errors = "surrogateescape" if stream is sys.stdin else "replace"
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.FAILED
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process at once, where nothing else runs in it: taking the interpreter apart is a tenth of a short
    command, and every file is closed and every lock released by then."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    if threading.active_count() == 1:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
