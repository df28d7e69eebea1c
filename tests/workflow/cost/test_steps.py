"""Trends by week, quarter and year: the days and months Cost Explorer has, added up exactly."""

from datetime import date, timedelta

import pytest

from interpreter.interpret import interpret
from protocol.query_plan import Period, QueryPlan, Step
from protocol.result import CostAnalysis
from protocol.step import CostFindings
from support.answers import composed
from support.asked_bill import AskedBill
from support.figures import assert_figures_founded

FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
MAY_TO_TODAY = Period(start=date(2025, 5, 1), end=date(2026, 3, 11), label="since May", partial=True)
MONDAY = 0


def trend(demo: AskedBill, period: Period, step: Step, group_by: list[str] | None = None) -> CostFindings:
    granularity = "DAILY" if step == "week" else "MONTHLY"
    return demo.findings(
        QueryPlan(intent="trend", period=period, granularity=granularity, step=step, group_by=group_by or [])
    )


def assert_adds_up(demo: AskedBill, analysis: CostAnalysis, period: Period) -> None:
    series = analysis.series or []
    assert [point.start for point in series[1:]] == [point.end for point in series[:-1]]
    assert (series[0].start, series[-1].end) == (period.start.isoformat(), period.end.isoformat())
    for point in series:
        span = date.fromisoformat(point.start), date.fromisoformat(point.end)
        assert point.amount == demo.key.total(*span, {})
    assert analysis.total is not None
    assert sum(point.amount for point in series) == analysis.total.amount


def test_r20_weeks_run_from_monday_to_sunday_and_are_cut_by_the_period(demo: AskedBill) -> None:
    analysis = trend(demo, FEBRUARY, "week").analysis
    assert_adds_up(demo, analysis, FEBRUARY)
    series = analysis.series or []
    # 1 February 2026 is a Sunday, 28 February a Saturday
    assert [point.start for point in series] == [
        "2026-02-01", "2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23",
    ]  # fmt: skip
    assert all(date.fromisoformat(point.start).weekday() == MONDAY for point in series[1:])


@pytest.mark.parametrize(
    ("step", "starts"),
    [
        ("quarter", ["2025-05-01", "2025-07-01", "2025-10-01", "2026-01-01"]),
        ("year", ["2025-05-01", "2026-01-01"]),
    ],
)
def test_r20_quarters_and_years_are_their_months(demo: AskedBill, step: Step, starts: list[str]) -> None:
    analysis = trend(demo, MAY_TO_TODAY, step).analysis
    assert_adds_up(demo, analysis, MAY_TO_TODAY)
    assert [point.start for point in analysis.series or []] == starts


def test_r20_groups_by_week_sum_to_the_weeks(demo: AskedBill) -> None:
    analysis = trend(demo, FEBRUARY, "week", ["LINKED_ACCOUNT"]).analysis
    assert_adds_up(demo, analysis, FEBRUARY)
    series, groups = analysis.series or [], analysis.groups or []
    for number, point in enumerate(series):
        assert sum(group.series[number].amount for group in groups if group.series) == point.amount


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        (
            "weekly trend in February 2026",
            ["| Week |", "1 February 2026 (part of a week)", "| 2 to 8 February 2026 |"],
        ),
        (
            "quarterly trend since May 2025",
            ["| Quarter |", "| Q3 2025 |", "Q1 2026, 1 January to 10 March 2026"],
        ),
        ("yearly spend since January 2025", ["| Year |", "| 2025 |", "2026, 1 January to 10 March 2026"]),
    ],
)
def test_the_answer_names_its_steps_and_their_parts(demo: AskedBill, question: str, rows: list[str]) -> None:
    plan = interpret(question, demo.today, demo.catalog, None)
    result = composed(plan, cost=demo.findings(plan))
    for row in rows:
        assert row in result.response
    assert_figures_founded(result)
    if plan.step == "week":
        assert "Weeks run from Monday to Sunday" in result.response


def test_hours_that_are_not_kept_are_told_and_shown_by_day(demo: AskedBill) -> None:
    plan = interpret("hourly S3 cost in January 2026", demo.today, demo.catalog, None)
    assert plan.granularity == "HOURLY"
    findings = demo.findings(plan)
    result = composed(plan, cost=findings)
    assert "Hourly figures cannot be had, so these are by day." in result.response
    assert "last 14 days" in result.response
    assert "| Day |" in result.response
    series = findings.analysis.series or []
    assert [point.start for point in series] == [
        (date(2026, 1, 1) + timedelta(days=number)).isoformat() for number in range(31)
    ]
