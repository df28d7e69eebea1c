"""The forecast's interval is as wide as it says: backtests over bills whose outcome is known."""

import json
from collections.abc import Iterator
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


def expected(bill: Bill, today: date, level: int = LEVEL) -> dict[str, Any]:
    """The forecast of the rest of the month, asked today."""
    asked = {
        "TimePeriod": {"Start": today.isoformat(), "End": next_month(today).isoformat()},
        "Metric": "UNBLENDED_COST",
        "Granularity": "MONTHLY",
        "PredictionIntervalLevel": level,
    }
    headers = {"x-amz-target": "AWSInsightsIndexService.GetCostForecast"}
    response = CostApis(bill, today).handle(ApiRequest("POST", "/", headers, json.dumps(asked).encode()))
    (result,) = json.loads(response.body)["ForecastResultsByTime"]
    found: dict[str, Any] = result
    return found


def backtest(bill: Bill, last: date) -> Iterator[tuple[date, bool]]:
    """Each day asked on, and whether the interval held what was charged in the rest of its month."""
    charged = dict(
        bill.cursor().execute("SELECT day, sum(unblended_cost) FROM charges GROUP BY day").fetchall()
    )
    first = bill.first_day + timedelta(days=28)
    for number in range((last - first).days + 1):
        today = first + timedelta(days=number)
        if today.day not in ASKED_ON or next_month(today) > last + timedelta(days=1):
            continue
        result = expected(bill, today)
        days = [today + timedelta(days=ahead) for ahead in range((next_month(today) - today).days)]
        actual = sum((charged.get(day, Decimal(0)) for day in days), Decimal(0))
        low, high = (Decimal(result[f"PredictionInterval{bound}Bound"]) for bound in ("Lower", "Upper"))
        yield today, low <= actual <= high


@pytest.mark.parametrize(
    ("path", "last", "fewest"),
    [
        pytest.param(lambda: demo().bill_path, TODAY - timedelta(days=1), 60, id="demo organisation"),
        pytest.param(shop_bill, LAST, 110, id="shop"),
    ],
)
def test_the_interval_holds_about_as_many_outcomes_as_it_says(path: Any, last: date, fewest: int) -> None:
    held = dict(backtest(load_bill(str(path())), last))
    whole_months = [is_held for today, is_held in held.items() if today.day == 1]
    assert len(held) >= fewest
    for outcomes in (list(held.values()), whole_months):
        assert NEAR[0] <= sum(outcomes) / len(outcomes) <= NEAR[1]


def test_a_higher_level_is_wider_and_a_longer_span_too() -> None:
    bill = load_bill(str(demo().bill_path))

    def width(today: date, level: int) -> Decimal:
        result = expected(bill, today, level)
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
