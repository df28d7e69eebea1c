"""The first line of a forecast is what is expected and when; of budgets, the one that stands worst."""

from datetime import date
from decimal import Decimal

import pytest

from protocol.query_plan import Period, QueryPlan
from protocol.result import CostAnalysis, Forecast
from protocol.step import CostFindings, Note
from support.answers import FEBRUARY, composed
from support.february import budget, plan
from support.figures import assert_figures_founded

CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("forecast", period=None),
        CostAnalysis(
            forecast=Forecast(
                amount=Decimal(130),
                low=Decimal(120),
                high=Decimal(150),
                period=Period(start=date(2026, 3, 10), end=date(2026, 4, 1), label="rest"),
            )
        ),
        "**$130.00** expected for 10 to 31 March 2026 (between $120.00 and $150.00, four times in five).",
    ),
    (
        plan("forecast", period=None),
        CostAnalysis(
            currency="EUR",
            forecast=Forecast(amount=Decimal(130), period=FEBRUARY),
        ),
        "**EUR 130.00** expected for 1 to 28 February 2026.",
    ),
    (
        plan("budget", period=None),
        CostAnalysis(budgets=[budget("ok", name="calm", actual="1", forecast=None), budget("exceeded")]),
        "Budget “team” is **exceeded**: **$100.00** of $90.00 spent, **$10.00** over; **$140.00** forecast, "
        "$50.00 beyond the limit.",
    ),
    (
        plan("budget", period=None),
        CostAnalysis(budgets=[budget("forecast_to_exceed", actual="60")]),
        "Budget “team” is **forecast to exceed its limit**: **$60.00** of $90.00 spent, **$30.00** left; "
        "**$140.00** forecast, $50.00 beyond the limit.",
    ),
    (
        plan("budget", period=None),
        CostAnalysis(budgets=[budget("ok", recommended=True)]),
        "No budget is set; **$90.00** (monthly) is recommended.",
    ),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)


def test_budgets_of_an_earlier_month_are_said_to_be_todays() -> None:
    said = "Budgets are as they stand today, not as of February 2026."
    found = CostAnalysis(budgets=[budget("exceeded")])
    cost = CostFindings(analysis=found, notes=[Note(id="budgets_now", text=said)])

    assert composed(plan("budget"), cost=cost).response.splitlines()[0].endswith(f" the limit. {said}")
