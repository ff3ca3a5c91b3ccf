"""Help, wrong usage, errors and exit codes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import app, run
from assistant.commands import ExitCode
from assistant.commands.failure import report
from assistant.commands.framework import HEADINGS, Run
from assistant.settings import Settings, read_day
from knowledge.entries import CatalogError
from scoring.errors import AscentError, ModelError, NotInData, TrainingError

Ascent = Callable[..., tuple[int, str, str]]
LISTED = {
    "Ask": ("ask", "chat", "define", "explain"),
    "Hand it on": ("shortlist", "brief", "export"),
    "Your own words and questions": ("vocabulary", "save", "run", "saved", "knowledge"),
    "Bring data in": ("import", "status", "forget"),
    "Score your own customers": ("score", "train", "model"),
    "Configure, look back": ("config", "egress", "replay", "completion"),
    "Try and measure": ("demo", "eval"),
}
COMMANDS = tuple(name for names in LISTED.values() for name in names)
SHARED = ("--workspace DIR", "--as-of YYYY-MM-DD", "--brain offline|openai|auto", "--json", "--debug")


def test_help_lists_every_command_under_its_heading(ascent: Ascent) -> None:
    code, out, err = ascent("--help")
    listed = re.findall(r"^(\w.*):$|^  ([a-z]+)  ", out, re.MULTILINE)
    assert (code, err) == (0, "")
    wanted = [line for heading, names in LISTED.items() for line in ((heading, ""), *(("", name) for name in names))]
    assert listed[listed.index(("Ask", "")) :] == wanted


def test_every_command_is_known_to_these_tests() -> None:
    assert {*HEADINGS} == {*COMMANDS}
    assert len(app.registered_commands) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example_and_the_shared_options(ascent: Ascent, command: str) -> None:
    code, out, err = ascent(command, "--help")
    assert (code, err) == (0, "")
    assert f"\n  Example:\n\n    ascent {command}" in out or "| ascent chat" in out
    assert [option for option in SHARED if option not in out] == []
    assert max(map(len, out.splitlines())) <= 80


def test_version(ascent: Ascent) -> None:
    code, out, _ = ascent("--version")
    assert (code, bool(re.fullmatch(r"ascent \d+\.\d+\.\d+\n", out))) == (0, True)


def test_no_command_shows_the_help_as_wrong_usage(ascent: Ascent) -> None:
    code, out, err = ascent()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: ascent [OPTIONS] COMMAND [ARGS]...\n")


@pytest.mark.parametrize(
    ("arguments", "message", "where"),
    [
        (["aks", "who?"], "No such command 'aks'. Did you mean 'ask'?", "ascent"),
        (["ask"], "Missing argument 'QUESTION'.", "ascent ask"),
        (["ask", " "], "Invalid value for 'QUESTION': it is empty.", "ascent ask"),
        (["define", ""], "Invalid value for 'TERM': it is empty.", "ascent define"),
        (["explain", ""], "Invalid value for 'CUSTOMER': it is empty.", "ascent explain"),
        (["status", "--loud"], "No such option: --loud", "ascent status"),
        (
            ["status", "--as-of", "25.10.2026"],
            "Invalid value for '--as-of' (env var: 'ASCENT_AS_OF'): "
            "'25.10.2026' is no day. Write it as YYYY-MM-DD, such as 2026-10-25.",
            "ascent status",
        ),
        (
            ["ask", "who?", "--brain", "human"],
            "Invalid value for '--brain' (env var: 'ASCENT_BRAIN'): 'human' is none of offline, openai, auto.",
            "ascent ask",
        ),
        (
            ["forget", "2026-13"],
            "Invalid value for 'YYYY-MM|own|conversations|shortlists': "
            "'2026-13' is no month. Write it as YYYY-MM, such as 2026-10.",
            "ascent forget",
        ),
        (
            ["export", "grades", "--out", "x.csv"],
            "Invalid value for 'customers|scores|reasons|cohorts|signals': "
            "'grades' is none of customers, scores, reasons, cohorts, signals.",
            "ascent export",
        ),
        (["export", "scores"], "Missing option '--out'.", "ascent export"),
        (
            ["export", "scores", "--out", "x.xlsx"],
            "Invalid value for '--out': 'x.xlsx' ends neither with .csv nor with .parquet.",
            "ascent export",
        ),
        (
            ["export", "scores", "--out", "x.parquet", "--bom"],
            "Invalid value for '--bom': a byte order mark is for CSV files.",
            "ascent export",
        ),
        (
            ["ask", "who?", "--source", "vendor"],
            "Invalid value for '--source' (env var: 'ASCENT_SOURCE'): 'vendor' is none of report, model.",
            "ascent ask",
        ),
        (["score", "--limit", "0"], "Invalid value for '--limit': it must be at least 1.", "ascent score"),
        (["train", "--seed", "x"], "Invalid value for '--seed': 'x' is no whole number.", "ascent train"),
        (["model", "use"], "Invalid value for 'NAME...': 'use' takes one name, and 0 came.", "ascent model"),
        (["model", "list", "x"], "Invalid value for 'NAME...': 'list' takes no name, and 1 came.", "ascent model"),
        (
            ["model", "diff", "a", "b", "c"],
            "Invalid value for 'NAME...': 'diff' takes one or two names, and 3 came.",
            "ascent model",
        ),
        (
            ["train", "--product", "Dynamics 365"],
            "Invalid value for '--product': 'Dynamics 365' is several products; name one of "
            "Business Central, Sales Professional, Finance & Operations, Customer Engagement.",
            "ascent train",
        ),
        (
            ["import", ".", "--map", "Segment"],
            "Invalid value for '--map': 'Segment' is no mapping. "
            "Write it as COLUMN=field, COLUMN=cohort or COLUMN=play.",
            "ascent import",
        ),
    ],
)
def test_wrong_usage(ascent: Ascent, tmp_path: Path, arguments: list[str], message: str, where: str) -> None:
    code, out, err = ascent(*arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"Error: {message}"
    assert re.fullmatch(f"Try '({where}|ascent)( --help)'.", err.splitlines()[1])


def test_a_day_of_no_calendar() -> None:
    with pytest.raises(ValueError, match="'2026-02-30' is no day of the calendar"):
        read_day("2026-02-30")


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (AscentError("No."), 1, "Error: No.\n"),
        (NotInData("There is no report of 2026-01."), 3, "Error: There is no report of 2026-01.\n"),
        (TrainingError("There are no deals."), 3, "Error: There are no deals.\n"),
        (ModelError("There is no model 'x'."), 1, "Error: There is no model 'x'.\n"),
        (CatalogError("cells.toml: unknown section 'cel'"), 1, "Error: cells.toml: unknown section 'cel'\n"),
        (FileNotFoundError(2, "No such file or directory", "x.csv"), 1, "Error: x.csv: No such file or directory\n"),
    ],
)
def test_errors_become_a_message_and_a_code(
    error: Exception, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(error, Run()) == code
    assert capsys.readouterr() == ("", message)


def boom() -> Exception:
    try:
        raise ZeroDivisionError("odd \x1b[31mred")
    except ZeroDivisionError as error:
        return error


def test_the_unexpected_goes_into_a_log_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(chosen=tmp_path / "new", as_of=read_day("2026-10-25"))
    assert report(boom(), Run(settings)) == ExitCode.FAILED
    _, err = capsys.readouterr()
    [log] = (tmp_path / "new" / "logs").iterdir()
    assert err == f"Error: something went wrong that should not (ZeroDivisionError: odd red). Details are in {log}\n"
    assert "Traceback (most recent call last)" in log.read_text(encoding="utf-8")


def test_the_log_goes_elsewhere_where_the_workspace_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(chosen=tmp_path / "file", as_of=read_day("2026-10-25"))
    report(boom(), Run(settings))
    log = Path(capsys.readouterr().err.strip().rpartition("Details are in ")[2])
    assert log.is_file()
    log.unlink()


def test_debug_shows_the_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(tmp_path / "none"), "--workspace", str(tmp_path), "--debug"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith(f"Error: There is no file or folder {tmp_path / 'none'}.\n")


def test_debug_from_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASCENT_DEBUG", "1")
    run(["import", str(tmp_path / "none"), "--workspace", str(tmp_path)])
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("ASCENT_DEBUG", "0")
    run(["import", str(tmp_path / "none"), "--workspace", str(tmp_path)])
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["ask", "G\udcf6teborg"], "'QUESTION'"),
        (["define", "G\udcf6teborg"], "'TERM'"),
        (["run", "x", "city=G\udcf6teborg"], "'NAME=VALUE...'"),
        (["explain", "Nova", "--product", "\udcff"], "'--product'"),
    ],
)
def test_bytes_that_are_not_utf_8_are_a_wrong_argument(
    ascent: Ascent, tmp_path: Path, arguments: list[str], name: str
) -> None:
    code, out, err = ascent(*arguments, "--workspace", tmp_path)
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"Error: Invalid value for {name}: it holds bytes that are not UTF-8."
    assert list(tmp_path.iterdir()) == []
