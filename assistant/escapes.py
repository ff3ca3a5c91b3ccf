"""What a terminal would obey: escape sequences, control characters, and marks that turn the reading direction."""

import re

SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b.?")
"""An escape sequence, whole."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""All control characters but tabs and line breaks, and the marks."""


def without_escapes(text: str) -> str:
    """A text without what a terminal would obey; its tabs and line breaks stay."""
    return CONTROL.sub("", SEQUENCE.sub("", text))
