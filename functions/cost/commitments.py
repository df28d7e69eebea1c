"""Savings Plans and reservations: how much they cover, and how much of them is used."""

from datetime import date
from decimal import Decimal
from typing import Any

from cost.charge_table import ZERO
from cost.commitment_parts import (
    NAMES,
    Kind,
    Part,
    asks_months,
    group_of_plans,
    month_of,
    note_what_is_not_told,
    part_figures,
)
from cost.commitment_requests import commitment_answer, number
from cost.numbers import percent
from cost.question import ONE_DAY, CostQuestion
from cost.reservations import reservations_of
from protocol.query_plan import CommitmentMeasure, Period
from protocol.result import Commitment, CostAnalysis, Figure

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
    coverage, utilization = (
        plan.commitment_measure in ("coverage", "all"),
        plan.commitment_measure != "coverage",
    )
    parts: list[Figure] = []
    commitments = commitments_of(
        question, period, kinds, plan.commitment_measure, MOST_RESERVED_SERVICES, parts
    )
    for one in commitments:
        note_what_is_not_told(question, one.kind, coverage=coverage, utilization=utilization)
    return CostAnalysis(commitments=commitments, figures=[*_unused_figures(question, commitments), *parts])


def commitments_of(
    question: CostQuestion,
    period: Period,
    kinds: list[Kind],
    measure: CommitmentMeasure,
    most_reserved_services: int,
    parts: list[Figure] | None = None,
) -> list[Commitment]:
    """One commitment a kind the account has; what its source does not give is null, with the reason.

    `parts` takes the figures of the months or groups the plan asks for.

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
        found.append(_savings_plans(question, period.start, end, coverage, utilization, parts))
    if "reservations" in kinds:
        found.append(
            reservations_of(
                question,
                period.start,
                end,
                coverage=coverage,
                utilization=utilization,
                most_services=most_reserved_services,
                parts=parts,
            )
        )
    return [commitment for commitment in found if commitment is not None]


def _savings_plans(
    question: CostQuestion,
    start: date,
    end: date,
    coverage: bool,
    utilization: bool,
    parts: list[Figure] | None,
) -> Commitment | None:
    commitment = Commitment(kind="savings_plans")
    figures: list[Figure] = []
    if coverage:
        figures += _add_coverage(question, commitment, start, end)
    if utilization:
        figures += _add_utilization(question, commitment, start, end)
    if parts is not None:
        parts += figures
    return commitment if commitment != Commitment(kind="savings_plans") else None


def _add_coverage(question: CostQuestion, commitment: Commitment, start: date, end: date) -> list[Figure]:
    api, group = "ce:GetSavingsPlansCoverage", group_of_plans(question)
    answer = commitment_answer(question, api, "Savings Plans coverage", start, end, group_by=group)
    spans = (answer or {}).get("SavingsPlansCoverages", [])
    if not spans:
        return []
    parts = [_covered(span, group) for span in spans]
    covered = sum((part.covered for part in parts), ZERO)
    total = sum((part.whole for part in parts), ZERO)
    commitment.covered_cost, commitment.on_demand_cost = covered, total - covered
    commitment.coverage_percent = percent(covered, total)
    in_time = group is None
    shown = parts if group or asks_months(question) else []
    return part_figures("savings_plans", "coverage", shown, in_time=in_time)


def _covered(span: dict[str, Any], group: str | None) -> Part:
    """What of one month, or of one group, Savings Plans cover, at on-demand rates."""
    coverage = span["Coverage"]
    return Part(
        of=str(next(iter(span["Attributes"].values()), "")) if group else month_of(span),
        covered=number(coverage, "SpendCoveredBySavingsPlans") or ZERO,
        whole=number(coverage, "TotalCost") or ZERO,
    )


def _add_utilization(question: CostQuestion, commitment: Commitment, start: date, end: date) -> list[Figure]:
    api = "ce:GetSavingsPlansUtilization"
    answer = commitment_answer(question, api, "Savings Plans utilisation", start, end)
    if answer is None:
        return []
    utilization = answer["Total"].get("Utilization", {})
    commitment.utilization_percent = number(utilization, "UtilizationPercentage")
    commitment.used_commitment = number(utilization, "UsedCommitment")
    commitment.unused_commitment = number(utilization, "UnusedCommitment")
    commitment.total_commitment = number(utilization, "TotalCommitment")
    commitment.net_savings = number(answer["Total"].get("Savings", {}), "NetSavings")
    if not asks_months(question):
        return []
    months = [
        Part(
            of=month_of(span),
            covered=number(span["Utilization"], "UsedCommitment") or ZERO,
            whole=number(span["Utilization"], "TotalCommitment") or ZERO,
        )
        for span in answer.get("SavingsPlansUtilizationsByTime", [])
    ]
    return part_figures("savings_plans", "utilization", months, in_time=True)


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
