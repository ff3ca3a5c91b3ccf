"""How often a question that is typed badly gets the answer of the question typed well.

``python benchmarks/robustness.py --reports REPORTS --questions QUESTIONS.jsonl``: variants of each list and count item,
made by machine: letters swapped, dropped or doubled, case, spaces, punctuation, politeness, clauses in another order.
Words with digits and negations are spared; items with customers' names are of other categories. Prints how many
variants get the same customers or figure, how many silently another, and how many are asked back or refused.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from assistant.answer import Answer
from assistant.offline.brain import OfflineBrain
from assistant.tools import Tools
from scoring.engine import Engine
from scoring.importing.importer import import_reports
from scoring.workspace import Workspace

NEGATIONS = frozenset(
    {"not", "no", "non", "without", "except", "neither", "nor", "don't", "doesn't", "isn't", "aren't", "outside"}
    | {"only", "but", "never", "none"}
)
OPENINGS = ("Hi, ", "Hello! Could you please tell me: ", "please ", "Hey there, quick one: ", "could you ")
ENDINGS = (" please", " - thanks!", ", thank you", " thx", ". Many thanks in advance")
SHORTEST = 5  # letters of a word that is misspelled


def words_to_spoil(text: str) -> list[re.Match[str]]:
    """The words that may be misspelled."""
    found = re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)
    return [
        match
        for match in found
        if len(match.group()) >= SHORTEST
        and match.group().lower() not in NEGATIONS
        and not re.search(r"\d", text[max(0, match.start() - 1) : match.end() + 1])
    ]


def spoiled(text: str, rng: Random, change: Callable[[str, int], str]) -> str:
    """A text with one letter within one of its words changed."""
    words = words_to_spoil(text)
    if not words:
        return text
    match = rng.choice(words)
    word = match.group()
    return text[: match.start()] + change(word, rng.randrange(1, len(word) - 1)) + text[match.end() :]


def swap(text: str, rng: Random) -> str:
    return spoiled(text, rng, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def drop(text: str, rng: Random) -> str:
    return spoiled(text, rng, lambda word, at: word[:at] + word[at + 1 :])


def double(text: str, rng: Random) -> str:
    return spoiled(text, rng, lambda word, at: word[:at] + word[at] + word[at:])


def case(text: str, rng: Random) -> str:
    return rng.choice((str.upper, str.lower, str.title))(text) if not re.search(r"[’']", text) else text.upper()


def spaces(text: str, rng: Random) -> str:
    """Two spaces for one, or none between two words."""
    gaps = [match.start() for match in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    if not gaps or rng.random() < 0.5:
        return text.replace(" ", "  ")
    at = rng.choice(gaps)
    near = {text[:at].split()[-1].lower(), text[at + 1 :].split()[0].lower()}
    return text if near & NEGATIONS else text[:at] + text[at + 1 :]


def punctuation(text: str, rng: Random) -> str:
    """Without the marks that carry nothing, or with more of them."""
    plain = re.sub(r"(?<!\d)[,;:](?!\d)|[?!.](?=\s|$)", "", text)
    return rng.choice((plain, text.rstrip("?.! ") + "??", text.rstrip("?.! ") + " ...", text.rstrip("?.!")))


def politeness(text: str, rng: Random) -> str:
    return rng.choice(OPENINGS) + text if rng.random() < 0.5 else text.rstrip("?.! ") + rng.choice(ENDINGS)


def order(text: str, rng: Random) -> str:
    """What stands behind the last comma or full stop comes first."""
    parts = [part.strip(" ?") for part in re.split(r"[,.](?=\s)", text) if part.strip(" ?")]
    return f"{parts[-1]}, {', '.join(parts[:-1])}" if len(parts) == 2 else text


CHANGES = (swap, drop, double, case, spaces, punctuation, politeness, order)


def variants(question: str, many: int, seed: str) -> Iterator[tuple[str, str]]:
    """``many`` different variants, each with what was done to it: one or two changes."""
    rng = Random(seed)  # noqa: S311
    seen = {question}
    tries = 0
    while many and tries < 1_000:
        tries += 1
        changes = rng.sample(CHANGES, rng.choice((1, 1, 2)))
        text = question
        for change in changes:
            text = change(text, rng)
        if text not in seen:
            seen.add(text)
            many -= 1
            yield text, "+".join(change.__name__ for change in changes)


@dataclass(frozen=True)
class Tried:
    """A variant and what became of it: same, other or open."""

    id: str
    text: str
    change: str
    became: str


def became(answer: Answer, meant: Answer) -> str:
    if answer.status != "answered":
        return "open"
    same = (answer.customers, answer.value, answer.groups) == (meant.customers, meant.value, meant.groups)
    return "same" if same else "other"


def try_all(brain: OfflineBrain, path: Path, many: int) -> list[Tried]:
    """Every list and count item of a question file that is answered, in all its variants."""
    tried = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["category"] not in ("list", "count") or item.get("history"):
            continue
        meant = brain.ask(item["question"], brain.start())
        if meant.status == "answered":
            for text, change in variants(item["question"], many, item["id"]):
                found = brain.ask(text, brain.start())
                tried.append(Tried(item["id"], text, change, became(found, meant)))
    return tried


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 10, 25))
    parser.add_argument("--variants", type=int, default=20)
    parser.add_argument("--show", choices=("other", "open"), nargs="*", default=("other",))
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        import_reports(workspace, [settings.reports])
        tried = try_all(OfflineBrain(Tools(Engine(workspace), settings.as_of)), settings.questions, settings.variants)
    counts = Counter(one.became for one in tried)
    for name in ("same", "other", "open"):
        print(f"{name:6} {counts[name]:6} {100 * counts[name] / max(1, len(tried)):6.2f}%")
    for one in tried:
        if one.became in settings.show:
            print(f"{one.became} {one.id} {one.change}: {one.text}")


if __name__ == "__main__":
    main()
