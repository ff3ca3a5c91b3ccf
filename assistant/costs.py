"""What the answers of a conversation cost at a language model."""

from typing import Any

from assistant.answer import Answer, Usage

NO_COST = "No model was asked."
_LONGEST = 60


class Costs:
    """The answers so far, with what each cost."""

    def __init__(self) -> None:
        self._answers: list[tuple[str, Usage | None]] = []

    def add(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.append((answer.question, answer.usage))

    @property
    def total(self) -> Usage:
        """All answers together."""
        return sum((usage for _, usage in self._answers if usage), Usage())

    def to_json(self) -> dict[str, Any]:
        """The total, and answer by answer; null where no model was asked."""
        answers = [{"question": asked, "usage": usage.to_json() if usage else None} for asked, usage in self._answers]
        return {"usage": self.total.to_json() if self.total.requests else None, "answers": answers}

    def words(self) -> str:
        """The same for people."""
        if not self.total.requests:
            return NO_COST
        rows = [
            f"{place}. {_short(question)}: {_told(usage)}" for place, (question, usage) in enumerate(self._answers, 1)
        ]
        return "\n".join([*rows, f"Conversation: {_told(self.total)}"])


def _short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _told(usage: Usage | None) -> str:
    if usage is None:
        return "no model was asked"
    requests = f"{usage.requests:,} request{'s' * (usage.requests != 1)}"
    return f"{requests}, {usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
