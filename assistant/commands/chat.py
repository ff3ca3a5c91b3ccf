"""``ascent chat``: a conversation, line by line. Line editing on a terminal, plain lines or JSON elsewhere."""

import sys
from collections.abc import Iterator

from assistant.answer import Answer
from assistant.commands import ExitCode
from assistant.commands.output import clean, note
from assistant.commands.session import Brain, Conversation, answer_of, open_brain, show
from assistant.settings import Settings

HELP = """\
Ask in plain words, for example: Which customers in Sweden are Act Now for Azure?
A follow-up keeps what was said before: And in Norway?
/more  further rows of the last list
/new   start a new conversation
/help  show this
/quit  leave"""
COMMANDS = ("/more", "/new", "/help", "/quit")


def run(settings: Settings) -> int:
    """Answer messages until the input ends or ``/quit``."""
    brain = open_brain(settings)
    typed = sys.stdin.isatty() and sys.stdout.isatty() and not settings.json
    if typed:
        note(HELP)
    converse(brain, typed_lines() if typed else piped_lines(), settings.json)
    return ExitCode.DONE


def converse(brain: Brain[Conversation], lines: Iterator[str], json: bool) -> None:
    """Answer line after line; empty lines are passed over."""
    conversation = brain.start()
    for line in lines:
        message = line.strip().lstrip("\ufeff")
        if message == "/quit":
            return
        if message == "/new":
            conversation = brain.start()
        elif message == "/more":
            show(brain.more(conversation), json)
            sys.stdout.flush()
        elif message.startswith("/"):
            note(HELP if message == "/help" else f"There is no {message}; there are {', '.join(COMMANDS)}.")
        elif message:
            speaker = Speaker()
            answer = answer_of(brain, message, conversation, None if json else speaker.say)
            show(answer, json, speaker.heard(answer))
            sys.stdout.flush()


class Speaker:
    """Prints the sentences of an answer as soon as they are there."""

    def __init__(self) -> None:
        self.words = ""

    def say(self, sentence: str) -> None:
        """Print one more sentence."""
        sys.stdout.write(clean(sentence))
        sys.stdout.flush()
        self.words += sentence

    def heard(self, answer: Answer) -> str:
        """The beginning of an answer that was printed; empty where the answer begins otherwise and stands alone."""
        words = self.words.rstrip()
        if words and not answer.answer.startswith(words):
            sys.stdout.write("\n\n")
            return ""
        return words


def piped_lines() -> Iterator[str]:
    """Lines of the standard input, each as soon as it is there."""
    yield from iter(sys.stdin.readline, "")


def typed_lines() -> Iterator[str]:
    """Lines typed at a prompt, with history and editing, until the end of input (Ctrl-D)."""
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            yield session.prompt("ascent> ")
        except EOFError:
            return
