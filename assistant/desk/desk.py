"""One conversation at a terminal: what was said, which list is shown, what is offered next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.conversation_log import chat_name
from assistant.costs import Costs
from assistant.desk.desk_commands import run_command
from assistant.desk.next_questions import next_questions
from assistant.desk.terminal import Terminal
from assistant.failures import tell
from assistant.keeping import Keeper
from assistant.offline.brain import OfflineBrain
from assistant.offline.conversation import ENGLISH, Conversation
from assistant.offline.outcome import ReadQuery
from assistant.saying import phrase, said
from assistant.session import Brain, answer_of, brain_over
from assistant.settings import Brain as BrainName
from assistant.settings import Settings
from assistant.speaker import Speaker
from knowledge.catalog import CatalogError
from knowledge.messages import text
from scoring.errors import AscentError
from scoring.query import Query

if TYPE_CHECKING:
    from assistant.model_brain import ModelConversation

LEAVING = frozenset({"quit", "exit", "bye", "goodbye"})
THANKS = frozenset({"thanks", "thank you", "thanks a lot", "many thanks", "thx", "cheers"})
WELCOME = "You are welcome."
STOPPED = "Stopped."
NEXT = text("Next, by number:")


@dataclass(frozen=True)
class Listed:
    """The list that was shown last: its query, its customers in order, and how many of them were shown."""

    query: Query
    customers: tuple[str, ...]
    shown: int


class Desk:
    """Hears one message after the other until it is left.

    ``answer`` is the last answer, ``offered`` the questions that a number chooses now, ``heard`` those that were
    asked. Of the list that is shown:
    ``asked`` is its question, ``columns`` what it is shown with (none: as it is by itself), ``chosen`` whether a person
    chose these.
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
        self.asked = ""
        self.left = False

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
        return Listed(self.offline.dated(context.query), context.customers, self.talk.shown)

    # ---- messages -------------------------------------------------------------------------------

    def hear(self, message: str) -> None:
        """Do what a message says. Ctrl-C stops it and leaves the conversation as it was before."""
        offered, self.offered = self.offered, ()
        before = self.conversation.copied(), self.columns, self.chosen, self.asked
        try:
            self._hear(message, offered)
        except (KeyboardInterrupt, RuntimeError) as error:
            if not is_interrupt(error):
                raise
            self.conversation, self.columns, self.chosen, self.asked = before
            self.offered = offered
            self.terminal.note(f"\n{STOPPED}")
        except (AscentError, CatalogError) as error:
            self.terminal.note(str(error))
        except OSError as error:
            tell(error, self.settings)

    def _hear(self, message: str, offered: tuple[str, ...]) -> None:
        words = " ".join(message.casefold().split()).strip(" .!")
        if words in LEAVING:
            self.left = True
        elif words in THANKS:
            self.terminal.show(WELCOME)
        elif message.startswith("/"):
            self.offered = offered
            run_command(self, message)
        elif words.isdecimal() and 1 <= int(words) <= len(offered):
            self._ask_offered(offered[int(words) - 1])
        else:
            self.ask(message)

    def ask(self, question: str) -> None:
        """Answer a question."""
        self.heard.add(question)
        self.columns, self.chosen = (), False
        speaker = Speaker()
        answer = answer_of(self.brain, question, self.conversation, speaker.say)
        self.take(answer, speaker.heard(answer))

    def _ask_offered(self, question: str) -> None:
        """Answer an English question that was offered, in the language of the conversation."""
        self.heard.add(question)
        language, self.talk.language = self.talk.language, ENGLISH
        self.columns, self.chosen = (), False
        answer = answer_of(self.brain, question, self.conversation)
        self.talk.language = language
        self.take(said(answer, language))

    def take(self, answer: Answer, spoken: str = "") -> None:
        """Show and keep the answer to a question, and offer what may be asked next."""
        self.answer = answer
        if answer.status == "answered" and isinstance(self.talk.context.outcome, ReadQuery):
            self.asked = self.asked if answer.question.startswith("/") else answer.question
        self.costs.add(answer)
        self.show(answer, spoken)
        self.keeper.keep(answer)
        self.offer(next_questions(self.offline, self.talk, answer, self.heard))

    def change_brain(self, name: BrainName) -> None:
        """Let another brain read questions, which goes on from what was said."""
        from assistant.model_brain import ModelBrain

        talk = self.talk
        self.reader, self.brain = name, brain_over(self.offline, self.settings, name)
        self.conversation = talk
        if isinstance(self.brain, ModelBrain):
            self.conversation = self.brain.continued(talk, self.answer)

    def begin(self) -> None:
        """Begin a new conversation."""
        self.conversation = self.brain.start()
        self.costs = Costs()
        self.answer, self.columns, self.chosen = None, (), False
        self.heard, self.offered = set(), ()
        self.keeper.begin(chat_name())

    # ---- what is shown --------------------------------------------------------------------------

    def show(self, answer: Answer, spoken: str = "") -> None:
        """Print an answer, but for the beginning that was spoken already, and its warnings."""
        if answer.status == "failed":
            self.terminal.note(str(answer.answer))
        else:
            self.terminal.show_answer(answer, spoken)
        for warning in answer.warnings:
            self.terminal.note(f"Warning: {warning}")

    def offer(self, questions: tuple[str, ...], heading: str = NEXT) -> None:
        """Offer questions, which a number chooses as long as nothing else is said."""
        self.offered = questions
        if questions:
            language = self.talk.language
            lines = [f"  {place}  {phrase(words, language)}" for place, words in enumerate(questions, 1)]
            self.terminal.show("\n".join(["", phrase(heading, language), *lines]))


def is_interrupt(error: BaseException) -> bool:
    """Whether Ctrl-C was pressed: in the middle of a statement DuckDB tells of it in its own way."""
    return isinstance(error, KeyboardInterrupt) or "interrupted" in str(error).lower()
