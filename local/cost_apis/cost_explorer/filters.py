"""Filter expressions as SQL conditions on `charges`.

Text in `charges` is never NULL, so every condition is true or false and Not is SQL's NOT.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from local.bill import Bill
from local.cost_apis.cost_explorer.dimensions import LabelTable, dimension, require_labels
from local.cost_apis.wire import ApiError

OPERATORS = ("And", "Or", "Not", "Dimensions", "Tags", "CostCategories")
DIMENSION_OPTIONS = frozenset({"EQUALS", "CASE_SENSITIVE"})
LABEL_OPTIONS = frozenset({"EQUALS", "CASE_SENSITIVE", "ABSENT"})


@dataclass(frozen=True)
class Condition:
    """SQL and the values of its placeholders, in order."""

    sql: str = "true"
    values: list[Any] = field(default_factory=list)


def condition(
    bill: Bill, expression: dict[str, Any] | None, allowed: Collection[str] | None = None
) -> Condition:
    """The expression as SQL; `allowed` limits the dimensions it may name.

    Raises ApiError as AWS refuses: not exactly one operator at a level, And or Or with fewer than two
    operands, match options GetCostAndUsage does not take, a key without values; and for a dimension the
    bill has no column for.
    """
    if expression is None:
        return Condition()
    operators = [name for name in expression if name in OPERATORS]
    if len(expression) != 1 or not operators:
        raise ApiError(
            "ValidationException",
            "Expression has zero or more than one roots. Only one root operator is "
            f"allowed for each expression: {', '.join(OPERATORS)}",
        )
    operator = operators[0]
    operand = expression[operator]
    if operator in ("And", "Or"):
        return _join(bill, operator, operand, allowed)
    if operator == "Not":
        inner = condition(bill, operand, allowed)
        return Condition(f"(NOT {inner.sql})", inner.values)
    if operator == "Dimensions":
        return _dimension_condition(bill, operand, allowed)
    return _label_condition(bill, "tags" if operator == "Tags" else "cost_categories", operand)


def _join(
    bill: Bill, operator: str, operands: list[dict[str, Any]], allowed: Collection[str] | None
) -> Condition:
    if len(operands) < 2:
        raise ApiError("ValidationException", f"{operator} expression must have at least 2 operands")
    parts = [condition(bill, operand, allowed) for operand in operands]
    sql = f" {operator.upper()} ".join(part.sql for part in parts)
    return Condition(f"({sql})", [value for part in parts for value in part.values])


def _dimension_condition(bill: Bill, operand: dict[str, Any], allowed: Collection[str] | None) -> Condition:
    name, values = operand.get("Key"), operand.get("Values")
    if not name or not values:
        raise ApiError("ValidationException", "Dimensions expression must have Key and Values")
    _check_options(operand, DIMENSION_OPTIONS)
    if allowed is not None and name not in allowed:
        raise ApiError(
            "ValidationException", f"Dimension {name} is not supported here; use {', '.join(sorted(allowed))}"
        )
    found = dimension(bill, name)
    return _among(found.value, ["" if value == found.none else value for value in values])


def _label_condition(bill: Bill, table: LabelTable, operand: dict[str, Any]) -> Condition:
    require_labels(bill, table)
    key, values = operand.get("Key"), operand.get("Values")
    options = _check_options(operand, LABEL_OPTIONS)
    if "ABSENT" in options or not values:
        if values:
            raise ApiError("ValidationException", "Values cannot be given with the match option ABSENT")
        return _absent(table, key)
    if not key:
        raise ApiError("ValidationException", "Tags and CostCategories expressions with Values must have Key")
    present = [value for value in values if value]
    among = _among("value", present)
    found = Condition(
        f"{table} IN (SELECT set_id FROM {table}_of WHERE key = ? AND {among.sql})", [key, *among.values]
    )
    if len(present) == len(values):
        return found
    absent = _absent(table, key)
    if not present:
        return absent
    return Condition(f"({found.sql} OR {absent.sql})", [*found.values, *absent.values])


def _absent(table: LabelTable, key: str | None) -> Condition:
    """Charges without a value for the key, or, without a key, without any."""
    if not key:
        return Condition(f"{table} NOT IN (SELECT set_id FROM {table}_of WHERE value <> '')")
    return Condition(f"{table} NOT IN (SELECT set_id FROM {table}_of WHERE key = ? AND value <> '')", [key])


def _among(column: str, values: list[str]) -> Condition:
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", list(values))


def _check_options(operand: dict[str, Any], allowed: Collection[str]) -> list[str]:
    options: list[str] = operand.get("MatchOptions") or ["EQUALS"]
    for option in options:
        if option not in allowed:
            raise ApiError(
                "ValidationException",
                f"Match option {option} is not supported here; use {', '.join(sorted(allowed))}",
            )
    return options
