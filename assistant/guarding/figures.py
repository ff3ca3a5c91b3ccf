"""Reads the figures of a text: numbers, money, percents, ranges, dates and months, as people write them."""

import re
from collections.abc import Iterator

from assistant.guarding.dates import read_dates, read_months
from assistant.guarding.figure import Approx, Figure, FigureKind
from assistant.guarding.numerals import read_numerals
from assistant.guarding.wordlists import numbered, one_of, words

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
    rf"(?:\s?(?P<@after>{_MONEY_AFTER})(?![A-Za-z\d]))?"
    r"(?:\s?(?P<@percent>%|％|percent\b|per cent\b|procent\b|Prozent\b|pct\b))?"
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
_SPELLED = numbered("numbers") | {word: 10 * ten for word, ten in numbered("tens", 2).items()}
_POWERS = {word: (100, 1_000, 1_000_000)[place] for word, place in numbered("powers", 0).items()}
_LETTERS = "|".join(sorted((*_SPELLED, *_POWERS), key=len, reverse=True))
_ONES = "|".join(sorted((*numbered("numbers"), "ein"), key=len, reverse=True))
_TENS = "|".join(sorted(numbered("tens"), key=len, reverse=True))
_BELOW_HUNDRED = rf"(?:{_ONES})und(?:{_TENS})|(?:{_TENS})(?:{_ONES})"
_IN_ONE_WORD = rf"(?:(?:{_ONES})?(?:{'|'.join(_POWERS)}))+(?:und)?(?:{_BELOW_HUNDRED}|{_TENS}|{_ONES})?"
_NUMBER_WORD = rf"(?:{_BELOW_HUNDRED}|{_IN_ONE_WORD}|{_LETTERS})"
_NEAR = 40  # letters that the words before a figure are long
_LARGEST_WORD = 12  # larger numbers in letters are always figures
_ORDINALS = words("ordinals")
_WORDED = re.compile(
    rf"\b(?:{'|'.join(_ORDINALS)}|(?:a\s(?={'|'.join(_POWERS)}))?{_NUMBER_WORD}(?:[-\s](?:and\s|und\s|och\s)?{_NUMBER_WORD})*)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"(?<!\w){one_of('about')}\s*$", re.IGNORECASE)
_OVER = re.compile(rf"(?<!\w){one_of('over')}\s*$", re.IGNORECASE)
_STARTING = re.compile(r"\b(?:from|starts? at)\s*$", re.IGNORECASE)  # of a range: a bound to the digit
_UNDER = re.compile(rf"(?<!\w){one_of('under')}\s*$", re.IGNORECASE)


def read_figures(text: str, masked: list[tuple[int, int]]) -> list[Figure]:
    """The figures in the order of the text, but for those inside of the masked stretches."""
    taken = list(masked)
    found: list[Figure] = []
    for reader in (read_dates, _ordinals, _ranges, _numbers, read_months, _worded, read_numerals):
        for figure in reader(text):
            if not any(figure.start < end and start < figure.end for start, end in taken):
                found.append(figure)
                taken.append((figure.start, figure.end))
    return sorted(found, key=lambda figure: figure.start)


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
        before = text[max(0, match.start() - _NEAR) : match.start()]
        words = match.group().strip()
        yield Figure(
            kind,
            start,
            end,
            words,
            readings,
            open=bool(match["plus"]),
            approx="" if kind != "money" and _STARTING.search(before) else _approx(before),
            currency=_currency(sign),
        )


def _approx(before: str) -> Approx:
    if _ABOUT.search(before):
        return "about"
    if _OVER.search(before):
        return "over"
    return "under" if _UNDER.search(before) else ""


def _worded(text: str) -> Iterator[Figure]:
    """``five``, ``twenty-five``, ``two hundred and ten``, ``the second``."""
    for match in _WORDED.finditer(text):
        word = match.group().lower()
        if text[: match.start()].lower().endswith("not a "):
            continue  # "not a single one" counts nobody
        place = (match.start(), match.end(), match.group())
        if word in _ORDINALS:
            yield Figure("ordinal", *place, ((_ORDINALS.index(word) + 2.0, 1.0),))
        else:
            value = _in_letters(re.findall(rf"{_LETTERS}|ein(?=und|hundert|tausend)", word))
            approx = _approx(text[: match.start()])
            yield Figure("number", *place, ((value, 1.0),), spelled=value <= _LARGEST_WORD, approx=approx)


def _in_letters(letters: list[str]) -> float:
    """The value of a number in letters."""
    total, current = 0, 0
    for word in letters:
        power = _POWERS.get(word, 0)
        if power:
            current = max(current, 1) * power
            total, current = (total + current, 0) if power > 100 else (total, current)
        else:
            current += 1 if word == "ein" else _SPELLED.get(word, 0)
    return float(total + current)


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
