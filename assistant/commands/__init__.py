"""The commands, one module each: plain arguments in, an exit code out. A module is imported when its command runs."""

from enum import IntEnum

COMPLETE = "_ASCENT_COMPLETE"
"""The variable by which a shell asks what a command line can go on with."""


class ExitCode(IntEnum):
    """What the process says when it ends; ``text`` is what people read of it."""

    text: str

    DONE = 0, "answered, or done"
    FAILED = 1, "could not be done"
    USAGE = 2, "wrong usage"
    UNANSWERED = 3, "understood, but the data does not hold the answer, or a question comes back"
    INTERRUPTED = 130, "interrupted"

    def __new__(cls, code: int, text: str) -> "ExitCode":
        member = int.__new__(cls, code)
        member._value_ = code
        member.text = text
        return member
