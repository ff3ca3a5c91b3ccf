"""``ascent chat``: a conversation, at the desk of a terminal, line by line or as JSON elsewhere."""

import os
import sys
from typing import TYPE_CHECKING

from assistant.commands import ExitCode
from assistant.conversation_log import chat_name
from assistant.keeping import open_keeper
from assistant.palette import best_first
from assistant.session import open_offline
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.desk.terminal import Terminal


def run(settings: Settings, plain: bool = False) -> int:
    """Answer messages until the input ends or the chat is left. ``plain``: on a terminal without moving its cursor."""
    from assistant.desk.desk import Desk
    from assistant.desk.opening import greet, listen, prompt_of

    offline = open_offline(settings)
    terminal = _terminal(settings, plain, [cluster.title for cluster in best_first(offline.catalog)])
    desk = Desk(settings, offline, open_keeper(settings, offline.tools, chat_name()), terminal)
    if terminal.attended:
        greet(desk)
    listen(desk, prompt_of(desk))
    return ExitCode.FAILED if desk.undone and not terminal.attended else ExitCode.DONE


def _terminal(settings: Settings, plain: bool, clusters: list[str]) -> "Terminal":
    from assistant.desk.terminal import Script, Terminal

    if settings.json:
        return Script()
    attended = sys.stdin.isatty() and sys.stdout.isatty()
    plain = plain or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb"
    return Terminal(plain, clusters, attended)
