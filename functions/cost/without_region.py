"""Charges of a service that has no regions: a filter by region leaves nothing, and that is no zero."""

from decimal import Decimal

from cost.charge_table import ChargeTable, charge_table
from cost.history import Days
from cost.question import CostQuestion
from protocol.result import Figure

REGION, USAGE_TYPE = "REGION", "USAGE_TYPE"
NO_REGION = ("", "global")
CLOUDFRONT = "CloudFront"
_EDGES = (
    ("ap-northeast-1", "JP"), ("ap-northeast-3", "JP"), ("ap-south-", "IN"), ("ap-southeast-2", "AU"),
    ("ap-southeast-4", "AU"), ("us-gov-", "US"), ("us-", "US"), ("eu-", "EU"), ("ap-", "AP"), ("sa-", "SA"),
    ("ca-", "CA"), ("me-", "ME"), ("il-", "ME"), ("af-", "ZA"),
)  # fmt: skip
"""What CloudFront's usage types begin with, by the regions that lie there."""


def asks_a_region(question: CostQuestion) -> bool:
    """Whether the plan keeps some regions by their codes."""
    return bool(set(question.plan.filters.get(REGION, [])) - set(NO_REGION))


def edges_instead(question: CostQuestion, days: Days) -> list[Figure] | None:
    """Where the charges asked for have no region at all: says so, with what CloudFront's edges there cost.

    None where they have regions, or where there are none without the filter either. One request. The total
    stays what the filters leave, which is zero.
    """
    if not asks_a_region(question):
        return None
    told = [] if USAGE_TYPE in question.catalog.unavailable else [USAGE_TYPE]
    table = question.attempt(
        "Which regions the charges have",
        lambda: charge_table(
            question,
            days.start,
            days.end,
            group_by=[REGION, *told],
            without_filters=frozenset({REGION}),
        ),
    )
    regions = {charge.keys[0] for charge in table.charges if charge.amount} if table else set()
    if table is None or not regions or regions - set(NO_REGION):
        return None
    services = " and ".join(question.plan.filters.get("SERVICE", [])) or "these services"
    is_edge = bool(told) and CLOUDFRONT in services
    hint = " Its usage types tell the edge: ask for them by usage type." if is_edge else ""
    question.note("no_region", f"The charges of {services} have no region.{hint}")
    return _edges(question, table) if is_edge else []


def _edges(question: CostQuestion, table: ChargeTable) -> list[Figure]:
    asked = question.plan.filters[REGION]
    codes = [next((edge for begins, edge in _EDGES if region.startswith(begins)), None) for region in asked]
    figures = []
    for edge in dict.fromkeys(code for code in codes if code):
        amounts = [charge.amount for charge in table.charges if charge.keys[1].startswith(f"{edge}-")]
        figures.append(
            Figure(
                id=f"edge:{edge}",
                label=f"Usage types that begin with {edge}-",
                value=sum(amounts, Decimal(0)),
                unit=question.catalog.currency,
            )
        )
    return figures
