"""``ascent chat``: a conversation, at the desk of a terminal, line by line or as JSON elsewhere."""

import os
import sys
from collections.abc import Iterator
from typing import Generic

from assistant.answer import Answer
from assistant.commands import ExitCode
from assistant.commands.showing import show
from assistant.conversation_log import chat_name
from assistant.costs import Costs
from assistant.keeping import Keeper, open_keeper
from assistant.output import emit, note, say
from assistant.session import Brain, Conversation, answer_of, open_brain, open_offline
from assistant.settings import Settings
from assistant.speaker import Speaker

HELP = """\
Ask in plain words, for example: Which customers in Sweden are Act Now for Azure?
A follow-up keeps what was said before: And in Norway?
/more  further rows of the last list
/cost  what the answers cost at a language model
/new   start a new conversation
/help  show this
/quit  leave"""
COMMANDS = ("/more", "/cost", "/new", "/help", "/quit")


def run(settings: Settings, plain: bool = False) -> int:
    """Answer messages until the input ends or ``/quit``. ``plain``: on a terminal without moving its cursor."""
    if sys.stdin.isatty() and sys.stdout.isatty() and not settings.json:
        return _typed(settings, plain or os.environ.get("TERM") == "dumb")
    brain = open_brain(settings)
    keeper = open_keeper(settings, brain.tools, chat_name())
    converse(brain, piped_lines(), settings.json, keeper)
    return ExitCode.DONE


def _typed(settings: Settings, plain: bool) -> int:
    from assistant.desk.opening import talk_at_desk

    offline = open_offline(settings)
    talk_at_desk(settings, offline, open_keeper(settings, offline.tools, chat_name()), plain)
    return ExitCode.DONE


def converse(brain: Brain[Conversation], lines: Iterator[str], json: bool, keeper: Keeper | None = None) -> None:
    """Answer line after line until ``/quit``; empty lines are passed over. The keeper, if any, keeps the answers."""
    talk = Talk(brain, json, keeper or Keeper())
    for line in lines:
        message = line.strip().lstrip("\ufeff")
        if message == "/quit":
            return
        if message:
            talk.hear(message)


class Talk(Generic[Conversation]):
    """One conversation after the other, each kept in a file of its own, with what it cost."""

    def __init__(self, brain: Brain[Conversation], json: bool, keeper: Keeper) -> None:
        self.brain = brain
        self.json = json
        self.keeper = keeper
        self.conversation = brain.start()
        self.costs = Costs()

    def hear(self, message: str) -> None:
        """Answer one message, or do what it commands."""
        match message:
            case "/new":
                self._begin()
            case "/more":
                self._show(self.brain.more(self.conversation))
            case "/cost":
                self._show_costs()
            case _ if message.startswith("/"):
                note(HELP if message == "/help" else f"There is no {message}; there are {', '.join(COMMANDS)}.")
            case _:
                self._answer(message)

    def _begin(self) -> None:
        self.conversation = self.brain.start()
        self.costs = Costs()
        self.keeper.begin(chat_name())

    def _answer(self, question: str) -> None:
        speaker = Speaker()
        answer = answer_of(self.brain, question, self.conversation, None if self.json else speaker.say)
        self.costs.add(answer)
        self._show(answer, speaker.heard(answer))
        self.keeper.keep(answer)

    def _show(self, answer: Answer, spoken: str = "") -> None:
        show(answer, self.json, spoken)
        sys.stdout.flush()

    def _show_costs(self) -> None:
        if self.json:
            emit(self.costs.to_json())
        else:
            say(self.costs.words())
            sys.stdout.flush()


def piped_lines() -> Iterator[str]:
    """Lines of the standard input, each as soon as it is there."""
    yield from iter(sys.stdin.readline, "")
