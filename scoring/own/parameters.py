"""Texts and numbers of the catalogue on their way into SQL."""

from dataclasses import dataclass, field


@dataclass
class Parameters:
    """Collects texts for placeholders of one statement."""

    values: dict[str, str] = field(default_factory=dict)

    def bind(self, text: str) -> str:
        """A placeholder for a text."""
        name = f"t{len(self.values)}"
        self.values[name] = text
        return f"${name}"

    def bind_list(self, texts: tuple[str, ...]) -> str:
        return "(" + ", ".join(self.bind(text) for text in texts) + ")"


def number(value: float) -> str:
    """A number as a DOUBLE: ``0.6::DOUBLE``, which DuckDB would otherwise take for a decimal."""
    return f"{value!r}::DOUBLE"
