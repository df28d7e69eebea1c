"""Gross against net: the difference comes first, as the bill's credits and refunds make it."""

from datetime import date

import pytest

from interpreter.interpret import interpret
from support.answers import composed
from support.asked_bill import AskedBill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
CREDITS = {"charge_types": {"include": ["Credit", "Refund"]}}


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("difference between gross and net spend in January", (JANUARY, FEBRUARY)),
        ("gross vs net in Feb", (FEBRUARY, MARCH)),
    ],
)
def test_the_difference_between_gross_and_net_comes_first(
    demo: AskedBill, question: str, span: tuple[date, date]
) -> None:
    plan = interpret(question, TODAY, demo.catalog)
    findings = demo.findings(plan)
    result = composed(plan, cost=findings)
    assert_figures_founded(result)

    first = findings.analysis.figures[0]
    assert (first.id, first.value) == ("gross_to_net", -demo.key.total(*span, CREDITS))
    assert result.response.startswith(f"**${first.value:,.2f}**: Difference between gross and net spend")
    assert findings.analysis.total is not None
    assert findings.analysis.total.amount == demo.key.total(*span, {})


def test_the_net_alone_has_no_difference(demo: AskedBill) -> None:
    plan = interpret("Why doesn't February match my invoice?", TODAY, demo.catalog)

    assert "gross_to_net" not in [one.id for one in demo.findings(plan).analysis.figures]
