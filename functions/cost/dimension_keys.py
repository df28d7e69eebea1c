"""The names of dimensions and values: the project's on one side, Cost Explorer's on the other.

A charge without a value has `""` here; Cost Explorer says `NoRegion`, `team$` and the like.
"""

from typing import Any

from billing.absent_values import absent_name, is_absent

TAG = "TAG:"
COST_CATEGORY = "COST_CATEGORY:"


def group_definition(dimension: str) -> dict[str, str]:
    """The GroupBy entry of a dimension, `TAG:key` or `COST_CATEGORY:name`."""
    if dimension.startswith(TAG):
        return {"Type": "TAG", "Key": dimension[len(TAG) :]}
    if dimension.startswith(COST_CATEGORY):
        return {"Type": "COST_CATEGORY", "Key": dimension[len(COST_CATEGORY) :]}
    return {"Type": "DIMENSION", "Key": dimension}


def group_value(dimension: str, key: str) -> str:
    """The value a group's key stands for: `team$checkout` is `checkout`, `NoRegion` is the absent value."""
    for prefix in (TAG, COST_CATEGORY):
        if dimension.startswith(prefix):
            return key.removeprefix(f"{dimension[len(prefix) :]}$")
    return "" if is_absent(dimension, key) else key


def matches(dimension: str, values: list[str]) -> dict[str, Any]:
    """The Cost Explorer expression for a dimension that has one of the values."""
    present = [value for value in values if value != ""]
    parts = []
    if present:
        parts.append(_leaf(dimension, {"Values": present}))
    if len(present) < len(values):
        parts.append(_absent(dimension))
    return parts[0] if len(parts) == 1 else {"Or": parts}


def _absent(dimension: str) -> dict[str, Any]:
    if dimension.startswith((TAG, COST_CATEGORY)):
        return _leaf(dimension, {"MatchOptions": ["ABSENT"]})
    return _leaf(dimension, {"Values": [absent_name(dimension)]})


def _leaf(dimension: str, test: dict[str, Any]) -> dict[str, Any]:
    definition = group_definition(dimension)
    kind = {"TAG": "Tags", "COST_CATEGORY": "CostCategories", "DIMENSION": "Dimensions"}[definition["Type"]]
    return {kind: {"Key": definition["Key"], **test}}
