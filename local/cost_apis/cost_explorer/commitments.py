"""What the coverage and utilization operations share: their periods, filters and sums over committed charges.

In a bill, the charges under a commitment have a CommitmentDiscountStatus: `Used` ones cost what the
commitment paid for that usage (EffectiveCost) and would have cost ListCost on demand, `Unused` ones cost
what was paid
for nothing. The commitment's own purchases and fees have no status, and do not count again.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from local.bill import Bill
from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimensions import require_column
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.periods import Period, at_midnight, check_granularity, settled_period
from local.cost_apis.wire import ApiError

ON_DEMAND = "(record_type = 'Usage' AND commitment_id = '' AND pricing_category = 'Standard')"
NEEDED = (
    "commitment_id",
    "commitment_type",
    "commitment_status",
    "pricing_category",
    "record_type",
    "amortized_cost",
)
GRANULARITIES = ("DAILY", "MONTHLY")
PLACES = Decimal("1E-10")


@dataclass(frozen=True)
class Sums:
    """The sums of one bucket and group, by name; `group` is `""` without GroupBy."""

    bucket: tuple[datetime, datetime]
    group: str
    values: dict[str, Decimal]

    def __getitem__(self, name: str) -> Decimal:
        return self.values[name]


def commitment_period(context: Context, parameters: dict[str, Any]) -> Period:
    """The request's period: daily without a Granularity, which GroupBy excludes.

    Raises ApiError as AWS refuses, and for a bill without the columns that tell commitments.
    """
    for column in NEEDED:
        require_column(context.bill, column, "the coverage and utilization of commitments")
    _check_filter(parameters.get("Filter"))
    if parameters.get("GroupBy") and parameters.get("Granularity"):
        raise ApiError("ValidationException", "Granularity cannot be set together with GroupBy")
    granularity = check_granularity(parameters, GRANULARITIES, "DAILY")
    return settled_period(context, parameters["TimePeriod"], granularity)


def group_column(parameters: dict[str, Any], columns: dict[str, str]) -> str | None:
    """The column to group by, out of those the operation groups by, or None. Raises ApiError for another."""
    group_by = parameters.get("GroupBy") or []
    if not group_by:
        return None
    key = group_by[0].get("Key")
    if len(group_by) > 1 or key not in columns:
        raise ApiError("ValidationException", f"GroupBy takes one of {', '.join(columns)}")
    return columns[key]


def sums_by_time(
    context: Context,
    period: Period,
    expression: dict[str, Any] | None,
    allowed: frozenset[str],
    sums: dict[str, str],
    group: str | None = None,
) -> list[Sums]:
    """The sums (SQL by name) over the charges the filter leaves, for every bucket, or for every group of the
    period.
    """
    where = condition(context.bill, expression, allowed)
    unit = "month" if period.granularity == "MONTHLY" else "day"
    bucket = f"greatest(date_trunc('{unit}', day)::DATE, ?::DATE)" if group is None else "?::DATE"
    selected = ", ".join(f"coalesce({sql}, 0)" for sql in sums.values())
    rows = (
        context.bill.cursor()
        .execute(
            f"SELECT {bucket} AS bucket, {group or repr('')} AS grouped, {selected} FROM charges "
            f"WHERE day >= ? AND day < ? AND {where.sql} GROUP BY bucket, grouped ORDER BY bucket, grouped",
            [period.start.date(), period.start.date(), period.end.date(), *where.values],
        )
        .fetchall()
    )
    ends = dict(period.buckets()) if group is None else {period.start: period.end}
    found = {(at_midnight(row[0]), row[1]): row[2:] for row in rows}
    if group is None:
        found = {(start, ""): found.get((start, ""), (Decimal(0),) * len(sums)) for start in ends}
    return [
        Sums((start, ends[start]), name, dict(zip(sums, map(Decimal, values), strict=True)))
        for (start, name), values in found.items()
    ]


def total(sums: list[Sums]) -> dict[str, Decimal]:
    """All buckets and groups together; empty for none."""
    names = sums[0].values if sums else {}
    return {name: sum((one[name] for one in sums), Decimal(0)) for name in names}


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """Part of the whole in percent, to ten places; 0 of nothing."""
    return (part * 100 / whole).quantize(PLACES) if whole else Decimal(0)


def has_commitments(bill: Bill, kind: str) -> bool:
    """Whether the bill holds any commitment of the kind (`SAVINGS_PLAN` or `RESERVATION`)."""
    return bool(bill.cursor().execute(f"SELECT 1 FROM charges WHERE {kind} LIMIT 1").fetchall())


def _check_filter(expression: dict[str, Any] | None) -> None:
    """These operations take dimensions joined by And, one level deep."""
    if not expression:
        return
    if "Or" in expression or "Not" in expression:
        raise ApiError("ValidationException", "Only AND is supported in this filter")
    if any(not {"Dimensions", "Tags", "CostCategories"} & part.keys() for part in expression.get("And", ())):
        raise ApiError("ValidationException", "This filter can be nested one level deep only")
