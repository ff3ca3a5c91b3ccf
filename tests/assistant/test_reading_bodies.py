"""Bodies of an industry, "=" for "is", and a number that is named twice."""

import pytest
from queries import called, cluster, has, is_, plainly, query

from assistant.offline.brain import OfflineBrain
from scoring.query import Query

NORWAY, PARIS = has("country", "Norway"), has("city", "Paris")
OVER_100 = has("org_size", 100.0, op=">")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("customers flagged as Act Now for Azure in Norway", query(NORWAY, cluster("azure"), best="azure")),
        ("customers marked as Very Small in Norway", query(has("sub_segment", "Very Small"), NORWAY)),
        ("government bodies in Norway", query(has("industry", "Government"), NORWAY)),
        (
            "which retail entities in Norway are Act Now for Azure",
            query(has("industry", "Retail & Consumer Goods"), NORWAY, cluster("azure"), best="azure"),
        ),
        ("Norway, azure = evaluate", query(NORWAY, cluster("azure", "evaluate"), best="azure")),
        ("customers in Norway with azure cluster = act now", query(NORWAY, cluster("azure"), best="azure")),
        ("country = Norway, M365 fit = high", query(NORWAY, is_("fit_band", "m365", "high"), best="m365")),
        (
            "Norway, nothing is known about their servers",
            query(has("cohort", "m365-migrate-dark"), NORWAY, best="m365"),
        ),
        ("Paris, more than 100 people on the payroll", query(PARIS, OVER_100)),
        ("customers in Paris with over 100 staff on their payroll", query(PARIS, OVER_100)),
    ],
)
def test_flags_bodies_signs_and_numbers_named_twice(brain: OfflineBrain, question: str, expected: Query) -> None:
    assert called(brain.ask(question, brain.start())) == plainly(expected)


@pytest.mark.parametrize(
    "question",
    ["agencies in Norway", "institutions", "customers flagged as nonsense", "Norway, azure != evaluate"],
)
def test_bodies_of_no_industry_unknown_flags_and_inequalities_are_refused(brain: OfflineBrain, question: str) -> None:
    assert brain.ask(question, brain.start()).status == "not_answerable"
