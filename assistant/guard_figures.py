"""Reads the figures of a text: numbers, money, percents, ranges, dates, months and years, as people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

FigureKind = Literal["number", "money", "percent", "date", "month", "year", "ordinal"]
Approx = Literal["", "about", "over", "under"]


@dataclass(frozen=True)
class Figure:
    """A figure from letter ``start`` to ``end``.

    readings: what it may say, each a value with the unit of its last digit ("1.2K" is 1200 by 100), or for a date, month
    or year ISO text (a date without a year begins with "--"). high is the upper end of a range (``open``: none, "$250K+").
    """

    kind: FigureKind
    start: int
    end: int
    words: str
    readings: tuple[tuple[float, float], ...] = ()
    high: tuple[tuple[float, float], ...] = ()
    dates: tuple[str, ...] = ()
    open: bool = False
    approx: Approx = ""
    currency: str = ""
    spelled: bool = False

    @property
    def is_time(self) -> bool:
        return self.kind in ("date", "month", "year")


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januari januar janvier enero",
            "february feb februari februar février febrero",
            "march mar mars märz marzo",
            "april apr avril abril",
            "may maj mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug augusti août agosto",
            "september sep sept septembre septiembre",
            "october oct okt oktober octobre octubre",
            "november nov novembre noviembre",
            "december dec dez december dezember décembre diciembre",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b)"
    rf"|(?P<cjk>(?:(?:19|20)\d\d\s?[年년]\s?)?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?)"
    rf"|(?P<slashed>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d\b)"
    rf"|(?P<dmy>\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?(?:{_NAME})\b\.?(?:,?\s(?:19|20)\d\d\b)?)"
    rf"|(?P<mdy>\b(?:{_NAME})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![\d.,]*\d)(?:,?\s(?:19|20)\d\d\b)?)"
    rf"|(?P<named>\b(?:{_NAME})\b\.?,?\s(?:of\s)?(?:19|20)\d\d\b)"
    rf"|(?P<monthly>\b(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])\b(?![-/]?\d))"
    rf"|(?P<numbered>\b(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"\b(?:{'|'.join(n for n in _MONTHS if len(n) > 3 or n in ('maj',))})\b", re.IGNORECASE)
_SCALES = {
    **dict.fromkeys(("k", "thousand", "tusen", "tsd", "천"), 1e3),
    **dict.fromkeys(("m", "mn", "million", "millions", "mio", "miljon", "miljoner", "millionen", "百万"), 1e6),
    **dict.fromkeys(("b", "bn", "billion", "billions", "mrd", "miljard", "miljarder"), 1e9),
    **dict.fromkeys(("万", "만"), 1e4),
    **dict.fromkeys(("億", "억"), 1e8),
}
_SCALE = "|".join(sorted((re.escape(name) for name in _SCALES), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
_MONEY = r"US\$|USD|\$|€|£|¥|EUR|GBP|SEK"
_MONEY_AFTER = r"\$|€|£|US dollars?|U\.S\. dollars?|dollars?|dollar|USD|EUR|euros?|SEK|ドル|달러|kronor"
_AMOUNT = (
    rf"(?P<@sign>(?<![A-Za-z])(?:{_MONEY})\s?)?(?P<@digits>{_DIGITS})"
    rf"(?:\s?(?P<@scale>{_SCALE})(?![A-Za-zÀ-ÿ]))?"
    rf"(?:\s?(?P<@after>{_MONEY_AFTER})(?![A-Za-z\d]))?(?:\s?(?P<@percent>%|％|percent\b|per cent\b|procent\b|Prozent\b|pct\b))?"
)
_FIRST, _SECOND = _AMOUNT.replace("@", "a"), _AMOUNT.replace("@", "b")
_JOIN = r"\s?(?:-|–|—|~|～|to|till|bis|and|och|und|から)\s?"
_RANGE = re.compile(
    rf"(?<![\w.,$])(?:(?P<between>between|mellan|zwischen)\s)?{_FIRST}(?P<join>{_JOIN}){_SECOND}"
    r"(?![A-Za-z\d])",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![A-Za-zÀ-ÿ_])(?<!\d[.,])(?<!\d)[-−]?{_FIRST}(?P<plus>\+)?", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:#\s?|\bNo\.\s?)(\d{1,3})\b|\b(\d{1,3})(?:st|nd|rd|th|:a|:e)\b", re.IGNORECASE)
_SPELLED = {
    word: number
    for number, words in enumerate(
        (
            "one en ett eins einen eine",
            "two två zwei",
            "three tre drei",
            "four fyra vier",
            "five fem fünf",
            "six sex sechs",
            "seven sju sieben",
            "eight åtta acht",
            "nine nio neun",
            "ten tio zehn",
            "eleven elva elf",
            "twelve tolv zwölf dozen",
        ),
        1,
    )
    for word in words.split()
}
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_WORDED = re.compile(rf"\b(?:{'|'.join([*_SPELLED, *_ORDINALS])})\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?<!\w)(?:about|around|roughly|approximately|approx\.?|some|circa|ca\.?|close to|in the region of|cirka|omkring|ungefär|"
    r"rund|etwa|約|およそ|약|대략|~|≈)\s*$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?<!\w)(?:over|more than|above|exceed(?:s|ing)?|just over|upwards of|at least|no less than|minimum of|över|mer än|fler än|"
    r"minst|über|mehr als|mindestens|at or above|starts? at|from|>=?|≥)\s*$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"(?<!\w)(?:under|less than|fewer than|below|almost|nearly|just under|up to|at most|no more than|nästan|knappt|under|högst|"
    r"unter|fast|knapp|höchstens|<=?|≤)\s*$",
    re.IGNORECASE,
)


def read_figures(text: str, masked: list[tuple[int, int]]) -> list[Figure]:
    """The figures in the order of the text, but for those inside of the masked stretches."""
    taken = list(masked)
    found: list[Figure] = []
    for reader in (_dates, _ordinals, _ranges, _numbers, _bare_months, _worded):
        for figure in reader(text):
            if not any(figure.start < end and start < figure.end for start, end in taken):
                found.append(figure)
                taken.append((figure.start, figure.end))
    return sorted(found, key=lambda figure: figure.start)


def _dates(text: str) -> Iterator[Figure]:
    for match in _DATES.finditer(text):
        kind = match.lastgroup or ""
        said = _said_dates(kind, match.group().lower())
        if said:
            short = all(len(each) == 4 or (len(each) == 7 and not each.startswith("--")) for each in said)
            yield Figure("month" if short else "date", match.start(), match.end(), match.group(), dates=said)


def _said_dates(kind: str, words: str) -> tuple[str, ...]:
    """ISO dates or months that the words may say."""
    numbers = [int(each) for each in re.findall(r"\d+", words)]
    name = next((_MONTHS[each] for each in re.findall(r"[^\W\d_]+", words) if each in _MONTHS), 0)
    if kind == "iso":
        return _iso(numbers[0], numbers[1], numbers[2])
    if kind == "cjk":
        year = numbers.pop(0) if re.search("[年년]", words) else 0
        return _iso(year, numbers[0], numbers[1] if len(numbers) > 1 else 0)
    if kind == "slashed":
        return (*_iso(numbers[2], numbers[0], numbers[1]), *_iso(numbers[2], numbers[1], numbers[0]))
    if kind in ("dmy", "mdy"):
        return _iso(numbers[1] if len(numbers) > 1 else 0, name, numbers[0])
    if kind == "named":
        return _iso(numbers[0], name, 0)
    year, month = (numbers[0], numbers[1]) if kind == "monthly" else (numbers[1], numbers[0])
    return _iso(year, month, 0)


def _iso(year: int, month: int, day: int) -> tuple[str, ...]:
    """The date, month (no day), or date without a year; nothing where there is no such day."""
    try:
        date(year or 2024, month, day or 1)
    except ValueError:
        return ()
    if not day:
        return (f"{year}-{month:02}",) if year else (f"--{month:02}",)
    return (f"{year}-{month:02}-{day:02}",) if year else (f"--{month:02}-{day:02}",)


def _bare_months(text: str) -> Iterator[Figure]:
    """``October``; ``may``, ``march`` and ``mars`` only where they are written as names."""
    for match in _BARE_MONTH.finditer(text):
        words = match.group()
        if words.lower() in ("may", "march", "mars", "mayo", "maj", "mai") and (match.start() == 0 or words.islower()):
            continue
        yield Figure("month", match.start(), match.end(), words, dates=(f"--{_MONTHS[words.lower()]:02}",))


def _ordinals(text: str) -> Iterator[Figure]:
    for match in _ORDINAL.finditer(text):
        place = float(match.group(1) or match.group(2))
        yield Figure("ordinal", match.start(), match.end(), match.group(), ((place, 1.0),))


def _ranges(text: str) -> Iterator[Figure]:
    for match in _RANGE.finditer(text):
        word = match["join"].strip().lower() in ("and", "och", "und", "to", "till", "bis", "から")
        money = any(match[name] for name in ("asign", "bsign", "aafter", "bafter"))
        if word and not (match["between"] or (money and match["join"].strip() not in ("and", "och", "und"))):
            continue
        low, high = _readings(match["adigits"]), _readings(match["bdigits"])
        upper = _scale(match["bscale"])
        lower = _scale(match["ascale"]) if match["ascale"] else (upper if _is_shared(low, high, match) else 1.0)
        kind: FigureKind = "money" if money else "percent" if match["bpercent"] else "number"
        yield Figure(
            kind,
            match.start("asign") if match["asign"] else match.start("adigits"),
            match.end(),
            match.group().strip(),
            tuple((value * lower, step * lower) for value, step in low),
            tuple((value * upper, step * upper) for value, step in high),
            currency=_currency(match["asign"] or match["bsign"] or match["aafter"] or match["bafter"] or ""),
        )


def _is_shared(
    low: tuple[tuple[float, float], ...], high: tuple[tuple[float, float], ...], match: "re.Match[str]"
) -> bool:
    """Whether the scale behind the second figure is the first one's too: ``$25-50K``."""
    return bool(match["bscale"]) and low[0][0] < 1000 and low[0][0] <= high[0][0]


