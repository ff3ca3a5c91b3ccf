"""From the text of a cell to its value. Each reader returns the value, None for a blank, or raises UnreadableError.

Marks that differ by country (decimal comma or point, day or month first) are settled once a column, over all of its
values: ``decimal_mark`` and ``day_first``.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from knowledge.catalog import Catalog
from knowledge.text import fold


class UnreadableError(ValueError):
    """A cell cannot be read as its column's kind; the message says what was done with it.

    ``value`` is what stands in its place; ``kind`` names the fault, where it is not that the cell is unreadable.
    """

    def __init__(self, message: str, value: object = None, kind: str = "") -> None:
        super().__init__(message)
        self.value = value
        self.kind = kind


_SPACES = re.compile(r"\s+")
_NOTHING = re.compile("[\0\u200b\ufeff]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,' ]\d+)*|[.,]\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_MARK = re.compile(r"[.,]")
_SUFFIX = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}
_WITH_SUFFIX = re.compile(r"(.*\d)\s*(k|mn|m|bn|b)", re.IGNORECASE)
_AMOUNT = re.compile(r"(?P<number>[\d.,' ]*\d)\s*(?P<suffix>k|mn|m|bn|b)?(?![a-z\d])", re.IGNORECASE)
_MARKED = re.compile(r"\d[\d.,]*[.,][\d.,]*\d|[.,]\d+")
_DASH = re.compile(r"[‐‑‒–—−―]")
_EXCEL_EPOCH = date(1899, 12, 30)


def trim(text: str) -> str:
    """Without outer spaces, letters that show nothing and Excel's ``="…"``; inner white space becomes one space."""
    text = _SPACES.sub(" ", _NOTHING.sub("", text)).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return text


@dataclass(frozen=True)
class Words:
    """The words of cells, from the catalogue: Yes and No, nothing, bands, clusters, ranges, months."""

    catalog: Catalog

    @cached_property
    def flags(self) -> dict[str, bool]:
        reading = self.catalog.reading
        return {fold(word): True for word in reading.yes} | {fold(word): False for word in reading.no}

    @cached_property
    def blanks(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.catalog.reading.blank)

    @cached_property
    def bands(self) -> dict[str, str]:
        return {word_key(name): band.id for band in self.catalog.bands.values() for name in _names(band)}

    @cached_property
    def clusters(self) -> dict[str, str]:
        return {word_key(name): cluster.id for cluster in self.catalog.clusters.values() for name in _names(cluster)}

    @cached_property
    def months(self) -> dict[str, int]:
        return {fold(name): number for number, name in enumerate(self.catalog.reading.months, 1)}

    @cached_property
    def _currency(self) -> re.Pattern[str]:
        names = sorted(self.catalog.reading.currency, key=len, reverse=True)
        alone = "|".join(rf"(?<![^\W\d_]){re.escape(name)}\.?(?![^\W\d_])" for name in names)
        return re.compile(alone, re.IGNORECASE)

    def without_currency(self, text: str) -> str:
        """An amount without the signs, codes and names of currencies."""
        text = self._currency.sub(" ", unicodedata.normalize("NFKC", text))
        return "".join(letter for letter in text if unicodedata.category(letter) != "Sc").strip()

    def blank(self, text: str) -> bool:
        """Whether a trimmed cell holds nothing."""
        return not text or (len(text) < 16 and fold(text) in self.blanks)


def _names(entry: object) -> tuple[str, ...]:
    return (entry.id, entry.title, *entry.spellings)  # type: ignore[attr-defined]


def word_key(text: str) -> str:
    """Words of bands and clusters without spaces and hyphens: ``Very Low``, ``VeryLow`` and ``very-low`` are one."""
    return re.sub(r"[\s_\-]+", "", fold(text))


def read_text(text: str) -> str | None:
    return text or None


