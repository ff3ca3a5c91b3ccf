"""``ascent explain``: why a customer stands where it does."""

from assistant.commands.session import answer_of, open_brain, show
from assistant.settings import Settings


def run(settings: Settings, customer: str, product: str) -> int:
    """Explain the scores of a customer, for one product or for all."""
    brain = open_brain(settings)
    question = f"Explain {customer} for {product}" if product else f"Explain {customer}"
    return show(answer_of(brain, question, brain.start()), settings.json)
