"""The forecast's interval is as wide as it says: backtests over bills whose outcome is known."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from local.bill import Bill, load_bill
from local.cost_apis import ApiRequest, CostApis
from local.cost_apis.cost_explorer.student_t import two_sided_quantile
from support.demo_bill import TODAY, demo
from support.shop_bill import LAST, shop_bill

LEVEL = 80
NEAR = (0.65, 0.95)
ASKED_ON = (1, 7, 13, 19, 25)
"""Days of each month: with all of it ahead, and with little of it left."""


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def expected(
    bill: Bill, today: date, end: date, granularity: str = "MONTHLY", level: int = LEVEL
) -> list[dict[str, Any]]:
    """The forecast from today on, asked today."""
    asked = {
        "TimePeriod": {"Start": today.isoformat(), "End": end.isoformat()},
        "Metric": "UNBLENDED_COST",
        "Granularity": granularity,
        "PredictionIntervalLevel": level,
    }
    headers = {"x-amz-target": "AWSInsightsIndexService.GetCostForecast"}
    response = CostApis(bill, today).handle(ApiRequest("POST", "/", headers, json.dumps(asked).encode()))
    results: list[dict[str, Any]] = json.loads(response.body)["ForecastResultsByTime"]
    return results


@dataclass
class Backtest:
    """A bill of which the outcome is known up to and with `last`."""

    bill: Bill
    last: date

    def __post_init__(self) -> None:
        rows = self.bill.cursor().execute("SELECT day, sum(unblended_cost) FROM charges GROUP BY day")
        self._charged: dict[date, Decimal] = dict(rows.fetchall())

    def days_asked_on(self) -> Iterator[date]:
        """Days with enough history before them, and the rest of their month and the next known."""
        first = self.bill.first_day + timedelta(days=28)
        for number in range((self.last - first).days):
            today = first + timedelta(days=number)
            if today.day in ASKED_ON and next_month(next_month(today)) <= self.last + timedelta(days=1):
                yield today

    def held(self, result: dict[str, Any]) -> bool:
        """Whether the interval held what was charged."""
        start, end = (date.fromisoformat(result["TimePeriod"][name]) for name in ("Start", "End"))
        actual = sum(
            (self._charged.get(start + timedelta(days=day), Decimal(0)) for day in range((end - start).days)),
            Decimal(0),
        )
        low, high = (Decimal(result[f"PredictionInterval{bound}Bound"]) for bound in ("Lower", "Upper"))
        return low <= actual <= high


BILLS = [
    pytest.param(lambda: demo().bill_path, TODAY - timedelta(days=1), id="demo organisation"),
    pytest.param(shop_bill, LAST, id="shop"),
]


@pytest.mark.parametrize(("path", "last"), BILLS)
def test_the_interval_holds_about_as_many_outcomes_as_it_says(path: Any, last: date) -> None:
    backtest = Backtest(load_bill(str(path())), last)
    rest, whole, following = [], [], []
    for today in backtest.days_asked_on():
        this_month, month_after = expected(backtest.bill, today, next_month(next_month(today)))
        rest.append(backtest.held(this_month))
        following.append(backtest.held(month_after))
        if today.day == 1:
            whole.append(rest[-1])
    assert len(rest) > 60
    for outcomes in (rest, whole, following):
        assert NEAR[0] <= sum(outcomes) / len(outcomes) <= NEAR[1]


@pytest.mark.parametrize(("path", "last"), BILLS)
def test_the_interval_of_single_days_holds_about_as_many_too(path: Any, last: date) -> None:
    backtest = Backtest(load_bill(str(path())), last)
    outcomes = [
        backtest.held(result)
        for today in backtest.days_asked_on()
        if today.day == 7
        for result in expected(backtest.bill, today, today + timedelta(days=35), "DAILY")
    ]
    assert len(outcomes) > 400
    assert NEAR[0] <= sum(outcomes) / len(outcomes) <= NEAR[1]


def test_a_higher_level_is_wider_and_a_longer_span_too() -> None:
    bill = load_bill(str(demo().bill_path))

    def width(today: date, level: int) -> Decimal:
        (result,) = expected(bill, today, next_month(today), level=level)
        upper, lower = (result[f"PredictionInterval{bound}Bound"] for bound in ("Upper", "Lower"))
        return Decimal(upper) - Decimal(lower)

    today = date(2026, 2, 10)
    widths = [width(today, level) for level in (51, 80, 95, 99)]
    assert widths == sorted(widths)
    assert width(date(2026, 2, 25), LEVEL) < width(date(2026, 2, 2), LEVEL)


@pytest.mark.parametrize(
    ("level", "degrees", "quantile"),
    # the usual table of Student's t
    [(80, 1, 3.078), (80, 2, 1.886), (80, 3, 1.638), (80, 6, 1.440), (90, 4, 2.132), (95, 5, 2.571),
     (95, 10, 2.228), (99, 1, 63.657), (99, 26, 2.779)],
)  # fmt: skip
def test_students_t_is_that_of_the_tables(level: int, degrees: int, quantile: float) -> None:
    assert round(two_sided_quantile(level, degrees), 3) == quantile
