"""The brain that costs nothing where it can: the offline brain answers what it surely reads, the model the rest."""

from assistant.agent import Say
from assistant.answer import Answer
from assistant.bounds import ModelFailure
from assistant.model_brain import ModelBrain, ModelConversation, without_model
from assistant.offline.outcome import AskBack, Refuse
from assistant.offline.reader import Reading


class AutoBrain(ModelBrain):
    """Asks the offline brain first, and the model only where that one could not read the question."""

    def ask(self, question: str, conversation: ModelConversation, say: Say | None = None) -> Answer:
        """Answer a question; by the model only where the offline brain is not sure."""
        before = conversation.copied()
        answer = self.ask_offline(question, conversation)
        reading = conversation.reading
        if answer.status == "answered" or is_sure(reading):
            return answer
        after, ran = conversation.copied(), self.tools.ran
        conversation.become(before)
        try:
            return self.ask_model(question, reading, conversation, say)
        except ModelFailure as failure:
            conversation.become(after)
            self.tools.ran = ran
            return without_model(answer, failure)


def is_sure(reading: Reading | None) -> bool:
    """Whether what is not answered was understood: something is missing in the data, or a concrete question is open."""
    outcome = reading.outcome if reading else None
    if isinstance(outcome, Refuse):
        return outcome.told
    return not isinstance(outcome, AskBack) or bool(outcome.choices)
