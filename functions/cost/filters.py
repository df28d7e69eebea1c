"""A plan's filters as one Cost Explorer expression."""

from typing import Any

from cost.dimension_keys import matches
from protocol.query_plan import ChargeTypes, QueryPlan

Expression = dict[str, Any]
RECORD_TYPE = "RECORD_TYPE"


def filter_expression(
    plan: QueryPlan,
    *,
    charge_types: bool,
    without: frozenset[str] = frozenset(),
    only: Expression | None = None,
) -> Expression | None:
    """What the plan's filters and exclusions leave; None for the whole bill.

    `charge_types` says whether the charge types are filtered by AWS, rather than from the answer's groups.
    `without` names dimensions whose filters and exclusions are left off; `only` is one more condition.
    """
    parts = [
        matches(dimension, values) for dimension, values in plan.filters.items() if dimension not in without
    ]
    parts += [
        {"Not": matches(dimension, values)}
        for dimension, values in plan.exclude.items()
        if dimension not in without
    ]
    if charge_types:
        parts += _of_charge_types(plan.charge_types)
    if only is not None:
        parts.append(only)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"And": parts}


def selects(charge_types: ChargeTypes, record_type: str) -> bool:
    """Whether a charge of this RECORD_TYPE is among those the question asks for."""
    if charge_types.include and record_type not in charge_types.include:
        return False
    return record_type not in charge_types.exclude


def _of_charge_types(charge_types: ChargeTypes) -> list[Expression]:
    parts: list[Expression] = []
    if charge_types.include:
        parts.append(matches(RECORD_TYPE, charge_types.include))
    if charge_types.exclude:
        parts.append({"Not": matches(RECORD_TYPE, charge_types.exclude)})
    return parts
