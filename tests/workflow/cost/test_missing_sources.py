"""What an account does not have leaves its part out, with the reason and the fix; the rest is answered."""

from datetime import date
from typing import Any

import pytest

from billing.errors import SourceUnavailable
from local.cost_apis.context import Options
from local.cost_apis.without import Without
from local.demo import demo_organisation
from protocol.query_plan import Period, QueryPlan
from protocol.result import CostAnalysis
from support.asked_bill import asked_bill

TODAY = date(2026, 3, 10)
THIS_MONTH = Period(start=date(2026, 3, 1), end=date(2026, 4, 1), label="March 2026", partial=True)


def ask(without: Without | None, **plan: Any) -> tuple[CostAnalysis, list[str], list[str]]:
    """The analysis, what is missing of it with its fix, and the notes, of an account that lacks something."""
    organisation = demo_organisation(TODAY)
    options = Options(advice=organisation.advice, without=frozenset([without] if without else []))
    with asked_bill(str(organisation.bill_path), TODAY, options) as bill:
        findings = bill.findings(QueryPlan(**plan))
    assert all(part.reason and part.fix for part in findings.degraded)
    return findings.analysis, [part.what for part in findings.degraded], [note.id for note in findings.notes]


def test_r20_a_missing_forecast_fails_nothing() -> None:
    analysis, missing, _ = ask(Without.FORECAST, intent="forecast", period=THIS_MONTH)
    assert analysis.forecast is None
    assert missing == ["The forecast"]
    assert [figure.id for figure in analysis.figures] == ["at_this_pace", "average_daily", "spent_so_far"]


def test_r18_a_missing_forecast_leaves_the_assessment_whole() -> None:
    analysis, missing, _ = ask(Without.FORECAST, intent="assessment")
    assert missing == ["The forecast"]
    assert analysis.forecast is None
    for part in (
        analysis.total,
        analysis.drivers,
        analysis.budgets,
        analysis.anomalies,
        analysis.commitments,
    ):
        assert part


def test_r18_without_budgets_one_is_recommended() -> None:
    analysis, missing, notes = ask(Without.BUDGETS, intent="budget")
    assert missing == []
    assert "no_budgets" in notes
    assert analysis.budgets is not None
    (budget,) = analysis.budgets
    assert budget.recommended
    assert budget.forecast is not None
    dearest = next(figure.value for figure in analysis.figures if figure.id == "dearest_month")
    assert dearest < budget.limit <= dearest * 11 / 10 + 1


def test_r18_without_a_monitor_no_anomalies_is_not_all_that_is_said() -> None:
    analysis, missing, notes = ask(Without.ANOMALY_DETECTION, intent="anomaly")
    assert (analysis.anomalies, missing, notes) == ([], [], ["no_monitor"])


@pytest.mark.parametrize(
    ("without", "kind_left"),
    [(Without.SAVINGS_PLANS, "reservations"), (Without.RESERVATIONS, "savings_plans")],
)
def test_r18_one_kind_of_commitment_does_not_take_the_other_along(without: Without, kind_left: str) -> None:
    analysis, missing, _ = ask(without, intent="commitment")
    assert missing
    assert analysis.commitments is not None
    known = [one.kind for one in analysis.commitments if one.utilization_percent is not None]
    assert known == [kind_left]


def test_r18_everything_there_is_leaves_nothing_out() -> None:
    analysis, missing, _ = ask(None, intent="assessment")
    assert missing == []
    assert analysis.forecast
    assert analysis.reconciliation
    assert analysis.total
    assert sum(line.amount for line in analysis.reconciliation) == analysis.total.amount


def test_r18_without_cost_explorer_the_bill_cannot_be_read_and_the_fix_is_named() -> None:
    organisation = demo_organisation(TODAY)
    options = Options(advice=organisation.advice, without=frozenset([Without.COST_EXPLORER]))
    with pytest.raises(SourceUnavailable) as refused, asked_bill(str(organisation.bill_path), TODAY, options):
        pass
    assert refused.value.reason == "Cost Explorer is not enabled."
    assert "Enable Cost Explorer" in refused.value.fix
