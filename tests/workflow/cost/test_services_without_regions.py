"""A region of a service that has none: no zero, and what its usage types tell of the place."""

from datetime import date
from decimal import Decimal

import pytest

from interpreter.interpret import interpret
from protocol.query_plan import Period, QueryPlan
from support.answers import composed
from support.asked_bill import AskedBill
from support.demo_bill import one
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
JANUARY = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")


def ask(bill: AskedBill, question: str) -> tuple[str, dict[str, Decimal]]:
    plan = interpret(question, TODAY, bill.catalog)
    findings = bill.findings(plan)
    result = composed(plan, cost=findings)
    assert_figures_founded(result)
    assert findings.analysis.total is not None
    assert findings.analysis.total.amount == 0  # what the filters leave
    assert "$0.00" not in result.response
    return result.response.splitlines()[0], {one.id: one.value for one in findings.analysis.figures}


@pytest.mark.parametrize(
    ("question", "like"),
    [
        ("cloudfront data transfer to EU in jan", "EU-DataTransfer%"),
        ("cloudfront in ireland in jan", "EU-%"),
    ],
)
def test_the_edges_of_cloudfront_are_told_by_its_usage_types(
    demo: AskedBill, question: str, like: str
) -> None:
    first, figures = ask(demo, question)

    expected = one(
        "SELECT sum(CAST(BilledCost AS DECIMAL(38,20))) FROM bill WHERE ServiceName = 'Amazon CloudFront' "
        "AND x_UsageType LIKE ? AND CAST(ChargePeriodStart AS DATE) BETWEEN '2026-01-01' AND '2026-01-31'",
        values=(like,),
    )
    assert figures == {"edge:EU": expected}
    assert first == (
        f"**${expected:,.2f}**: Usage types that begin with EU- in January 2026. The charges of Amazon "
        "CloudFront have no region. Its usage types tell the edge: ask for them by usage type."
    )


@pytest.mark.parametrize(
    "question", ["route 53 in us-east-1 last month", "compare route 53 in us-east-1 jan vs feb"]
)
def test_another_service_without_regions_is_said_to_have_none(demo: AskedBill, question: str) -> None:
    first, figures = ask(demo, question)

    assert first.endswith("The charges of Amazon Route 53 have no region.")
    assert figures == {}


def test_a_service_that_has_regions_is_zero_where_it_was_not_used(demo: AskedBill) -> None:
    unused = {"SERVICE": ["Amazon Redshift"], "REGION": ["ap-southeast-2"]}

    findings = demo.findings(QueryPlan(intent="spend", period=JANUARY, filters=unused))

    assert findings.analysis.total is not None
    assert findings.analysis.total.amount == 0
    assert "no_region" not in [note.id for note in findings.notes]
