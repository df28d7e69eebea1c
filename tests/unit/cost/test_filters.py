"""A plan's filters as Cost Explorer takes them."""

from typing import Any

import pytest

from cost.dimension_keys import group_definition, group_value, matches
from cost.filters import filter_expression
from protocol.query_plan import QueryPlan

LAMBDA = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}
UNTAGGED = {"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}


@pytest.mark.parametrize(
    ("dimension", "values", "expression"),
    [
        ("SERVICE", ["AWS Lambda"], LAMBDA),
        ("REGION", [""], {"Dimensions": {"Key": "REGION", "Values": ["NoRegion"]}}),
        ("TAG:team", [""], UNTAGGED),
        ("TAG:team", ["data", ""], {"Or": [{"Tags": {"Key": "team", "Values": ["data"]}}, UNTAGGED]}),
        ("COST_CATEGORY:Unit", ["A"], {"CostCategories": {"Key": "Unit", "Values": ["A"]}}),
    ],
)
def test_a_dimension_is_matched(dimension: str, values: list[str], expression: dict[str, Any]) -> None:
    assert matches(dimension, values) == expression


def test_filters_are_joined_and_exclusions_negated() -> None:
    plan = QueryPlan.model_validate(
        {"intent": "spend", "filters": {"SERVICE": ["AWS Lambda"]}, "exclude": {"TAG:team": [""]},
         "charge_types": {"exclude": ["Tax"]}}
    )  # fmt: skip
    no_tax = {"Not": {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Tax"]}}}
    assert filter_expression(plan, charge_types=True) == {"And": [LAMBDA, {"Not": UNTAGGED}, no_tax]}
    assert filter_expression(plan, charge_types=False, without=frozenset({"SERVICE"})) == {"Not": UNTAGGED}


def test_no_filter_is_no_expression() -> None:
    assert filter_expression(QueryPlan(intent="spend"), charge_types=True) is None


@pytest.mark.parametrize(
    ("dimension", "key", "value"),
    [
        ("TAG:team", "team$checkout", "checkout"),
        ("TAG:team", "team$", ""),
        ("TAG:a$b", "a$b$c$d", "c$d"),
        ("COST_CATEGORY:Unit", "Unit$Shared", "Shared"),
        ("REGION", "NoRegion", ""),
        ("REGION", "global", "global"),
        ("SERVICE", "Tax", "Tax"),
    ],
)
def test_a_charge_without_a_value_has_the_empty_one(dimension: str, key: str, value: str) -> None:
    assert group_value(dimension, key) == value
    assert group_definition(dimension)["Key"]
