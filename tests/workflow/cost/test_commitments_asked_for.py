"""Commitments of one service, by service and by month, from questions in words, against the bill."""

from datetime import date
from decimal import Decimal

import pytest

from interpreter.interpret import interpret
from protocol.result import Commitment, CostAnalysis
from protocol.step import CostFindings
from support.answers import composed
from support.asked_bill import AskedBill
from support.demo_bill import query
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
EC2, OTHER = "Amazon Elastic Compute Cloud - Compute", "EC2 - Other"
IN = "CAST(ChargePeriodStart AS DATE) >= ? AND CAST(ChargePeriodStart AS DATE) < ?"
FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
COVERED = "CommitmentDiscountType = 'Savings Plan' AND CommitmentDiscountStatus = 'Used'"
COULD_BE = (
    "CommitmentDiscountId IS NULL AND PricingCategory = 'Standard' AND ChargeCategory = 'Usage' AND "
    "regexp_matches(x_UsageType, 'BoxUsage|DedicatedUsage|Fargate-|Lambda-(GB-Second|Provisioned)|ml\\.')"
)


def ask(bill: AskedBill, question: str) -> tuple[CostAnalysis, CostFindings, str]:
    plan = interpret(question, TODAY, bill.catalog)
    assert plan.intent == "commitment"
    findings = bill.findings(plan)
    result = composed(plan, cost=findings)
    assert_figures_founded(result)
    return findings.analysis, findings, result.response


def one(analysis: CostAnalysis) -> Commitment:
    (commitment,) = analysis.commitments or []
    return commitment


def reserved_hours(start: date, end: date, status: str) -> Decimal:
    ((hours, cost),) = query(
        f"SELECT sum(ConsumedQuantity), sum(EffectiveCost) FROM bill WHERE {IN} AND ServiceName = ? "
        "AND CommitmentDiscountType = 'Reserved' AND CommitmentDiscountStatus = ?",
        values=(start, end, EC2, status),
    )
    return Decimal(hours) if status == "Used" else Decimal(cost)


def plans_cover(start: date, end: date, service: str | None) -> Decimal:
    """The percentage of what Savings Plans could cover that they did, at on-demand rates."""
    of = "" if service is None else f" AND ServiceName = '{service}'"
    ((covered, on_demand),) = query(
        f"SELECT sum(CAST(ListCost AS DECIMAL(38,12))) FILTER ({COVERED}), "
        f"sum(CAST(BilledCost AS DECIMAL(38,12))) FILTER ({COULD_BE}) FROM bill WHERE {IN}{of}",
        values=(start, end),
    )
    return Decimal(covered or 0) / (Decimal(covered or 0) + Decimal(on_demand or 0)) * 100


def test_the_reservations_of_ec2_are_those_of_its_instances(demo: AskedBill) -> None:
    analysis, findings, response = ask(demo, "EC2 RI utilisation in Feb")

    assert findings.degraded == []
    assert reserved_hours(*FEBRUARY, "Used") == 2688
    assert one(analysis).utilization_percent == 80
    assert one(analysis).unused_commitment == reserved_hours(*FEBRUARY, "Unused").quantize(Decimal("0.001"))
    assert response.startswith(f"Reservations: **80%** utilization for {EC2}")


@pytest.mark.parametrize("question", ["RI coverage of EC2 in February", "EC2 reserved instance coverage Feb"])
def test_so_is_their_coverage(demo: AskedBill, question: str) -> None:
    analysis, findings, _ = ask(demo, question)

    assert findings.degraded == []
    coverage = one(analysis).coverage_percent
    assert coverage
    assert 14 < coverage < 15


@pytest.mark.parametrize(
    "question", ["ec2 savings plan coverage jan", "savings plan coverage for EC2 in January"]
)
def test_the_plans_coverage_of_a_service_is_of_it_alone(demo: AskedBill, question: str) -> None:
    coverage = one(ask(demo, question)[0]).coverage_percent

    assert coverage is not None
    assert abs(coverage - plans_cover(*JANUARY, EC2)) < Decimal("0.0001")


def test_coverage_by_service_is_told_of_each(demo: AskedBill) -> None:
    analysis, _, response = ask(demo, "SP coverage by service in Feb")

    told = {figure.of: figure.value for figure in analysis.figures if figure.id.startswith("coverage:")}
    assert set(told) == {EC2, "AWS Lambda", "Amazon Elastic Container Service"}
    for service, coverage in told.items():
        assert abs(coverage - plans_cover(*FEBRUARY, service)) < Decimal("0.0001")
    whole = one(analysis).coverage_percent
    assert whole is not None
    assert abs(whole - plans_cover(*FEBRUARY, None)) < Decimal("0.0001")
    assert f"Savings Plans coverage of {EC2}: 43.5%" in response


def test_utilisation_by_month_is_told_of_each(demo: AskedBill) -> None:
    analysis, _, response = ask(demo, "SP utilization per month Q4")

    told = [figure for figure in analysis.figures if figure.id.startswith("utilization:")]
    assert [figure.of for figure in told] == ["2025-10", "2025-11", "2025-12"]
    for figure, month in zip(told, (10, 11, 12), strict=True):
        start, end = date(2025, month, 1), date(2025 + month // 12, month % 12 + 1, 1)
        ((used, whole),) = query(
            f"SELECT sum(EffectiveCost) FILTER (CommitmentDiscountStatus = 'Used'), sum(EffectiveCost) "
            f"FROM bill WHERE {IN} AND CommitmentDiscountType = 'Savings Plan' "
            "AND CommitmentDiscountStatus IS NOT NULL",
            values=(start, end),
        )
        assert abs(figure.value - Decimal(used) / Decimal(whole) * 100) < Decimal("0.0001")
    assert "Savings Plans utilization in October 2025: " in response


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "ec2 savings plan coverage per week in Q4",
            "Coverage and utilisation are told by month at the finest here, not by week.",
        ),
        (
            "RI coverage by account in february",
            "Reservations: coverage is told by service alone, here all of it.",
        ),
        (
            "SP utilization by service in february",
            "Savings Plans: utilisation has no groups, here all of it.",
        ),
    ],
)
def test_what_commitments_are_not_told_by_is_said(demo: AskedBill, question: str, said: str) -> None:
    assert said in ask(demo, question)[2]
