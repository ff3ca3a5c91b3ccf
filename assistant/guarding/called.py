"""The customers of the results by what people call them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.offline.tokens import tokenize
from knowledge.text import fold


@dataclass
class Names:
    """The customers of the results by the words of their names; ``unclear``: words that begin several names."""

    by_words: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    firsts: dict[str, set[str]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    """By the first word how many words the longest name has."""

    def add(self, name: str, customer: str, forms: Iterable[str]) -> str:
        """Teach a customer's name, also without its legal form, and its id; the name without the form."""
        words = words_of_name(name)
        short = words
        while len(short) > 1 and (short[-1] in forms or " ".join(short[-2:]) in forms):
            short = short[: -2 if " ".join(short[-2:]) in forms and len(short) > 2 else -1]
        for each in {words, short, (customer.lower(),)}:
            self.by_words.setdefault(each, set()).add(customer)
            self.longest[each[0]] = max(self.longest.get(each[0], 0), len(each))
        for length in range(1, len(short)):
            self.firsts.setdefault(" ".join(short[:length]), set()).add(customer)
        return " ".join(name.split()[: len(short)]) if len(short) < len(words) else name

    def find(self, words: Sequence[str]) -> set[str]:
        return self.by_words.get(tuple(words), set())


def words_of_name(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: folded, without signs."""
    return tuple(fold(token.text) for token in tokenize(text) if token.kind != "sign")
