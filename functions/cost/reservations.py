"""Reservations: coverage and utilisation, which Cost Explorer gives for one service at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

from cost.charge_table import charge_table
from cost.commitment_requests import commitment_answer, number
from cost.numbers import percent
from cost.question import CostQuestion
from protocol.result import Commitment

PURCHASE_TYPE = "PURCHASE_TYPE"
RESERVED = "Reserved"  # as in the purchase types "Standard Reserved Instances" and "Convertible ..."
Totals = list[dict[str, Any]]


def reservations_of(
    question: CostQuestion, start: date, end: date, *, coverage: bool, utilization: bool, most_services: int
) -> Commitment | None:
    """The reservations of all services together; None where the account has none.

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
    covered: Totals = []
    used: Totals = []
    for service in services[:most_services]:
        if coverage:
            covered += _total(
                question, "ce:GetReservationCoverage", "Reservation coverage", start, end, service
            )
        if utilization:
            used += _total(
                question, "ce:GetReservationUtilization", "Reservation utilisation", start, end, service
            )
    return _together(covered, used)


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


def _total(question: CostQuestion, api: str, what: str, start: date, end: date, service: str) -> Totals:
    of_service = {"Dimensions": {"Key": "SERVICE", "Values": [service]}}
    answer = commitment_answer(question, api, f"{what} of {service}", start, end, of_service)
    return [] if answer is None else [answer["Total"]]


def _together(covered: Totals, used: Totals) -> Commitment:
    commitment = Commitment(kind="reservations")
    if covered:
        hours = [total.get("CoverageHours", {}) for total in covered]
        commitment.coverage_percent = _percent(hours, "ReservedHours", "TotalRunningHours")
        commitment.on_demand_cost = _sum([total.get("CoverageCost", {}) for total in covered], "OnDemandCost")
    if used:
        commitment.utilization_percent = _percent(used, "TotalActualHours", "PurchasedHours")
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
