"""What usage and what prices changed, against SQL: refunds, credits and taxes have neither."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from protocol.step import CostFindings
from support.asked_bill import AskedBill
from support.generated_plans import plan_of

TODAY = date(2026, 3, 10)
MONTHS = [date(2025, month, 1) for month in range(3, 13)] + [date(2026, 1, 1), date(2026, 2, 1)]
CENT = Decimal("0.01")
Causes = dict[str, tuple[Decimal, Decimal]]


def month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def causes_by_sql(bill: AskedBill, month: date) -> Causes:
    """Of each service, what its usage types' quantities changed at the earlier price, and the rest."""
    now = bill.key.priced_usage(month, month_after(month))
    then = bill.key.priced_usage(month_before(month), month)
    causes: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for place in {*now, *then}:
        (cost, quantity), (cost_then, quantity_then) = now.get(place, (0, 0)), then.get(place, (0, 0))
        if not quantity and not quantity_then:
            continue
        both = quantity and quantity_then
        usage = (quantity - quantity_then) * cost_then / quantity_then if both else Decimal(cost - cost_then)
        causes[place[0]][0] += usage
        causes[place[0]][1] += cost - cost_then - usage
    return {service: (usage, price) for service, (usage, price) in causes.items()}


def explained(bill: AskedBill, month: date, intent: str) -> CostFindings:
    period, before = (month, month_after(month)), (month_before(month), month)
    return bill.findings(
        plan_of(
            intent,
            period,
            TODAY,
            f"{month:%B %Y}",
            group_by=["SERVICE"],
            compare_period={"start": before[0], "end": before[1], "label": "the month before"},
        )
    )


@pytest.mark.parametrize("intent", ["explain", "assessment"])
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_r20_usage_and_price_are_of_charges_for_usage_alone(
    demo: AskedBill, month: date, intent: str
) -> None:
    drivers = explained(demo, month, intent).analysis.drivers or []
    expected = causes_by_sql(demo, month)

    told_apart = [driver for driver in drivers if driver.by_usage is not None]

    for driver in told_apart:
        usage, price = expected.get(driver.keys[0], (Decimal(0), Decimal(0)))
        assert driver.by_usage is not None
        assert driver.by_price is not None
        assert abs(driver.by_usage - usage) < CENT, driver
        assert abs(driver.by_price - price) < CENT, driver
        assert driver.by_usage + driver.by_price + (driver.by_other or 0) == driver.delta
    for driver in drivers:
        if driver.kind == "price":
            assert abs(expected[driver.keys[0]][1]) > abs(driver.delta) / 2, driver


def test_the_demo_has_refunds_that_would_look_like_prices(demo: AskedBill) -> None:
    refunds = demo.key.total(MONTHS[0], TODAY, {"charge_types": {"include": ["Refund"]}})
    assert refunds < 0
