"""The first line of a question for parts names the part asked for and the whole."""

from datetime import date
from decimal import Decimal

import pytest

from protocol.query_plan import ChargeTypes, QueryPlan
from protocol.result import Adopted, CostAnalysis, Group
from support.answers import composed
from support.february import S3, plan, usd
from support.figures import assert_figures_founded

CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("breakdown", group_by=["TAG:team"]),
        CostAnalysis(total=usd("4"), groups=[Group(keys=[""], amount=Decimal(3), share=Decimal("0.75"))]),
        "**$4.00** for February 2026; the largest part is untagged with **$3.00**, 75% of the total.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], limit=1, ascending=True),
        CostAnalysis(total=usd("4"), groups=[Group(keys=[S3], amount=Decimal(1))]),
        f"The smallest part is {S3} with **$1.00**: **$4.00** for February 2026.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], limit=2, place=2),
        CostAnalysis(
            total=usd("9"),
            groups=[
                Group(keys=["AWS Lambda"], amount=Decimal(5)),
                Group(keys=[S3], amount=Decimal(3), share=Decimal("0.3")),
                Group(keys=["Other"], amount=Decimal(1)),
            ],
        ),
        f"Number 2 is {S3} with **$3.00**, 30% of the total: **$9.00** for February 2026.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], limit=2, place=2),
        CostAnalysis(total=usd("5"), groups=[Group(keys=["AWS Lambda"], amount=Decimal(5))]),
        "The largest part is AWS Lambda with **$5.00**: **$5.00** for February 2026.",
    ),
    (
        plan("adoption", group_by=["SERVICE"]),
        CostAnalysis(adopted=[Adopted(keys=["AWS Glue"], first_seen=date(2026, 2, 3), amount=Decimal(3))]),
        "**1 new service** for February 2026: AWS Glue, "
        "first charged on **3 February 2026**, **$3.00** since.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], charge_types=ChargeTypes(include=["Credit"])),
        CostAnalysis(
            total=usd("-4"),
            groups=[
                Group(keys=[S3], amount=Decimal(-1), share=Decimal("0.25")),
                Group(keys=["AWS Lambda"], amount=Decimal(-3), share=Decimal("0.75")),
            ],
        ),
        "**-$4.00** for Credit charges, February 2026; the largest part is AWS Lambda with **-$3.00**, "
        "75% of the total.",
    ),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)
