"""Several measures in one question: each is a figure of the bill, and stands in the first line."""

from datetime import date
from decimal import Decimal

import pytest

from interpreter.interpret import interpret
from support.answers import composed
from support.asked_bill import AskedBill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
YEAR = (date(2025, 1, 1), date(2026, 1, 1))
FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))


def ask(bill: AskedBill, question: str) -> tuple[str, dict[str, tuple[Decimal, str | None]]]:
    plan = interpret(question, TODAY, bill.catalog)
    findings = bill.findings(plan)
    result = composed(plan, cost=findings)
    assert_figures_founded(result)
    figures = {one.id: (one.value, one.of) for one in findings.analysis.figures}
    return result.response.splitlines()[0], figures


def test_the_dearest_and_the_cheapest_month(demo: AskedBill) -> None:
    first, figures = ask(demo, "what was the highest and the lowest month in 2025")

    months = demo.key.days(*YEAR, {}, part="month")
    dearest, cheapest = max(months, key=months.__getitem__), min(months, key=months.__getitem__)
    assert figures["dearest_month"] == (months[dearest], f"{dearest:%Y-%m}")
    assert figures["cheapest_month"] == (months[cheapest], f"{cheapest:%Y-%m}")
    assert "**$43,358.50** in **February 2025**" in first
    assert "**$63,033.46** in **December 2025**" in first


@pytest.mark.parametrize(
    "question", ["total and average and max daily spend for Feb", "average per day and max day in Feb"]
)
def test_the_average_and_the_dearest_day(demo: AskedBill, question: str) -> None:
    first, figures = ask(demo, question)

    days = demo.key.days(*FEBRUARY, {})
    total = demo.key.total(*FEBRUARY, {})
    assert figures["dearest_day"] == (max(days.values()), "2026-02-01")
    assert figures["average_daily"] == ((total / 28).quantize(Decimal("1e-10")), None)
    assert "**$1,841.48 per day**" in first
    assert f"The total is ${total:,.2f}." in first


def test_the_average_of_a_day_and_of_a_month(demo: AskedBill) -> None:
    first, figures = ask(demo, "average daily and monthly spend for 2025")

    total = demo.key.total(*YEAR, {})
    assert figures["average_daily"][0] == (total / 365).quantize(Decimal("1e-10"))
    assert figures["average_monthly"][0] == (total / 12).quantize(Decimal("1e-10"))
    assert "**$1,704.46 per day**" in first
    assert "**$51,844.01 per month**" in first


def test_a_dearest_month_beside_a_cheapest_day_is_of_a_whole_month(demo: AskedBill) -> None:
    plan = interpret("cheapest day in 2025", TODAY, demo.catalog)
    both = plan.model_copy(update={"also": ["dearest_month"]})

    figures = {one.id: (one.value, one.of) for one in demo.findings(both).analysis.figures}

    days, months = demo.key.days(*YEAR, {}), demo.key.days(*YEAR, {}, part="month")
    assert figures["cheapest_day"][0] == min(days.values())
    assert figures["dearest_month"] == (max(months.values()), "2025-12")


@pytest.mark.parametrize(
    "question", ["Average daily spend in February", "the second highest month in 2025", "cheapest day in Feb"]
)
def test_one_measure_stays_one(demo: AskedBill, question: str) -> None:
    assert interpret(question, TODAY, demo.catalog).also == []