def read_id(text: str) -> str | None:
    """An id as text: ``4000070.0`` is 4000070, leading zeros stay, an apostrophe before it goes."""
    text = text.removeprefix("'").strip()
    if re.fullmatch(r"\d+\.0+", text):
        return text.partition(".")[0]
    if re.fullmatch(r"\d{1,3}(,\d{3}){2,}", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d([.,]\d+)?e\+?\d+", text, re.IGNORECASE):
        raise UnreadableError("a spreadsheet has shortened the id; left blank")
    return text or None


def read_flag(text: str, words: Words) -> bool | None:
    if not text:
        return None
    if (flag := words.flags.get(fold(text))) is None:
        raise UnreadableError("neither Yes nor No; taken as No", value=False)
    return flag


def read_list(text: str) -> list[str] | None:
    """The parts between semicolons (or bars, or line breaks, which ``trim`` leaves as spaces), each once."""
    parts = (part.strip() for part in re.split(r"[;|]", text))
    return list(dict.fromkeys(part for part in parts if part)) or None


def read_number(text: str, mark: str = ".") -> float | None:
    """A number; ``mark`` is the column's decimal mark. Thousands may be parted by the other mark, ``'`` or a space."""
    text = unicodedata.normalize("NFKC", text).replace("\xa0", " ").replace("’", "'")
    text = _DASH.sub("-", text).removesuffix("%").strip()
    negative = (text.startswith("(") and text.endswith(")")) or text.endswith("-")
    text = text.strip("()") if text.startswith("(") else text.removesuffix("-")
    text = re.sub(r"^([+-])\s+", r"\1", text.strip())
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise UnreadableError("not a number; left blank")
    value = float(_plain(text, mark))
    return -value if negative else value


def _plain(text: str, mark: str) -> str:
    """The number as Python writes it: no thousands marks, a decimal point."""
    text = re.sub(r"(?<=\d)[' ](?=\d{3}(\D|$))", "", text)
    if "'" in text or " " in text:
        raise UnreadableError("not a number; left blank")
    found: list[str] = _MARK.findall(text)
    if not found:
        return text
    decimal = _decimal_of(text)
    if decimal is None:
        decimal = mark
    other = "," if decimal == "." else "."
    whole, _, fraction = text.rpartition(decimal) if decimal in text and decimal != "none" else (text, "", "")
    if other in fraction or (decimal in whole and decimal != "none"):
        raise UnreadableError("not a number; left blank")
    if any(len(group) != 3 for group in re.split(r"[.,]", whole)[1:]) and not _indian(whole):
        raise UnreadableError("not a number; left blank")
    whole = _MARK.sub("", whole)
    return f"{whole or 0}.{fraction}" if fraction else whole


def _indian(whole: str) -> bool:
    """Groups of two before the last of three: 12,34,567."""
    return bool(re.fullmatch(r"[+-]?\d{1,2}(,\d\d)+,\d{3}", whole))


def _decimal_of(text: str) -> str | None:
    """The decimal mark that a single value shows: a mark, ``none`` where its marks part thousands, None where open."""
    found: list[str] = _MARK.findall(text)
    if len(set(found)) == 2:
        return found[-1]
    if len(found) > 1:
        return "none"
    whole, _, fraction = re.sub(r"e[+-]?\d+$", "", text.lstrip("+-"), flags=re.IGNORECASE).partition(found[0])
    if len(fraction) != 3 or len(whole) > 3 or whole in ("", "0"):
        return found[0]
    return None


def decimal_mark(values: Iterable[str], whole_numbers: bool) -> str:
    """The decimal mark of a column, over all its values; ``whole_numbers``: it counts or is money.

    ``1,234`` and ``1.234`` alone leave it open. Other values of the column decide; where none does, the mark parts
    thousands if it is a comma, or if the column holds whole numbers.
    """
    votes = {",": 0, ".": 0}
    left_open = set()
    for number in (found for value in values for found in _MARKED.findall(value)):
        decimal = _decimal_of(number)
        if decimal is None:
            left_open.add(_MARK.findall(number)[0])
        else:
            votes[_other(_MARK.findall(number)[0]) if decimal == "none" else decimal] += 1
    if votes[","] != votes["."]:
        return "," if votes[","] > votes["."] else "."
    return "," if left_open == {"."} and whole_numbers else "."


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def read_money(text: str, words: Words, mark: str = ".") -> float | None:
    """An amount without its currency: ``$1,234.50``, ``USD 1,200``, ``$1.5M``, ``(123.45)`` for -123.45."""
    text = words.without_currency(text)
    if found := _WITH_SUFFIX.fullmatch(text):
        value = read_number(found[1], mark)
        return None if value is None else value * _SUFFIX[found[2].lower()]
    return read_number(text, mark)


def read_range(text: str, words: Words, mark: str = ".") -> tuple[float | None, float | None]:
    """(low, high) of a revenue range in the currency of the report; high None is open ended, low None a blank.

    ``$10K - $25K``, ``$250K+``, ``0-1000``, ``<$1K``, ``up to $5K``; one amount alone is both bounds.
    """
    if not text:
        return None, None
    plain = _DASH.sub("-", words.without_currency(text))
    amounts = list(_AMOUNT.finditer(plain))
    if len(amounts) not in (1, 2):
        raise UnreadableError("not a range of revenue; left blank")
    values = [_amount(found, mark) for found in amounts]
    rest = fold(_between(plain, amounts))
    if len(values) == 1:
        return _open_range(values[0], rest, words)
    low, high = _same_unit(values, amounts)
    if rest not in ("-", "to", "till", "and", "~", "..") or low > high:
        raise UnreadableError("not a range of revenue; left blank")
    return low, high


def _between(text: str, amounts: list[re.Match[str]]) -> str:
    """What stands around the amounts."""
    parts = [text[: amounts[0].start()]]
    parts += [text[left.end() : right.start()] for left, right in pairwise(amounts)]
    return "".join([*parts, text[amounts[-1].end() :]])


def _amount(found: re.Match[str], mark: str) -> float:
    value = read_number(found["number"].strip(), mark)
    if value is None:
        raise UnreadableError("not a range of revenue; left blank")
    return value * _SUFFIX[found["suffix"].lower()] if found["suffix"] else value


def _same_unit(values: list[float], amounts: list[re.Match[str]]) -> tuple[float, float]:
    """``10-25K`` means 10K to 25K: the first takes the second's unit where it is the smaller number."""
    low, high = values
    if not amounts[0]["suffix"] and (suffix := amounts[1]["suffix"]) and low < high / _SUFFIX[suffix.lower()]:
        low *= _SUFFIX[suffix.lower()]
    return low, high


def _open_range(value: float, rest: str, words: Words) -> tuple[float | None, float | None]:
    reading = words.catalog.reading
    if rest in {fold(word) for word in reading.up_to}:
        return 0.0, value
    if rest in {fold(word) for word in reading.from_on}:
        return value, None
    if rest:
        raise UnreadableError("not a range of revenue; left blank")
    return value, value


def read_score(text: str, words: Words, mark: str = ".") -> tuple[float | None, str | None]:
    """(number from 0 to 100, None) or (None, band id). Raises UnreadableError outside 0 to 100 and for other words."""
    if not text:
        return None, None
    if band := words.bands.get(word_key(text)):
        return None, band
    try:
        value = read_number(text, mark)
    except UnreadableError:
        raise UnreadableError("neither a score nor a band; left blank") from None
    if value is not None and not 0 <= value <= 100:
        raise UnreadableError("a score is 0 to 100; left blank")
    return value, None


def read_cluster(text: str, words: Words) -> str | None:
    if not text:
        return None
    if (cluster := words.clusters.get(word_key(text))) is None:
        raise UnreadableError("no cluster of the catalogue; left blank")
    return cluster


_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_PARTS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,].*)?")
_NAMED = re.compile(r"(\d{1,2})[-/ .]+([^\W\d_]{3})[^\W\d_]*\.?[-/ .,]+(\d{4}|\d{2})(?:[ T].*)?")
_NAMED_FIRST = re.compile(r"([^\W\d_]{3})[^\W\d_]*\.? (\d{1,2}),? (\d{4})(?:[ T].*)?")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")


