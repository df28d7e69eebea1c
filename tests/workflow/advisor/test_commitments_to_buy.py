"""What one kind of commitment would save, asked for in words: that kind's recommendations, and said so."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from advisor.advise import advise
from billing.metered_apis import MeteredCostApis
from interpreter.interpret import interpret
from local.cost_apis.context import Options
from local.demo import demo_organisation
from support.answers import composed
from support.asked_bill import AskedBill, asked_bill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def advised() -> Iterator[AskedBill]:
    """The demo organisation with its recommendations."""
    organisation = demo_organisation(TODAY)
    with asked_bill(str(organisation.bill_path), TODAY, Options(advice=organisation.advice)) as bill:
        yield bill


@pytest.mark.parametrize(
    ("question", "kind", "count", "first"),
    [
        (
            "how much could we save with savings plans",
            "PurchaseSavingsPlans",
            1,
            "**$1,180.73 a month** can be saved with Savings Plans",
        ),
        (
            "compute savings plan recommendations",
            "PurchaseSavingsPlans",
            1,
            "**$1,180.73 a month** can be saved with Savings Plans",
        ),
        (
            "how much can we save with reserved instances",
            "PurchaseReservedInstances",
            2,
            "**$231.90 a month** can be saved with reservations",
        ),
        (
            "reserved instance purchase recommendations savings",
            "PurchaseReservedInstances",
            2,
            "**$231.90 a month** can be saved with reservations",
        ),
    ],
)
def test_the_savings_of_a_kind_are_its_recommendations(
    advised: AskedBill, question: str, kind: str, count: int, first: str
) -> None:
    plan = interpret(question, TODAY, advised.catalog)
    advice = advise(plan, TODAY, MeteredCostApis(today=TODAY))
    result = composed(plan, advice=advice)

    items = advice.recommendations.items
    assert [item.action for item in items] == [kind] * count
    total = sum((item.estimated_monthly_savings for item in items), Decimal(0))
    assert advice.recommendations.total_monthly_savings == total
    assert result.response.startswith(first)
    assert_figures_founded(result)


def test_commitments_of_no_one_kind_are_both(advised: AskedBill) -> None:
    plan = interpret("which commitments should we buy", TODAY, advised.catalog)

    items = advise(plan, TODAY, MeteredCostApis(today=TODAY)).recommendations.items

    assert {item.action for item in items} == {"PurchaseSavingsPlans", "PurchaseReservedInstances"}
