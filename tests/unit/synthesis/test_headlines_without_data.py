"""Where there is no figure, the first line says why."""

import pytest

from protocol.result import CostAnalysis, Degraded
from protocol.step import CostFindings, Note
from support.answers import composed
from support.february import plan


@pytest.mark.parametrize(
    "intent", ["spend", "breakdown", "charges", "unit_cost", "compare", "explain", "adoption"]
)
def test_without_data_the_reason_stands_where_the_figure_would(intent: str) -> None:
    reason = "The history begins on 2024-12-01: there is no figure for February 2024."
    cost = CostFindings(analysis=CostAnalysis(), notes=[Note(id="before_history", text=reason)])

    first = composed(plan(intent), cost=cost).response.splitlines()[0]

    assert first == f"**No cost data** for February 2026. {reason}"


def test_what_was_not_asked_for_is_not_said_to_have_no_data() -> None:
    reason = "This question takes 10 paid requests; the cap is 3, so none was sent."
    degraded = [Degraded(what="The cost figures", reason=reason, fix="Raise it.")]
    cost = CostFindings(analysis=CostAnalysis(), degraded=degraded)

    first = composed(plan("spend"), cost=cost).response.splitlines()[0]

    assert first == f"**No figures** for February 2026. {reason}"


@pytest.mark.parametrize("intent", ["forecast", "budget", "anomaly", "commitment"])
def test_r18_a_missing_source_is_said_with_reason_and_fix(intent: str) -> None:
    cost = CostFindings(
        analysis=CostAnalysis(),
        degraded=[Degraded(what="Source", reason="It is not there.", fix="Switch it on.")],
    )

    response = composed(plan(intent), cost=cost).response

    assert "It is not there." in response.splitlines()[0]
    assert "- Source: It is not there. To mend it: Switch it on." in response
