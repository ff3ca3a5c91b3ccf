"""What becomes of a claim that a check looked at."""

from assistant.guarding.sentence import Sentence


def settled(sentence: Sentence, span: tuple[int, int], is_so: bool | None) -> bool:
    """Whether a claim is false; one that is true is noted as confirmed, one that nothing tells is neither."""
    if is_so:
        sentence.confirm(*span)
    return is_so is False
