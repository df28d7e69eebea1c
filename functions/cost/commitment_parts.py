"""Coverage and utilisation of the months, services or regions a question asks them by, as figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from cost.commitment_requests import SERVICE
from cost.numbers import percent
from cost.question import CostQuestion
from protocol.result import Figure

Kind = Literal["savings_plans", "reservations"]
NAMES: dict[Kind, str] = {"savings_plans": "Savings Plans", "reservations": "Reservations"}
GROUPS_OF_PLANS = (SERVICE, "REGION")
"""What GetSavingsPlansCoverage groups by."""
MOST_PARTS = 50
_MONTH = "month"


@dataclass(frozen=True)
class Part:
    """What a month, a service or a region has: `covered` (or used) out of `whole`, in money or hours."""

    of: str
    covered: Decimal
    whole: Decimal


def asks_months(question: CostQuestion) -> bool:
    """Whether each month of the period is asked for."""
    return question.plan.per == _MONTH


def note_what_is_not_told(question: CostQuestion, kind: Kind, *, coverage: bool, utilization: bool) -> None:
    """Says which of the groups asked for AWS does not tell commitments by."""
    plan = question.plan
    name = NAMES[kind]
    if not plan.group_by:
        return
    if coverage and not _tells_groups(question, kind):
        by = "service or region" if kind == "savings_plans" else "service"
        question.note(
            f"coverage_ungrouped:{kind}", f"{name}: coverage is told by {by} alone, here all of it."
        )
    if utilization:
        question.note(f"utilization_ungrouped:{kind}", f"{name}: utilisation has no groups, here all of it.")


def group_of_plans(question: CostQuestion) -> str | None:
    """What Savings Plans coverage is to be grouped by; None where nothing, or what AWS does not group by."""
    return question.plan.group_by[0] if _tells_groups(question, "savings_plans") else None


def groups_reservations(question: CostQuestion) -> bool:
    """Whether the coverage of each service's reservations is asked for."""
    return _tells_groups(question, "reservations")


def _tells_groups(question: CostQuestion, kind: Kind) -> bool:
    known = GROUPS_OF_PLANS if kind == "savings_plans" else (SERVICE,)
    return len(question.plan.group_by) == 1 and question.plan.group_by[0] in known


def part_figures(kind: Kind, measure: str, parts: Iterable[Part], *, in_time: bool) -> list[Figure]:
    """A percentage each: months in their order, others the largest whole first, ties by name."""
    known = [part for part in parts if part.whole]
    if not in_time:
        known.sort(key=lambda part: (-part.whole, part.of))
    title = f"{NAMES[kind]} {measure}"
    return [
        Figure(
            id=f"{measure}:{kind}:{part.of}",
            label=f"{title} in {_month(part.of)}" if in_time else f"{title} of {part.of or '(none)'}",
            value=percent(part.covered, part.whole) or Decimal(0),
            unit="%",
            of=part.of,
        )
        for part in known[:MOST_PARTS]
    ]


def month_of(span: dict[str, Any]) -> str:
    """The month of an answer's span: `2025-10`."""
    return str(span["TimePeriod"]["Start"])[:7]


def _month(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"
