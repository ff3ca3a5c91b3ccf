"""The text of a cell in a file: one line of plain letters that no terminal, spreadsheet or XML reader would obey."""

from assistant.commands.output import clean as without_escapes
from assistant.render import clean


def plain(text: str) -> str:
    """The text on one line, without escape sequences, control characters, marks that turn the reading direction, and
    code points that are no characters."""
    if text.isprintable():
        return text
    kept = clean(without_escapes(text.replace("\n", " ").replace("\t", " ")))
    return kept.replace("\ufffe", "").replace("\uffff", "")


def plain_lines(text: str) -> str:
    """The same with its line breaks."""
    return "\n".join(plain(line) for line in text.splitlines())
