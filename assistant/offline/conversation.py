"""What a conversation remembers: how questions were read, in their order, and the question back that is still open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.offline.outcome import WHAT_TO_KNOW, AskBack, Outcome, ReadCustomers, ReadQuery
from assistant.render import filter_words
from knowledge.catalog import Catalog
from knowledge.messages import joined, text
from scoring.query import Filter, Query, ScoreSource

if TYPE_CHECKING:
    from assistant.offline.reader import Reading

ENGLISH = "en"
_REMEMBERED = 50


@dataclass(frozen=True)
class Context:
    """What a conversation holds of the question before: how it was read; of the list that was shown last its customers
    in order, the id of the product that it is about, and whose scores it holds; the keys of a break-down's groups with
    their figures.

    ``unanswered`` is a question asked since then that was not answered and that did not go on from there: what a
    follow-up means by "them" is then not clear. ``defined``: since then the meaning of a term was asked for.
    ``listed``: the query of the list, where one of its customers was asked about since.
    """

    outcome: Outcome | None = None
    customers: tuple[str, ...] = ()
    product: str = ""
    source: ScoreSource = ""
    groups: tuple[str, ...] = ()
    figures: tuple[float, ...] = ()
    unanswered: str = ""
    defined: bool = False
    listed: Query | None = None

    @property
    def query(self) -> Query | None:
        """The query of the question before, where it was one, or of the list that one of its customers is of."""
        return self.outcome.query if isinstance(self.outcome, ReadQuery) else self.listed

    @property
    def lists(self) -> bool:
        """Whether the question before was answered by a list."""
        return self.query is not None and not (self.query.measure or self.query.group_by)


@dataclass
class Conversation:
    """What was asked before, which a follow-up changes, and the question back that is still open; how many rows of the
    last list were shown, the language spoken last, and how the last question was read (None where it could not be)."""

    context: Context = field(default_factory=Context)
    history: list[Context] = field(default_factory=list)
    asked: AskBack | None = None
    shown: int = 0
    language: str = ENGLISH
    reading: "Reading | None" = None
    waiting: Context = field(default_factory=Context)

    @property
    def choices(self) -> tuple[str, ...]:
        """What the open question back offers."""
        return self.asked.choices if self.asked else ()

    def copied(self) -> "Conversation":
        """The conversation as it stands now, whatever is said in this one later."""
        return replace(self, history=list(self.history))

    def remember(self, context: Context) -> None:
        """A question was answered: the next one follows it, and it can be gone back on."""
        if self.context.outcome is not None:
            self.history = [*self.history, replace(self.context, unanswered="")][-_REMEMBERED:]
        self.context = context

    def fail(self, question: str, follows: bool) -> None:
        """A question was not answered; one that went on from the one before changes nothing."""
        if not follows:
            self.context = replace(self.context, unanswered=question)

    def wait(self, asked: AskBack, question: str, follows: bool) -> None:
        """A question was asked back; its answer goes on from where the conversation was."""
        self.asked = replace(asked, rewritten=asked.rewritten or tuple(f"{question} {c}" for c in asked.choices))
        self.waiting = replace(self.context, unanswered="")
        self.fail(question, follows or asked.question == WHAT_TO_KNOW)

    def resume(self) -> None:
        """The open question back was answered."""
        self.context = self.waiting

    def go_back(self, to_list: bool) -> Context | None:
        """The context before the last answer, or before all since the last list; None where there is none."""
        if self.context.unanswered and self.context.outcome is not None:
            self.context = replace(self.context, unanswered="")
            return self.context
        while self.history:
            self.context = self.history.pop()
            if not to_list or self.context.lists:
                return self.context
        return None


def conditions(catalog: Catalog, filters: Sequence[Filter]) -> str:
    """Conditions in words, as an answer lists them."""
    return joined("; ", [filter_words(catalog, item) for item in filters])


def told(catalog: Catalog, context: Context) -> str:
    """What the question before was about, in words."""
    if isinstance(context.outcome, ReadCustomers):
        return text("customer {ids}", ids=", ".join(context.outcome.customers))
    filters = context.query.set.filters if context.query else ()
    return conditions(catalog, filters) or text("all customers")
