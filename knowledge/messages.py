"""Words that people are told: plain English strings that know what they were made of, for other languages to say."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Text(str):
    """English words. ``template``, with its placeholders, is what another language has its own words for (empty where
    there is nothing to translate); ``make`` puts ``values`` together. Whatever changes a Text but ``changed`` makes a
    string of it that stays English."""

    template: str
    make: Callable[..., str]
    values: Mapping[str, Any]

    def changed(self, change: Callable[[str], str]) -> "Text":
        """The same words with every string among their values changed."""
        return _text(self.template, self.make, {name: changed(value, change) for name, value in self.values.items()})


class Word(str):
    """Words of a question as the reader took them, which a translated question may have had in its own language."""


def text(template: str, /, **values: Any) -> Text:
    """``text("No customer has the {field} “{value}”.", field=…, value=…)``; placeholders as in ``str.format``."""
    return _text(template, template.format, values)


def fixed(words: str) -> Text:
    """Words without placeholders, such as a note of the catalogue."""
    return _text(words, words.__str__, {})


def joined(separator: str, parts: Iterable[str]) -> Text:
    """Parts, Texts among them, one after the other."""
    return made(_join, separator=separator, parts=tuple(parts))


def sentences(parts: Iterable[str]) -> Text:
    """Sentences one after the other, with what a language puts between them."""
    return joined(text(" "), parts)


def made(make: Callable[..., str], /, **values: Any) -> Text:
    """What a function makes of values; of the same values in another language it makes it anew."""
    return _text("", make, values)


def changed(value: Any, change: Callable[[str], str]) -> Any:
    """A value with the strings in it changed."""
    if isinstance(value, str):
        return change(value)
    return tuple(changed(part, change) for part in value) if isinstance(value, tuple) else value


def _join(separator: str, parts: tuple[str, ...]) -> str:
    return separator.join(parts)


def _text(template: str, make: Callable[..., str], values: Mapping[str, Any]) -> Text:
    found = Text(make(**values))
    found.template, found.make, found.values = template, make, values
    return found
