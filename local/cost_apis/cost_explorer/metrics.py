"""Cost Explorer's metrics as sums over `charges`."""

from dataclasses import dataclass
from decimal import Decimal

from local.bill import Bill
from local.cost_apis.cost_explorer.dimensions import require_column
from local.cost_apis.wire import ApiError, amount

NAMES = (
    "AmortizedCost",
    "BlendedCost",
    "NetAmortizedCost",
    "NetUnblendedCost",
    "NormalizedUsageAmount",
    "UnblendedCost",
    "UsageQuantity",
)
USAGE_METRICS = ("UsageQuantity", "NormalizedUsageAmount")
NO_UNIT = "N/A"
"""The unit of a quantity summed over several units, or over none."""


@dataclass(frozen=True)
class Metric:
    """A metric: SQL for its sum and for its unit (NULL where the unit is the bill's currency or mixed)."""

    name: str
    amount: str
    unit: str

    def value(self, bill: Bill, total: Decimal | None, unit: str | None) -> dict[str, str]:
        """The metric as Cost Explorer shows it."""
        return {
            "Amount": amount(total),
            "Unit": (unit or NO_UNIT) if self.name in USAGE_METRICS else bill.currency,
        }


def metrics(bill: Bill, names: list[str]) -> list[Metric]:
    """The metrics of those names. Raises ApiError for an unknown one, and for one the bill has no column
    for.
    """
    if not names:
        raise ApiError("ValidationException", "Metrics is required: name at least one metric")
    return [metric(bill, name) for name in dict.fromkeys(names)]


def metric(bill: Bill, name: str) -> Metric:
    """The metric of that name. Raises ApiError as `metrics` does."""
    if name not in NAMES:
        raise ApiError("ValidationException", f"Metric {name} is not valid; use {', '.join(NAMES)}")
    column = bill.metrics.get(name, "normalized_usage_amount")
    require_column(bill, column, f"the metric {name}")
    if name not in USAGE_METRICS:
        return Metric(name, f"sum({column})", "NULL")
    counted = f"FILTER ({column} IS NOT NULL AND {column} <> 0)"
    first, last = f"min(usage_unit) {counted}", f"max(usage_unit) {counted}"
    one_unit = f"CASE WHEN {first} = {last} THEN {first} END"
    return Metric(name, f"sum({column})", one_unit if name == "UsageQuantity" else "NULL")
