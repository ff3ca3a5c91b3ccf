"""What a question comes back as: one typed answer, the same for people, scripts and both brains."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from scoring.query import Group

if TYPE_CHECKING:
    from assistant.screen import Drawing

Status = Literal["answered", "needs_clarification", "not_answerable", "failed"]


@dataclass(frozen=True)
class Citation:
    """A definition that an answer rests on, or a passage of a playbook with its ``place``, a heading or page."""

    id: str
    title: str
    place: str = ""

    def to_json(self) -> dict[str, str]:
        """Id and title, and the place in a document where there is one."""
        return {"id": self.id, "title": self.title} | ({"place": self.place} if self.place else {})


@dataclass(frozen=True)
class Call:
    """A tool call that produced the answer, so that it can be repeated."""

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Usage:
    """What an answer cost: requests to the model, and tokens that it read and wrote."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.requests + other.requests,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
        )

    def to_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True)
class Answer:
    """An answer as the contract has it; ``answer`` is what a person reads, ``usage`` None where no model was asked.

    ``drawings``: the parts of ``answer`` that a terminal shows for its window; JSON and pipes have them as they stand.
    """

    question: str
    status: Status
    answer: str
    customers: tuple[str, ...] | None = None
    value: float | None = None
    unit: str = ""
    groups: tuple[Group, ...] | None = None
    rows: tuple[dict[str, object], ...] = ()
    calls: tuple[Call, ...] = ()
    citations: tuple[Citation, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    month: str = ""
    brain: str = "offline"
    usage: Usage | None = None
    elapsed_ms: float = field(default=0.0, compare=False)
    drawings: "tuple[Drawing, ...]" = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of the contract, keys in its order."""
        return {
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "customers": None if self.customers is None else list(self.customers),
            "value": self.value,
            "unit": self.unit or None,
            "groups": None if self.groups is None else [{"key": g.key, "value": g.value} for g in self.groups],
            "rows": [dict(row) for row in self.rows],
            "calls": [{"tool": call.tool, "arguments": call.arguments} for call in self.calls],
            "citations": [item.to_json() for item in self.citations],
            "assumptions": list(self.assumptions),
            "warnings": list(self.warnings),
            "month": self.month or None,
            "brain": self.brain,
            "usage": self.usage.to_json() if self.usage else None,
            "elapsed_ms": self.elapsed_ms,
        }
