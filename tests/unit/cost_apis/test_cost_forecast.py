"""GetCostForecast goes on as the bill did, and says when it cannot."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.focus import Row
from support.local_cost_apis import CostExplorer, Refused

TODAY = date(2024, 3, 12)


def charge(day: date, cost: str, category: str = "Usage", service: str = "AWS Lambda") -> Row:
    """A day's charge."""
    return {
        "BilledCost": cost,
        "BillingCurrency": "USD",
        "ChargeCategory": category,
        "ChargePeriodStart": day.isoformat(),
        "ServiceName": service,
    }


def days(first: date, last: date) -> list[date]:
    """Every day, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def weekly(day: date) -> str:
    """10 on working days, 3 on weekends."""
    return "3" if day.weekday() >= 5 else "10"


STEADY = [charge(day, weekly(day)) for day in days(date(2023, 11, 1), TODAY)]
TAXES = [charge(date(2023 + month // 12, month % 12 + 1, 1), "30", "Tax") for month in range(10, 15)]


def forecast(ce: CostExplorer, start: str, end: str, **parameters: Any) -> dict[str, Any]:
    """A monthly forecast of unblended cost, unless told."""
    asked = {"Metric": "UNBLENDED_COST", "Granularity": "MONTHLY", **parameters}
    return ce.ask("GetCostForecast", TimePeriod={"Start": start, "End": end}, **asked)


def test_a_week_repeats_and_a_months_tax_falls_on_its_day(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, STEADY + TAXES, TODAY)
    answer = forecast(ce, "2024-03-12", "2024-05-01", Granularity="DAILY")
    means = {one["TimePeriod"]["Start"]: one["MeanValue"] for one in answer["ForecastResultsByTime"]}
    assert (means["2024-03-12"], means["2024-03-16"], means["2024-04-01"]) == ("10", "3", "40")
    expected = sum(int(weekly(day)) for day in days(TODAY, date(2024, 4, 30))) + 30
    assert answer["Total"] == {"Amount": str(expected), "Unit": "USD"}


def test_months_are_the_sums_of_their_days_and_an_even_bill_leaves_no_doubt(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, STEADY, TODAY)
    march, april = forecast(ce, "2024-03-12", "2024-05-01", PredictionIntervalLevel=80)[
        "ForecastResultsByTime"
    ]
    assert march["TimePeriod"] == {"Start": "2024-03-12", "End": "2024-04-01"}
    expected = str(sum(int(weekly(day)) for day in days(date(2024, 4, 1), date(2024, 4, 30))))
    assert (april["PredictionIntervalLowerBound"], april["PredictionIntervalUpperBound"]) == (
        expected,
        expected,
    )


def test_the_interval_grows_with_the_level_and_holds_the_mean(tmp_path: Path) -> None:
    uneven = [charge(day, str(5 + day.day % 7)) for day in days(date(2023, 11, 1), TODAY)]
    ce = CostExplorer(tmp_path, uneven, TODAY)
    widths = []
    for level in (51, 80, 99):
        (one,) = forecast(ce, "2024-03-13", "2024-04-01", PredictionIntervalLevel=level)[
            "ForecastResultsByTime"
        ]
        low, mean, high = (
            Decimal(one[name])
            for name in ("PredictionIntervalLowerBound", "MeanValue", "PredictionIntervalUpperBound")
        )
        assert low < mean < high
        widths.append(high - low)
    assert widths == sorted(widths)
    (bare,) = forecast(ce, "2024-03-13", "2024-04-01")["ForecastResultsByTime"]
    assert set(bare) == {"TimePeriod", "MeanValue"}


def test_todays_unfinished_charges_and_refunds_do_not_count(tmp_path: Path) -> None:
    refund = [charge(date(2024, 2, 20), "-5000", "Adjustment")]
    unfinished = [charge(TODAY, "900")]
    plain = forecast(CostExplorer(tmp_path, STEADY, TODAY), "2024-03-12", "2024-04-01")
    assert (
        forecast(CostExplorer(tmp_path, STEADY + refund + unfinished, TODAY), "2024-03-12", "2024-04-01")
        == plain
    )


def test_r20_a_short_history_is_refused_by_name(tmp_path: Path) -> None:
    young = [charge(day, "1", service="AWS Glue") for day in days(date(2024, 3, 1), TODAY)]
    ce = CostExplorer(tmp_path, STEADY + young, TODAY)
    only = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Glue"]}}
    with pytest.raises(Refused, match="DataUnavailableException: Insufficient amount of historical data"):
        forecast(ce, "2024-03-12", "2024-04-01", Filter=only)
    with pytest.raises(Refused, match="DataUnavailableException"):
        forecast(ce, "2024-03-12", "2024-04-01", Metric="AMORTIZED_COST")


def test_a_bill_that_ended_long_ago_is_no_ground_for_a_forecast(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, STEADY, date(2024, 6, 1))
    with pytest.raises(Refused, match=r"DataUnavailableException.*2024-03-12"):
        forecast(ce, "2024-06-01", "2024-07-01")


@pytest.mark.parametrize(
    ("start", "end", "change", "said"),
    [
        ("2024-03-11", "2024-04-01", {}, "current date or later"),
        ("2024-03-12", "2024-03-12", {}, "before end date"),
        ("2024-03-12", "2024-07-02", {"Granularity": "DAILY"}, "reaches 3 months"),
        ("2024-03-12", "2025-10-02", {}, "reaches 18 months"),
        ("2024-03-12", "2024-04-01", {"Granularity": "HOURLY"}, "HOURLY is not supported"),
        ("2024-03-12", "2024-04-01", {"Metric": "USAGE_QUANTITY"}, "Metric USAGE_QUANTITY is not valid"),
        ("2024-03-12", "2024-04-01", {"PredictionIntervalLevel": 100}, "100"),
        ("2024-03-12", "2024-04-01", {"PredictionIntervalLevel": 50}, "50"),
    ],
)
def test_r20_what_aws_refuses_is_refused(
    tmp_path: Path, start: str, end: str, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        forecast(CostExplorer(tmp_path, STEADY, TODAY), start, end, **change)
    assert refused.value.code == "ValidationException"


def test_growth_halves_each_week_and_the_interval_knows_that_it_may_go_on(tmp_path: Path) -> None:
    start = TODAY - timedelta(weeks=50)
    growing = [
        charge(day, str(100 + 7 * ((day - start).days // 7)))
        for day in days(start, TODAY - timedelta(days=1))
    ]
    ce = CostExplorer(tmp_path, growing, TODAY)
    answer = forecast(ce, "2024-03-12", "2024-06-01", Granularity="DAILY", PredictionIntervalLevel=80)
    results = answer["ForecastResultsByTime"]
    means = [Decimal(one["MeanValue"]) for one in results]
    last_week = 100 + 7 * 49
    assert means[:15] == [last_week + Decimal("3.5")] * 7 + [last_week + Decimal("5.25")] * 7 + [
        last_week + Decimal("6.125")
    ]
    assert means == sorted(means)
    assert max(means) < last_week + 7
    for one, weeks_ahead in zip(results[:28:7], range(1, 5), strict=True):
        assert Decimal(one["PredictionIntervalUpperBound"]) >= last_week + 7 * weeks_ahead


def test_fewer_than_eight_weeks_are_averaged_and_show_no_trend(tmp_path: Path) -> None:
    start = TODAY - timedelta(weeks=7)
    growing = [
        charge(day, str(10 + 10 * ((day - start).days // 7)))
        for day in days(start, TODAY - timedelta(days=1))
    ]
    ce = CostExplorer(tmp_path, growing, TODAY)
    results = forecast(ce, "2024-03-12", "2024-06-01", Granularity="DAILY")["ForecastResultsByTime"]
    assert {Decimal(one["MeanValue"]) for one in results} == {Decimal(40)}
