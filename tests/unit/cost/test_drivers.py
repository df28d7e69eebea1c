"""Drivers sum exactly to the change, and say what they are due to where quantities allow."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cost.charge_table import Charge, ChargeTable, Span
from cost.drivers import Changes, change_figures
from cost.drivers import drivers_of as changes_of
from cost.numbers import EXACT
from cost.two_periods import TwoPeriods

SPAN = Span("2026-02-01", "2026-03-01")
AMOUNTS = st.decimals("-99999", "99999", places=12)
CHARGES = st.builds(
    Charge,
    span=st.just(SPAN),
    keys=st.tuples(st.sampled_from("abc"), st.sampled_from("xy")),
    amount=AMOUNTS,
    record_type=st.sampled_from(["Usage", "Credit"]),
    quantity=st.none() | st.decimals("0", "9999", places=6),
    unit=st.sampled_from(["GB", "Hours", "N/A", ""]),
)


def table(*charges: Charge) -> ChargeTable:
    return ChargeTable([SPAN], list(charges))


def drivers_of(current: ChargeTable, previous: ChargeTable) -> Changes:
    tables = TwoPeriods(current, previous)
    return changes_of(tables, tables, depth=1)


def charge(service: str, amount: str, quantity: str | None = None, unit: str = "GB") -> Charge:
    known = None if quantity is None else Decimal(quantity)
    return Charge(SPAN, (service, "type"), Decimal(amount), "Usage", known, unit)


@given(
    now=st.lists(CHARGES, max_size=12),
    then=st.lists(CHARGES, max_size=12),
    limit=st.none() | st.integers(1, 3),
)
def test_r20_drivers_and_causes_sum_exactly_to_the_change(
    now: list[Charge], then: list[Charge], limit: int | None
) -> None:
    with localcontext(EXACT):
        current, previous = table(*now), table(*then)
        changes = drivers_of(current, previous)
        delta = current.total - previous.total
        assert sum((driver.delta for driver in changes.listed(limit)), Decimal(0)) == delta
        assert sum((one.value for one in change_figures(changes, "USD")), Decimal(0)) == delta
        for driver in changes.listed(limit):
            causes = [driver.by_usage, driver.by_price, driver.by_other]
            assert causes == [None] * 3 or sum(cause or 0 for cause in causes) == driver.delta
        assert len(changes.listed(limit)) <= (limit + 1 if limit else 3)


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ([], [charge("a", "5", "1")], "new"),
        ([charge("a", "5", "1")], [], "gone"),
        ([charge("a", "10", "100")], [charge("a", "20", "200")], "usage"),
        ([charge("a", "10", "100")], [charge("a", "20", "100")], "price"),
        ([charge("a", "10", "100")], [charge("a", "60", "300")], "usage_and_price"),
        ([charge("a", "10", "100", "GB")], [charge("a", "60", "100", "Hours")], "usage_and_price"),
        ([charge("a", "10", "100", "N/A")], [charge("a", "60", "300", "N/A")], "usage_and_price"),
        ([charge("a", "10")], [charge("a", "60")], "usage_and_price"),
        ([charge("a", "0", "0")], [charge("a", "60", "10")], "usage"),
    ],
)
def test_a_change_is_called_what_it_is(then: list[Charge], now: list[Charge], kind: str) -> None:
    (driver,) = drivers_of(table(*now), table(*then)).listed(None)
    assert driver.kind == kind


def test_the_largest_change_comes_first_whichever_way_and_ties_go_by_key() -> None:
    then = table(charge("a", "1"), charge("b", "9"), charge("c", "1"))
    now = table(charge("a", "3"), charge("b", "4"), charge("c", "3"), charge("d", "0"))
    drivers = drivers_of(now, then).listed(None)
    assert [(driver.keys, driver.delta) for driver in drivers] == [
        (["b"], Decimal(-5)),
        (["a"], Decimal(2)),
        (["c"], Decimal(2)),
    ]


def test_usage_is_told_from_price_at_the_earlier_price() -> None:
    changes = drivers_of(table(charge("a", "60", "300")), table(charge("a", "10", "100")))
    figures = {figure.id: figure.value for figure in change_figures(changes, "USD")}
    assert figures == {"change_usage": Decimal(20), "change_price": Decimal(30)}


def test_what_the_bill_rounds_is_no_change_of_price() -> None:
    then, now = charge("a", "1000", "20000"), charge("a", "1100.0001", "22000")

    figures = change_figures(drivers_of(table(now), table(then)), "USD")

    assert [(figure.id, figure.value) for figure in figures] == [("change_usage", Decimal("100.0001"))]


def test_of_several_causes_each_says_what_it_made() -> None:
    credit = Charge(SPAN, ("a", ""), Decimal(-7), "Credit")
    tax = Charge(SPAN, ("tax", ""), Decimal(3), "Tax")
    then = table(charge("a", "10", "100"), Charge(SPAN, ("tax", ""), Decimal(2), "Tax"))
    now = table(charge("a", "60", "300"), credit, tax)

    drivers = drivers_of(now, then).listed(None)

    causes = {tuple(one.keys): (one.by_usage, one.by_price, one.by_other) for one in drivers}
    assert causes == {("a",): (20, 30, -7), ("tax",): (0, 0, 1)}


def test_without_any_quantity_no_cause_is_claimed() -> None:
    (driver,) = drivers_of(table(charge("a", "60")), table(charge("a", "10"))).listed(None)

    assert (driver.kind, driver.by_other) == ("usage_and_price", None)


@pytest.mark.parametrize(
    ("amount", "causes"),
    [("2.0001", ["change_usage"]), ("2.01", ["change_usage", "change_price"])],
)
def test_less_than_half_a_cent_of_hardly_anything_is_rounding(amount: str, causes: list[str]) -> None:
    changes = drivers_of(table(charge("a", amount, "20")), table(charge("a", "1", "10")))

    assert [figure.id for figure in change_figures(changes, "USD")] == causes


def test_a_refund_is_no_change_of_the_price_of_what_it_is_for() -> None:
    then, now = charge("a", "10", "100"), charge("a", "20", "200")
    refund = Charge(SPAN, ("a", ""), Decimal(-6), "Refund")
    charges = TwoPeriods(table(now), table(then, refund))

    (driver,) = changes_of(charges, TwoPeriods(table(now), table(then)), depth=1).listed(None)

    assert (driver.delta, driver.by_usage, driver.by_price, driver.by_other) == (16, 10, 0, 6)


def test_without_the_usage_no_cause_is_claimed() -> None:
    charges = TwoPeriods(table(charge("a", "20", "200")), table(charge("a", "10", "100")))

    (driver,) = changes_of(charges, None, depth=1).listed(None)

    assert (driver.delta, driver.kind, driver.by_usage) == (10, "usage_and_price", None)
