"""Savings Plans and reservations: how much they cover, and how much of them is used."""

from datetime import date
from decimal import Decimal
from typing import Literal

from cost.charge_table import ZERO
from cost.commitment_requests import commitment_answer, number
from cost.numbers import percent
from cost.question import ONE_DAY, CostQuestion
from cost.reservations import reservations_of
from protocol.query_plan import CommitmentMeasure, Period
from protocol.result import Commitment, CostAnalysis, Figure

Kind = Literal["savings_plans", "reservations"]
NAMES: dict[Kind, str] = {"savings_plans": "Savings Plans", "reservations": "Reservations"}
MOST_RESERVED_SERVICES = 6


def analyse_commitments(question: CostQuestion) -> CostAnalysis:
    """Coverage and utilisation of the period, the last full month where the plan has none."""
    plan = question.plan
    kinds: list[Kind] = (
        ["savings_plans", "reservations"] if plan.commitment_focus == "both" else [plan.commitment_focus]
    )
    period = plan.period or question.last_full_month()
    if plan.period is None:
        question.note("period_chosen", f"This is {period.label}, the last full month.")
    commitments = commitments_of(question, period, kinds, plan.commitment_measure, MOST_RESERVED_SERVICES)
    return CostAnalysis(commitments=commitments, figures=_unused_figures(question, commitments))


def commitments_of(
    question: CostQuestion,
    period: Period,
    kinds: list[Kind],
    measure: CommitmentMeasure,
    most_reserved_services: int,
) -> list[Commitment]:
    """One commitment a kind the account has; what its source does not give is null, with the reason.

    AWS rejects an end of today or later, so the days end with the day before yesterday at the latest.
    """
    end = min(period.end, question.today - ONE_DAY)
    if period.start >= end:
        question.note("no_commitments", "Coverage and utilisation reach to the day before yesterday at most.")
        return []
    if end < min(period.end, question.today):
        question.note("commitments_until", f"Coverage and utilisation are known up to {end - ONE_DAY}.")
    coverage, utilization = measure in ("coverage", "all"), measure != "coverage"
    found: list[Commitment | None] = []
    if "savings_plans" in kinds:
        found.append(_savings_plans(question, period.start, end, coverage, utilization))
    if "reservations" in kinds:
        found.append(
            reservations_of(
                question,
                period.start,
                end,
                coverage=coverage,
                utilization=utilization,
                most_services=most_reserved_services,
            )
        )
    return [commitment for commitment in found if commitment is not None]


def _savings_plans(
    question: CostQuestion, start: date, end: date, coverage: bool, utilization: bool
) -> Commitment | None:
    commitment = Commitment(kind="savings_plans")
    if coverage:
        _add_coverage(question, commitment, start, end)
    if utilization:
        _add_utilization(question, commitment, start, end)
    return commitment if commitment != Commitment(kind="savings_plans") else None


def _add_coverage(question: CostQuestion, commitment: Commitment, start: date, end: date) -> None:
    answer = commitment_answer(question, "ce:GetSavingsPlansCoverage", "Savings Plans coverage", start, end)
    spans = [span["Coverage"] for span in (answer or {}).get("SavingsPlansCoverages", [])]
    if spans:
        covered, total = (
            sum((number(span, name) or ZERO for span in spans), ZERO)
            for name in ("SpendCoveredBySavingsPlans", "TotalCost")
        )
        commitment.covered_cost, commitment.on_demand_cost = covered, total - covered
        commitment.coverage_percent = percent(covered, total)


def _add_utilization(question: CostQuestion, commitment: Commitment, start: date, end: date) -> None:
    api = "ce:GetSavingsPlansUtilization"
    answer = commitment_answer(question, api, "Savings Plans utilisation", start, end)
    if answer is None:
        return
    utilization = answer["Total"].get("Utilization", {})
    commitment.utilization_percent = number(utilization, "UtilizationPercentage")
    commitment.used_commitment = number(utilization, "UsedCommitment")
    commitment.unused_commitment = number(utilization, "UnusedCommitment")
    commitment.total_commitment = number(utilization, "TotalCommitment")
    commitment.net_savings = number(answer["Total"].get("Savings", {}), "NetSavings")


def _unused_figures(question: CostQuestion, commitments: list[Commitment]) -> list[Figure]:
    """What is paid for nothing: together, and of each kind."""
    unused = {one.kind: one.unused_commitment for one in commitments if one.unused_commitment is not None}
    currency = question.catalog.currency
    figures = [
        Figure(id=f"unused:{kind}", label=f"Unused commitment of {NAMES[kind]}", value=amount, unit=currency)
        for kind, amount in unused.items()
    ]
    if len(unused) < 2:
        return figures
    together = sum(unused.values(), Decimal(0))
    return [Figure(id="unused", label="Unused commitment together", value=together, unit=currency), *figures]
