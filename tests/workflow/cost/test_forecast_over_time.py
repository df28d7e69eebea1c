"""A forecast's days: as charged before today, as expected after, with the interval of what is expected."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing.pricing import paid_pages
from protocol.query_plan import Period, QueryPlan
from protocol.result import Forecast, SeriesPoint
from support.asked_bill import AskedBill

TODAY = date(2026, 3, 10)
MARCH = Period(start=date(2026, 3, 1), end=date(2026, 4, 1), label="March 2026", partial=True)
SECOND_QUARTER = Period(start=date(2026, 4, 1), end=date(2026, 7, 1), label="Q2 2026")
YEAR_FROM_NOVEMBER = Period(start=date(2025, 11, 1), end=date(2026, 6, 1), label="November to May")


def forecast(demo: AskedBill, period: Period | None) -> tuple[Forecast, list[SeriesPoint]]:
    """The forecast, and its days; one request for what is charged and one for what is expected."""
    findings = demo.findings(QueryPlan(intent="forecast", period=period))
    found, series = findings.analysis.forecast, findings.analysis.series
    assert found is not None
    assert series is not None
    assert paid_pages(findings.requests) == 1 + (found.period.start < TODAY)
    return found, series


@pytest.mark.parametrize("period", [None, MARCH, SECOND_QUARTER, YEAR_FROM_NOVEMBER])
def test_the_days_are_all_there_and_sum_to_the_forecast_and_its_bounds(
    demo: AskedBill, period: Period | None
) -> None:
    found, series = forecast(demo, period)
    assert [point.start for point in series[1:]] == [point.end for point in series[:-1]]
    assert (series[0].start, series[-1].end) == (
        found.period.start.isoformat(),
        found.period.end.isoformat(),
    )
    assert sum(point.amount for point in series) == found.amount
    assert sum(point.amount if point.low is None else point.low for point in series) == found.low
    assert sum(point.amount if point.high is None else point.high for point in series) == found.high


def test_r20_the_days_before_today_are_those_of_the_bill(demo: AskedBill) -> None:
    _, series = forecast(demo, MARCH)
    past = [point for point in series if point.low is None]
    assert [date.fromisoformat(point.start) for point in past] == [
        MARCH.start + timedelta(days=number) for number in range(TODAY.day - 1)
    ]
    for point in past:
        day = date.fromisoformat(point.start)
        assert point.amount == demo.key.total(day, day + timedelta(days=1), {})


def test_each_month_to_come_has_its_own_interval(demo: AskedBill) -> None:
    _, series = forecast(demo, SECOND_QUARTER)
    assert [point.start for point in series] == ["2026-04-01", "2026-05-01", "2026-06-01"]
    for point in series:
        assert point.low is not None
        assert point.high is not None
        assert point.low < point.amount < point.high
        assert point.amount > Decimal(0)
