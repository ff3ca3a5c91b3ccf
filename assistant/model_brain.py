"""The model brain: a language model reads the question and writes; tools, guard and masks see to what is said.

Where the model is away, slow or wrong, the offline brain answers and says so: nobody loses anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.agent import Agent, Say, Spoken
from assistant.answer import Answer
from assistant.bounds import ModelFailure
from assistant.config import KEY_VARIABLES, Config, api_key
from assistant.model_desk import ModelDesk
from assistant.model_filters import Kept, next_id
from assistant.model_tools import prompt
from assistant.offline.brain import OfflineBrain
from assistant.offline.conversation import Conversation
from assistant.offline.outcome import ReadCustomers, ReadDisagreement, ReadQuery
from assistant.offline.reader import Reading
from assistant.privacy import Mask
from assistant.saying import said
from scoring.errors import AscentError

if TYPE_CHECKING:
    from langchain_core.messages import AnyMessage
    from openai import DefaultHttpxClient

TURNS_REMEMBERED = 6
RESULTS_REMEMBERED = 20
WORDS_REMEMBERED = 300


@dataclass
class Turn:
    """A question, how the offline brain read it, and in few words what came of it, as the model remembers them;
    ``masked``: both as they are sent, once they were."""

    question: str
    reading: Reading | None
    answer: str
    masked: tuple[str, str] | None = None


@dataclass
class ModelConversation:
    """A conversation of both brains: the offline brain's, the marks, earlier results by id, and short memories."""

    mask: Mask
    offline: Conversation = field(default_factory=Conversation)
    kept: dict[str, Kept] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)

    @property
    def reading(self) -> Reading | None:
        """How the offline brain read the last question."""
        return self.offline.reading

    def copied(self) -> "ModelConversation":
        """The conversation as it stands now, with the same marks, whatever is said in this one later."""
        return replace(self, offline=self.offline.copied(), kept=dict(self.kept), turns=list(self.turns))

    def become(self, other: "ModelConversation") -> None:
        """Go on from another state of the conversation."""
        self.offline, self.kept, self.turns = other.offline, other.kept, other.turns

    def remember(self, turn: Turn) -> None:
        """One more question was answered."""
        self.turns = [*self.turns, turn][-TURNS_REMEMBERED:]
        for id in list(self.kept)[:-RESULTS_REMEMBERED]:
            del self.kept[id]


