"""Reservations: coverage and utilisation, which Cost Explorer gives for one service at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

from cost.charge_table import ZERO, charge_table
from cost.commitment_parts import Part, asks_months, groups_reservations, month_of, part_figures
from cost.commitment_requests import commitment_answer, number
from cost.numbers import percent
from cost.question import CostQuestion
from protocol.result import Commitment, Figure

PURCHASE_TYPE = "PURCHASE_TYPE"
RESERVED = "Reserved"  # as in the purchase types "Standard Reserved Instances" and "Convertible ..."
COVERAGE = ("ReservedHours", "TotalRunningHours")
UTILIZATION = ("TotalActualHours", "PurchasedHours")
Totals = list[dict[str, Any]]


def reservations_of(
    question: CostQuestion,
    start: date,
    end: date,
    *,
    coverage: bool,
    utilization: bool,
    most_services: int,
    parts: list[Figure] | None = None,
) -> Commitment | None:
    """The reservations of all services together; None where the account has none.

    `parts` takes the figures of each month, or of each service, where the plan asks for them.

    One request tells which services have reservations, and each of those is asked for by itself: without a
    service Cost Explorer answers for EC2 alone. Percentages are of hours.
    """
    services = _reserved_services(question, start, end)
    if not services:
        if services is not None:
            question.note("no_reservations", "No charge in the period was under a reservation.")
        return None
    if len(services) > most_services:
        question.note(
            "reservations_left_out", f"Reservations of {', '.join(services[most_services:])} are left out."
        )
    covered: dict[str, dict[str, Any]] = {}
    used: dict[str, dict[str, Any]] = {}
    for service in services[:most_services]:
        if coverage:
            covered |= _answer(
                question, "ce:GetReservationCoverage", "Reservation coverage", start, end, service
            )
        if utilization:
            used |= _answer(
                question, "ce:GetReservationUtilization", "Reservation utilisation", start, end, service
            )
    if parts is not None:
        parts += _parts(question, covered, used)
    return _together(
        [answer["Total"] for answer in covered.values()], [answer["Total"] for answer in used.values()]
    )


def _reserved_services(question: CostQuestion, start: date, end: date) -> list[str] | None:
    """The services with reserved usage, those that cost most first; None where that cannot be known."""
    table = question.attempt(
        "Which services have reservations",
        lambda: charge_table(question, start, end, group_by=[PURCHASE_TYPE, "SERVICE"]),
    )
    if table is None:
        return None
    amounts = {keys[1]: amount for keys, amount in table.by_keys().items() if RESERVED in keys[0]}
    return sorted(amounts, key=lambda service: (-amounts[service], service))


def _answer(
    question: CostQuestion, api: str, what: str, start: date, end: date, service: str
) -> dict[str, dict[str, Any]]:
    """The answer for one service, by its name; empty where it cannot be had."""
    of_service = {"Dimensions": {"Key": "SERVICE", "Values": [service]}}
    answer = commitment_answer(question, api, f"{what} of {service}", start, end, of_service)
    return {} if answer is None else {service: answer}


def _parts(
    question: CostQuestion, covered: dict[str, dict[str, Any]], used: dict[str, dict[str, Any]]
) -> list[Figure]:
    """Each month over all services, else each service's coverage; nothing where the plan asks for neither."""
    if asks_months(question):
        coverage = _months(covered, "CoveragesByTime", COVERAGE)
        utilization = _months(used, "UtilizationsByTime", UTILIZATION)
        return [
            *part_figures("reservations", "coverage", coverage, in_time=True),
            *part_figures("reservations", "utilization", utilization, in_time=True),
        ]
    if not groups_reservations(question):
        return []
    services = [
        _part(name, answer["Total"].get("CoverageHours", {}), COVERAGE) for name, answer in covered.items()
    ]
    return part_figures("reservations", "coverage", services, in_time=False)


def _months(answers: dict[str, dict[str, Any]], name: str, hours: tuple[str, str]) -> list[Part]:
    """The hours of each month, the services together, in the order of time."""
    months: dict[str, Part] = {}
    for span in (span for answer in answers.values() for span in answer.get(name, [])):
        total = span.get("Total", {})
        one = _part(month_of(span), total.get("CoverageHours", total), hours)
        before = months.get(one.of, Part(one.of, ZERO, ZERO))
        months[one.of] = Part(one.of, before.covered + one.covered, before.whole + one.whole)
    return [months[month] for month in sorted(months)]


def _part(of: str, values: dict[str, Any], hours: tuple[str, str]) -> Part:
    return Part(of, number(values, hours[0]) or ZERO, number(values, hours[1]) or ZERO)


def _together(covered: Totals, used: Totals) -> Commitment:
    commitment = Commitment(kind="reservations")
    if covered:
        hours = [total.get("CoverageHours", {}) for total in covered]
        commitment.coverage_percent = _percent(hours, *COVERAGE)
        commitment.on_demand_cost = _sum([total.get("CoverageCost", {}) for total in covered], "OnDemandCost")
    if used:
        commitment.utilization_percent = _percent(used, *UTILIZATION)
        commitment.total_commitment = _sum(used, "TotalAmortizedFee")
        commitment.unused_commitment = _sum(used, "RICostForUnusedHours")
        commitment.net_savings = _sum(used, "NetRISavings")
        if commitment.total_commitment is not None and commitment.unused_commitment is not None:
            commitment.used_commitment = commitment.total_commitment - commitment.unused_commitment
    return commitment


def _percent(totals: Totals, part: str, whole: str) -> Decimal | None:
    parts, wholes = _sum(totals, part), _sum(totals, whole)
    return percent(parts, wholes) if parts is not None and wholes is not None else None


def _sum(totals: Totals, name: str) -> Decimal | None:
    """The sum over the services; None where one of them lacks it."""
    values = [number(total, name) for total in totals]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
