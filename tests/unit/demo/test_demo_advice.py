"""The demo organisation's advice agrees with its bill, on any day of a month."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from local.bill import load_bill
from local.cost_apis import Context, Options
from local.cost_apis.budgets import describe_budgets
from local.cost_apis.cost_optimization_hub import without_overlaps
from local.demo.budgets import round_between
from support.demo_bill import TODAY, demo, one

DAYS = [TODAY, date(2026, 1, 1), date(2024, 2, 29), date(2025, 12, 31)]
MONTH_BEFORE = "ChargePeriodStart >= DATE '2026-02-08' AND ChargePeriodStart < DATE '2026-03-10'"


@pytest.mark.parametrize("today", DAYS)
def test_one_budget_is_kept_one_will_be_exceeded_and_one_is(today: date) -> None:
    organisation = demo(today)
    bill = load_bill(organisation.bill_path)
    context = Context(bill, today, Options(advice=organisation.advice))

    states = {}
    for budget in describe_budgets(context, {})["Budgets"]:
        limit = Decimal(budget["BudgetLimit"]["Amount"])
        spend = budget["CalculatedSpend"]
        actual, forecast = (Decimal(spend[name]["Amount"]) for name in ("ActualSpend", "ForecastedSpend"))
        states[budget["BudgetName"]] = (actual > limit, forecast > limit)

    assert states == {
        "organisation-monthly": (False, False),
        "data-team-monthly": (False, True),
        "sandbox-monthly": (True, True),
    }
    bill.close()


@pytest.mark.parametrize("today", DAYS)
def test_the_anomaly_is_recent_and_stands_out(today: date) -> None:
    (anomaly,) = demo(today).advice.anomalies

    assert today - timedelta(days=60) < anomaly.start <= anomaly.last < today
    assert anomaly.actual > 4 * anomaly.expected > 0


def test_the_anomalys_spend_is_the_bills() -> None:
    (anomaly,) = demo().advice.anomalies
    cause = anomaly.root_cause

    assert anomaly.actual == one(
        "SELECT sum(BilledCost) FROM bill WHERE ServiceName = ? AND SubAccountId = ? AND SubAccountName = ? "
        "AND RegionId = ? AND x_UsageType = ? AND ChargePeriodStart BETWEEN ? AND ?",
        values=(cause.service, cause.account_id, cause.account_name, cause.region, cause.usage_type,
                anomaly.start, anomaly.last),
    )  # fmt: skip


def test_a_recommendations_cost_is_its_resources_in_the_bill() -> None:
    for recommendation in demo().advice.recommendations:
        if not recommendation.resource_id:
            continue
        cost = one(
            f"SELECT sum(EffectiveCost) FROM bill WHERE {MONTH_BEFORE} AND SubAccountId = ? AND RegionId = ? "
            "AND ResourceId IN (?, ?)",
            values=(recommendation.account_id, recommendation.region, recommendation.resource_id,
                    recommendation.resource_arn),
        )  # fmt: skip
        assert recommendation.monthly_cost == cost.quantize(Decimal("0.0001")), recommendation.resource_id
        assert 0 < recommendation.savings <= recommendation.monthly_cost


def test_the_hub_recommends_every_kind_of_action_and_some_exclude_one_another() -> None:
    recommendations = list(demo().advice.recommendations)

    assert {one.action for one in recommendations} == {
        "Stop", "Delete", "Rightsize", "Upgrade", "MigrateToGraviton", "PurchaseSavingsPlans",
        "PurchaseReservedInstances",
    }  # fmt: skip
    assert len(without_overlaps(recommendations)) < len(recommendations)
    assert len({one.id for one in recommendations}) == len(recommendations)


def test_trusted_advisor_names_some_of_the_hubs_resources_and_some_alone() -> None:
    advice = demo().advice
    in_hub = {recommendation.resource_arn for recommendation in advice.recommendations}
    flagged = {resource.resource_id for check in advice.trusted_advisor_checks for resource in check.flagged}

    assert len(flagged & in_hub) == 3
    assert len(flagged - in_hub) == 2


def test_round_between_takes_the_roundest_number_inside() -> None:
    assert round_between(Decimal("812.3"), Decimal("1333.7")) == 1000
    assert round_between(Decimal("10.001"), Decimal("10.002")) == Decimal("10.0015")