class ModelBrain:
    """Answers questions with the model of the configuration.

    ``environment`` holds the key; ``client`` is the HTTP client to use instead of the model library's own.
    """

    def __init__(
        self,
        offline: OfflineBrain,
        config: Config,
        environment: Mapping[str, str],
        client: "DefaultHttpxClient | None" = None,
    ) -> None:
        self.offline = offline
        self.tools = offline.tools
        self.catalog = offline.catalog
        self.config = config
        self._environment = environment
        self._client = client

    @cached_property
    def _agent(self) -> Agent:
        key = api_key(self.config.model, self._environment)
        if key is None:
            raise ModelFailure(f"There is no key of the model's service in {KEY_VARIABLES[self.config.model.provider]}")
        return Agent(self.config.model, key, self._client)

    def start(self) -> ModelConversation:
        """A conversation in which nothing was said yet."""
        return ModelConversation(Mask(self.tools.engine, self.config.privacy == "open"))

    def ask(self, question: str, conversation: ModelConversation, say: Say | None = None) -> Answer:
        """Answer a question with the model; by the offline brain, which says so, where the model does not come to an
        answer. With ``say`` sentences of the model are said as soon as they have passed the guard."""
        try:
            return self.ask_model(question, self._reading(question, conversation), conversation, say)
        except ModelFailure as failure:
            return without_model(self.ask_offline(question, conversation), failure)

    def ask_offline(self, question: str, conversation: ModelConversation) -> Answer:
        """Answer a question by the offline brain; the model's memory is brought up to it."""
        answer = self.offline.ask(question, conversation.offline)
        self._note(question, answer, conversation)
        return answer

    def continued(self, offline: Conversation, answer: Answer | None) -> ModelConversation:
        """A conversation that goes on from one of the offline brain; of its last answer the model is told."""
        conversation = replace(self.start(), offline=offline)
        if answer is not None:
            self._note(answer.question, answer, conversation)
        return conversation

    def _note(self, question: str, answer: Answer, conversation: ModelConversation) -> None:
        """Bring the model's memory up to an answer of the offline brain."""
        context = conversation.offline.context
        words = answer.status.replace("_", " ")
        if answer.status == "answered" and answer.customers is not None:
            id = next_id(conversation.kept)
            query = context.outcome.query if isinstance(context.outcome, ReadQuery) else None
            conversation.kept[id] = Kept(answer.customers, query)
            words = f"{id}: {len(answer.customers)} customers"
        elif answer.value is not None:
            words = f"{answer.value:g} {answer.unit}"
        conversation.remember(Turn(question, conversation.reading, words))

    # ---- one question by the model --------------------------------------------------------------

    def ask_model(
        self, question: str, reading: Reading | None, conversation: ModelConversation, say: Say | None = None
    ) -> Answer:
        """Answer a question with the model; ``reading`` is the offline brain's. ModelFailure where there is none."""
        self.tools.begin()
        masked = conversation.mask.question(question, reading)
        desk = ModelDesk(self.offline, question, conversation.mask, conversation.kept)
        back = conversation.mask.back
        spoken = self._agent.run(
            self._prompt, self._messages(masked, conversation), desk, (lambda it: say(back(it))) if say else None
        )
        answer = self._answer(desk, spoken, back)
        conversation.remember(Turn(question, reading, _memory(desk, spoken)))
        self._follow(desk, answer, conversation)
        language = reading.language if reading else conversation.offline.language
        answer = said(answer, language, reading.pieces if reading else ())
        return replace(answer, brain="openai", usage=spoken.usage)

    def _reading(self, question: str, conversation: ModelConversation) -> Reading | None:
        """How the offline brain reads a question, which says what its names are; None where it cannot."""
        try:
            return self.offline.reader.read(question, conversation.offline.context, conversation.offline.language)
        except AscentError:
            return None

    @cached_property
    def _prompt(self) -> str:
        engine = self.tools.engine
        return prompt(self.catalog, self.tools.as_of, engine.availability, engine.has_own())

    def _messages(self, question: str, conversation: ModelConversation) -> list["AnyMessage"]:
        from langchain_core.messages import AIMessage, HumanMessage

        messages: list[AnyMessage] = []
        for turn in conversation.turns:
            if turn.masked is None:
                mask = conversation.mask
                turn.masked = mask.question(turn.question, turn.reading), mask.fault(turn.answer)
            asked, answered = turn.masked
            messages += [HumanMessage(asked), AIMessage(answered)]
        return [*messages, HumanMessage(question)]

    def _answer(self, desk: ModelDesk, spoken: Spoken, back: Callable[[str], str]) -> Answer:
        """The program's answer to a run; ModelFailure where there is nothing to tell."""
        if desk.end is not None:
            return desk.end
        if spoken.words and not spoken.faults:
            return desk.answer(back(spoken.words))
        warning = "The model's words did not agree with the data and were left out: these are the results."
        if not spoken.words:
            warning = "The model said nothing of what it found: these are the results."
        if found := desk.plain(warning):
            return found
        failure = ModelFailure("The model's answer rested on nothing in the data")
        failure.usage = spoken.usage
        raise failure

    def _follow(self, desk: ModelDesk, answer: Answer, conversation: ModelConversation) -> None:
        """What the offline brain goes on from."""
        main = desk.main
        if desk.asked is not None:
            conversation.offline.wait(desk.asked, answer.question, follows=False)
        elif main and isinstance(main.outcome, ReadQuery | ReadCustomers | ReadDisagreement):
            self.offline.follow(main.outcome, answer, conversation.offline)


def without_model(answer: Answer, failure: ModelFailure) -> Answer:
    """The offline brain's answer in the place of the model's, which says why."""
    told = f"{failure}; this answer was made without it."
    return replace(answer, warnings=(*answer.warnings, told), usage=failure.usage)


def _memory(desk: ModelDesk, spoken: Spoken) -> str:
    """What the model remembers of its answer: the results by their ids, and the first of its words."""
    results = "; ".join(f"{it.id}: {len(it.answer.customers or ())} customers" for it in desk.found)
    words = str(desk.end.answer) if desk.end else "" if spoken.faults else spoken.words
    return f"{words[:WORDS_REMEMBERED]} ({results})" if results else words[:WORDS_REMEMBERED]
