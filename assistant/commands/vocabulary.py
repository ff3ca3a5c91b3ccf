"""``ascent vocabulary``: the partner's own words, which questions may hold."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from assistant.commands import ExitCode
from assistant.named_texts import Entry
from assistant.output import emit, note, say
from assistant.render import table
from assistant.session import open_offline, warm
from assistant.settings import Settings
from assistant.vocabulary import (
    VocabularyError,
    add_word,
    check_word,
    known_as,
    remove_word,
    told,
    vocabulary_file,
    word_key,
)

if TYPE_CHECKING:
    from assistant.offline.lexicon import Lexicon
    from assistant.offline.reader import Reader
    from assistant.offline.units import Meaning
    from knowledge.catalog import Catalog

Action = Literal["add", "list", "remove"]
NONE_YET = 'There is no word yet. Add one with: ascent vocabulary add hot "Act Now or Evaluate with high intent"'
NAMED = 5


def run(settings: Settings, action: Action, names: Sequence[str], ids: Path | None, force: bool) -> int:
    """Show the vocabulary, add a word or remove one."""
    wanted = {"list": 0, "remove": 1, "add": 1 if ids else 2}[action]
    if len(names) != wanted:
        what = {0: "no word", 1: "one word", 2: "a word and its meaning, each in quotes"}[wanted]
        raise typer.BadParameter(f"'{action}' takes {what}, and {len(names)} came.", param_hint="'NAME...'")
    if action != "add" and (ids or force):
        raise typer.BadParameter("they belong to 'add'.", param_hint="'--ids' / '--force'")
    if action == "add":
        data, text = _add(settings, names, ids, force)
    else:
        data, text = _ACTIONS[action](settings, names)
    if settings.json:
        emit(data)
    else:
        say(text)
    return ExitCode.DONE


Shown = tuple[dict[str, Any], str]


def _list(settings: Settings, names: Sequence[str]) -> Shown:
    words = vocabulary_file(settings.workspace).read()
    rows = [(word, _shown(meaning)) for word, meaning in words.items()]
    text = table(("word", "meaning"), rows) if rows else NONE_YET
    return {"words": [{"word": word, **_entry_json(meaning)} for word, meaning in words.items()]}, text


def _shown(meaning: Entry) -> str:
    if isinstance(meaning, str):
        return meaning
    return f"{told(meaning)}: {', '.join(meaning[:NAMED])}{', …' * (len(meaning) > NAMED)}"


def _entry_json(meaning: Entry) -> dict[str, Any]:
    return {"meaning": meaning} if isinstance(meaning, str) else {"customers": list(meaning)}


def _remove(settings: Settings, names: Sequence[str]) -> Shown:
    word, meaning = remove_word(settings.workspace, names[0])
    warm(settings)
    for other in _using(vocabulary_file(settings.workspace).read(), word):
        note(f"Warning: “{other}” is explained by “{word}” and can no longer be read.")
    return {"removed": word, **_entry_json(meaning)}, f"Removed {word} = {told(meaning)}."


def _using(words: Mapping[str, Entry], word: str) -> list[str]:
    """The words whose meaning holds a word."""
    key = f" {word_key(word)} "
    texts = {other: meaning for other, meaning in words.items() if isinstance(meaning, str)}
    return [other for other, meaning in texts.items() if key in f" {word_key(meaning)} "]


_ACTIONS: Mapping[str, Callable[[Settings, Sequence[str]], Shown]] = {"list": _list, "remove": _remove}


def _add(settings: Settings, names: Sequence[str], ids: Path | None, force: bool) -> Shown:
    """Read a meaning, and keep it where it is one."""
    from assistant.offline.meanings import absent_values, meaning_words
    from assistant.tools import plain

    word = check_word(names[0])
    brain = open_offline(settings)
    built_in = _built_in(brain.catalog, brain.reader.lexicon, word)
    entry = _entry(brain.reader, ids, names[-1])
    meaning = _tried(brain.reader, word, entry)
    before = add_word(settings.workspace, word, entry, force)
    warm(settings)
    _warn(meaning, absent_values(brain.tools.engine, meaning))
    words = meaning_words(brain.catalog, meaning)
    data = {"word": word, **_entry_json(entry), "conditions": words, "filter": plain(meaning.condition)}
    data |= {"replaced": None if before is None else told(before), "built_in": built_in or None}
    lines = [f"{word} = {words}"]
    lines += [f"Replaced: {told(before)}"] if before is not None else []
    lines += [f"Built-in meaning that it takes the place of: {built_in}."] if built_in else []
    return data, "\n".join(lines)


def _entry(reader: "Reader", ids: Path | None, meaning: str) -> Entry:
    """What is kept: the ids of a list of customers, else the words as they are."""
    from assistant.offline.customer_lists import listed_in, read_list

    if ids:
        try:
            lines = ids.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise VocabularyError(f"{ids}: not UTF-8 text ({error.reason}).") from error
        return read_list(reader.engine, lines)
    return listed_in(reader.engine, meaning) or meaning.strip()


def _tried(reader: "Reader", word: str, entry: Entry) -> "Meaning":
    """The meaning as it would be read with the word in the vocabulary; VocabularyError where it cannot be read."""
    own = reader.lexicon.own_words
    own.pop(known_as(own, word), None)
    own[word] = entry
    reader.lexicon.claim(word)
    return reader.meanings(word)


def _warn(meaning: "Meaning", absent: Sequence[str]) -> None:
    if absent:
        shown = ", ".join(absent[:NAMED]) + ", …" * (len(absent) > NAMED)
        note(f"Warning: {len(absent)} of what “{meaning.word}” names the data does not hold now: {shown}")


def _built_in(catalog: "Catalog", lexicon: "Lexicon", word: str) -> str:
    """What a word meant before; VocabularyError for one that sentences are made of."""
    from assistant.offline.lexicon import THINGS

    senses = [sense for sense in lexicon.senses(word_key(word).split()) if sense.kind != "vocabulary"]
    if grammar := [sense.kind for sense in senses if sense.kind not in THINGS]:
        raise VocabularyError(f"“{word}” is a word that sentences are made of ({grammar[0]}). Choose another one.")
    return ", ".join(dict.fromkeys(_sense_words(catalog, sense.kind, sense.value, sense.field) for sense in senses))


def _sense_words(catalog: "Catalog", kind: str, value: Any, field: str) -> str:
    """A built-in meaning in words."""
    if kind in ("value", "absent"):
        values = value if isinstance(value, tuple) else (value,)
        return f"{catalog.fields[field].title.lower()} {' or '.join(map(str, values))}"
    if kind == "noise":
        return "a word that says nothing"
    entry = catalog.fields.get(str(value)) or catalog.sections.get(kind, {}).get(str(value))
    title = getattr(entry, "title", "") or str(value)
    return f"{kind} {title}".strip()
