"""A budget is the one asked for by its own filters, or by its name where they say nothing else."""

from typing import Any

import pytest

from cost.budget_scope import is_for
from protocol.query_plan import QueryPlan

LAMBDA = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}
DATA_TEAM = {"Tags": {"Key": "team", "Values": ["data"], "MatchOptions": ["EQUALS"]}}
ASKED_LAMBDA = {"filters": {"SERVICE": ["AWS Lambda"]}}
ASKED_DATA = {"filters": {"TAG:team": ["data"]}}
SANDBOX = {"filters": {"LINKED_ACCOUNT": ["777788889999"]}}


def described(name: str = "monthly", **fields: Any) -> dict[str, Any]:
    return {"BudgetName": name, **fields}


def of(expression: dict[str, Any]) -> dict[str, Any]:
    return described(FilterExpression=expression)


@pytest.mark.parametrize(
    ("budget", "asked"),
    [
        (of(LAMBDA), ASKED_LAMBDA),
        (of({"And": [LAMBDA, DATA_TEAM]}), ASKED_DATA),
        (of({"And": [LAMBDA, {"Not": DATA_TEAM}]}), {**ASKED_LAMBDA, "exclude": {"TAG:team": ["data"]}}),
        (of(LAMBDA), {"filters": {"SERVICE": ["AWS Lambda", "Amazon EC2"]}}),
        (
            of({"CostCategories": {"Key": "Unit", "Values": ["A"]}}),
            {"filters": {"COST_CATEGORY:Unit": ["A"]}},
        ),
        (of({"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}), {"filters": {"TAG:team": [""]}}),
        (described(CostFilters={"Service": ["AWS Lambda"]}), ASKED_LAMBDA),
        (described(CostFilters={"TagKeyValue": ["user:team$data"]}), ASKED_DATA),
        (described(CostFilters={"CostCategory": ["Unit$A"]}), {"filters": {"COST_CATEGORY:Unit": ["A"]}}),
        (described("lambda-monthly"), ASKED_LAMBDA),
        (described("Sandbox 2026"), SANDBOX),
        (described("data team", FilterExpression={"Or": [LAMBDA, DATA_TEAM]}), ASKED_DATA),
    ],
)
def test_a_budget_is_for_what_was_asked(budget: dict[str, Any], asked: dict[str, Any]) -> None:
    plan = QueryPlan.model_validate({"intent": "budget", **asked})

    assert is_for(budget, plan, {"777788889999": "sandbox"})


@pytest.mark.parametrize(
    ("budget", "asked"),
    [
        (described("organisation"), ASKED_LAMBDA),
        (of(DATA_TEAM), ASKED_LAMBDA),
        (of({"Not": LAMBDA}), ASKED_LAMBDA),
        (of({"Or": [LAMBDA, DATA_TEAM]}), ASKED_LAMBDA),
        (of({"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda", "AWS Glue"]}}), ASKED_LAMBDA),
        (of({"And": [LAMBDA, {"Not": DATA_TEAM}]}), ASKED_LAMBDA),
        (of({"Tags": {"Key": "team", "Values": ["da"], "MatchOptions": ["STARTS_WITH"]}}), ASKED_DATA),
        (described("lambda", FilterExpression={"Dimensions": {"Key": "SERVICE", "Values": ["AWS Glue"]}}),
         ASKED_LAMBDA),
        (of(LAMBDA), {**ASKED_LAMBDA, "charge_types": {"include": ["Tax"]}}),
        (described("data"), {"exclude": {"TAG:team": ["data"]}}),
    ],
)  # fmt: skip
def test_a_budget_is_for_something_else(budget: dict[str, Any], asked: dict[str, Any]) -> None:
    plan = QueryPlan.model_validate({"intent": "budget", **asked})

    assert not is_for(budget, plan, {})
