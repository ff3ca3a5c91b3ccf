"""One conversation at a terminal: what was said, which list is shown, what is offered next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.conversation_log import chat_name
from assistant.costs import Costs
from assistant.desk.desk_commands import run_command
from assistant.desk.next_questions import next_questions
from assistant.desk.terminal import Terminal
from assistant.keeping import Keeper
from assistant.offline.brain import OfflineBrain
from assistant.offline.conversation import ENGLISH, Conversation
from assistant.offline.outcome import Outcome, ReadQuery
from assistant.output import is_unreadable, printable
from assistant.saying import phrase, said
from assistant.session import Brain, answer_of, brain_over
from assistant.settings import Brain as BrainName
from assistant.settings import Settings
from assistant.stopping import stoppable
from knowledge.entries import CatalogError
from knowledge.messages import text
from scoring.errors import AscentError
from scoring.query import Query

if TYPE_CHECKING:
    from assistant.model_brain import ModelConversation

LEAVING = frozenset({"quit", "exit", "bye", "goodbye"})
THANKS = frozenset({"thanks", "thank you", "thanks a lot", "many thanks", "thx", "cheers"})
WELCOME = "You are welcome."
STOPPED = "Stopped."
NO_TEXT = "This message holds bytes that are not UTF-8. Write it in UTF-8."
NEXT = text("Next, by number:")


@dataclass(frozen=True)
class Asked:
    """A question as it was asked, what was assumed for its answer, and its query with the month that it was about."""

    question: str = ""
    assumptions: tuple[str, ...] = ()
    query: Query | None = None


@dataclass(frozen=True)
class Listed:
    """The list that was shown last: its query, its customers in order, how many of them were shown, and how it was
    asked for."""

    query: Query
    customers: tuple[str, ...]
    shown: int
    asked: Asked


class Desk:
    """Hears one message after the other until it is left.

    ``answer`` is the last answer, ``offered`` the questions that a number chooses now, ``heard`` those that were asked,
    ``undone`` how many messages were no text, or commands that could not be done. Of the list that is shown ``columns``
    is what it is shown with (none: as it is by itself), ``chosen`` whether a person chose these.
    """

    def __init__(self, settings: Settings, offline: OfflineBrain, keeper: Keeper, terminal: Terminal) -> None:
        self.settings = settings
        self.offline = offline
        self.keeper = keeper
        self.terminal = terminal
        self.reader = settings.brain
        self.brain: Brain[Any] = brain_over(offline, settings, self.reader)
        self.conversation: Conversation | ModelConversation = self.brain.start()
        self.costs = Costs()
        self.answer: Answer | None = None
        self.offered: tuple[str, ...] = ()
        self.heard: set[str] = set()
        self.columns: tuple[str, ...] = ()
        self.chosen = False
        self._asked: dict[Query | Outcome, Asked] = {}
        self.left = False
        self.undone = 0

    @property
    def talk(self) -> Conversation:
        """The conversation as the offline brain has it."""
        return self.conversation if isinstance(self.conversation, Conversation) else self.conversation.offline

    @property
    def listed(self) -> Listed:
        """The list that was shown last; AscentError where there is none."""
        context = self.talk.context
        if not context.lists or context.query is None or not context.customers:
            raise AscentError("There is no list to do this with. Ask for one first.")
        asked = self.asked_for(context.query)
        return Listed(asked.query or context.query, context.customers, self.talk.shown, asked)

    # ---- messages -------------------------------------------------------------------------------

    def hear(self, message: str) -> None:
        """Do what a message says. Ctrl-C stops it and leaves the conversation as it was before."""
        offered, self.offered = self.offered, ()
        copies = {"conversation": self.conversation.copied(), "heard": set(self.heard), "_asked": dict(self._asked)}
        before, month = {**vars(self), **copies, "offered": offered}, self.offline.month
        try:
            stoppable(lambda: self._hear(message, offered), self.offline.tools.engine.interrupt)
        except KeyboardInterrupt:
            if not self.terminal.attended:
                raise
            vars(self).update(before)
            self.offline.month = month
            self.terminal.note(f"\n{STOPPED}")
        except (AscentError, CatalogError) as error:
            self._undone(str(error))
        except BrokenPipeError:  # nobody reads any more
            raise
        except OSError as error:
            self._undone(f"{error.filename}: {error.strerror}" if error.filename else str(error))

    def _undone(self, why: str) -> None:
        self.undone += 1
        self.terminal.note(why)

    def _hear(self, message: str, offered: tuple[str, ...]) -> None:
        words = " ".join(message.casefold().split()).strip(" .!") if self.terminal.attended else ""
        if is_unreadable(message):
            self.undone += 1
            self.terminal.show_answer(Answer(printable(message), "failed", NO_TEXT))
        elif words.removeprefix("/") in LEAVING:
            self.left = True
        elif words in THANKS:
            self.terminal.show(WELCOME)
        elif message.startswith("/") or words == "?":
            self.offered = offered
            run_command(self, "/help" if words == "?" else message)
        elif words.isdecimal() and 1 <= int(words) <= len(offered):
            self._ask_offered(offered[int(words) - 1])
        else:
            self.ask(message)

    def ask(self, question: str) -> None:
        """Answer a question."""
        self.heard.add(question)
        self.columns, self.chosen = (), False
        speaker = self.terminal.speaker()
        meant = self._meant(question)
        answer = answer_of(self.brain, question, self.conversation, speaker.say)
        self.take(answer, speaker.heard(answer), meant)

    def _meant(self, message: str) -> str:
        """The question that a message comes to: where it picks what a question back offers, that in full."""
        asked = self.talk.asked
        picked = self.offline.reader.choice(asked, message, self.talk.language) if asked else None
        return picked if isinstance(picked, str) else message

    def _ask_offered(self, question: str) -> None:
        """Answer an English question that was offered, in the language of the conversation."""
        self.heard.add(question)
        language, self.talk.language = self.talk.language, ENGLISH
        self.columns, self.chosen = (), False
        answer = answer_of(self.brain, question, self.conversation)
        self.talk.language = language
        self.take(said(answer, language))

    def take(self, answer: Answer, spoken: str = "", meant: str = "") -> None:
        """Show and keep the answer to a question, and offer what may be asked next; ``meant``: the question in full."""
        self.answer = answer
        outcome = self.talk.context.outcome
        if outcome is not None and (answer.customers, answer.groups, answer.value) != (None, None, None):
            self.note_asked(outcome, meant or answer.question, answer.assumptions)
        self.costs.add(answer)
        self.terminal.show_answer(answer, spoken)
        self.keeper.keep(answer)
        if self.terminal.attended:
            self.offer(next_questions(self.offline, self.talk, answer, self.heard))

    def note_asked(self, outcome: Outcome, question: str, assumptions: tuple[str, ...] = ()) -> None:
        """Remember with which question something was asked first, and for which month last."""
        asked = outcome.query if isinstance(outcome, ReadQuery) else outcome
        known = self._asked.get(asked)
        query = self.offline.dated(asked) if isinstance(asked, Query) else None
        self._asked[asked] = Asked(known.question if known else question, assumptions, query)

    def asked_for(self, asked: Query | Outcome) -> Asked:
        """What a query, or what else was read, was asked with."""
        return self._asked.get(asked, Asked())

    def change_brain(self, name: BrainName) -> None:
        """Let another brain read questions, which goes on from what was said."""
        from assistant.model_brain import ModelBrain

        brain = brain_over(self.offline, self.settings, name)
        continued = brain.continued(self.talk, self.answer) if isinstance(brain, ModelBrain) else self.talk
        self.reader, self.brain, self.conversation = name, brain, continued

    def begin(self) -> None:
        """Begin a new conversation."""
        self.conversation = self.brain.start()
        self.costs = Costs()
        self.answer, self.columns, self.chosen = None, (), False
        self.heard, self.offered, self._asked = set(), (), {}
        self.keeper.begin(chat_name())

    # ---- what is shown --------------------------------------------------------------------------

    def offer(self, questions: tuple[str, ...], heading: str = NEXT) -> None:
        """Offer questions, which a number chooses as long as nothing else is said."""
        self.offered = questions
        if questions:
            language = self.talk.language
            self.terminal.show(f"\n{phrase(heading, language)}")
            self.terminal.show_rows(
                [(f"  {place}", str(phrase(words, language))) for place, words in enumerate(questions, 1)]
            )
