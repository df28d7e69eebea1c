"""The advisor over the local savings APIs, through boto3: what an account lacks is said."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from local.cost_apis.context import Options
from local.cost_apis.without import Without
from protocol.query_plan import QueryPlan
from support.advised_account import ADVICE, advised_account

SAVINGS = QueryPlan(intent="savings")


def test_one_total_with_the_best_action_of_each_resource(tmp_path: Path) -> None:
    with advised_account(tmp_path, Options(advice=ADVICE)) as ask:
        advice = ask(SAVINGS).recommendations

    assert advice.total_monthly_savings == Decimal("306.30")
    assert [item.id for item in advice.items] == ["r-plan", "r-stop", "c-lb:old-balancer"]
    assert [item.overlaps_with for item in advice.items] == [
        ["r-reserved"],
        ["c-ec2:i-1", "r-smaller"],
        None,
    ]
    assert advice.unavailable == []


def test_pages_are_followed(tmp_path: Path) -> None:
    with advised_account(tmp_path, Options(advice=ADVICE, page_size=1)) as ask:
        advice = ask(SAVINGS).recommendations

    assert advice.total_monthly_savings == Decimal("306.30")
    assert len(advice.items) == 3


@pytest.mark.parametrize(
    ("without", "total", "source", "words"),
    [
        (Without.SUPPORT_PLAN, "290.10", "trusted-advisor", "support plan"),
        (Without.COST_OPTIMIZATION_HUB, "104.20", "cost-optimization-hub", "update-enrollment-status"),
    ],
)
def test_r18_a_source_that_is_not_there_is_named_with_its_fix(
    tmp_path: Path, without: Without, total: str, source: str, words: str
) -> None:
    with advised_account(tmp_path, Options(advice=ADVICE, without=frozenset({without}))) as ask:
        advice = ask(SAVINGS)

    assert advice.recommendations.total_monthly_savings == Decimal(total)
    (gone,) = advice.recommendations.unavailable
    assert gone.source == source
    assert words in gone.fix
    assert [part.what for part in advice.degraded] == [source]


PURCHASES_ALONE = replace(
    ADVICE,
    recommendations=tuple(
        replace(one, source="CostExplorer") if one.action.startswith("Purchase") else one
        for one in ADVICE.recommendations
    ),
)


def test_r18_without_compute_optimizer_the_rest_is_answered_and_the_opt_in_named(tmp_path: Path) -> None:
    options = Options(advice=PURCHASES_ALONE, without=frozenset({Without.COMPUTE_OPTIMIZER}))
    with advised_account(tmp_path, options) as ask:
        advice = ask(SAVINGS)

    assert {item.source for item in advice.recommendations.items} == {
        "cost-optimization-hub",
        "trusted-advisor",
    }
    assert advice.recommendations.total_monthly_savings
    (gone,) = advice.recommendations.unavailable
    assert gone.source == "compute-optimizer"
    assert "not opted in to Compute Optimizer" in gone.reason
    assert "aws compute-optimizer update-enrollment-status --status Active" in gone.fix


def test_r18_purchases_need_no_compute_optimizer(tmp_path: Path) -> None:
    options = Options(advice=PURCHASES_ALONE, without=frozenset({Without.COMPUTE_OPTIMIZER}))
    with advised_account(tmp_path, options) as ask:
        advice = ask(QueryPlan(intent="savings", savings_focus="commitments"))

    assert advice.recommendations.unavailable == []


def test_r18_an_opted_in_account_with_nothing_to_improve_lacks_nothing(tmp_path: Path) -> None:
    idle_nothing = replace(PURCHASES_ALONE, recommendations=PURCHASES_ALONE.recommendations[:0])
    with advised_account(tmp_path, Options(advice=idle_nothing)) as ask:
        advice = ask(SAVINGS)

    assert advice.recommendations.unavailable == []
    assert "compute-optimizer:GetEnrollmentStatus" in [request.api for request in advice.requests]


def test_r18_an_account_with_nothing_set_up_gets_every_fix(tmp_path: Path) -> None:
    with advised_account(tmp_path, Options()) as ask:
        advice = ask(SAVINGS)

    assert advice.recommendations.total_monthly_savings is None
    assert {gone.source for gone in advice.recommendations.unavailable} == {
        "cost-optimization-hub",
        "trusted-advisor",
    }


def test_the_requests_are_free_and_listed(tmp_path: Path) -> None:
    with advised_account(tmp_path, Options(advice=ADVICE)) as ask:
        requests = ask(SAVINGS).requests

    assert {request.api.split(":")[0] for request in requests} == {"cost-optimization-hub", "trustedadvisor"}
