"""The words of a text as look-up and search compare them: folded, in the singular, and as stems."""

import re
from functools import lru_cache

from knowledge.text import fold

_WORD = re.compile(r"[^\W_]+|[<>]")  # plays differ by ">300" and "<300"
SLIGHT = frozenset({"a", "an", "the", "<", ">"})


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded and in the singular."""
    return tuple(map(_singular, _WORD.findall(fold(text))))


@lru_cache(maxsize=20_000)
def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "news")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


# fmt: off
NOISE = SLIGHT | frozenset(map(_singular, (
    "about", "and", "are", "as", "at", "be", "been", "by", "can", "could", "definition", "define",
    "did", "do", "does", "exactly", "explain", "for", "from", "had", "happen", "happens", "has", "have",
    "how", "i", "in", "into", "is", "it", "its", "me", "mean", "meaning", "means", "meant", "my", "of",
    "on", "one", "or", "our", "please", "re", "s", "should", "so", "stand", "stands", "t", "tell",
    "term", "than", "that", "their", "them", "then", "there", "these", "they", "thing", "this", "those",
    "to", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose", "why",
    "will", "with", "would", "you", "your",
)))
# fmt: on
_ENDING = re.compile(r"(?<=....)(?:ation|ing|ised|ized|ise|ize|ed|ly|e)$")


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """A crude stem of a singular that brings update, updates and updated, or prioritise and prioritize, together."""
    stem = _ENDING.sub("", word)
    return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem
