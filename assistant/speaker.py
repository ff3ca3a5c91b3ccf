"""Says the words of an answer while they come."""

import sys

from assistant.answer import Answer
from assistant.escapes import without_escapes


class Speaker:
    """Prints the sentences of an answer as soon as they are there."""

    def __init__(self) -> None:
        self.words = ""

    def say(self, sentence: str) -> None:
        """Print one more sentence."""
        sys.stdout.write(without_escapes(sentence))
        sys.stdout.flush()
        self.words += sentence

    def heard(self, answer: Answer) -> str:
        """The beginning of an answer that was printed; empty where the answer begins otherwise and stands alone."""
        words = self.words.rstrip()
        if words and not answer.answer.startswith(words):
            sys.stdout.write("\n\n")
            return ""
        return words
