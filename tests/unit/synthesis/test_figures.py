"""The check that an answer's figures are the result's: it finds what is right and what is wrong."""

from decimal import Decimal

import pytest

from protocol.query_plan import Interpretation
from protocol.result import Basis, Comparison, CostAnalysis, Figure, Group, Money, Result
from synthesis.figures import unfounded_figures


def result(currency: str = "USD") -> Result:
    analysis = CostAnalysis(
        total=Money(amount=Decimal("1234.5678"), currency=currency),
        groups=[
            Group(keys=["a"], amount=Decimal("1000"), share=Decimal("0.81")),
            Group(keys=["b"], amount=Decimal("200.5678"), share=Decimal("0.16")),
            Group(keys=["c"], amount=Decimal("34"), share=Decimal("0.03")),
        ],
        comparison=Comparison(
            current=Decimal("1234.5678"), previous=Decimal("1000.01"), delta=Decimal("234.5578")
        ),
        figures=[Figure(id="average", label="A day", value=Decimal("0.0018"), unit=f"{currency}/day")],
    )
    basis = Basis(request_count=3, query_cost_usd=Decimal("0.03"))
    return Result(
        query="?",
        response="",
        interpretation=Interpretation(intent="spend"),
        cost_analysis=analysis,
        basis=basis,
    )


@pytest.mark.parametrize(
    "words",
    [
        "**$1,234.57** in all, $1,235 rounded, -$1,234.568",
        "81% of it; 3 % is not read",
        "$0.0018 a day, $0.03 for 3 requests",
        "the last two are $234.57 together",
        "$34.00 is 2.8% of the total",
        "a tag called \\$9,999 and one 77\\%",
    ],
)
def test_figures_that_are_there_are_founded(words: str) -> None:
    assert unfounded_figures(words, result()) == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("$1,234.58 in all", ["$1,234.58"]),
        ("$12,345.67 and 82%", ["$12,345.67", "82%"]),
        ("**$99.99**", ["$99.99"]),
        ("$0.0019 a day", ["$0.0019"]),
    ],
)
def test_figures_that_are_not_there_are_named(words: str, wrong: list[str]) -> None:
    assert unfounded_figures(words, result()) == wrong


def test_other_currencies_are_read_by_their_code() -> None:
    assert unfounded_figures("EUR 1,234.57 and EUR 5.00, for $0.03", result("EUR")) == ["EUR 5.00"]
