"""Says an answer in the language of its conversation; nothing of another language is loaded for English."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.offline.conversation import ENGLISH
from assistant.offline.language import Piece
from knowledge.definitions import Definition
from knowledge.messages import text


def said(answer: Answer, language: str, pieces: Sequence[Piece] = ()) -> Answer:
    """An answer in a language; ``pieces``: the question's, whose words it names as they were written."""
    if language == ENGLISH:
        return answer
    written = {piece.english.casefold(): piece.text for piece in pieces if piece.english != piece.text}
    return replace(
        answer,
        answer=phrase(answer.answer, language, written),
        assumptions=tuple(phrase(words, language, written) for words in answer.assumptions),
        warnings=tuple(phrase(words, language, written) for words in answer.warnings),
        drawings=tuple(drawing.said(lambda words: phrase(words, language)) for drawing in answer.drawings),
    )


def phrase(words: str, language: str, written: Mapping[str, str] | None = None) -> str:
    """A message in a language."""
    if language == ENGLISH:
        return words
    from assistant.phrases import phrases

    return phrases(language).say(words, written)


def definition_texts(found: Sequence[Definition], language: str) -> tuple[str, ...]:
    """Titles and texts of definitions in a language; those that it has not follow in English, which it says."""
    if language == ENGLISH:
        return tuple(f"{item.title}: {item.text}" for item in found)
    from assistant.phrases import phrases

    known = phrases(language).definitions
    texts = [f"{own['title']}: {own['text']}" for item in found if (own := known.get(item.id))]
    rest = [f"{item.title}: {item.text}" for item in found if item.id not in known]
    return (*texts, *([text("This definition is there in English only:")] if rest else []), *rest)
