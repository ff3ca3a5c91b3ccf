"""The types of agreements by name: "Expiring" is one beside "True-up", and says else that agreements end."""

import pytest
from queries import called, has, of, plainly, query

from assistant.offline.brain import OfflineBrain
from scoring.query import Query

BOTH = has("expiration_type", "Expiring", "True-up")
SWEDEN = has("country", "Sweden")
MONEY = of("sum", "expiring_revenue")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Expiring and true-up agreements in Sweden", query(BOTH, SWEDEN)),
        ("true-up agreements and expiring ones in Sweden", query(BOTH, SWEDEN)),
        ("true-ups and expiring agreements by country", query(BOTH, groups=("country",))),
        (
            "Expiring versus true-up: how much money is in each, over all agreements?",
            query(BOTH, groups=("expiration_type",), measure=MONEY),
        ),
        (
            "true-up versus expiring: total expiring revenue",
            query(BOTH, groups=("expiration_type",), measure=MONEY),
        ),
        ("expiring agreements in Sweden", query(SWEDEN, has("agreements", 1.0, op=">="))),
        (
            "true-up agreements expiring in December 2026",
            query(has("expiration_type", "True-up"), has("agreement_end", "2026-12-01", "2026-12-31", op="between")),
        ),
    ],
)
def test_expiring_is_a_type_beside_another_type(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(brain.ask(question, brain.start())) == plainly(expected)
