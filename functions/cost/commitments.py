"""Savings Plans and reservations: how much they cover, and how much of them is used."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from cost.charge_table import ZERO
from cost.filters import filter_expression
from cost.numbers import percent
from cost.question import ONE_DAY, CostQuestion
from protocol.query_plan import Period
from protocol.result import Commitment, CostAnalysis, Figure

Kind = Literal["savings_plans", "reservations"]
NAMES: dict[Kind, str] = {"savings_plans": "Savings Plans", "reservations": "Reservations"}


def analyse_commitments(question: CostQuestion) -> CostAnalysis:
    """Coverage and utilisation of the period, the last full month where the plan has none."""
    focus = question.plan.commitment_focus
    kinds: list[Kind] = ["savings_plans", "reservations"] if focus == "both" else [focus]
    if question.plan.period is None:
        question.note("period_chosen", f"This is {question.last_full_month().label}, the last full month.")
    commitments = commitments_of(question, question.plan.period or question.last_full_month(), kinds)
    return CostAnalysis(commitments=commitments, figures=_unused_figures(question, commitments))


def commitments_of(question: CostQuestion, period: Period, kinds: list[Kind]) -> list[Commitment]:
    """One commitment a kind; what a kind's source does not give is null, with the reason in `degraded`.

    Utilisation is asked up to the day before yesterday's end at most: AWS rejects an end of today or later.
    """
    end = min(period.end, question.today - ONE_DAY)
    if period.start >= end:
        question.note("no_commitments", "Coverage and utilisation reach to the day before yesterday at most.")
        return []
    if end < min(period.end, question.today):
        question.note("commitments_until", f"Coverage and utilisation are known up to {end - ONE_DAY}.")
    return [_KINDS[kind](question, period.start, end) for kind in kinds]


def _savings_plans(question: CostQuestion, start: date, end: date) -> Commitment:
    coverage = _asked(question, "ce:GetSavingsPlansCoverage", "Savings Plans coverage", start, end)
    used = _asked(question, "ce:GetSavingsPlansUtilization", "Savings Plans utilisation", start, end)
    commitment = Commitment(kind="savings_plans")
    spans = [span["Coverage"] for span in (coverage or {}).get("SavingsPlansCoverages", [])]
    if spans:
        covered, total = _sum(spans, "SpendCoveredBySavingsPlans"), _sum(spans, "TotalCost")
        commitment.covered_cost, commitment.on_demand_cost = covered, _sum(spans, "OnDemandCost")
        commitment.coverage_percent = percent(covered, total)
    if used is not None:
        utilization = used["Total"].get("Utilization", {})
        commitment.utilization_percent = _number(utilization, "UtilizationPercentage")
        commitment.used_commitment = _number(utilization, "UsedCommitment")
        commitment.unused_commitment = _number(utilization, "UnusedCommitment")
        commitment.total_commitment = _number(utilization, "TotalCommitment")
        commitment.net_savings = _number(used["Total"].get("Savings", {}), "NetSavings")
    return commitment


def _reservations(question: CostQuestion, start: date, end: date) -> Commitment:
    coverage = _asked(question, "ce:GetReservationCoverage", "Reservation coverage", start, end)
    used = _asked(question, "ce:GetReservationUtilization", "Reservation utilisation", start, end)
    commitment = Commitment(kind="reservations")
    if coverage is not None:
        total = coverage.get("Total", {})
        commitment.coverage_percent = _number(total.get("CoverageHours", {}), "CoverageHoursPercentage")
        commitment.on_demand_cost = _number(total.get("CoverageCost", {}), "OnDemandCost")
    if used is not None:
        total = used.get("Total", {})
        commitment.utilization_percent = _number(total, "UtilizationPercentage")
        commitment.unused_commitment = _number(total, "RICostForUnusedHours")
        commitment.total_commitment = _number(total, "TotalAmortizedFee")
        commitment.net_savings = _number(total, "NetRISavings")
        if commitment.total_commitment is not None and commitment.unused_commitment is not None:
            commitment.used_commitment = commitment.total_commitment - commitment.unused_commitment
    return commitment


_KINDS: dict[Kind, Callable[[CostQuestion, date, date], Commitment]] = {
    "savings_plans": _savings_plans,
    "reservations": _reservations,
}


def _asked(question: CostQuestion, api: str, what: str, start: date, end: date) -> dict[str, Any] | None:
    parameters: dict[str, Any] = {"TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()}}
    expression = filter_expression(question.plan, charge_types=False)
    if expression is not None:
        parameters["Filter"] = expression
    return question.attempt(what, lambda: question.apis.ask(api, parameters))


def _sum(spans: list[dict[str, str]], name: str) -> Decimal:
    return sum((Decimal(span[name]) for span in spans if name in span), ZERO)


def _number(values: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(str(values[name])) if values.get(name) not in (None, "") else None


def _unused_figures(question: CostQuestion, commitments: list[Commitment]) -> list[Figure]:
    unused = [one for one in commitments if one.unused_commitment is not None]
    figures = [
        Figure(
            id=f"unused:{one.kind}",
            label=f"Unused commitment of {NAMES[one.kind]}",
            value=one.unused_commitment or ZERO,
            unit=question.catalog.currency,
        )
        for one in unused
    ]
    if len(unused) > 1:
        total = sum((one.unused_commitment or ZERO for one in unused), ZERO)
        label = "Unused commitment together"
        figures.insert(0, Figure(id="unused", label=label, value=total, unit=question.catalog.currency))
    return figures
