"""What can go wrong, drawn once:

AscentError                 shown to people as it stands, exit code 1
├── QueryError              a query names what does not exist or makes no sense
├── NotInData               understood, but the imported data does not hold it (exit code 3)
├── WorkspaceError          the folder of the imported data cannot be used
├── ModelError              a model is missing or damaged
├── TrainingError           a model cannot be learned from what was imported (exit code 3)
└── ImportRefusedError      nothing was imported
    ├── UnreadableFileError a file is no text, or breaks off
    ├── NotAReportError     a file has no customer id, or nothing that tells which report or table it is
    │   └── OtherFileError  a file is recognised as something that is not imported, such as a CRM export
    ├── MonthError          no month is given and none stands in the path, or it is no month
    ├── TargetError         a mapping names no field, cohort or play, with the nearest names
    └── StrictError         rows have faults and the import was to be strict
"""


class AscentError(Exception):
    """A message for people; no traceback is needed to understand it."""

    @property
    def message(self) -> str:
        """The message as it was given: a Text where other languages can say it."""
        return next((part for part in self.args if isinstance(part, str)), str(self))


class QueryError(AscentError):
    """A query names what does not exist or makes no sense."""


class NotInData(AscentError):
    """The question is understood, but the imported reports do not hold the answer; the message names what."""


class WorkspaceError(AscentError):
    """The folder of the imported data cannot be used."""


class ModelError(AscentError):
    """A model is missing or damaged; the message names its file."""


class TrainingError(AscentError):
    """A model cannot be learned from what was imported; the message says what is lacking."""


class ImportRefusedError(AscentError):
    """Nothing was imported; the message says why and what to do."""


class UnreadableFileError(ImportRefusedError):
    """A file is no text, is empty, or breaks off."""


class NotAReportError(ImportRefusedError):
    """A file has no customer id, or nothing that tells which report or table it is."""


class OtherFileError(NotAReportError):
    """A file is recognised as something that is not imported, such as a CRM export."""


class MonthError(ImportRefusedError):
    """No month is given and none stands in the path, or what is given is no month."""


class TargetError(ImportRefusedError):
    """A mapping names no field, cohort or play; ``choices`` are the nearest names."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class StrictError(ImportRefusedError):
    """Rows have faults and the import was to be strict; ``faults`` are the warnings that an import would give."""

    def __init__(self, message: str, faults: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults
