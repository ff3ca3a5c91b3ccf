"""What can go wrong, drawn once:

AscentError                 shown to people as it stands, exit code 1
├── QueryError              a query names what does not exist or makes no sense
├── UnknownValue            a value that no customer has, with the nearest ones
└── NotInData               understood, but the imported data does not hold it (exit code 3)
"""


class AscentError(Exception):
    """A message for people; no traceback is needed to understand it."""


class QueryError(AscentError):
    """A query names what does not exist or makes no sense."""


class UnknownValue(AscentError):
    """No customer has this value; ``choices`` are the values that the data has instead."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class NotInData(AscentError):
    """The question is understood, but the imported reports do not hold the answer; the message names what is missing."""