def day_first(values: Iterable[str]) -> bool:
    """Whether ``05/10/2026`` is the 5th of October in a column: more first parts than second parts are over 12."""
    firsts = seconds = 0
    for value in values:
        if found := _PARTS.fullmatch(value):
            firsts += int(found[1]) > 12
            seconds += int(found[3]) > 12
    return firsts > seconds


def read_date(text: str, words: Words, days_first: bool = False) -> date | None:
    """A day, whatever its style; an Excel serial number too. A time of day is left out."""
    if not text:
        return None
    try:
        found = _date(_plain_date(text), words, days_first)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UnreadableError("not a date; left blank")
    return found


def _plain_date(text: str) -> str:
    """``2026年10月25日`` and ``2026. 10. 25.`` as 2026-10-25 and 2026.10.25."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\s*[日일]", "", re.sub(r"\s*[年月년월]\s*", "-", text))
    return re.sub(r"(?<=\d)\. (?=\d)", ".", text).removesuffix(".")


def _date(text: str, words: Words, days_first: bool) -> date | None:
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _PARTS.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        swap = found[2] == "." or first > 12 or (days_first and second <= 12)
        return date(year, second, first) if swap else date(year, first, second)
    if found := _NAMED.fullmatch(text):
        return date(_year(found[3]), words.months[fold(found[2])], int(found[1])) if _known(found[2], words) else None
    if found := _NAMED_FIRST.fullmatch(text):
        return date(int(found[3]), words.months[fold(found[1])], int(found[2])) if _known(found[1], words) else None
    if (found := _SERIAL.fullmatch(text)) and 20_000 <= int(found[1]) <= 80_000:
        return _EXCEL_EPOCH + timedelta(days=int(found[1]))
    return None


def _known(name: str, words: Words) -> bool:
    return fold(name) in words.months


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
