"""The first line of a question for anomalies is how many there were and what they cost."""

import pytest

from protocol.query_plan import QueryPlan
from protocol.result import CostAnalysis
from support.answers import composed
from support.february import ANOMALY, plan
from support.figures import assert_figures_founded

CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("anomaly"),
        CostAnalysis(anomalies=[ANOMALY]),
        "**1 cost anomaly** for February 2026, **$40.00** more than expected.",
    ),
    (plan("anomaly"), CostAnalysis(anomalies=[]), "**No cost anomalies** for February 2026."),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)
