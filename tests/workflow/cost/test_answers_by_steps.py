"""Days, weeks and months asked for beside another kind of answer: told where there is room, else said not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from interpreter.interpret import interpret
from protocol.step import CostFindings
from support.answers import composed
from support.asked_bill import AskedBill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
S3 = {"filters": {"SERVICE": ["Amazon Simple Storage Service"]}}
EC2 = {"filters": {"SERVICE": ["Amazon Elastic Compute Cloud - Compute", "EC2 - Other"]}}


def ask(bill: AskedBill, question: str) -> tuple[CostFindings, str]:
    plan = interpret(question, TODAY, bill.catalog)
    findings = bill.findings(plan)
    result = composed(plan, cost=findings)
    assert_figures_founded(result)
    return findings, result.response


@pytest.mark.parametrize(
    ("question", "part", "plan", "heading"),
    [
        ("January vs February by day", "day", {}, "| Day | Amount |"),
        ("why did costs drop in February, day by day", "day", {}, "| Day | Amount |"),
        ("compare S3 jan vs feb by week", "week", S3, "| Week | Amount |"),
    ],
)
def test_a_comparisons_later_period_is_told_by_the_step(
    demo: AskedBill, question: str, part: str, plan: dict[str, Any], heading: str
) -> None:
    findings, response = ask(demo, question)

    series = findings.analysis.series or []
    expected = demo.key.days(FEBRUARY, MARCH, plan, part=part)
    assert [point.amount for point in series] == [expected[start] for start in sorted(expected)]
    assert findings.analysis.comparison
    assert sum(point.amount for point in series) == findings.analysis.comparison.current
    assert heading in response
    assert f"Only the later period is told by {part}" in response


@pytest.mark.parametrize(
    ("question", "part", "span"),
    [
        (
            "EC2 cost as a percentage of total per month in Q4",
            "month",
            (date(2025, 10, 1), date(2026, 1, 1)),
        ),
        ("EC2 share of total by week in january", "week", (JANUARY, FEBRUARY)),
        ("EC2 share of total per day in january", "day", (JANUARY, FEBRUARY)),
    ],
)
def test_a_share_is_told_by_the_step(
    demo: AskedBill, question: str, part: str, span: tuple[date, date]
) -> None:
    findings, response = ask(demo, question)

    ec2, everything = demo.key.days(*span, EC2, part=part), demo.key.days(*span, {}, part=part)
    shares = [figure for figure in findings.analysis.figures if figure.id.startswith("share_in:")]
    assert [figure.value for figure in shares] == [
        (ec2[start] / everything[start] * 100).quantize(Decimal("1e-8")) for start in sorted(everything)
    ]
    assert findings.analysis.figures[0].id == "share"
    assert shares[0].label in response


def test_a_forecast_by_week_is_said_to_be_none(demo: AskedBill) -> None:
    question = "S3 forecast by week for next month"
    _, response = ask(demo, question)

    said = "Forecasts are told by month at the finest here, not by week."
    assert said in response
    assert said in interpret(question, TODAY, demo.catalog).assumptions


@pytest.mark.parametrize("question", ["compare monthly spend january and february", "S3 jan vs feb"])
def test_a_step_as_long_as_the_period_asks_for_none(demo: AskedBill, question: str) -> None:
    findings, response = ask(demo, question)

    assert findings.analysis.series is None
    assert "is told by" not in response