def _numbers(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        end = match.end()
        if text[end : end + 1].isalpha() and text[end].isascii() and not match["ascale"]:
            continue  # 3D, 1st: no figure
        scale = _scale(match["ascale"])
        sign = match["asign"] or match["aafter"] or ""
        kind: FigureKind = "percent" if match["apercent"] else "money" if sign else "number"
        readings = tuple((value * scale, step * scale) for value, step in _readings(match["adigits"]))
        start = match.start("asign") if match["asign"] else match.start("adigits")
        before = text[: match.start()]
        words = match.group().strip()
        yield Figure(
            kind,
            start,
            end,
            words,
            readings,
            open=bool(match["plus"]),
            approx=_approx(before),
            currency=_currency(sign),
        )


def _approx(before: str) -> Approx:
    if _ABOUT.search(before):
        return "about"
    if _OVER.search(before):
        return "over"
    return "under" if _UNDER.search(before) else ""


def _worded(text: str) -> Iterator[Figure]:
    for match in _WORDED.finditer(text):
        word = match.group().lower()
        if word in _ORDINALS:
            yield Figure("ordinal", match.start(), match.end(), word, ((_ORDINALS.index(word) + 2.0, 1.0),))
        else:
            value = float(_SPELLED[word])
            approx = _approx(text[: match.start()])
            yield Figure(
                "number", match.start(), match.end(), match.group(), ((value, 1.0),), spelled=True, approx=approx
            )


def _scale(name: str | None) -> float:
    return _SCALES[name.lower()] if name else 1.0


def _currency(sign: str) -> str:
    sign = sign.strip().lower()
    if not sign:
        return ""
    return "USD" if sign in ("$", "us$", "usd", "ドル", "달러") or "dollar" in sign else sign.upper()


def _readings(digits: str) -> tuple[tuple[float, float], ...]:
    """The values that digits may say, with the unit of the last one: ``1.234`` is 1,234 in some places."""
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    marks = re.findall(r"[.,]", plain)
    groups = re.split(r"[.,]", plain)
    if not marks:
        return ((float(plain), 1.0),)
    thousands = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    whole = (float("".join(groups)), 1.0)
    fraction = (float("".join(groups[:-1]) + "." + groups[-1]), 10.0 ** -len(groups[-1]))
    if len(set(marks)) == 2:
        return (fraction,)
    if len(marks) > 1:
        return (whole,) if thousands else (fraction,)
    if not thousands:
        return (fraction,)
    return (whole,) if marks == [","] else (fraction, whole)
