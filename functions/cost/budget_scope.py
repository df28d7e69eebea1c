"""What a budget watches over, from its own filters: the part of the bill that can be asked about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cost.dimension_keys import COST_CATEGORY, TAG
from protocol.query_plan import QueryPlan

_COST_FILTERS = {
    "Service": "SERVICE",
    "LinkedAccount": "LINKED_ACCOUNT",
    "Region": "REGION",
    "AZ": "AZ",
    "UsageType": "USAGE_TYPE",
    "Operation": "OPERATION",
}
"""The names AWS Budgets' older CostFilters have for Cost Explorer's dimensions."""
_KINDS = {"Dimensions": "", "Tags": TAG, "CostCategories": COST_CATEGORY}
_WORD = re.compile(r"[a-z0-9]+")
_MAKERS = {"amazon", "aws"}
Values = dict[str, set[str]]


@dataclass(frozen=True)
class BudgetScope:
    """The values a budget keeps and leaves out, by dimension; not `known` where its filter says more."""

    kept: Values = field(default_factory=dict)
    left_out: Values = field(default_factory=dict)
    known: bool = True


def asks_for_a_part(plan: QueryPlan) -> bool:
    """Whether the question names a part of the bill: a budget of all of it is not the one asked for."""
    return bool(plan.filters or plan.exclude or plan.charge_types.include or plan.charge_types.exclude)


def is_for(described: Mapping[str, Any], plan: QueryPlan, account_names: Mapping[str, str]) -> bool:
    """Whether a budget (as DescribeBudgets gives it) lies within the part of the bill the plan asks for.

    By its own filters, or by its name where they do not say otherwise.
    """
    if plan.charge_types.include or plan.charge_types.exclude:
        return False
    scope = scope_of(described)
    excluded = {name: set(values) for name, values in plan.exclude.items()}
    if scope.known and scope.left_out == excluded and _lies_within(scope.kept, plan.filters):
        return True
    says_otherwise = any(name in scope.kept for name in plan.filters)
    return not says_otherwise and not plan.exclude and _is_named(described["BudgetName"], plan, account_names)


def is_of_all(described: Mapping[str, Any]) -> bool:
    """Whether a budget is of the whole bill: one without filters."""
    return scope_of(described) == BudgetScope()


def scope_of(described: Mapping[str, Any]) -> BudgetScope:
    """The scope of a budget: its FilterExpression, or the older CostFilters without one."""
    expression = described.get("FilterExpression")
    return _of_expression(expression) if expression else _of_cost_filters(described.get("CostFilters") or {})


def _lies_within(kept: Values, asked: dict[str, list[str]]) -> bool:
    return all(kept.get(name) and kept[name] <= set(values) for name, values in asked.items())


def _is_named(name: str, plan: QueryPlan, account_names: Mapping[str, str]) -> bool:
    """Whether the name holds all words of a value of each filter: "sandbox-monthly", the account sandbox."""
    words = _words(name)
    return bool(plan.filters) and all(
        any(
            value_words and value_words <= words
            for value in values
            if (value_words := _words(account_names.get(value, value)))
        )
        for values in plan.filters.values()
    )


def _words(name: str) -> set[str]:
    return set(_WORD.findall(name.lower())) - _MAKERS


def _of_expression(expression: Mapping[str, Any]) -> BudgetScope:
    kept: Values = {}
    left_out: Values = {}
    for part in expression.get("And") or [expression]:
        chosen, condition = (left_out, part["Not"]) if "Not" in part else (kept, part)
        leaf = _of_leaf(condition)
        if leaf is None or leaf[0] in chosen:
            return BudgetScope(known=False)
        chosen[leaf[0]] = leaf[1]
    return BudgetScope(kept, left_out)


def _of_leaf(condition: Mapping[str, Any]) -> tuple[str, set[str]] | None:
    """One dimension with its values; None for what is no such plain condition."""
    for kind, prefix in _KINDS.items():
        leaf = condition.get(kind)
        if leaf is None:
            continue
        match_options = set(leaf.get("MatchOptions") or ["EQUALS"])
        if match_options == {"ABSENT"}:
            return f"{prefix}{leaf['Key']}", {""}
        if match_options <= {"EQUALS", "CASE_SENSITIVE"}:
            return f"{prefix}{leaf['Key']}", set(leaf.get("Values") or [])
    return None


def _of_cost_filters(filters: Mapping[str, list[str]]) -> BudgetScope:
    kept: Values = {}
    for name, values in filters.items():
        for dimension, value in (_of_cost_filter(name, value) for value in values):
            kept.setdefault(dimension, set()).add(value)
    return BudgetScope(kept)


def _of_cost_filter(name: str, value: str) -> tuple[str, str]:
    """`TagKeyValue` has `user:team$data`, `CostCategory` `Product$shop`; the others have the value alone."""
    key, _, content = value.partition("$")
    if name == "TagKeyValue":
        return f"{TAG}{key.removeprefix('user:')}", content
    if name == "CostCategory":
        return f"{COST_CATEGORY}{key}", content
    return _COST_FILTERS.get(name, name), value
