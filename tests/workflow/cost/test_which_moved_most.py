"""The few that grew, or fell, most are those that went that way: not the largest changes of either."""

from datetime import date
from decimal import Decimal

import pytest

from interpreter.interpret import interpret
from protocol.result import Result
from support.answers import composed
from support.asked_bill import AskedBill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def answer(bill: AskedBill, question: str) -> Result:
    plan = interpret(question, TODAY, bill.catalog)
    result = composed(plan, cost=bill.findings(plan))
    assert_figures_founded(result)
    return result


def moved(
    bill: AskedBill, dimension: str, months: tuple[date, date, date], sign: int
) -> list[tuple[str, Decimal]]:
    """What rose, or fell, from the first month to the second, furthest first, by the answer key."""
    then, now, end = months
    before = bill.key.groups(then, now, {}, [dimension])
    after = bill.key.groups(now, end, {}, [dimension])
    deltas = {key: after.get(key, Decimal(0)) - before.get(key, Decimal(0)) for key in {*before, *after}}
    ranked = sorted(deltas.items(), key=lambda item: (-item[1] * sign, item[0]))
    return [(key[0], delta) for key, delta in ranked if delta * sign > 0]


@pytest.mark.parametrize(
    ("question", "dimension", "months", "sign", "limit"),
    [
        ("Which 3 services grew the most in January?", "SERVICE", (DECEMBER, JANUARY, FEBRUARY), 1, 3),
        ("top 3 growing services in January", "SERVICE", (DECEMBER, JANUARY, FEBRUARY), 1, 3),
        (
            "biggest cost increases in January by service, top 3",
            "SERVICE",
            (DECEMBER, JANUARY, FEBRUARY),
            1,
            3,
        ),
        ("top 3 cost increases in January", "SERVICE", (DECEMBER, JANUARY, FEBRUARY), 1, 3),
        ("which accounts grew the most in Jan, top 2", "LINKED_ACCOUNT", (DECEMBER, JANUARY, FEBRUARY), 1, 2),
        ("which 3 services fell the most in november", "SERVICE", (OCTOBER, NOVEMBER, DECEMBER), -1, 3),
        ("Which 2 services grew the most in February?", "SERVICE", (JANUARY, FEBRUARY, MARCH), 1, 2),
        ("which 3 services rose in January", "SERVICE", (DECEMBER, JANUARY, FEBRUARY), 1, 3),
    ],
)
def test_the_few_that_moved_most_went_the_way_asked_for(
    demo: AskedBill,
    question: str,
    dimension: str,
    months: tuple[date, date, date],
    sign: int,
    limit: int,
) -> None:
    result = answer(demo, question)

    expected = moved(demo, dimension, months, sign)
    analysis = result.cost_analysis
    assert analysis
    assert analysis.drivers
    assert analysis.comparison
    *listed, other = analysis.drivers
    assert [(one.keys[0], one.delta) for one in listed] == expected[:limit]
    assert other.keys == ["Other"]
    assert sum(one.delta for one in analysis.drivers) == analysis.comparison.delta
    first = result.response.splitlines()[0]
    verb = "rose" if sign > 0 else "fell"
    name, _, moved_by = first.partition(f" {verb} most")
    assert expected[0][0] in name
    assert moved_by.partition("**")[2].startswith(f"{'+' if sign > 0 else '-'}${abs(expected[0][1]):,.2f}")
    assert ("No other " in first) == (len(expected) < limit)
    assert "did not" not in first


def test_the_rows_of_the_later_period_are_those_that_moved(demo: AskedBill) -> None:
    analysis = answer(demo, "Which 3 services grew the most in January?").cost_analysis

    assert analysis
    assert analysis.groups
    assert analysis.total
    assert [group.keys[0] for group in analysis.groups] == [
        "Amazon Simple Storage Service",
        "AWS Glue",
        "Amazon Bedrock",
        "Other",
    ]
    assert sum(group.amount for group in analysis.groups) == analysis.total.amount


def test_where_none_went_that_way_it_is_said(demo: AskedBill) -> None:
    result = answer(demo, "Which 3 regions of Lambda grew the most in January?")

    assert result.response.startswith("**No region rose** in January 2026.")


def test_the_few_that_made_a_fall_are_those_that_fell(demo: AskedBill) -> None:
    analysis = answer(demo, "top 3 drivers of the drop in February").cost_analysis

    assert analysis
    assert [(one.keys[0], one.delta) for one in (analysis.drivers or [])[:3]] == moved(
        demo, "SERVICE", (JANUARY, FEBRUARY, MARCH), -1
    )[:3]


def test_without_a_number_every_change_is_listed(demo: AskedBill) -> None:
    result = answer(demo, "which service grew the most in January?")

    assert "What rose most is Amazon Bedrock: **+$233.20**." in result.response.splitlines()[0]
    assert result.cost_analysis
    assert len(result.cost_analysis.drivers or []) > 20
